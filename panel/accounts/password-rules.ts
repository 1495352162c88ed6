/** Which rules of a new password are fulfilled by what has been typed so far. The server judges, with a list of known passwords besides. */

import { LEAST_DIFFERENT_CHARACTERS, LEAST_PASSWORD_LENGTH } from '../../src/api/limits.ts';

export interface Fulfilled {
  readonly long: boolean;
  readonly varied: boolean;
  readonly unnamed: boolean;
}

export function fulfilledBy(typed: string, name: string): Fulfilled {
  const characters = [...typed.normalize('NFC').toLowerCase()];
  const { length } = characters;
  const isNamed = name.length >= 3 && characters.join('').includes(name.toLowerCase()) && length - name.length < LEAST_PASSWORD_LENGTH;
  return {
    long: length >= LEAST_PASSWORD_LENGTH,
    varied: new Set(characters).size >= LEAST_DIFFERENT_CHARACTERS,
    unnamed: length > 0 && !isNamed,
  };
}

/** Worth sending. */
export function mayBeSent(typed: string, name: string): boolean {
  return Object.values(fulfilledBy(typed, name)).every(Boolean);
}
