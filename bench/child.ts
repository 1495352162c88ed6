/** What the bench measures in a process of its own: node child.ts cold | memory BARS | collections BARS RUNS. Prints JSON. */

import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { backtest } from '../src/core/research/backtest.ts';
import { BARS, optionsFor, smaCross, walk } from './market.ts';

const [task, ...words] = process.argv.slice(2);

async function cold(): Promise<unknown> {
  const options = optionsFor(walk(BARS), await smaCross());
  const start = performance.now();
  backtest(options);
  return { barsPerSecond: (BARS / (performance.now() - start)) * 1000 };
}

/** Largest resident memory of a process that holds so many candles and plays them. */
async function memory(bars: number): Promise<unknown> {
  backtest(optionsFor(walk(bars), await smaCross()));
  return { bytes: process.resourceUsage().maxRSS * 1024 };
}

/** Garbage collections that began between the first and the last candle of warm runs. */
async function collections(bars: number, runs: number): Promise<unknown> {
  const seen: { kind: number; at: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, detail } of list.getEntries() as unknown as { startTime: number; detail: { kind: number } }[])
      seen.push({ kind: detail.kind, at: startTime });
  });
  observer.observe({ entryTypes: ['gc'] });
  const options = optionsFor(walk(bars), await smaCross());
  for (let i = 0; i < 3; i++) backtest(options);
  const spans: [number, number][] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    backtest(options);
    spans.push([start, performance.now()]);
    await setTimeout(20);
  }
  await setTimeout(100);
  const within = (kinds: readonly number[]) =>
    seen.filter(({ kind, at }) => kinds.includes(kind) && spans.some(([from, to]) => at >= from && at <= to)).length;
  return {
    major: within([constants.NODE_PERFORMANCE_GC_MAJOR, constants.NODE_PERFORMANCE_GC_INCREMENTAL]),
    minor: within([constants.NODE_PERFORMANCE_GC_MINOR]),
  };
}

const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
  cold,
  memory: () => memory(Number(words[0])),
  collections: () => collections(Number(words[0]), Number(words[1])),
};
const work = tasks[task ?? ''];
if (!work) throw new Error(`expected one of ${Object.keys(tasks).join(', ')}, found ${task}`);
console.log(JSON.stringify(await work()));
