/** Other engines on the same candles and the same strategy, each in a virtual environment of its own at exact versions. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Backtest, backtest } from '../../src/core/research/backtest.ts';
import { BARS, optionsFor, smaCross, walk } from '../market.ts';
import { median, outputOf, scratch, timed, times } from '../measure.ts';
import { agree, type Line, type Outcome, type Row } from '../row.ts';

const FOLDER = fileURLToPath(new URL('../peers', import.meta.url));
const INSTALL_MS = 300_000;
const RUN_MS = 240_000;
/** Money of peers is in doubles. */
const TOLERANCE = 1e-6;

interface Peer {
  readonly name: string;
  /** Candles it is given; its time per candle is compared where that is not all of them. */
  readonly bars: number;
  /** Whether its fills can be made those of the engine: at the next open, one unit. */
  readonly sameFills: boolean;
  readonly note?: string;
}

const PEERS: readonly Peer[] = [
  { name: 'backtesting', bars: BARS, sameFills: true },
  { name: 'vectorbt', bars: BARS, sameFills: true, note: 'warm; its first call compiles' },
  { name: 'backtrader', bars: 50_000, sameFills: true },
  { name: 'nautilus', bars: 50_000, sameFills: false, note: 'fills at the close that decided' },
  { name: 'freqtrade', bars: 50_000, sameFills: false, note: 'sizes in money, not in units' },
];

interface Answer {
  readonly bars: number;
  readonly seconds: readonly number[];
  readonly fills: number;
  readonly finalEquity: number | null;
}

/** The environment of a peer, made when its list of versions is new. */
export async function environmentOf(name: string): Promise<string> {
  const requirements = join(FOLDER, `${name}.txt`);
  const home = scratch(join('peers', name));
  const mark = join(home, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const python = join(home, 'bin/python');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return python;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, '..'), { recursive: true });
  await outputOf('python3', ['-m', 'venv', home], INSTALL_MS);
  await outputOf(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--no-deps', '-r', requirements], INSTALL_MS);
  writeFileSync(mark, wanted);
  return python;
}

async function measure(): Promise<Outcome> {
  const candles = walk(BARS);
  const file = scratch('candles.f64');
  const columns = [candles.time, candles.open, candles.high, candles.low, candles.close, candles.volume];
  writeFileSync(file, Buffer.concat(columns.map((column) => Buffer.from(column.buffer, 0, 8 * BARS))));
  const options = optionsFor(candles, await smaCross());
  const run = () => timed(5, () => void backtest(options));
  run();
  const figures: Record<string, number> = {};
  const missing: Record<string, string> = {};
  const lines: Line[] = [];
  for (const peer of PEERS) {
    try {
      const python = await environmentOf(peer.name);
      const before = run();
      const output = await outputOf(python, [join(FOLDER, `run-${peer.name}.py`), file, String(peer.bars)], RUN_MS, FOLDER);
      const answer = JSON.parse(output.trim().split('\n').at(-1) as string) as Answer;
      const own = median([...before, ...run()]) / BARS;
      if (peer.sameFills) compare(peer.name, answer, backtest(optionsFor({ ...candles, length: peer.bars }, await smaCross())));
      const ratio = median(answer.seconds) / answer.bars / own;
      figures[`peers.${peer.name}.ratio`] = ratio;
      const agreement = peer.sameFills ? 'same fills and final equity' : `${answer.fills} fills`;
      lines.push({
        label: `faster than ${peer.name}`,
        value: times(ratio),
        note: [`${answer.bars} candles`, agreement, peer.note].filter(Boolean).join('; '),
      });
    } catch (error) {
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      missing[`peers.${peer.name}.ratio`] = error.message;
    }
  }
  return { figures, lines, missing };
}

function compare(name: string, { fills, finalEquity }: Answer, own: Backtest): void {
  agree(`fills of ${name}`, own.fills, fills);
  agree(`final equity of ${name} within ${TOLERANCE}`, true, Math.abs((finalEquity as number) - own.finalEquity) <= TOLERANCE);
}

export const peersRow: Row = { name: 'peers', figures: PEERS.map(({ name }) => `peers.${name}.ratio`), measure };
