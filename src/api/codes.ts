/** How the figures of a check are to be read: its unit, and whether the limit is a maximum or a minimum. One row per code of risk. */

/** `ratio` 0.02 is 2 %; `multiple` 1.5 is 1.5x; `money` is account currency; `none` has no figures. */
export type CheckUnit = 'ratio' | 'multiple' | 'count' | 'money' | 'milliseconds' | 'number' | 'none';
export type CheckBound = 'at-most' | 'at-least';

export interface CheckFigures {
  readonly unit: CheckUnit;
  readonly bound: CheckBound;
  /** What is measured is a wait that is left, and none may be. */
  readonly isWait?: true;
}

const most = (unit: CheckUnit): CheckFigures => ({ unit, bound: 'at-most' });
const least = (unit: CheckUnit): CheckFigures => ({ unit, bound: 'at-least' });
const NO_FIGURES: CheckFigures = most('none');

export const CHECK_FIGURES: Readonly<Record<string, CheckFigures>> = {
  SIGNAL_SCHEMA: NO_FIGURES,
  SIGNAL_EXPIRED: most('milliseconds'),
  MODE_EMERGENCY: NO_FIGURES,
  MODE_PAUSE: NO_FIGURES,
  MODE_OBSERVATION: NO_FIGURES,
  VENUE_DOWN: NO_FIGURES,
  MODE_DEFENSIVE: least('number'),
  LADDER_CLOSES_ONLY: most('ratio'),
  STRATEGY_BLOCKED: NO_FIGURES,
  STRATEGY_COOLING_DOWN: { ...most('milliseconds'), isWait: true },
  STRATEGY_REGIME: NO_FIGURES,
  DATA_GAP: NO_FIGURES,
  SIGNAL_SANITY: NO_FIGURES,
  SIGNAL_CONFIDENCE: least('number'),
  SIGNAL_THROTTLED: least('milliseconds'),
  SIGNAL_RATE_INSTRUMENT: most('count'),
  SIGNAL_RATE_STRATEGY: most('count'),
  SIGNAL_DUPLICATE: least('milliseconds'),
  SIGNAL_CONFLICT_OPPOSITE: NO_FIGURES,
  SIGNAL_CONFLICT_WEAKER: least('number'),
  RISK_SHORTING: NO_FIGURES,
  SIGNAL_CONFLICT_POSITION: NO_FIGURES,
  SIGNAL_SCORE: least('number'),
  SIGNAL_APPROVAL_NEEDED: least('number'),
  SIGNAL_APPROVAL_UNAVAILABLE: least('number'),
  SIZE_BELOW_MINIMUM: least('money'),
  SIZE_CALIBRATION: most('ratio'),
  SIZE_WEIGHT: least('ratio'),
  RISK_LEVERAGE: most('multiple'),
  RISK_POSITION_LIMIT: most('ratio'),
  RISK_REGIME_POSITION: most('ratio'),
  RISK_FIRST_ORDERS: most('money'),
  RISK_REGIME_EXPOSURE: most('ratio'),
  RISK_DEFENSIVE_EXPOSURE: most('ratio'),
  RISK_GROSS_LEVERAGE: most('multiple'),
  RISK_SECTOR: most('ratio'),
  RISK_ASSET_CLASS: most('ratio'),
  RISK_GEOGRAPHY: most('ratio'),
  RISK_USD: most('ratio'),
  RISK_CRYPTO: most('ratio'),
  RISK_CORRELATION: most('number'),
  RISK_OPEN_POSITIONS: most('count'),
  RISK_CASH: least('ratio'),
  RISK_ENTRIES_PER_DAY: most('count'),
  RISK_ORDER_NOTIONAL: most('money'),
  RISK_VOLATILITY: most('ratio'),
  RISK_VOLUME: least('multiple'),
  RISK_VALUE_AT_RISK: most('ratio'),
  RISK_DAY_TRADES: most('count'),
  MODE_TRANSITION: NO_FIGURES,
  MODE_PIN: NO_FIGURES,
  MODE_TRIGGER_ACTIVE: NO_FIGURES,
  RESET_DRAWDOWN: most('ratio'),
  RESUME_WINDOW: NO_FIGURES,
  RESUME_REVIEW: NO_FIGURES,
  REBASE_REFUSED: least('count'),
};
