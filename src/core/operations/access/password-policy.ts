/** Which passwords are accepted: long ones that neither a list nor a pattern gives away. No rule about kinds of characters (NIST SP 800-63B, 5.1.1.2). */

import type { Result } from '../../domain/result.ts';
import { accepted, refused } from '../../domain/result.ts';
import { BREACHED_PASSWORDS } from './breached-passwords-table.ts';
import { KNOWN_PASSWORDS } from './known-passwords-table.ts';

export const LEAST_PASSWORD_LENGTH = 12;
export const MOST_PASSWORD_LENGTH = 200;
const LEAST_DIFFERENT = 5;
/** Rows of a keyboard and the orders everybody knows; a password that is one run of them is no secret. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '1234567890qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  'qazwsxedcrfvtgbyhnujmikolp',
];
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** The password as it is kept (Unicode NFC), or PASSWORD_SHORT, _LONG, _NAMED, _REPEATED, _KNOWN. `name` is the user's. */
export function readNewPassword(text: string, name: string): Result<string> {
  const password = text.normalize('NFC');
  const characters = [...password.toLowerCase()];
  const { length } = characters;
  if (length < LEAST_PASSWORD_LENGTH)
    return refused(
      'PASSWORD_SHORT',
      `expected at least ${LEAST_PASSWORD_LENGTH} characters, found ${length}; a few words together are easy to keep in mind`,
      length,
      LEAST_PASSWORD_LENGTH,
    );
  if (length > MOST_PASSWORD_LENGTH)
    return refused(
      'PASSWORD_LONG',
      `expected at most ${MOST_PASSWORD_LENGTH} characters, found ${length}; choose a shorter one`,
      length,
      MOST_PASSWORD_LENGTH,
    );
  const lower = characters.join('');
  if (name.length >= 3 && lower.includes(name.toLowerCase()) && length - name.length < LEAST_PASSWORD_LENGTH)
    return refused('PASSWORD_NAMED', "expected a password without the user's own name, found the name and little else; choose another");
  if (new Set(characters).size < LEAST_DIFFERENT || isRepetition(lower) || isRun(lower))
    return refused(
      'PASSWORD_REPEATED',
      'expected a password that is no pattern, found a few characters repeated or a run of the keyboard; choose another',
    );
  if ([lower, ...heartsOf(lower)].some((heart) => KNOWN_PASSWORDS.has(heart) || BREACHED_PASSWORDS.has(heart)))
    return refused(
      'PASSWORD_KNOWN',
      'expected a password nobody tries first, found one of the best known with a few characters around it; choose another',
    );
  return accepted(password);
}

/** A piece of at most half the length, over and over, the last one perhaps cut. */
function isRepetition(text: string): boolean {
  for (let piece = 1; piece <= text.length / 2; piece++) {
    if (text.slice(piece) === text.slice(0, -piece)) return true;
  }
  return false;
}

function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return RUNS.some((run) => run.includes(text) || run.includes(backwards));
}

/** What is left without figures and marks around it, as written and with the usual figures read as letters. */
function heartsOf(text: string): string[] {
  const bare = (each: string) => each.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replace(/[\s._-]/g, '');
  const spelt = [...text].map((character) => LOOKS_LIKE[character] ?? character).join('');
  return [bare(text), bare(spelt), [...bare(text)].map((character) => LOOKS_LIKE[character] ?? character).join('')];
}
