/** What the portfolio is worth, what it earned and why: figures that are computed from the book, prices and rates. Amounts without a currency are in `base`; unknown is null. */

import { z } from 'zod';
import { decimalText, identifier, instant, ratio, words } from '../values.ts';
import { bookFinding } from './book.ts';
import { currency, day, lotMethod, money, usedPrice } from './money.ts';

export const instrument = z.object({
  id: identifier,
  symbol: z.string(),
  name: z.string(),
  isin: z.string().nullable(),
  kind: z.string(),
  currency: currency.nullable(),
  classes: z.array(z.string()),
  isResolved: z.boolean(),
});

/** Gain of what is held or was sold, split: in its own currency at the last day's rate, and by exchange rates alone. They add up to `total`. */
const gain = z.object({ price: decimalText, currency: decimalText, total: decimalText });

export const holding = z.object({
  instrument,
  account: z.string(),
  quantity: decimalText,
  /** Each null where a cost is unknown. In the instrument's currency. */
  averageCost: decimalText.nullable(),
  cost: decimalText.nullable(),
  /** The same by the other methods, to compare. In base. */
  costs: z.object({ fifo: decimalText.nullable(), lifo: decimalText.nullable(), average: decimalText.nullable() }),
  costInBase: decimalText.nullable(),
  price: usedPrice.nullable(),
  rate: usedPrice.nullable(),
  value: decimalText.nullable(),
  weight: ratio.nullable(),
  unrealised: gain.nullable(),
  /** On what it cost. */
  unrealisedRatio: ratio.nullable(),
  realised: gain.nullable(),
  income: decimalText,
  fees: decimalText,
  taxes: decimalText,
  isClosed: z.boolean(),
  /** Day of its first operation. */
  since: day,
});

export const cashBalance = z.object({
  account: z.string(),
  balance: money,
  rate: usedPrice.nullable(),
  value: decimalText.nullable(),
});

export const holdings = z.object({
  asOf: day,
  base: currency,
  method: lotMethod,
  rows: z.array(holding),
  cash: z.array(cashBalance),
  findings: z.array(bookFinding),
});

/** One way to measure a return; `none` says why there is none. */
export const measure = z.object({
  name: z.enum(['twr', 'xirr', 'roai', 'simple']),
  ratio: ratio.nullable(),
  /** Of a year: only XIRR is by nature, the others where the period is longer than a year. */
  annual: ratio.nullable(),
  several: z.array(ratio),
  formula: words,
  none: words.nullable(),
});

/** initial + flows + price gain + currency gain + income − fees − taxes + rounding = final. */
export const bridge = z.object({
  initial: decimalText,
  flows: decimalText,
  priceGain: decimalText,
  realised: decimalText,
  currencyGain: decimalText,
  income: decimalText,
  fees: decimalText,
  taxes: decimalText,
  rounding: decimalText,
  final: decimalText,
});

const risk = z.object({
  volatility30: ratio.nullable(),
  volatility365: ratio.nullable(),
  maxDrawdown: z.object({ ratio, from: day, to: day, recovered: day.nullable() }).nullable(),
  best: z.object({ day, ratio }).nullable(),
  worst: z.object({ day, ratio }).nullable(),
});

/** One value for each day that is shown. */
export const curve = z.object({
  days: z.array(day),
  value: z.array(z.number().nullable()),
  /** What was put in, less what was taken out, until then. */
  invested: z.array(z.number()),
  /** Time-weighted, from 0 at the start. */
  twr: z.array(ratio.nullable()),
  drawdown: z.array(ratio.nullable()),
  benchmark: z.array(ratio.nullable()).nullable(),
});

export const performance = z.object({
  base: currency,
  method: lotMethod,
  from: day,
  to: day,
  /** Of the arithmetic: raised when a definition changes. */
  calculation: z.number().int(),
  measures: z.array(measure),
  why: z.array(words),
  bridge: bridge.nullable(),
  risk,
  curve,
  benchmark: z.object({ instrument, twr: ratio.nullable() }).nullable(),
  /** What can't be valued, and so makes figures unknown. */
  missing: z.array(z.object({ instrument: identifier, text: words })),
});

export const groupBy = z.enum(['instrument', 'account', 'kind', 'category', 'currency', 'month', 'year']);
export const performanceGroups = z.object({
  by: groupBy,
  base: currency,
  rows: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      value: decimalText.nullable(),
      gain: decimalText.nullable(),
      income: decimalText,
      fees: decimalText,
      taxes: decimalText,
      currencyGain: decimalText.nullable(),
      twr: ratio.nullable(),
      xirr: ratio.nullable(),
    }),
  ),
});

export const slice = z.object({
  key: z.string(),
  title: z.string(),
  value: decimalText,
  weight: ratio,
  target: ratio.nullable(),
  /** Weight less target. */
  drift: ratio.nullable(),
  isOutside: z.boolean(),
});
export const allocationBy = z.enum(['instrument', 'kind', 'category', 'subcategory', 'account', 'currency']);
export const portfolioAllocation = z.object({
  by: allocationBy,
  base: currency,
  asOf: day,
  total: decimalText,
  slices: z.array(slice),
  /** Correlation of daily returns over a year, instruments in the order of `names`. */
  correlation: z.object({ names: z.array(z.string()), rows: z.array(z.array(ratio.nullable())) }),
  /** Sum of squared weights: 1 is all in one. */
  concentration: ratio.nullable(),
  /** That would bring each back to its target, with what fresh money there is. */
  trades: z.array(
    z.object({ key: z.string(), title: z.string(), side: z.enum(['buy', 'sell']), amount: decimalText, quantity: decimalText.nullable() }),
  ),
  missing: z.array(z.object({ instrument: identifier, text: words })),
});

export const incomeRow = z.object({
  operation: z.number().int().nullable(),
  day,
  instrument: instrument.nullable(),
  account: z.string(),
  kind: z.enum(['dividend', 'interest', 'staking-reward', 'airdrop']),
  gross: money,
  tax: money.nullable(),
  net: money,
  inBase: decimalText.nullable(),
  /** Guessed from what was paid a year before. */
  isExpected: z.boolean(),
});
export const income = z.object({
  base: currency,
  months: z.array(z.object({ month: z.string(), amount: decimalText })),
  rows: z.array(incomeRow),
  expected: z.array(incomeRow),
  yieldOnCost: ratio.nullable(),
  yieldOnValue: ratio.nullable(),
});

/** One asset in the owner's book, at a glance. */
export const quoteBox = z.object({
  instrument,
  price: usedPrice.nullable(),
  ageMs: z.number().nullable(),
  change24h: ratio.nullable(),
  change7d: ratio.nullable(),
  value: decimalText.nullable(),
  weight: ratio.nullable(),
  week: z.array(z.number()),
});

export const overview = z.object({
  asOf: instant,
  base: currency,
  method: lotMethod,
  /** Null where something can't be valued; `known` is what can. */
  total: decimalText.nullable(),
  known: decimalText,
  cash: decimalText,
  dayChange: z.object({ amount: decimalText, ratio: ratio.nullable() }).nullable(),
  invested: decimalText.nullable(),
  unrealised: gain.nullable(),
  realised: gain.nullable(),
  income: decimalText,
  fees: decimalText,
  taxes: decimalText,
  measures: z.array(measure),
  why: z.array(words),
  allocation: z.array(slice),
  boxes: z.array(quoteBox),
  curve,
  target: z.object({ value: decimalText, ratio: ratio.nullable() }).nullable(),
  quality: z.object({ stale: z.number(), unresolved: z.number(), quarantined: z.number(), missing: z.number(), findings: z.number() }),
  missing: z.array(z.object({ instrument: identifier, text: words })),
  book: z.object({
    operations: z.number().int(),
    accounts: z.array(z.string()),
    first: day.nullable(),
    changedAt: instant.nullable(),
    /** Nothing was written for longer than the owner wants, or a broker's fill is newer. */
    old: words.nullable(),
  }),
});

/** How one figure was come by. */
export const derivation = z.object({
  formula: words,
  operations: z.array(z.object({ id: z.number().int(), day, text: z.string(), origin: z.string().nullable(), amount: money.nullable() })),
  prices: z.array(usedPrice.extend({ of: z.string() })),
  rates: z.array(usedPrice.extend({ of: z.string() })),
});

export const lot = z.object({
  operation: z.number().int(),
  day,
  quantity: decimalText,
  cost: decimalText.nullable(),
  costInBase: decimalText.nullable(),
  value: decimalText.nullable(),
  gain: decimalText.nullable(),
  account: z.string(),
});
export const disposal = z.object({
  operation: z.number().int(),
  day,
  bought: day,
  quantity: decimalText,
  proceeds: decimalText.nullable(),
  cost: decimalText.nullable(),
  gain: decimalText.nullable(),
});

export const assetDetail = z.object({
  instrument,
  base: currency,
  holdings: z.array(holding),
  lots: z.array(lot),
  disposals: z.array(disposal),
  price: usedPrice.nullable(),
  derivation,
  indicators: z.object({ rsi14Weekly: ratio.nullable(), sma50: z.number().nullable(), sma200: z.number().nullable() }),
});

export const priceHistory = z.object({
  instrument: identifier,
  currency: currency.nullable(),
  days: z.array(day),
  close: z.array(z.number()),
  provider: z.array(z.string()),
  /** Days of its calendar without a price. */
  gaps: z.array(z.object({ from: day, to: day, days: z.number().int() })),
  /** Purchases and sales, to be marked. */
  marks: z.array(z.object({ day, kind: z.string(), quantity: decimalText, operation: z.number().int() })),
  lines: z.object({
    sma50: z.array(z.number().nullable()),
    sma200: z.array(z.number().nullable()),
    bollingerUpper: z.array(z.number().nullable()),
    bollingerLower: z.array(z.number().nullable()),
    macd: z.array(z.number().nullable()),
    macdSignal: z.array(z.number().nullable()),
    rsi14: z.array(z.number().nullable()),
  }),
});

export const taxReport = z.object({
  year: z.number().int(),
  base: z.literal('EUR'),
  note: words,
  rows: z.array(
    disposal.extend({
      instrument,
      account: z.string(),
      /** Bought again within two months before or after (one year where it is not listed): the loss waits. */
      isDeferred: z.boolean(),
      deferred: decimalText.nullable(),
      why: words.nullable(),
      rateDay: day.nullable(),
    }),
  ),
  totals: z.object({
    proceeds: decimalText,
    cost: decimalText,
    gains: decimalText,
    losses: decimalText,
    deferred: decimalText,
    net: decimalText,
  }),
  income: z.object({ dividends: decimalText, interest: decimalText, withheld: decimalText, other: decimalText }),
  open: z.array(words),
});

export type Instrument = z.infer<typeof instrument>;
export type Holding = z.infer<typeof holding>;
export type CashBalance = z.infer<typeof cashBalance>;
export type Holdings = z.infer<typeof holdings>;
export type Measure = z.infer<typeof measure>;
export type Bridge = z.infer<typeof bridge>;
export type Curve = z.infer<typeof curve>;
export type Performance = z.infer<typeof performance>;
export type GroupBy = z.infer<typeof groupBy>;
export type PerformanceGroups = z.infer<typeof performanceGroups>;
export type Slice = z.infer<typeof slice>;
export type PortfolioAllocation = z.infer<typeof portfolioAllocation>;
export type Income = z.infer<typeof income>;
export type QuoteBox = z.infer<typeof quoteBox>;
export type Overview = z.infer<typeof overview>;
export type AssetDetail = z.infer<typeof assetDetail>;
export type PriceHistory = z.infer<typeof priceHistory>;
export type TaxReport = z.infer<typeof taxReport>;
