/** Guessing is slow: every try is counted before anything is compared, and given back when it was right. */

import { hashOf } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import { giveBack, knownEntrance, takeTry } from '../../../adapters/postgres/accounts/entrances.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import { allowancesOf, LockedOut, networkOf } from '../../../core/operations/access/lock-out.ts';
import { type AccountParts, audited } from './parts.ts';

export interface Try {
  /** Within the transaction of what the try has opened. */
  giveBack(query: Query): Promise<void>;
}

const NOT_KNOWN = { deviceIsKnown: false, addressIsKnown: false };

export function deviceHash(caller: Pick<Caller, 'device'>): string | null {
  return caller.device === null ? null : hashOf(caller.device).toString('hex');
}

export interface Tried {
  readonly act: string;
  /** For the audit. */
  readonly name: string;
  /** Whom it is about, where that is known: from where that user has entered before there is an allowance apart. */
  readonly userId: string | null;
  /** Whose allowance it is taken from for strangers; null for what can't be guessed. */
  readonly account: string | null;
}

/** Takes a try, or throws LockedOut, which the audit tells. */
export async function beginTry(parts: AccountParts, caller: Caller, { act, name, userId, account }: Tried): Promise<Try> {
  const now = parts.now();
  const { address } = caller;
  const device = deviceHash(caller);
  const { allowances, lockedUntil } = await parts.database().transaction(async (query) => {
    const known = userId === null ? NOT_KNOWN : await knownEntrance(query, userId, device, networkOf(address), now);
    const isKnown = known.deviceIsKnown || known.addressIsKnown;
    const from = allowancesOf({ account: isKnown ? userId : account, address, device, ...known });
    return { allowances: from, lockedUntil: await takeTry(query, from, now) };
  });
  if (lockedUntil !== null) {
    await audited(parts, { name: 'nobody', address }, { act, target: name }, async () => {
      throw new LockedOut(lockedUntil, now);
    });
  }
  return { giveBack: (query) => giveBack(query, allowances) };
}
