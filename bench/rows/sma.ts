/** The main figure: sma-cross through the public backtest, after every strategy has run in the process, against the C loop in alternating rounds. */

import { backtest } from '../../src/core/research/backtest.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { BARS, optionsFor, resultOf, runEveryStrategy, smaCross, walk } from '../market.ts';
import { inFreshProcess, median, millions, timed, times } from '../measure.ts';
import { compileOracles, type Oracle } from '../oracle.ts';
import { agree, type Line, type Outcome, type Row } from '../row.ts';

const FAST = 10;
const SLOW = 30;
const ROUNDS = 11;
const EVERY_STRATEGY_BARS = 60_000;
const COLD_PROCESSES = 5;

async function measure(): Promise<Outcome> {
  const candles = walk(BARS);
  const count = await runEveryStrategy(walk(EVERY_STRATEGY_BARS));
  const options = optionsFor(candles, await smaCross());
  const warm = () => void backtest(options);
  const found = resultOf(backtest(options));
  agree('sma-cross under the profiles evaluate-all and none', resultOf(backtest({ ...options, risk: builtInProfile('none') })), found);
  timed(10, warm);
  const oracles = await compileOracles(candles, FAST, SLOW).catch((error: Error) => error);
  const seconds: number[] = [];
  const ratios: number[] = [];
  const oracleSeconds: number[] = [];
  let compiler = '';
  for (let round = 0; round < ROUNDS; round++) {
    const engine = median(timed(5, warm));
    seconds.push(engine);
    if (oracles instanceof Error) continue;
    const { oracle, result } = await fastest(oracles);
    const { secondsPerRun, ...same } = result;
    agree(`sma-cross and the C loop (${oracle.compiler})`, same, found);
    compiler = oracle.compiler;
    oracleSeconds.push(secondsPerRun);
    ratios.push(engine / secondsPerRun);
  }
  const cold = median(await coldRates());
  const perSecond = BARS / median(seconds);
  const lines: Line[] = [
    {
      label: 'sma-cross, warm',
      value: `${millions(perSecond)} bars`,
      note: `${BARS} candles, ${found.fills} fills, every check evaluated, ${count} strategies in the process`,
    },
    { label: 'sma-cross, cold', value: `${millions(cold)} bars`, note: `first run of a fresh process, median of ${COLD_PROCESSES}` },
  ];
  const figures = { 'backtest.sma.barsPerSecond': perSecond, 'backtest.sma.coldBarsPerSecond': cold };
  if (oracles instanceof Error) return { figures, lines, missing: { 'backtest.sma.timesSlowerThanC': oracles.message } };
  lines.push({
    label: 'C loop',
    value: `${millions(BARS / median(oracleSeconds))} bars`,
    note: `${compiler}; same fills, final equity and drawdown`,
  });
  lines.push({ label: 'sma-cross against C', value: `${times(median(ratios))} slower`, note: `median of ${ROUNDS} alternating rounds` });
  return { figures: { ...figures, 'backtest.sma.timesSlowerThanC': median(ratios) }, lines };
}

async function fastest(oracles: readonly Oracle[]): Promise<{ oracle: Oracle; result: Awaited<ReturnType<Oracle['run']>> }> {
  const runs = [];
  for (const oracle of oracles) runs.push({ oracle, result: await oracle.run(9) });
  return runs.reduce((best, one) => (one.result.secondsPerRun < best.result.secondsPerRun ? one : best));
}

async function coldRates(): Promise<number[]> {
  const rates: number[] = [];
  for (let i = 0; i < COLD_PROCESSES; i++) rates.push((await inFreshProcess<{ barsPerSecond: number }>('cold')).barsPerSecond);
  return rates;
}

export const smaRow: Row = {
  name: 'sma-cross',
  figures: ['backtest.sma.barsPerSecond', 'backtest.sma.coldBarsPerSecond', 'backtest.sma.timesSlowerThanC'],
  measure,
};
