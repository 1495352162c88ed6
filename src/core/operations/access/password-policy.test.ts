import { expect, test } from 'vitest';
import { readNewPassword } from './password-policy.ts';

const codeOf = (text: string, name = 'marta') => {
  const read = readNewPassword(text, name);
  return read.ok ? 'accepted' : read.refusal.code;
};

test('12 to 200 characters, counted as people see them', () => {
  expect(codeOf('kp7wq2mz4xv')).toBe('PASSWORD_SHORT');
  expect(codeOf('kp7wq2mz4xvb')).toBe('accepted');
  expect(codeOf('tinaja verde con doce patos')).toBe('accepted');
  // 11 characters in 22 UTF-16 units.
  expect(codeOf('🦊🐢🦉🐬🦎🐿🦔🐙🦂🐌🦀')).toBe('PASSWORD_SHORT');
  expect(codeOf(`${'ab3 de5 gh7 jk9 '.repeat(12)}distinct tail`)).toBe('PASSWORD_LONG');
});

test('the best known ones are refused with figures around them and letters written as figures', () => {
  for (const known of [
    'Password1234!',
    'p@ssw0rd20245',
    '!!Qwertyuiop99',
    'correcthorsebatterystaple',
    'iloveyou123456',
    '2024contraseña!!',
    'C0rrectHorseBatteryStaple1',
    // Of the 20,000 that leaks hold most often.
    'mickey-mouse-2019',
    '!!gfhjkm-123456',
    '987654nastya1999',
    '123456789987654321',
  ])
    expect([known, codeOf(known)]).toEqual([known, 'PASSWORD_KNOWN']);
});

test('words of this house and trade are refused', () => {
  for (const word of ['atalaya-20261', 'Watchtower!!2026', 'tradingview123', 'B1tc0in-202611', 'binance_99999', '1234interactivebrokers'])
    expect([word, codeOf(word)]).toEqual([word, 'PASSWORD_KNOWN']);
});

test('patterns are refused: one piece over and over, runs of the keyboard, few different characters', () => {
  for (const pattern of [
    'aaaaaaaaaaaaaa',
    'abcabcabcabca',
    '123456789012',
    'qwertyuiopasdf',
    '210987654321',
    'xyxxyxyyxyxxyx',
    'marzo7marzo7marzo7',
  ])
    expect([pattern, codeOf(pattern)]).toEqual([pattern, 'PASSWORD_REPEATED']);
});

test("the user's name with little around it is refused", () => {
  expect(codeOf('marta-2024-xk')).toBe('PASSWORD_NAMED');
  expect(codeOf('MARTA7719xkwq')).toBe('PASSWORD_NAMED');
  expect(codeOf('lima naranja marta kiwi')).toBe('accepted');
});

test('a letter written in two ways of Unicode is the same password', () => {
  const [composed, apart] = ['cañada y trébol 7', 'cañada y trébol 7'].map((text, form) =>
    readNewPassword(text.normalize(form ? 'NFD' : 'NFC'), 'x'),
  );
  expect(composed).toEqual(apart);
});
