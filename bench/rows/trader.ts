/** Memory of a trader on a venue's protocol over 24 hours of ten symbols: real processes, played faster than they were. Leaves a plot beside the other scratch files. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nextRandom, uniform } from '../../src/core/trading/engine/random.ts';
import { CLEAN, endAll, PROJECT, RESTLESS, type Running, run, stand, startExchange } from '../../test/live-venue/processes.ts';
import { median, SCRATCH, scratch } from '../measure.ts';
import { memoryPlot } from '../memory-plot.ts';
import { residentMb } from '../process-figures.ts';
import type { Outcome, Row } from '../row.ts';

const SYMBOLS = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOT', 'LTC', 'LINK', 'AVAX', 'UNI'].map((base) => `${base}USDT`);
const HOURS = 24;
const BEFORE = 60;
const SPEED = 480;
const LOOK_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;

/** A seeded walk a symbol: memory asks for many candles, not for real ones. */
function candleFile(symbol: string, seed: number): string {
  let state = seed;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  let price = 100 * seed;
  const lines = ['time,open,high,low,close,volume'];
  for (let i = 0; i < BEFORE + HOURS * 60; i++) {
    const close = price * (1 + (random() - 0.5) * 0.002);
    const [high, low] = [Math.max(price, close) * (1 + random() * 0.0005), Math.min(price, close) * (1 - random() * 0.0005)];
    const time = Date.UTC(2026, 0, 5) + i * MINUTE_MS;
    lines.push([time, ...[price, high, low, close].map((value) => value.toFixed(2)), (100 + random() * 900).toFixed(2)].join(','));
    price = close;
  }
  const file = scratch(`${symbol}-PERP-1m.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

interface Heap {
  /** Since the process began. */
  readonly atMs: number;
  readonly mb: number;
}

/** Heap after every whole collection, as `--trace-gc` tells it. */
function heapsOf(said: string): Heap[] {
  return [...said.matchAll(/ (\d+) ms: Mark-Compact.*? -> ([\d.]+) \(/g)].map(([, ms, mb]) => ({ atMs: Number(ms), mb: Number(mb) }));
}

async function measure(): Promise<Outcome> {
  const files = SYMBOLS.map((symbol, i) => candleFile(symbol, i + 1));
  const exchange = await startExchange(['--speed', String(SPEED), '--history', String(BEFORE), '--replay', ...files]);
  const strategies = SYMBOLS.map((symbol) => ({
    ...{ id: RESTLESS, instrument: `${symbol}-PERP`, timeframe: '1m', size: 0.02 },
    parameters: { hold: 60, stop: 0.02, target: 0.02 },
  }));
  const instruments = SYMBOLS.map((symbol) => ({ id: `${symbol}-PERP`, symbol }));
  const home = stand(exchange.url, { strategies, instruments });
  let trader: Running | undefined;
  try {
    const words = [join(PROJECT, 'src/apps/cli.ts'), 'trade', '--config', home.configuration, '--data-dir', home.dataFolder, '--json'];
    const began = performance.now();
    trader = run(['--trace-gc', '--gc-global', ...words], { ATALAYA_VENUE_KEY: 'demo', ATALAYA_VENUE_SECRET: 'demo' });
    await trader.says(CLEAN, 60_000);
    const resident: number[] = [];
    while (!exchange.said().includes('the replay has ended') && performance.now() - began < 20 * MINUTE_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      resident.push(residentMb(trader.process.pid));
    }
    const lastedMs = performance.now() - began;
    const heaps = heapsOf(trader.said());
    writeFileSync(join(SCRATCH, 'trader-memory.svg'), memoryPlot(resident, heaps, lastedMs, HOURS));
    const between = (from: number, to: number) =>
      median(heaps.filter(({ atMs }) => atMs >= from * lastedMs && atMs < to * lastedMs).map(({ mb }) => mb));
    const [second, last] = [between(0.25, 0.5), between(0.75, 1)];
    const peak = Math.max(...resident);
    return {
      figures: { 'memory.traderPeakMb': peak, 'memory.traderHeapGrowthRatio': last / second },
      lines: [
        {
          label: `trader: ${HOURS} h of ${SYMBOLS.length} symbols`,
          value: `${peak.toFixed(0)} MB at most`,
          note: `heap after whole collections ${second.toFixed(1)} MB in the second quarter, ${last.toFixed(1)} MB in the last; played ${SPEED} times as fast in ${(lastedMs / MINUTE_MS).toFixed(1)} min`,
        },
      ],
    };
  } finally {
    await endAll([trader, exchange]);
    home.remove();
  }
}

export const traderRow: Row = { name: 'trader', figures: ['memory.traderPeakMb', 'memory.traderHeapGrowthRatio'], measure };
