/** English words of every check: its name in a list, why it refuses in half a sentence, and the whole sentence with its figures. */

import type { CheckWords } from './words.ts';

export const CHECKS_EN: Readonly<Record<string, CheckWords>> = {
  SIGNAL_SCHEMA: [
    'Signal complete',
    'the signal is incomplete',
    () => 'It needs a side, a confidence, a price, and a quantity or a stop to size it by.',
  ],
  SIGNAL_EXPIRED: ['Age of the signal', 'the signal came too late', (m, l) => `It was ${m} old; a signal lives ${l}.`],
  MODE_EMERGENCY: ['Mode is not EMERGENCY', 'everything is being closed', () => 'In EMERGENCY nothing is opened.'],
  MODE_PAUSE: ['Mode is not PAUSE', 'trading is paused', () => 'While paused nothing is opened; exits and stops keep working.'],
  MODE_OBSERVATION: ['Mode is not OBSERVATION', 'signals are only recorded', () => 'In OBSERVATION signals are recorded and not sent.'],
  VENUE_DOWN: [
    'The line to the venue stands',
    'the line to the venue is lost',
    () => 'Without it nobody hears what becomes of an order. It goes on once the line stands and the venue has been compared.',
  ],
  MODE_DEFENSIVE: [
    'Confidence in DEFENSIVE',
    'it is not sure enough for DEFENSIVE',
    (m, l) => `Confidence was ${m}; in DEFENSIVE it must be above ${l}.`,
  ],
  LADDER_CLOSES_ONLY: [
    'Drawdown allows entries',
    'the drawdown only lets positions be closed',
    (m, l) => `Drawdown was ${m}; beyond ${l} positions are only closed.`,
  ],
  STRATEGY_BLOCKED: [
    'Strategy not blocked',
    'the strategy is blocked',
    () => 'It was blocked by hand, or because it failed; it enters again once the block is lifted.',
  ],
  STRATEGY_COOLING_DOWN: ['Strategy not cooling down', 'the strategy cools down after losses', (m) => `It waits another ${m}.`],
  STRATEGY_REGIME: [
    'Regime suits the strategy',
    'the market is in a regime this strategy avoids',
    () => 'The strategy names the regimes it enters in; the present one is not among them.',
  ],
  DATA_GAP: ['No gap before the candle', 'a candle right before it is missing', () => 'After a gap or a late candle nothing is opened.'],
  SIGNAL_SANITY: [
    'Candle and stop make sense',
    'its stop or its candle makes no sense',
    () => 'The stop is on the wrong side, or the candle is not whole.',
  ],
  SIGNAL_CONFIDENCE: ['Confidence', 'it is not sure enough', (m, l) => `Confidence was ${m}; at least ${l} is needed.`],
  SIGNAL_THROTTLED: [
    'Time since the last entry',
    'the last entry here is too recent',
    (m, l) => `The last entry was ${m} ago; ${l} must pass.`,
  ],
  SIGNAL_RATE_INSTRUMENT: [
    'Entries within the hour, instrument',
    'too many entries here within the hour',
    (m, l) => `This would be entry ${m}; ${l} are allowed.`,
  ],
  SIGNAL_RATE_STRATEGY: [
    'Entries within the hour, strategy',
    'too many entries of this strategy within the hour',
    (m, l) => `This would be entry ${m}; ${l} are allowed.`,
  ],
  SIGNAL_DUPLICATE: [
    'No duplicate',
    'the same entry was made a moment ago',
    (m, l) => `Same strategy, instrument and side ${m} ago; the lock lasts ${l}.`,
  ],
  SIGNAL_CONFLICT_OPPOSITE: [
    'No opposite wish',
    'strategies want opposite sides at the same close',
    () => 'When strategies disagree at one close, none of them enters.',
  ],
  SIGNAL_CONFLICT_WEAKER: [
    'Surest wish at this close',
    'another strategy wants the same and is surer',
    (m, l) => `Its confidence was ${m}, the other’s ${l}.`,
  ],
  RISK_SHORTING: [
    'Can be sold short',
    'this instrument can’t be sold short',
    () => 'On spot only what is held can be sold; a perpetual of the same coin can be shorted.',
  ],
  SIGNAL_CONFLICT_POSITION: [
    'No opposite position',
    'another strategy holds the opposite position',
    () => 'It would pass once that position is closed.',
  ],
  SIGNAL_SCORE: ['Score', 'its score is too low', (m, l) => `Score was ${m}; at least ${l} is needed.`],
  SIGNAL_APPROVAL_NEEDED: [
    'Your approval',
    'it needs your approval',
    (m, l) => `Score or confidence was ${m}; below ${l} you have to approve.`,
  ],
  SIGNAL_APPROVAL_UNAVAILABLE: [
    'Your approval',
    'it needs an approval nobody can be asked for',
    (m, l) => `Score or confidence was ${m}; below ${l} it needs an approval, and no channel is set up.`,
  ],
  SIZE_WEIGHT: ['Weight of the run', 'its weight is 0', (m) => `The owner has given this run the weight ${m}: it enters nothing.`],
  SIZE_BELOW_MINIMUM: [
    'Smallest order',
    'what is left is too small to send',
    (m, l) => `After every cut ${m} is left; the smallest order is ${l}.`,
  ],
  SIZE_CALIBRATION: [
    'Calibration of the model',
    'the model is too badly calibrated',
    (m, l) => `Its calibration error is ${m}; the limit is ${l}.`,
  ],
  RISK_LEVERAGE: ['Leverage of the instrument', 'the instrument is levered too high', (m, l) => `It is traded at ${m}; the limit is ${l}.`],
  RISK_POSITION_LIMIT: ['Position size', 'the position would be too large', (m, l) => `It would be ${m} of equity; the limit is ${l}.`],
  RISK_REGIME_POSITION: [
    'Position size in this regime',
    'too large a position for this regime',
    (m, l) => `It would be ${m} of equity; in this regime the limit is ${l}.`,
  ],
  RISK_FIRST_ORDERS: [
    'First entries after arming',
    'the smallest order is worth more than a first entry after arming may be',
    (m, l) => `It is worth ${m}; one of the first entries after arming is worth at most ${l}.`,
  ],
  RISK_REGIME_EXPOSURE: [
    'Gross exposure in this regime',
    'too much exposure for this regime',
    (m, l) => `Gross exposure would be ${m} of equity; in this regime the limit is ${l}.`,
  ],
  RISK_DEFENSIVE_EXPOSURE: [
    'Gross exposure in DEFENSIVE',
    'too much exposure for DEFENSIVE',
    (m, l) => `Gross exposure would be ${m} of equity; in DEFENSIVE the limit is ${l}.`,
  ],
  RISK_GROSS_LEVERAGE: ['Gross exposure', 'gross exposure would be too high', (m, l) => `It would be ${m} of equity; the limit is ${l}.`],
  RISK_SECTOR: ['Sector', 'too much in one sector', (m, l) => `The sector would be ${m} of equity; the limit is ${l}.`],
  RISK_ASSET_CLASS: ['Asset class', 'too much in one asset class', (m, l) => `The class would be ${m} of equity; the limit is ${l}.`],
  RISK_GEOGRAPHY: ['Geography', 'too much in one geography', (m, l) => `The geography would be ${m} of equity; the limit is ${l}.`],
  RISK_USD: ['Dollar', 'too much in dollars', (m, l) => `Dollars would be ${m} of equity; the limit is ${l}.`],
  RISK_CRYPTO: ['Crypto', 'too much in crypto', (m, l) => `Crypto would be ${m} of equity; the limit is ${l}.`],
  RISK_CORRELATION: [
    'Correlation with what is held',
    'it would double a risk you already hold',
    (m, l) => `Correlation with a position held is ${m}; above ${l} nothing is added.`,
  ],
  RISK_OPEN_POSITIONS: ['Open positions', 'too many positions are open', (m, l) => `This would be position ${m}; ${l} are allowed.`],
  RISK_CASH: ['Cash after the order', 'too little cash would be left', (m, l) => `Cash would be ${m} of equity; at least ${l} is kept.`],
  RISK_ENTRIES_PER_DAY: [
    'Entries today',
    'the day’s entries are used up',
    (m, l) => `This would be entry ${m} of the day; ${l} are allowed.`,
  ],
  RISK_ORDER_NOTIONAL: ['Order value', 'the order is worth too much', (m, l) => `It is worth ${m}; the limit is ${l}.`],
  WARN_MEAN_CORRELATION: [
    'Mean correlation of what is held',
    'what is held moves together',
    (m, l) => `Mean correlation would be ${m}; above ${l} there is a warning.`,
  ],
  WARN_BETA: ['Beta', 'beta is outside its band', (m, l) => `Beta would be ${m}; the band ends at ${l}.`],
  RISK_VOLATILITY: [
    'Volatility, ATR 14 / price',
    'prices move too wildly',
    (m, l) => `The average true range is ${m} of the price; the limit is ${l}.`,
  ],
  RISK_VOLUME: [
    'Volume against its mean',
    'there is too little volume behind it',
    (m, l) => `Volume was ${m} its mean of 20 candles; at least ${l} is needed.`,
  ],
  RISK_VALUE_AT_RISK: [
    'Value at risk, 1 day',
    'a bad day could cost too much',
    (m, l) => `Value at risk would be ${m} of equity; beyond ${l} nothing is added.`,
  ],
  RISK_DAY_TRADES: [
    'Day trades in five sessions',
    'it could become one day trade too many',
    (m, l) => `This could be day trade ${m}; ${l} are allowed.`,
  ],
  MODE_TRANSITION: [
    'Change of mode',
    'this change of mode is not allowed',
    () => 'From the present mode this one can’t be reached directly.',
  ],
  MODE_PIN: ['PIN', 'this change of mode needs the PIN', () => 'Give the trading PIN.'],
  MODE_TRIGGER_ACTIVE: [
    'No active trigger',
    'something still demands a stricter mode',
    () => 'It can be resumed once the trigger is over.',
  ],
  RESET_DRAWDOWN: [
    'Drawdown allows a reset',
    'the drawdown is still too deep',
    (m, l) => `Drawdown is ${m}; there is no reset beyond ${l}.`,
  ],
  RESUME_WINDOW: [
    'Loss window is over',
    'the loss window that stopped trading has not ended',
    () => 'It can be resumed when the day, week or month is over.',
  ],
  RESUME_REVIEW: ['Incident review', 'the stop still needs a signed incident review', () => 'Write and sign the review first.'],
  REBASE_REFUSED: [
    'Re-basing of the peak',
    'the peak can’t be re-based yet',
    (m, l) => `It needs ${l} days of paper trading; there were ${m}.`,
  ],
};
