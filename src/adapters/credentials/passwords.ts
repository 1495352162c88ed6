/** Passwords: Argon2id, a few at a time, and the same work whether or not there is such a user. */

import { hash, parseOptions, verify } from '@node-rs/argon2';
import { InputError } from '../../core/domain/result.ts';

/** The first choice of OWASP's password storage sheet; Argon2id is the package's own default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
/** Each takes 19 MiB: who asks for more at once waits, and behind a long queue is sent away. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

export interface PasswordCheck {
  readonly isRight: boolean;
  /** The same password under today's cost, to be kept in place of the old hash; null where that is up to date. */
  readonly newHash: string | null;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** `stored` is null where there is no such user or no password: it takes as long, and is never right. InputError SIGN_IN_BUSY. */
  check(password: string, stored: string | null): Promise<PasswordCheck>;
}

export function createPasswords(): Passwords {
  const turn = createTurns(AT_ONCE, MOST_WAITING);
  const hashed = (password: string) => turn(() => hash(password, COST));
  let nobodys: Promise<string> | null = null;
  return {
    hash: (password) => hashed(password.normalize('NFC')),
    async check(password, stored) {
      nobodys ??= hashed('the password of nobody');
      const compared = stored ?? (await nobodys);
      const typed = password.normalize('NFC');
      const isRight = (await turn(() => verify(compared, typed))) && stored !== null;
      return { isRight, newHash: isRight && isOutdated(compared) ? await hashed(typed) : null };
    },
  };
}

function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism;
}

/** At most `most` at a time, the others in the order they came. */
function createTurns(most: number, mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) {
      if (waiting.length >= mostWaiting)
        throw new InputError('SIGN_IN_BUSY', 'expected fewer people signing in at once, found too many; try again in a few seconds', 3);
      await new Promise<void>((go) => waiting.push(go));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
