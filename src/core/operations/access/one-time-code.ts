/** Codes that are typed or copied once: recovery codes, invitations, the first owner's. 80 random bits in letters that can't be mistaken. */

export const RECOVERY_CODES = 10;
export const CODE_BYTES = 10;
/** Crockford's base 32: no I, L, O or U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const MISREAD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** `ABCD-EFGH-JKMN-PQRS` of ten bytes. */
export function codeOf(bytes: Uint8Array): string {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let i = 0; i < 16; i++) {
    text = LETTERS[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** The code as it was given out, of whatever somebody typed; null where it can't be one. */
export function readCode(typed: string): string | null {
  const letters = [...typed.toUpperCase().replace(/[\s-]/g, '')].map((letter) => MISREAD[letter] ?? letter);
  if (letters.length !== 16 || !letters.every((letter) => LETTERS.includes(letter))) return null;
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
