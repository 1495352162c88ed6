/** Compiles and runs the C loop: the same candles, the same strategy, the same money. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Candles } from '../src/core/market/candles.ts';
import { outputOf, SCRATCH, scratch } from './measure.ts';

const SOURCE = fileURLToPath(new URL('oracle.c', import.meta.url));
const COMPILERS = ['clang', 'gcc', 'cc'];
const FLAGS = ['-O3', '-march=native'];

export interface OracleResult {
  readonly fills: number;
  readonly finalEquity: number;
  readonly maxDrawdownRatio: number;
  /** Median of its rounds. */
  readonly secondsPerRun: number;
}

export interface Oracle {
  readonly compiler: string;
  run(rounds: number): Promise<OracleResult>;
}

/** The loop built by each compiler there is; an error when there is none. The candles are written once. */
export async function compileOracles(candles: Candles, fast: number, slow: number): Promise<Oracle[]> {
  mkdirSync(SCRATCH, { recursive: true });
  const { length } = candles;
  const data = new Float64Array(2 * length);
  data.set(candles.open.subarray(0, length));
  data.set(candles.close.subarray(0, length), length);
  const file = scratch('open-close.f64');
  writeFileSync(file, data);
  const oracles: Oracle[] = [];
  for (const compiler of COMPILERS) {
    const program = scratch(`oracle-${compiler}`);
    const built = await outputOf(compiler, [...FLAGS, '-o', program, SOURCE, '-lm'], 60_000).then(
      () => existsSync(program),
      () => false,
    );
    if (!built || (compiler === 'cc' && oracles.length > 0)) continue;
    oracles.push({
      compiler: `${compiler} ${FLAGS.join(' ')}`,
      run: (rounds) => runOracle(program, [file, length, rounds, fast, slow], length),
    });
  }
  if (oracles.length === 0) throw new Error(`no C compiler: none of ${COMPILERS.join(', ')} works here; install gcc or clang`);
  return oracles;
}

async function runOracle(program: string, words: readonly (string | number)[], bars: number): Promise<OracleResult> {
  const [fills, finalEquity, maxDrawdownRatio, nanoseconds] = (await outputOf(program, words.map(String), 60_000))
    .trim()
    .split(' ')
    .map(Number) as [number, number, number, number];
  return { fills, finalEquity, maxDrawdownRatio, secondsPerRun: (nanoseconds * bars) / 1e9 };
}
