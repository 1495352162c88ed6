/**
 * After how many wrong tries sign-in is locked, and for how long. Tries are counted per account and per address; a device or address that has entered an
 * account before has an allowance of its own there, so that strangers who guess do not keep the owner out.
 */

import { InputError } from '../../domain/result.ts';

export const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Without a wrong try for so long, an allowance is whole again. */
export const FORGIVEN_AFTER_MS = 24 * 3_600_000;

/** Wrong tries of one allowance. */
export interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** Too many wrong tries: nothing is judged before `until`, epoch milliseconds. */
export class LockedOut extends InputError {
  readonly until: number;

  constructor(until: number, now: number) {
    const seconds = Math.max(1, Math.ceil((until - now) / 1000));
    super(
      'SIGN_IN_LOCKED',
      `expected fewer wrong tries, found too many; wait ${seconds} s and try again, or run \`atalaya admin unlock\` on the host`,
    );
    this.until = until;
  }
}

/** The fifth wrong try costs 30 s, each further one twice as much, at most 15 minutes. */
export function lockedUntil({ count, lastAt }: Failures): number | null {
  if (count < FREE_TRIES) return null;
  return lastAt + Math.min(FIRST_WAIT_MS * 2 ** Math.min(count - FREE_TRIES, 10), LONGEST_WAIT_MS);
}

/** A try is counted as wrong before anything is compared: a hundred at the same moment are a hundred. */
export function countTry(before: Failures | null, now: number): Failures {
  const forgiven = before === null || now - before.lastAt >= FORGIVEN_AFTER_MS;
  return { count: forgiven ? 1 : before.count + 1, lastAt: now };
}

export interface Entrance {
  /**
   * The user's id, or the name that was typed where there is no such user: both lock alike. Null for what can't be guessed (a passkey, a code of 80
   * bits): nobody who tries keeps others from it.
   */
  readonly account: string | null;
  readonly address: string;
  /** Hash of the device's own token; null for a browser that never entered here. */
  readonly device: string | null;
  /** They have entered this account before. */
  readonly deviceIsKnown: boolean;
  readonly addressIsKnown: boolean;
}

/** The allowances a try is taken from; locked when any of them is. */
export function allowancesOf({ account, address, device, deviceIsKnown, addressIsKnown }: Entrance): readonly string[] {
  if (device !== null && deviceIsKnown) return [`device ${account} ${device}`];
  if (addressIsKnown) return [`known address ${account} ${networkOf(address)}`];
  return [...(account === null ? [] : [`account ${account}`]), `address ${networkOf(address)}`];
}

/** One household has 2^64 addresses of IPv6: they are counted as one. */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::');
  const [front, back] = [head.split(':').filter(Boolean), (tail ?? '').split(':').filter(Boolean)];
  const groups = tail === undefined ? front : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
