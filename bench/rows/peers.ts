/** Other engines on the same candles and the same strategy, each in a virtual environment of its own at exact versions: first the same fills and money, then the time. */

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Candles } from '../../src/core/market/candles.ts';
import { type Backtest, backtest } from '../../src/core/research/backtest.ts';
import { BARS, optionsFor, smaCross, TICK, walk } from '../market.ts';
import { median, outputOf, scratch, timed, times } from '../measure.ts';
import { agree, Disagreement, type Line, type Outcome, type Row } from '../row.ts';

const FOLDER = fileURLToPath(new URL('../peers', import.meta.url));
const INSTALL_MS = 600_000;
const RUN_MS = 240_000;
const WARM_UP_RUNS = 10;
const ROUNDS = 11;
/** A fee is a whole number of 10^-9 (a price is a whole number of 1/64, the ratio 0.001): with this quantum nothing is rounded. */
const EXACT_DECIMALS = 9;
/** Money in doubles adds up to this over the whole run; who rounds to 10^-8, as the timed run does, is at most half of that off in each fill. */
const DOUBLES = 1e-6;
const HALF_QUANTUM = 0.5e-8;

interface Peer {
  readonly name: string;
  /** It is given the first so many of the candles, and so is the engine it is compared with. */
  readonly bars: number;
  /** It keeps money to 10^-8; the others keep doubles. */
  readonly rounds?: boolean;
  /** What it does with a position still open after the last candle. */
  readonly finalize?: 'open';
  readonly note: string;
}

const PEERS: readonly Peer[] = [
  { name: 'backtesting', bars: BARS, note: 'its statistics included' },
  { name: 'vectorbt', bars: BARS, note: 'value and drawdown of every candle included' },
  { name: 'backtrader', bars: 50_000, note: 'its loading of the candles included' },
  { name: 'nautilus', bars: 50_000, rounds: true, note: 'timed on bars alone, compared with a quote at every open' },
  { name: 'freqtrade', bars: 50_000, rounds: true, finalize: 'open', note: 'signals and trade loop' },
];
const figureOf = ({ name }: Peer) => `peers.${name}.ratio`;

/** A fill is the number of its candle and its price, negative for a sale. */
type Fills = readonly (readonly [candle: number, price: number])[];

/** What the script of a peer prints. */
interface Answer {
  /** Of its first run, which compiles and loads what later ones find. */
  readonly coldSeconds: number;
  readonly seconds: readonly number[];
  readonly fills: Fills;
  readonly finalEquity: number;
}

/** The Python of a peer's environment, made when its list of versions (`name`.txt in the folder) is new. */
export async function environmentOf(name: string, folder: string = FOLDER): Promise<string> {
  const requirements = join(folder, `${name}.txt`);
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

const versionOf = (name: string): string =>
  readFileSync(join(FOLDER, `${name}.txt`), 'utf8').match(new RegExp(`^${name}\\w*==(\\S+)`, 'm'))?.[1] ?? '';

/** The engine on what a peer is given: as it is timed, and with money that is never rounded. */
async function ownRuns({ bars, finalize }: Peer, all: Candles) {
  const options = optionsFor({ ...all, length: bars }, await smaCross(), finalize ? { finalize } : {});
  const [rounded, exact] = [backtest(options), backtest({ ...options, quantumDecimals: EXACT_DECIMALS })];
  same('the engine with money to 10^-8', fillsOf(exact, all), fillsOf(rounded, all));
  near('the engine with money to 10^-8', exact.finalEquity, rounded.finalEquity, exact.fills * HALF_QUANTUM);
  return {
    exact,
    seconds: () => timed(ROUNDS, () => void backtest(options)),
    warmUp: () => timed(WARM_UP_RUNS, () => void backtest(options)),
  };
}

function fillsOf({ recorder, fills }: Backtest, { time }: Candles): Fills {
  const [start, step] = [time[0] as number, (time[1] as number) - (time[0] as number)];
  return Array.from({ length: fills }, (_, i) => {
    const { at, side, ticks } = recorder.fill(i);
    return [(at - start) / step, side * ticks * TICK];
  });
}

function same(who: string, expected: Fills, found: Fills): void {
  expected.forEach(([candle, price], i) => {
    if (candle !== found[i]?.[0] || price !== found[i]?.[1]) agree(`${who}: fill ${i}`, [candle, price], found[i] ?? null);
  });
  agree(`${who}: number of fills`, expected.length, found.length);
}

function near(who: string, expected: number, found: number, tolerance: number): void {
  if (Math.abs(found - expected) <= tolerance) return;
  throw new Disagreement(`${who}: final equity: expected ${expected} within ${tolerance}, found ${found}`);
}

/** The peer beside the engine, which runs before it and after it. */
async function take(peer: Peer, all: Candles, file: string): Promise<Taken> {
  const python = await environmentOf(peer.name);
  const { exact, seconds, warmUp } = await ownRuns(peer, all);
  warmUp();
  const before = seconds();
  const output = await outputOf(python, [join(FOLDER, `run-${peer.name}.py`), file, String(peer.bars)], RUN_MS, FOLDER);
  const answer = JSON.parse(output.trim().split('\n').at(-1) as string) as Answer;
  same(peer.name, fillsOf(exact, all), answer.fills);
  near(peer.name, exact.finalEquity, answer.finalEquity, DOUBLES + (peer.rounds ? exact.fills * HALF_QUANTUM : 0));
  const [theirs, ours] = [median(answer.seconds), median([...before, ...seconds()])];
  const rates = `${theirs.toPrecision(3)} s (cold ${answer.coldSeconds.toPrecision(3)} s) against ${(1000 * ours).toPrecision(3)} ms`;
  const note = `${peer.bars} candles, ${rates}; same ${exact.fills} fills and final equity; ${peer.note}`;
  return { figure: theirs / ours, line: { label: `faster than ${peer.name} ${versionOf(peer.name)}`, value: times(theirs / ours), note } };
}

async function measure(): Promise<Outcome> {
  const all = walk(BARS);
  const file = scratch('candles.f64');
  const columns = [all.time, all.open, all.high, all.low, all.close, all.volume];
  writeFileSync(file, Buffer.concat(columns.map((column) => Buffer.from(column.buffer, 0, 8 * BARS))));
  return eachByItself(PEERS, figureOf, (peer) => take(peer, all, file));
}

export interface Taken {
  readonly figure: number;
  readonly line: Line;
}

/** A figure of each: one that fails or disagrees doesn't take the others with it. */
export async function eachByItself<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  take: (one: T) => Promise<Taken>,
): Promise<Outcome & { readonly disagreements: readonly string[] }> {
  const figures: Record<string, number> = {};
  const missing: Record<string, string> = {};
  const lines: Line[] = [];
  const disagreements: string[] = [];
  for (const one of all) {
    try {
      const { figure, line } = await take(one);
      figures[nameOf(one)] = figure;
      lines.push(line);
    } catch (error) {
      const { message } = error as Error;
      missing[nameOf(one)] = message.split('\n')[0] as string;
      if (error instanceof Disagreement) disagreements.push(message);
    }
  }
  return { figures, lines, missing, disagreements };
}

export const peersRow: Row = { name: 'peers', figures: PEERS.map(figureOf), measure };
