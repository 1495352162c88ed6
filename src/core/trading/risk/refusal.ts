/** The refusals of risk: every stable code with its sentence, and the one record they are reported in. */

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
  SIZE_BELOW_MINIMUM: (m, l) => `what is left is worth ${m} quanta, the smallest order is ${l}`,
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

export class Refusal implements RefusalRecord {
  code = '';
  measured = Number.NaN;
  limit = Number.NaN;

  set(code: string, measured = Number.NaN, limit = Number.NaN): this {
    this.code = code;
    this.measured = measured;
    this.limit = limit;
    return this;
  }

  get message(): string {
    return SENTENCES[this.code]?.(this.measured, this.limit) ?? '';
  }
}
