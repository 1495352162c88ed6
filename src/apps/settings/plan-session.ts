/** What starting with another session would mean: for the journal, for what is open in the account that runs, and for whoever has to be there for it. */

import type { SessionSnapshot } from '../../api/session.ts';
import type { SettingsPlan } from '../../api/settings.ts';
import { FieldFaults } from '../../core/domain/field-faults.ts';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { differences } from '../../core/operations/settings/differences.ts';
import { RUNGS } from '../../core/trading/risk/rungs.ts';
import { configRemarks, isLiveConfig } from '../session-schema.ts';
import { freeAccount, journalFor } from './begun-sessions.ts';
import type { SessionConfig } from './check-session.ts';
import { FAULTS } from './fault-words.ts';
import { ladderOf } from './stricter-ladder.ts';

export interface PlannedFrom {
  readonly dataFolder: string;
  /** What is in force. */
  readonly now: SessionConfig;
  /** What runs, as far as it was heard. */
  readonly running: Pick<SessionSnapshot, 'world' | 'status'> | null;
  readonly supervised: boolean;
}

/** FieldFaults where the account's journal was begun otherwise, SETTINGS_REAL_MONEY where it would leave real money alone. */
export function planSession(
  session: SessionConfig,
  { dataFolder, now, running, supervised }: PlannedFrom,
): Omit<SettingsPlan, 'newest' | 'passedOver'> {
  const changed = differences(plain(now), plain(session));
  const account = running?.status.account.accountId ?? null;
  const left =
    running === null || account === session.account
      ? null
      : { account: account ?? '', positions: running.status.positions.length, orders: running.status.workingOrders.length };
  if (running?.world === 'real') requireSameVenue(session, now, left);
  const journal = journalFor(dataFolder, session);
  if (journal instanceof InputError) throw otherAccountNeeded(session, journal, freeAccount(dataFolder, session.account));
  return {
    differences: changed,
    effect: changed.length === 0 ? 'none' : 'restart',
    journal: journal === 'begins' ? 'begins' : account === session.account ? 'goes-on' : 'taken-up',
    account: session.account,
    left,
    world: running?.world ?? null,
    remarks: [...configRemarks(session), ...(account === session.account ? reachedNow(session, running?.status.account.ladder ?? []) : [])],
    supervised,
  };
}

/** Limits at which the loss stands already: they would act as soon as the trader runs. */
export function reachedNow(
  session: SessionConfig,
  measured: readonly Pick<SessionSnapshot['status']['account']['ladder'][number], 'id' | 'measuredRatio' | 'demands' | 'state'>[],
): Words[] {
  const figures = ladderOf(session);
  return RUNGS.flatMap(({ id, figure: name }) => {
    const figure = figures.find((each) => each.name === name);
    const now = measured.find((each) => each.id === id);
    if (figure === undefined || now === undefined || now.state !== 'idle' || (now.measuredRatio ?? 0) < figure.value) return [];
    return {
      en: `LIMIT_REACHED: ladder.${name}: the loss is ${now.measuredRatio} now, which reaches ${figure.value}: ${now.demands} at once`,
      es: `La pérdida es ahora ${now.measuredRatio}, que llega a ${figure.value}: ${now.demands} en el acto (LIMIT_REACHED, ladder.${name}).`,
    };
  });
}

/** The trader would refuse it in its own words; here with a name that is free. */
function otherAccountNeeded({ account }: SessionConfig, { code, message }: InputError, free: string): FieldFaults {
  const [setting = ''] = /begun otherwise: ([^ ]+ was .*?)\. Nothing/.exec(message)?.slice(1) ?? [];
  const words = `expected another account for another session, found ${account}, whose journal was begun otherwise${setting && ` (${setting})`}; take ${free}, or go back to what was`;
  const spanish = FAULTS.otherAccount(account, free).spanish;
  return new FieldFaults('SETTINGS_INVALID', [{ path: 'account', code, message: words, spanish, suggestion: free }]);
}

/** Keys are for one venue, and positions there for one journal: neither is left behind from a browser. */
function requireSameVenue(session: SessionConfig, now: SessionConfig, left: SettingsPlan['left']): void {
  const venueOf = (each: SessionConfig) => (isLiveConfig(each) ? each.venue : null);
  if (differences(plain(venueOf(now)), plain(venueOf(session))).length > 0)
    throw new InputError(
      'SETTINGS_REAL_MONEY',
      'expected the same venue while real money is traded, found another; change it on the host, with --config and the keys of that venue',
    );
  if (left !== null && left.positions + left.orders > 0)
    throw new InputError(
      'SETTINGS_REAL_MONEY',
      `expected nothing open in account ${left.account} before another one is taken with real money, found ${left.positions} positions and ${left.orders} working orders; close them first`,
    );
}

/** As it is written to a file. */
export const plain = <T>(value: T): T extends object ? Record<string, unknown> : unknown => JSON.parse(JSON.stringify(value));
