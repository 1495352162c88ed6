/** `atalaya arm`, `arm sign`, `disarm`: real money on, with everything proven first, and off, at any time. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { arming, CONTROL_PATHS } from '../../api/control.ts';
import { InputError } from '../../core/domain/result.ts';
import { armingFile, disarmAtRest } from '../arming.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { askLine } from './ask.ts';
import { askHere } from './ask-here.ts';
import { act, adviseOnSilence, type ControlOptions, controlled, pinFor, show, signature } from './control.ts';
import { armingLines } from './control-text.ts';
import { userName } from './user-name.ts';

interface ArmOptions extends ControlOptions {
  readonly account?: string;
  readonly name?: string;
}

export function registerArmCommand(program: Command): void {
  const arm = controlled(program.command('arm'), 'shows what has to be proven before real money is traded, and arms the account once it is')
    .option('--account <name>', "the account's name typed out, instead of being asked for it")
    .option('--pin-stdin', 'reads the PIN from the first line of standard input')
    .action(armAccount);
  controlled(arm.command('sign'), 'signs one item of the checklist')
    .argument('<item>')
    .option('--name <name>', 'who has looked', userName())
    .action((item: string, _: unknown, sub: Command) => sign(item, sub.optsWithGlobals()));
}

export function registerDisarmCommand(program: Command): void {
  controlled(program.command('disarm'), 'no real order is sent any more; open positions keep their stops. Needs no PIN')
    .option('--reason <words>', 'why, for the journal')
    .action(disarm);
}

async function armAccount(options: ArmOptions): Promise<void> {
  const { dataDir, json } = options;
  const told = await askHere({ dataFolder: dataDir, method: 'GET', path: CONTROL_PATHS.arming, answer: arming, timeoutMs: 5_000 });
  const view = { ...told, items: told.items.map((item) => ({ ...item, remedy: withFolder(item.remedy, dataDir) })) };
  const missing = view.items.filter(({ passed }) => !passed);
  // One document on standard output: the list where it ends here, otherwise what came of arming.
  if (!json || view.armed || missing.length > 0) show(json, view, armingLines(view));
  if (view.armed) return;
  if (missing.length > 0) {
    process.exitCode = 1;
    if (json) return;
    throw new InputError('ARMING_INCOMPLETE', `not armed, missing: ${missing.map(({ id }) => id).join(', ')}`, 1);
  }
  const account =
    options.account ??
    (await askLine(`Real money will be traded. Type the account's name (${view.account}) to go on: `, 'add --account NAME'));
  const pin = await pinFor(options, true);
  await act(options, { kind: 'arm', account, ...(pin !== undefined && { pin }), ...signature(options) });
}

/** Every command of a remedy on the same folder as this one; the default needs no naming. */
export function withFolder(remedy: string, dataDir: string): string {
  return dataDir === DEFAULT_DATA_FOLDER
    ? remedy
    : remedy.replaceAll(/npx atalaya [^,]+/g, `$& --data-dir ${dataDir.replaceAll('$', '$$$$')}`);
}

async function sign(item: string, options: ArmOptions): Promise<void> {
  await act(options, { kind: 'sign', item, name: options.name ?? userName(), ...signature(options) });
}

/** Works with and without a trader. */
async function disarm(options: ControlOptions): Promise<void> {
  try {
    await adviseOnSilence(options, () => act(options, { kind: 'disarm', ...signature(options) }));
  } catch (error) {
    if (!(error instanceof InputError && ['TRADER_NOT_RUNNING', 'TRADER_RESTARTING'].includes(error.code))) throw error;
    const dataFolder = resolve(options.dataDir);
    if (!existsSync(armingFile(dataFolder))) return show(options.json, { armed: false, was: false }, ['It was not armed. No trader runs.']);
    // Nobody may start in between and read what is being changed.
    const lock = await takeInstanceLock(dataFolder, 0);
    try {
      const was = disarmAtRest(dataFolder, `command-line:${userName()}`);
      show(options.json, { armed: false, was }, [was ? 'Disarmed. No trader runs.' : 'It was not armed. No trader runs.']);
    } finally {
      lock.release();
    }
  }
}
