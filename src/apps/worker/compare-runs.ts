/** Runs side by side: the settings that differ, the figures, equity on one time axis, and why they might not be fair to compare. */

import { type Comparison, RUN_FIGURES, type Run, type RunDetail } from '../../api/research.ts';

/** Points of the common axis. */
const POINTS = 400;

export type ComparedRun = Run & Pick<RunDetail, 'curve' | 'result'>;

export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  const settings = runs.map(settingsOf);
  const names = [...new Set(settings.flatMap((one) => Object.keys(one)))];
  const rows = names.map((name) => ({ name, values: settings.map((one) => one[name] ?? null) }));
  return {
    runs: runs.map(({ curve: _, result: __, ...run }) => run),
    settings: rows.filter(({ values }) => values.some((value) => value !== values[0])),
    figures: RUN_FIGURES.map((name) => ({ name, values: runs.map(({ figures }) => figures[name] ?? null) })),
    curves: commonCurves(runs),
    unfair: unfairness(runs, settings),
  };
}

type Setting = string | number | boolean | null;

/** Everything a run was made with, by name; parameters with their defaults, so that a default said and one left out are the same. */
function settingsOf(run: ComparedRun): Record<string, Setting> {
  const { input, result } = run;
  const used = (result.settings ?? {}) as Record<string, unknown>;
  const parameters = Object.entries((result.parameters ?? {}) as Record<string, Setting>);
  return {
    strategy: run.strategy,
    version: run.strategyVersion,
    ...Object.fromEntries(parameters.map(([name, value]) => [`parameter ${name}`, value])),
    data: run.dataSource,
    fingerprint: run.dataFingerprint,
    symbol: run.symbol,
    timeframe: run.timeframe,
    from: run.dataFrom,
    to: run.dataTo,
    cash: input.cash,
    currency: input.currency ?? quoteIn(run.symbol),
    feeRatio: (used.feeRatio as number | undefined) ?? null,
    slippage: used.slippage === undefined ? null : slippageText(used.slippage as { kind: string; ratio?: number }),
    risk: input.risk,
    size: input.size ?? 'strategy',
    lot: input.lot ?? null,
    leverage: input.leverage,
    finalize: input.finalize,
    latencyMs: input.latencyMs,
    limitOrders: input.touch ? 'touch' : 'through',
    filledOn: (used.filledOn as string | undefined) ?? null,
    seed: input.seed,
    source: run.sourceHash,
    release: run.release,
  };
}

/** Longest first: USDT ends like no USD, but BTCUSD is in one. */
const QUOTES = ['USDT', 'USDC', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'BTC', 'ETH'] as const;

/** What a pair is paid in, by its name, where the run was given no currency; null for what is no pair. */
const quoteIn = (symbol: string): Setting => QUOTES.find((quote) => symbol.endsWith(quote) && symbol.length >= quote.length + 2) ?? null;

const slippageText = ({ kind, ratio }: { kind: string; ratio?: number }): Setting => (kind === 'none' ? 0 : (ratio ?? kind));

/** What makes figures speak of different things: a code, and the settings that show it. */
const UNFAIR: readonly (readonly [code: string, settings: readonly string[], message: string])[] = [
  ['INSTRUMENT_DIFFERS', ['symbol', 'timeframe'], 'they trade other instruments or timeframes'],
  ['PERIOD_DIFFERS', ['from', 'to'], 'they cover other periods: another market, and more or less time to earn in'],
  ['COSTS_DIFFER', ['feeRatio', 'slippage', 'latencyMs', 'limitOrders', 'filledOn'], 'they pay other costs or fill by other rules'],
  ['CASH_DIFFERS', ['cash'], 'they begin with other amounts of money: amounts can’t be set against each other'],
  ['CURRENCY_DIFFERS', ['currency'], 'their money is in other currencies'],
  ['SOURCE_CHANGED', ['source'], 'the strategy’s file was changed between them'],
  ['RELEASE_DIFFERS', ['release'], 'they were made by other releases'],
];

/** A currency that nobody has said is not known to be another one. */
const isOther = (name: string, a: Setting | undefined, b: Setting | undefined) =>
  a !== b && !(name === 'currency' && (a == null || b == null));

function unfairness(runs: readonly ComparedRun[], settings: readonly Record<string, Setting>[]): Comparison['unfair'] {
  const [first] = settings;
  const differing = (names: readonly string[]) =>
    runs.filter((run, i) => {
      const sameStrategy = run.strategy === runs[0]?.strategy;
      return names.some((name) => (name !== 'source' || sameStrategy) && isOther(name, settings[i]?.[name], first?.[name]));
    });
  const found = UNFAIR.map(([code, names, message]) => ({ code, message, runs: differing(names).map(({ id }) => id) }));
  // Other candles of the same instrument and time: somebody's data are wrong.
  const elsewhere = new Set(found.filter(({ code }) => /^(INSTRUMENT|PERIOD)/.test(code)).flatMap((one) => one.runs));
  const otherData = differing(['fingerprint']).filter(({ id }) => !elsewhere.has(id));
  const faulty = runs.filter(({ faults }) => faults.length > 0);
  return [
    ...found,
    {
      code: 'DATA_DIFFER',
      message: 'their candles are not the same, though instrument and period are',
      runs: otherData.map(({ id }) => id),
    },
    { code: 'NOT_BELIEVABLE', message: 'a check found a fault: the result must not be believed', runs: faulty.map(({ id }) => id) },
  ].filter((one) => one.runs.length > 0);
}

/** Equity over starting cash at evenly spread times: the last known value, null before a run begins and after it ends. */
function commonCurves(runs: readonly ComparedRun[]): Comparison['curves'] {
  const filled = runs.filter(({ curve }) => curve.time.length > 0);
  const from = Math.min(...filled.map(({ curve }) => curve.time[0] as number));
  const to = Math.max(...filled.map(({ curve }) => curve.time.at(-1) as number));
  if (filled.length === 0) return { time: [], ratio: runs.map(() => []) };
  const points = Math.min(POINTS, Math.max(...filled.map(({ curve }) => curve.time.length)));
  const time = Array.from({ length: points }, (_, i) => Math.round(from + ((to - from) * i) / Math.max(1, points - 1)));
  return { time, ratio: runs.map((run) => ratiosAt(run, time)) };
}

function ratiosAt({ curve, result }: ComparedRun, times: readonly number[]): (number | null)[] {
  const cash = result.startingCash as number;
  const last = curve.time.at(-1) ?? Number.NEGATIVE_INFINITY;
  let index = -1;
  return times.map((at) => {
    while (index + 1 < curve.time.length && (curve.time[index + 1] as number) <= at) index++;
    return index < 0 || at > last ? null : (curve.equity[index] as number) / cash;
  });
}
