import { expect, test } from 'vitest';
import { typedLine } from './typed-line.ts';

const line = typedLine(60);

test.each([
  ['a line end within', 'Laptop\nadmin'],
  ['a bell', 'Laptop\u0007'],
  ['a colour for terminals', '\u001b[31mred'],
  ['a turn of direction', 'exe.\u202Egpj'],
  ['an isolate', '\u2066Laptop'],
  ['a line separator', 'Laptop\u2028admin'],
])('%s is refused', (_what, text) => {
  expect(line.safeParse(text).error?.issues[0]?.message).toContain('control characters or marks of direction');
});

test.each([
  ['blanks of no width', '\u200B\u200B'],
  ['a filler', '\u3164'],
  ['an empty cell of braille', '\u2800'],
  ['a joiner', '\u200D'],
])('%s alone is refused', (_what, text) => {
  expect(line.safeParse(text).error?.issues[0]?.message).toContain('something that can be seen');
});

test.each(['Portátil de María', 'هاتف', 'טלפון', '👩‍👩‍👧', '電話', '=SUM(A1)'])('%s passes', (text) => {
  expect(line.parse(` ${text} `)).toBe(text);
});
