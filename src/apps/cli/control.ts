/** `atalaya status | positions | orders | mode | pause | resume | kill | approve | reject`: a running trader seen and steered from its own machine. */

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { type KeptStop, keepStop } from '../../adapters/control-socket/kept-stops.ts';
import { sessionCommand } from '../../adapters/control-socket/session-command.ts';
import {
  CONTROL_PATHS,
  type ControlCommand,
  controlDone,
  controlMode,
  controlOrders,
  controlPositions,
  controlStatus,
  killCheck,
  MOST_ORDERS,
} from '../../api/control.ts';
import { InputError } from '../../core/domain/result.ts';
import { instanceOn } from '../instance-lock.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { countUpTo } from './arguments.ts';
import { askHidden, askLine, confirm, pinFromStandardInput } from './ask.ts';
import { askHere, isRestarting } from './ask-here.ts';
import { doneLines, killCheckLines, modeLines, ordersLines, positionsLines, statusLines } from './control-text.ts';
import { note, print, printJson } from './output.ts';
import { userName } from './user-name.ts';

const PATIENCE_MS = 5_000;

export interface ControlOptions {
  readonly dataDir: string;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
  readonly pinStdin?: boolean;
  readonly to?: 'NORMAL' | 'OBSERVATION';
  readonly dryRun?: boolean;
  readonly limit?: number;
}

type Row = readonly [
  description: string,
  run: ((options: ControlOptions) => Promise<void>) | ((...given: unknown[]) => Promise<void>),
  options?: (command: Command) => Command,
];

const withReason = (command: Command) => command.option('--reason <words>', 'why, for the journal');
const withYes = (command: Command) => withReason(command).option('--yes', 'asks no confirmation');
const withPin = (command: Command) => withYes(command).option('--pin-stdin', 'reads the PIN from the first line of standard input');

const withId = (command: Command) => withReason(command).argument('<id>', 'which one');

/** The id comes before the options where a command has an argument. */
function answerWith(kind: 'approve' | 'reject') {
  return (...given: unknown[]) => {
    const [decisionId, options] = given as [string, ControlOptions];
    return act(options, { kind, decisionId, ...signature(options) });
  };
}

const ROWS: Readonly<Record<string, Row>> = {
  status: ['mode, money, drawdown, prices, journal and database of the running trader', showStatus],
  positions: ['open positions with their stops and results', showPositions],
  orders: [
    'working orders and the newest of the others, each with its life',
    showOrders,
    (command) => command.option('--limit <number>', `so many at most, 1 to ${MOST_ORDERS}`, countUpTo(MOST_ORDERS), 20),
  ],
  mode: ['the mode in force, what demands it, and `mode reset`: EMERGENCY becomes PAUSE', showMode],
  pause: ['no new entries; exits and stops keep working. Needs no PIN', pause, withYes],
  resume: [
    'entries are sent again; refused while a limit speaks against it. Asks for the PIN',
    resume,
    (command) =>
      withPin(command).addOption(new Option('--to <mode>', 'mode to resume to').choices(['NORMAL', 'OBSERVATION']).default('NORMAL')),
  ],
  kill: [
    'closes every position at market, cancels every order, mode EMERGENCY. Needs no PIN',
    kill,
    (command) => withYes(command).option('--dry-run', 'tries the way of the kill without its effect'),
  ],
  approve: ['lets an entry through that waits for your yes; its id is in the notice APPROVAL_NEEDED', answerWith('approve'), withId],
  reject: ['refuses an entry that waits for your yes', answerWith('reject'), withId],
};

/** Registers the command of this name. */
export function registerControlCommand(program: Command, name: string): void {
  const [description, run, more = (command: Command) => command] = ROWS[name] as Row;
  const command = controlled(program.command(name), description).action(run);
  more(command);
  if (name === 'mode')
    withPin(
      controlled(command.command('reset'), 'EMERGENCY becomes PAUSE, once everything is closed and looked at. Asks for the PIN'),
    ).action(
      // `mode` has --json and --data-dir too, and takes them first.
      (_: unknown, sub: Command) => reset(sub.optsWithGlobals()),
    );
}

/** The options that every command to a running trader takes. */
export function controlled(command: Command, description: string): Command {
  return command
    .description(description)
    .option('--data-dir <folder>', 'data folder of the trader', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document on standard output');
}

async function look<T extends z.ZodType>(
  { dataDir, json }: ControlOptions,
  path: string,
  answer: T,
  lines: (value: z.infer<T>) => readonly string[],
): Promise<z.infer<T>> {
  const value = await askHere({ dataFolder: dataDir, method: 'GET', path, answer, timeoutMs: PATIENCE_MS });
  show(json, value, lines(value));
  return value;
}

export function show(json: boolean | undefined, value: unknown, lines: readonly string[]): void {
  if (json) printJson(value);
  else print(...lines);
}

async function showStatus(options: ControlOptions): Promise<void> {
  await look(options, CONTROL_PATHS.status, controlStatus, statusLines);
}

async function showPositions(options: ControlOptions): Promise<void> {
  await look(options, CONTROL_PATHS.positions, controlPositions, positionsLines);
}

async function showOrders(options: ControlOptions): Promise<void> {
  await look(options, `${CONTROL_PATHS.orders}?limit=${options.limit}`, controlOrders, ordersLines);
}

async function showMode(options: ControlOptions): Promise<void> {
  await look(options, CONTROL_PATHS.mode, controlMode, modeLines);
}

/** The common part of an act; the rest says what is asked. */
export function signature({ reason }: ControlOptions) {
  return { commandId: randomUUID(), by: userName(), sentAt: Date.now(), ...(reason !== undefined && { reason }) };
}

/** Carries an act out and says what came of it. */
export async function act(options: ControlOptions, body: ControlCommand): Promise<void> {
  const { dataDir, json } = options;
  const done = await askHere({
    dataFolder: dataDir,
    method: 'POST',
    path: CONTROL_PATHS.commands,
    body,
    answer: controlDone,
    timeoutMs: PATIENCE_MS,
  });
  show(json, done, doneLines(body.kind, done));
}

async function pause(options: ControlOptions): Promise<void> {
  if (!options.yes) await confirm('Pause: no new entries until you resume. Exits and stops keep working.');
  await stop(options, 'pause');
}

async function kill(options: ControlOptions): Promise<void> {
  if (options.dryRun) return tryKill(options);
  if (!options.yes) await confirmKill(options);
  await stop(options, 'kill');
}

/** What a trader was handed and has not answered holds for the one that is started next as well. */
function stop(options: ControlOptions, kind: 'pause' | 'kill'): Promise<void> {
  const signed = signature(options);
  const kept = { ...signed, kind, by: `command-line:${signed.by}` };
  return adviseOnSilence(
    options,
    () => act(options, { kind, confirmed: true, ...signed }),
    () => isKept(options, kept),
  );
}

function isKept({ dataDir }: ControlOptions, stop: KeptStop): boolean {
  try {
    keepStop(dataDir, stop);
    note(`The ${stop.kind} is kept on disk: it is carried out when the trader wakes or is started again, whichever comes first.`);
    return true;
  } catch (error) {
    note(`The ${stop.kind} may still be carried out when the trader wakes; it could not be kept on disk (${(error as Error).message}).`);
    return false;
  }
}

async function confirmKill({ dataDir }: ControlOptions): Promise<void> {
  const question = {
    dataFolder: dataDir,
    method: 'GET',
    path: CONTROL_PATHS.status,
    answer: controlStatus,
    timeoutMs: PATIENCE_MS,
  } as const;
  // A trader that can't say what it holds can still be stopped.
  const status = await askHere(question).catch((error: InputError) => {
    if (error.code === 'TRADER_NOT_RUNNING') throw error;
    note(`What is held is not known (${error.message}).`);
    return null;
  });
  const held = status === null ? 'All' : `${status.positions}`;
  const working = status === null ? 'all' : `${status.workingOrders}`;
  note(`Kill: ${held} positions are closed at market, ${working} working orders cancelled, nothing is entered until you reset.`);
  const word = status?.account.accountId ?? 'kill';
  const typed = await askLine(`Type ${status === null ? 'the word' : "the account's name"} (${word}) to go on: `, 'add --yes');
  if (typed !== word) throw new InputError('CANCELLED', `expected ${word}, found ${JSON.stringify(typed)}: nothing was done`, 1);
}

async function tryKill({ dataDir, json }: ControlOptions): Promise<void> {
  const checked = await askHere({
    dataFolder: dataDir,
    method: 'POST',
    path: CONTROL_PATHS.killCheck,
    answer: killCheck,
    timeoutMs: PATIENCE_MS,
  });
  show(json, checked, killCheckLines(checked));
  if (!checked.passed) process.exitCode = 1;
}

/** A trader that hangs can't be stopped by asking: says what can be done. `isKept` keeps what was asked for the next start; without it that has to be asked again. */
export async function adviseOnSilence(
  { dataDir }: ControlOptions,
  stop: () => Promise<void>,
  isKept: () => boolean = () => false,
): Promise<void> {
  try {
    await stop();
  } catch (error) {
    if (error instanceof InputError && error.code === 'TRADER_NOT_ANSWERING') {
      const pid = instanceOn(dataDir)?.pid ?? 'of the trader';
      const again = isKept() ? 'it begins with what was kept' : 'and repeat this command at once';
      for (const line of [
        'Stops that rest at the venue protect the positions meanwhile.',
        'What to do now:',
        `  1. npx atalaya status --data-dir ${resolve(dataDir)}: does it answer again?`,
        `  2. If not: kill -9 ${pid}, start again (${sessionCommand(dataDir)}), ${again}. Nothing recorded is lost.`,
        "  3. If that does not help, or takes too long: close the positions on the venue's own page or app.",
      ])
        note(line);
    }
    if (isRestarting(error)) isKept();
    throw error;
  }
}

/** Undefined where the trader asks for none. */
export async function pinFor(options: ControlOptions, asked: boolean): Promise<string | undefined> {
  if (options.pinStdin) return pinFromStandardInput();
  return asked ? askHidden('Trading PIN: ', 'add --pin-stdin and pipe the PIN in') : undefined;
}

/** What starts again: a PIN where one is asked for, otherwise a confirmation. */
async function startAgain(options: ControlOptions, question: string, body: (pin: string | undefined) => ControlCommand): Promise<void> {
  const { pinAsked } = await askHere({
    dataFolder: options.dataDir,
    method: 'GET',
    path: CONTROL_PATHS.mode,
    answer: controlMode,
    timeoutMs: PATIENCE_MS,
  });
  if (!options.yes && !pinAsked) await confirm(question);
  await act(options, body(await pinFor(options, pinAsked)));
}

function resume(options: ControlOptions): Promise<void> {
  const { to = 'NORMAL' } = options;
  return startAgain(options, `Resume to ${to}: entries are sent again.`, (pin) => ({
    kind: 'resume',
    confirmed: true,
    to,
    ...(pin !== undefined && { pin }),
    ...signature(options),
  }));
}

function reset(options: ControlOptions): Promise<void> {
  return startAgain(options, 'Reset: EMERGENCY becomes PAUSE.', (pin) => ({
    kind: 'reset',
    confirmed: true,
    ...(pin !== undefined && { pin }),
    ...signature(options),
  }));
}
