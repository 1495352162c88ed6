/** What a live session is begun with: its instruments and deposit as the venue tells them, its strategies, its limits. */

import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import { patiently } from '../../adapters/support/patiently.ts';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { InputError } from '../../core/domain/result.ts';
import { createCandles } from '../../core/market/candles.ts';
import { ERROR_CLASSES } from '../../core/trading/broker/error-classes.ts';
import type { VenueAnswer, VenueFailure, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import type { SessionOptions } from '../../core/trading/engine/open-session.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import type { RiskProfile } from '../../core/trading/risk/profile.ts';
import type { LiveConfig } from '../config.ts';
import { strategyInputs } from './paper-session.ts';
import type { TraderLink } from './venue-openers.ts';

export const QUANTUM_DECIMALS = 8;
/** Timeframe of every instrument's path: what is subscribed to, and what larger candles are built from. */
export const PATH_MS = 60_000;

/** What a session was begun with: recorded, and held to at every start. Who stands by for it may change. */
export interface Setup {
  readonly config: LiveConfig;
  readonly instruments: readonly InstrumentSpecification[];
  /** Deposit in account currency: what the venue held when the session began. */
  readonly cash: number;
  /** By the venue's clock. */
  readonly beganAt: number;
  /** Absent: real orders. */
  readonly mode?: 'paper';
}

/** What a journal that is kept from its beginning says of the session in it; null where it has none. */
export function begunWith(journal: FileJournal): Setup | null {
  for (const { kind, body } of journal.readEntries(1)) if (kind === SESSION_KIND) return body as Setup;
  return null;
}

/** As the session began, or, for a new one, as the venue is now. `rules`: its instruments today. */
export async function setupOf(
  { standby: _standby, ...config }: LiveConfig,
  link: TraderLink,
  rules: readonly InstrumentSpecification[],
  begun: Setup | null,
  mode: 'paper' | 'real',
): Promise<Setup> {
  const instruments = rules.map((specification) => ({ ...specification, leverage: config.leverage }));
  if (begun !== null) {
    requireSameMode(begun.mode ?? 'real', mode, config.account);
    requireSameSteps(begun.instruments, instruments);
    return { ...begun, config };
  }
  const [time, answer] = [await askPatiently(link, { kind: 'time' }), await askPatiently(link, { kind: 'balances' })];
  if (!time.ok || time.kind !== 'time')
    throw new InputError('VENUE_TIME', `the venue did not tell its time: ${time.ok ? '' : time.message}`, 3);
  if (!answer.ok || answer.kind !== 'balances')
    throw new InputError('VENUE_BALANCE', `the venue did not tell what the account holds: ${answer.ok ? '' : answer.message}`, 3);
  const cash = Number(answer.balances.find(({ currency }) => currency === config.currency)?.total ?? 0);
  if (!(cash > 0))
    throw new InputError(
      'NO_FUNDS',
      `expected ${config.currency} in the account, found none; fund it, or name its currency in the configuration`,
      3,
    );
  return {
    config,
    instruments: [...instruments].sort((a, b) => (a.id < b.id ? -1 : 1)),
    cash,
    beganAt: time.venueTime,
    ...(mode === 'paper' && { mode }),
  };
}

/** Positions of one are none of the other's. */
function requireSameMode(begun: 'paper' | 'real', mode: 'paper' | 'real', account: string): void {
  if (begun === mode) return;
  throw new InputError(
    'SESSION_OTHER_MODE',
    `the journal of account "${account}" is of a session in mode ${begun}, found --mode ${mode}; go on with --mode ${begun}, or begin another "account" or --data-dir`,
    3,
  );
}

/** The instruments of a session with the venue's minima of today: nothing that is recorded is counted in them, so they may change. */
export function withMinima(
  begun: readonly InstrumentSpecification[],
  today: readonly InstrumentSpecification[],
): InstrumentSpecification[] {
  return begun.map(({ minimumNotional: _notional, minimumQuantity: _quantity, ...recorded }) => {
    const { minimumNotional, minimumQuantity } = today.find(({ id }) => id === recorded.id) ?? {};
    return {
      ...recorded,
      ...(minimumNotional !== undefined && { minimumNotional }),
      ...(minimumQuantity !== undefined && { minimumQuantity }),
    };
  });
}

/** Quantities in the journal are counted in lots and ticks: with other steps they would mean something else. */
function requireSameSteps(begun: readonly InstrumentSpecification[], now: readonly InstrumentSpecification[]): void {
  for (const { id, tickSize, lotSize } of begun) {
    const rules = now.find((one) => one.id === id);
    if (rules?.tickSize === tickSize && rules.lotSize === lotSize) continue;
    throw new InputError(
      'INSTRUMENT_CHANGED',
      `${id}: the session began with ticks of ${tickSize} and lots of ${lotSize}, the venue now has ${rules ? `${rules.tickSize} and ${rules.lotSize}` : 'no such instrument'}; close its positions and begin a new account`,
      3,
    );
  }
}

/** The answer; where it keeps failing, the last failure. */
async function askPatiently(link: TraderLink, request: VenueRequest): Promise<VenueAnswer> {
  const ask = async () => {
    const answer = await askOnce(link, request);
    if (!answer.ok) throw answer;
    return answer;
  };
  const classOf = (failure: unknown) => ERROR_CLASSES[(failure as VenueFailure).code] ?? 'system';
  return patiently(ask, { classOf }).catch((failure: VenueFailure) => failure);
}

function askOnce(link: TraderLink, request: VenueRequest): Promise<VenueAnswer> {
  return new Promise((resolve) => {
    link.listen({ answered: (_, answer) => resolve(answer), told: () => {} });
    link.ask(0, request, () => true);
  });
}

export async function sessionOptions({ config, instruments, cash }: Setup, profile: RiskProfile): Promise<SessionOptions> {
  const strategies = await strategyInputs(config.strategies);
  return {
    markets: instruments.map((instrument) => {
      const larger = new Set(strategies.filter(({ instrumentId }) => instrumentId === instrument.id).flatMap(({ reads }) => reads));
      return { instrument, series: [...new Set([PATH_MS, ...larger])].map((ms) => ({ timeframeMs: ms, candles: createCandles(0) })) };
    }),
    strategies,
    owner: true,
    cash,
    quantumDecimals: QUANTUM_DECIMALS,
    slippage: { kind: 'none' },
    risk: profile,
    accountCurrency: config.currency,
    signals: config.signals ?? false,
    approvals: config.approvals ?? false,
    seed: config.seed,
  };
}
