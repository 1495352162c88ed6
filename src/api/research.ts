/** Research: what a backtest is asked for, what is kept of it, and how runs are found and compared. */

import { z } from 'zod';
import { typedLine } from './typed-line.ts';
import { askedInstant, code, identifier, instant, ratio, words } from './values.ts';

/** The id of a strategy in the owner's folder; no path comes from a page. */
export const strategyId = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/, 'expected the id of a strategy such as sma-cross');
/** A file that was uploaded before: the folder that was made for it, and its own name. */
export const uploadReference = z
  .string()
  .max(300)
  .regex(/^[0-9a-f-]{36}\/[^/\\\0]+$/, 'expected what the upload was answered with')
  .refine((reference) => !/\/\.{1,2}$/.test(reference), 'expected the name of a file, found a folder');

/** One finding of a check, in both languages. */
export const toldFinding = z.object({ id: z.string(), severity: z.enum(['ok', 'note', 'warning', 'fault']), title: words, detail: words });

const timeframe = z.string().regex(/^\d{1,3}[smhdw]$/, 'expected a timeframe such as 1m or 4h');
const symbol = z.string().min(1).max(60);

/** How an uploaded file is to be read, where it does not say so itself. */
export const fileReading = z.strictObject({
  format: z.string().max(20).default('auto'),
  calendar: z.string().max(20).optional(),
  zone: z.string().max(40).optional(),
  dates: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  entry: z.string().max(200).optional(),
  volumeColumn: z.string().max(100).optional(),
});

export const backtestData = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lake'), venue: identifier.optional(), symbol, timeframe }),
  z.strictObject({ kind: z.literal('sample'), name: identifier }),
  z.strictObject({
    kind: z.literal('upload'),
    upload: uploadReference,
    symbol: symbol.optional(),
    timeframe: timeframe.optional(),
    reading: fileReading.default({ format: 'auto' }),
  }),
]);

/** The settings of `atalaya backtest`, with its defaults; absent fee and slippage are assumed and the result says so. */
export const backtestInput = z.strictObject({
  strategy: strategyId,
  data: backtestData,
  /** Candles that start in [from, to). */
  from: instant.optional(),
  to: instant.optional(),
  parameters: z.record(z.string().max(60), z.union([z.number(), z.string().max(100), z.boolean()])).default({}),
  cash: z.number().positive().default(10_000),
  currency: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, 'expected a code such as EUR or USDT')
    .optional(),
  feeRatio: z.number().min(0).lt(1).optional(),
  slippageRatio: z.number().min(0).lt(1).optional(),
  /** A risk profile that ships: none, default, multi_asset. */
  risk: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .default('none'),
  /** `1` all equity, `0.1` a tenth, `10u` ten units; absent: the strategy's own rule. */
  size: z
    .string()
    .regex(/^(0\.0*[1-9]\d*|1(\.0+)?|(\d+(\.\d+)?)u)$/, 'expected a share of equity up to 1, or units such as 10u')
    .optional(),
  lot: z.number().positive().optional(),
  leverage: z.number().positive().default(1),
  finalize: z.enum(['none', 'open', 'close']).default('none'),
  latencyMs: z.number().min(0).default(0),
  /** Limit orders fill when touched, not only when passed. */
  touch: z.boolean().default(false),
  seed: z.number().int().nonnegative().default(1),
  selfChecks: z.boolean().default(true),
  /** Language of the report. */
  lang: z.enum(['en', 'es']).default('en'),
});

/** Figures of a run that lists are sorted by and comparisons show; each is a key of the JSON document of `atalaya backtest --json`. */
export const RUN_FIGURES = [
  'finalEquity',
  'returnRatio',
  'buyAndHoldReturnRatio',
  'maxDrawdownRatio',
  'winRate',
  'profitFactor',
  'sharpe',
  'sortino',
  'calmar',
  'exposureRatio',
  'fills',
  'closedTrades',
  'feesPaid',
  'fundingPaid',
  'slippagePaid',
  'bars',
  'trials',
] as const;
export type ToldFinding = z.infer<typeof toldFinding>;
export type RunFigure = (typeof RUN_FIGURES)[number];

const runFigures = z.record(z.enum(RUN_FIGURES), z.number().nullable());

export const run = z.object({
  id: z.uuid(),
  createdAt: instant,
  requestedBy: identifier,
  strategy: identifier,
  strategyVersion: z.string(),
  /** SHA-256 of the strategy's file. */
  sourceHash: z.string(),
  symbol: z.string(),
  timeframe: z.string(),
  dataSource: z.string(),
  dataFingerprint: z.string(),
  dataFrom: instant,
  dataTo: instant,
  input: backtestInput,
  figures: runFigures,
  /** Figures given on too little evidence. */
  insufficient: z.array(z.string()),
  /** Checks that found a fault: the result must not be believed. */
  faults: z.array(z.string()),
  warnings: z.number().int(),
  resultHash: z.string(),
  durationMs: z.number(),
  release: z.string(),
  pinned: z.boolean(),
  tags: z.array(z.string()),
  note: z.string(),
});

export const runDetail = run.extend({
  /** The JSON document of `atalaya backtest --json`, whole. */
  result: z.record(z.string(), z.unknown()),
  /** What it has found and warned of, in both languages. */
  told: z.object({ warnings: z.array(words), findings: z.array(toldFinding) }),
  curve: z.object({ time: z.array(instant), equity: z.array(z.number()) }),
  /** What lies beside it: `report.html`, `trades.csv`, `result.json`, `strategy.ts`; empty on a machine that has not run it. */
  files: z.array(z.string()),
});

export const RUN_SORTS = ['createdAt', ...RUN_FIGURES] as const;

export const runQuery = z.object({
  /** In strategy, symbol, data, note or a tag. */
  text: z.string().max(200).optional(),
  strategy: strategyId.optional(),
  symbol: z.string().max(60).optional(),
  fingerprint: z.string().max(80).optional(),
  tag: z.string().max(40).optional(),
  pinned: z.stringbool().optional(),
  /** Runs made in [from, to). */
  from: askedInstant.optional(),
  to: askedInstant.optional(),
  sort: z.enum(RUN_SORTS).default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const runPage = z.object({ rows: z.array(run), next: z.string().nullable() });

/** What the owner notes on a run; absent stays. */
export const runNotes = z.strictObject({
  pinned: z.boolean().optional(),
  tags: z.array(typedLine(40)).max(20).optional(),
  note: z.string().max(4000).optional(),
});

export const comparison = z.object({
  runs: z.array(run),
  /** Settings that are not the same in all runs: one value per run, in their order; null where it has none. */
  settings: z.array(z.object({ name: z.string(), values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])) })),
  figures: z.array(z.object({ name: z.enum(RUN_FIGURES), values: z.array(z.number().nullable()) })),
  /** Equity over starting cash, per run; null outside its own time. */
  curves: z.object({ time: z.array(instant), ratio: z.array(z.array(ratio.nullable())) }),
  /** Why the figures can't be set against each other: a code the panel words, and the runs that differ from the first. */
  unfair: z.array(z.object({ code, message: z.string(), runs: z.array(z.uuid()) })),
});

export type BacktestInput = z.infer<typeof backtestInput>;
export type BacktestData = z.infer<typeof backtestData>;
export type Run = z.infer<typeof run>;
export type RunDetail = z.infer<typeof runDetail>;
export type RunQuery = z.infer<typeof runQuery>;
export type RunPage = z.infer<typeof runPage>;
export type RunNotes = z.infer<typeof runNotes>;
export type Comparison = z.infer<typeof comparison>;
