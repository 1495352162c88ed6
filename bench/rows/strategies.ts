/** Heavier and stranger work than sma-cross: ten indicators, a levered position with orders on every candle, a file never seen before. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadStrategyFile } from '../../src/apps/strategy-registry.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import { type BacktestOptions, backtest } from '../../src/core/research/backtest.ts';
import { BARS, benchStrategy, benchStrategyFile, INSTRUMENT, optionsFor, smaCross, walk } from '../market.ts';
import { median, millions, scratch, timed, times } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const ROUNDS = 15;

async function heavy(): Promise<Outcome> {
  const options = optionsFor(walk(BARS), await benchStrategy('ten-indicators'));
  const { fills } = backtest(options);
  const perSecond = BARS / median(timed(ROUNDS, () => void backtest(options)));
  return {
    figures: { 'backtest.heavy.barsPerSecond': perSecond },
    lines: [{ label: 'ten indicators and a ratchet stop', value: `${millions(perSecond)} bars`, note: `${BARS} candles, ${fills} fills` }],
  };
}

/** A payment at every candle. */
function fundingOf({ time, length }: Candles): { time: Float64Array; rate: Float64Array } {
  return { time: time.slice(0, length), rate: new Float64Array(length).fill(0.000_01) };
}

async function levered(): Promise<Outcome> {
  const candles = walk(BARS);
  const plain = optionsFor(candles, await benchStrategy('always-in'), { size: { kind: 'share', share: 0.2 } });
  const options: BacktestOptions = {
    ...plain,
    markets: plain.markets.map((market) => ({
      ...market,
      instrument: { ...INSTRUMENT, kind: 'perpetual', leverage: 5, maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.005 }] },
      funding: fundingOf(candles),
    })),
  };
  const { fills, recorder } = backtest(options);
  const perSecond = BARS / median(timed(ROUNDS, () => void backtest(options)));
  return {
    figures: { 'backtest.levered.barsPerSecond': perSecond },
    lines: [
      {
        label: 'levered, funding, stop and target',
        value: `${millions(perSecond)} bars`,
        note: `on every candle: ${((100 * recorder.exposedMarks) / recorder.marks).toFixed(0)} % of ${BARS} in the market, ${fills} fills, ${recorder.fundings.length} payments`,
      },
    ],
  };
}

/** The same rules, asked at every candle, under a name of this very moment: compiled for the first time. */
async function unseen(): Promise<Outcome> {
  const known = await smaCross();
  const id = `unseen-${process.pid}`;
  const folder = scratch('strategies');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${id}.ts`);
  const source = readFileSync(benchStrategyFile('plain-cross'), 'utf8');
  writeFileSync(file, source.replaceAll('PlainCross', 'Unseen').replace("id: 'plain-cross'", `id: '${id}'`));
  try {
    const candles = walk(BARS);
    const [a, b] = [optionsFor(candles, known), optionsFor(candles, await loadStrategyFile(file))];
    agree('the file never seen', backtest(a).finalEquity, backtest(b).finalEquity);
    const ratios = Array.from({ length: ROUNDS }, () => {
      const [own] = timed(1, () => void backtest(a)) as [number];
      const [other] = timed(1, () => void backtest(b)) as [number];
      return other / own;
    });
    return {
      figures: { 'backtest.unseen.timesSlowerThanSma': median(ratios) },
      lines: [
        {
          label: 'a strategy file never seen',
          value: `${times(median(ratios))} the time of sma-cross`,
          note: 'same indicators, asked at every candle; alternating rounds',
        },
      ],
    };
  } finally {
    rmSync(file);
  }
}

export const heavyRow: Row = { name: 'ten indicators', figures: ['backtest.heavy.barsPerSecond'], measure: heavy };
export const leveredRow: Row = { name: 'levered', figures: ['backtest.levered.barsPerSecond'], measure: levered };
export const unseenRow: Row = { name: 'unseen strategy', figures: ['backtest.unseen.timesSlowerThanSma'], measure: unseen };
