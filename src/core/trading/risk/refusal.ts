/** The refusals of risk: every stable code with its sentence, and the one record they are reported in. */

import { formatScaled } from '../../domain/decimal.ts';
import { formatLots, type Instrument } from '../../domain/instrument.ts';

/** Why not. Reused for every decision: copy what must outlive the next one. `message` is made only when read. */
export interface RefusalRecord {
  readonly code: string;
  readonly message: string;
  /** In the unit the message names; NaN where there is none. */
  readonly measured: number;
  readonly limit: number;
}

type Sentence = (measured: number, limit: number) => string;

const percent = (ratio: number) => `${(ratio * 100).toFixed(2)} %`;
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const share =
  (what: string): Sentence =>
  (m, l) =>
    `${what} would be ${percent(m)} of equity, the limit is ${percent(l)}`;

/** Code to sentence. `docs/reference/risk.md` lists them for the owner; a test holds the two together. */
export const SENTENCES: Readonly<Record<string, Sentence>> = {
  SIGNAL_SCHEMA: () =>
    'the signal is malformed: it needs a side, a confidence of 0 to 1, prices and ratios above 0, and a quantity or a stop to size it by',
  SIGNAL_EXPIRED: (m, l) => `the signal is ${seconds(m)} old, it lives ${seconds(l)}`,
  MODE_EMERGENCY: () => 'EMERGENCY: no entries, everything is being closed',
  MODE_PAUSE: () => 'PAUSE: no entries until the owner resumes',
  MODE_OBSERVATION: () => 'OBSERVATION: recorded, not sent',
  VENUE_DOWN: () => 'the line to the venue is lost: nothing is entered until it stands again and the venue has been compared',
  MODE_DEFENSIVE: (m, l) => `DEFENSIVE: confidence is ${m}, it must be above ${l}`,
  LADDER_CLOSES_ONLY: (m, l) => `drawdown is ${percent(m)}: beyond ${percent(l)} positions are only closed`,
  STRATEGY_BLOCKED: () => 'the strategy is blocked, by hand or because it failed',
  STRATEGY_COOLING_DOWN: (m) => `the strategy cools down after losses for another ${seconds(m)}`,
  STRATEGY_REGIME: () => 'the strategy does not enter in the present regime',
  DATA_GAP: () => 'a candle right before is missing or came late',
  SIGNAL_SANITY: () => 'the candle or the stop of the signal makes no sense',
  SIGNAL_CONFIDENCE: (m, l) => `confidence is ${m}, at least ${l} is needed`,
  SIGNAL_THROTTLED: (m, l) => `the last entry in this instrument was ${seconds(m)} ago, ${seconds(l)} must pass`,
  SIGNAL_RATE_INSTRUMENT: (m, l) => `this would be entry ${m} in this instrument within an hour, ${l} are allowed`,
  SIGNAL_RATE_STRATEGY: (m, l) => `this would be entry ${m} of this strategy within an hour, ${l} are allowed`,
  SIGNAL_DUPLICATE: (m, l) => `the same strategy, instrument and direction entered ${seconds(m)} ago, the lock lasts ${seconds(l)}`,
  SIGNAL_CONFLICT_OPPOSITE: () => 'strategies want opposite directions at the same close: all are dropped',
  SIGNAL_CONFLICT_WEAKER: (m, l) => `another strategy wants the same at the same close with confidence ${l}; this one has ${m}`,
  RISK_SHORTING: () => 'this instrument can not be sold short',
  SIGNAL_CONFLICT_POSITION: () => 'another strategy holds the opposite position in this instrument',
  SIGNAL_SCORE: (m, l) => `score is ${m}, at least ${l} is needed`,
  SIGNAL_APPROVAL_NEEDED: (m, l) => `score or confidence of ${m} is below ${l}: the owner has to approve`,
  SIGNAL_APPROVAL_UNAVAILABLE: (m, l) => `score or confidence of ${m} is below ${l} and nobody can be asked to approve`,
  SIZE_CALIBRATION: (m, l) => `the calibration error of the model is ${m}, beyond ${l} its entries have no size`,
  SIZE_WEIGHT: () => 'the owner has given this run the weight 0: it enters nothing',
  SIZE_BELOW_MINIMUM: () => 'what is left is less than the smallest order',
  RISK_LEVERAGE: (m, l) => `the instrument is traded at ${m}x, the limit is ${l}x`,
  RISK_POSITION_LIMIT: share('the position'),
  RISK_REGIME_POSITION: share('a new position in this regime'),
  RISK_FIRST_ORDERS: (m, l) =>
    `one of the first entries after arming is worth at most ${l} in account currency, and the smallest order there is ${m}`,
  RISK_REGIME_EXPOSURE: share('gross exposure in this regime'),
  RISK_DEFENSIVE_EXPOSURE: share('gross exposure in DEFENSIVE'),
  RISK_GROSS_LEVERAGE: (m, l) => `gross exposure would be ${m.toFixed(2)}x equity, the limit is ${l}x`,
  RISK_SECTOR: share('exposure to the sector'),
  RISK_ASSET_CLASS: share('exposure to the asset class'),
  RISK_GEOGRAPHY: share('exposure to the geography'),
  RISK_USD: share('exposure to the dollar'),
  RISK_CRYPTO: share('exposure to crypto'),
  RISK_CORRELATION: (m, l) => `correlation with a position held is ${m}, the limit is ${l}`,
  RISK_OPEN_POSITIONS: (m, l) => `this would be position ${m}, ${l} are allowed`,
  RISK_CASH: (m, l) => `cash would be ${percent(m)} of equity, at least ${percent(l)} is kept: closes only`,
  RISK_ENTRIES_PER_DAY: (m, l) => `this would be entry ${m} of the day, ${l} are allowed`,
  RISK_ORDER_NOTIONAL: (m, l) => `the order is worth ${m}, the limit is ${l} in account currency`,
  RISK_VOLATILITY: (m, l) =>
    Number.isNaN(m)
      ? 'the average true range is not known before 14 candles'
      : `the average true range is ${percent(m)} of the price, the limit is ${percent(l)}`,
  RISK_VOLUME: (m, l) =>
    Number.isNaN(m)
      ? 'how the volume compares is not known before 20 candles with volume'
      : `volume is ${m.toFixed(3)} of its mean of 20 candles, at least ${l} is needed`,
  RISK_VALUE_AT_RISK: (m, l) => `value at risk would be ${percent(m)} of equity in a day, beyond ${percent(l)} nothing is added`,
  RISK_DAY_TRADES: (m, l) => `this could become day trade ${m} within five sessions, ${l} are allowed`,
  MODE_TRANSITION: () => 'this change of mode is not allowed',
  MODE_PIN: () => 'this change of mode needs the PIN',
  MODE_TRIGGER_ACTIVE: () => 'a trigger still demands a stricter mode',
  RESET_DRAWDOWN: (m, l) => `drawdown is ${percent(m)}: no reset beyond ${percent(l)}`,
  RESUME_WINDOW: () => 'a loss window that stopped trading has not ended',
  RESUME_REVIEW: () => 'a stop still needs a signed incident review',
  REBASE_REFUSED: (m, l) =>
    `the peak is re-based only after a stop by drawdown, with a signed review and ${l} days of paper trading; there were ${m}`,
};

/** What is too small to be sent, in lots and ticks; its figures are quanta. Plain fields, so that a refusal allocates nothing. */
interface TooSmall {
  instrument: Instrument | null;
  lots: number;
  ticks: number;
  quantaPerUnit: number;
}

export class Refusal implements RefusalRecord {
  code = '';
  measured = Number.NaN;
  limit = Number.NaN;
  private readonly small: TooSmall = { instrument: null, lots: 0, ticks: 0, quantaPerUnit: 1 };

  set(code: string, measured = Number.NaN, limit = Number.NaN): this {
    this.code = code;
    this.measured = measured;
    this.limit = limit;
    this.small.instrument = null;
    return this;
  }

  /** Of SIZE_BELOW_MINIMUM: so that its sentence speaks of money and quantities. `lots` 0 where a share of equity was wished. */
  of(instrument: Instrument, lots: number, ticks: number, quantaPerUnit: number): void {
    Object.assign(this.small, { instrument, lots, ticks, quantaPerUnit });
  }

  get message(): string {
    const { instrument } = this.small;
    if (instrument !== null) return this.smallMessage(instrument);
    return SENTENCES[this.code]?.(this.measured, this.limit) ?? '';
  }

  private smallMessage(instrument: Instrument): string {
    const { lots, ticks, quantaPerUnit } = this.small;
    const { specification, valueDivisor, valueMultiplier } = instrument;
    const { base, quote } = specification;
    const money = (quanta: number) => `${formatScaled(Math.round(quanta), Math.round(Math.log10(quantaPerUnit)))} ${quote}`;
    const quantity = (count: number) => `${formatLots(instrument, count)} ${base}`;
    const least = Math.ceil((this.limit * valueDivisor) / (ticks * valueMultiplier));
    return `what is left is ${lots > 0 ? `${quantity(lots)}, ` : ''}worth ${money(this.measured)}; the smallest order is ${quantity(least)}, worth ${money(this.limit)}`;
  }
}
