/** `atalaya top`: the running trader in a terminal, redrawn as it changes, until q. */

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CONTROL_PATHS, controlMode } from '../../api/control.ts';
import { InputError } from '../../core/domain/result.ts';
import { openRemoteSource, type RemoteSource } from '../platform/remote-source.ts';
import { restartOf } from '../platform/restart-note.ts';
import { DEFAULT_DATA_FOLDER, RELEASE } from '../strategy-registry.ts';
import { askHere, isRestarting } from './ask-here.ts';
import { controlled } from './control.ts';
import { print, printJson } from './output.ts';
import { newestRows, type TopView, topFrame, waitingFrame } from './top-frame.ts';

const PATIENCE_MS = 5_000;
/** A terminal over a slow line is not flooded. */
const REDRAW_MS = 250;
const CLOCK_MS = 1_000;

interface Options {
  readonly dataDir: string;
  readonly once?: boolean;
  readonly json?: boolean;
}

export function registerTopCommand(program: Command): void {
  controlled(program.command('top'), 'what the running trader holds and does, live in the terminal; q quits')
    .option('--once', 'prints one picture and ends, as it does where standard output is no terminal')
    .action(top);
}

async function top({ dataDir = DEFAULT_DATA_FOLDER, once, json }: Options): Promise<void> {
  const dataFolder = resolve(dataDir);
  const stays = !json && !once && process.stdout.isTTY;
  const isThere = await answers(dataFolder, stays);
  const source = openRemoteSource({ dataFolder, release: RELEASE, startingMs: PATIENCE_MS });
  const view = () => viewOf(source, dataFolder);
  try {
    if (isThere) await heard(source);
    if (json) printJson(documentOf(view()));
    else if (stays) await watch(source, dataFolder);
    else print(...topFrame(view(), process.stdout.columns ?? Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY));
  } finally {
    source.close();
  }
}

/** Where nobody answers this says why, as every command does. Who stays to look waits for a trader that is being started again: false. */
async function answers(dataFolder: string, stays: boolean): Promise<boolean> {
  try {
    await askHere({ dataFolder, method: 'GET', path: CONTROL_PATHS.mode, answer: controlMode, timeoutMs: PATIENCE_MS });
    return true;
  } catch (error) {
    if (stays && isRestarting(error)) return false;
    throw error;
  }
}

async function heard(source: RemoteSource): Promise<void> {
  const silence = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      silence.reject(
        new InputError('TRADER_NOT_ANSWERING', `the trader answers, but its stream did not begin within ${PATIENCE_MS / 1000} s`, 3),
      ),
    PATIENCE_MS,
  );
  await Promise.race([source.heard, silence.promise]);
  clearTimeout(timer);
}

function viewOf(source: RemoteSource, dataFolder: string): TopView {
  const snapshot = source.snapshot();
  if (snapshot === null) throw new Error('the stream began without a snapshot');
  const trader = source.traderState();
  const restart = trader.state === 'running' ? null : restartOf(dataFolder);
  return { trader, restart, snapshot, health: source.health(), at: Date.now() };
}

/** For a program: what the picture is made of. */
function documentOf({ trader, snapshot, health, at }: TopView) {
  const { status, ...session } = snapshot;
  const { mode, account, feed, positions, workingOrders, journal, database } = status;
  return {
    ...{ at, trader, health, environment: session.environment, world: session.world, release: session.release },
    ...{ mode, account, feed, positions, workingOrders, journal, database, newest: newestRows(snapshot) },
  };
}

/** Ctrl+C arrives as a character while keys are read one by one. */
const QUITS: ReadonlySet<string> = new Set(['q', 'Q', '\u0003']);
const SHOW = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';

/** Draws until q or Ctrl+C, on a screen of its own that leaves the terminal as it was. */
function watch(source: RemoteSource, dataFolder: string): Promise<void> {
  const { stdin, stdout } = process;
  let drawing: NodeJS.Timeout | undefined;
  const draw = () => {
    drawing = undefined;
    const { columns = 80, rows = 24 } = stdout;
    const isKnown = source.snapshot() !== null;
    const lines = [...(isKnown ? topFrame(viewOf(source, dataFolder), columns, rows - 1) : waitingFrame(restartOf(dataFolder), columns))];
    while (lines.length < rows - 1) lines.push('');
    // Every line is drawn over the one before: the picture never flickers.
    stdout.write(`\x1b[H${[...lines, 'q quits'].map((line) => `${line}\x1b[K`).join('\r\n')}`);
  };
  const soon = () => {
    drawing ??= setTimeout(draw, REDRAW_MS);
  };
  const leave = () => stdout.write(LEAVE);
  stdout.write(SHOW);
  process.once('exit', leave);
  draw();
  const unsubscribe = source.subscribe(soon);
  const clock = setInterval(soon, CLOCK_MS);
  stdout.on('resize', draw);
  return new Promise((done) => {
    const end = () => {
      unsubscribe();
      clearInterval(clock);
      clearTimeout(drawing);
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
      process.off('exit', leave);
      leave();
      done();
    };
    if (stdin.isTTY) stdin.setRawMode(true);
    stdin.setEncoding('utf8').on('data', (keys) => {
      if ([...String(keys)].some((key) => QUITS.has(key))) end();
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  });
}
