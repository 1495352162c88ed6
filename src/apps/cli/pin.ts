/** `atalaya pin`: chooses the trading PIN, which is typed and never an argument, where other users of the machine would see it. */

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { PinFile } from '../../adapters/secret-files/pin-file.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { InputError } from '../../core/domain/result.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { print, printJson } from './output.ts';
import { pipedLines, typedLine } from './typed-line.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export function registerPinCommands(program: Command): void {
  const pin = program
    .command('pin')
    .description('the trading PIN, which resuming, resetting and arming ask for; stopping never depends on it');
  const add = (name: string, description: string) =>
    pin
      .command(name)
      .description(description)
      .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
      .option('--json', 'one JSON document on standard output');
  add('set', 'choose a PIN of 6 to 12 digits: typed twice, or one line on standard input; a lock that holds goes on').action(set);
  add('status', 'whether a PIN is set, and until when it is locked').action(status);
}

/** Where the PIN is kept in a data folder. */
export function pinFileIn(dataFolder: string): string {
  return join(resolve(dataFolder), 'state', 'trading-pin.json');
}

async function set({ dataDir, json }: Options): Promise<void> {
  const [pin, again] = process.stdin.isTTY ? [await typed('New PIN: '), await typed('Again:   ')] : await firstLine();
  if (pin !== again) throw new InputError('PIN_DIFFERENT', 'expected the same PIN twice, found two different ones; nothing was changed');
  makeFolder(join(resolve(dataDir), 'state'));
  await new PinFile(pinFileIn(dataDir)).set(pin);
  if (json) printJson({ set: true });
  else print('The PIN is set. Only a salted hash of it is kept: nobody can read it back, not even you.');
}

function status({ dataDir, json }: Options): void {
  const state = new PinFile(pinFileIn(dataDir)).state();
  const until = state.kind === 'locked' ? new Date(state.until).toISOString() : null;
  if (json) return printJson({ state: state.kind, lockedUntil: until });
  const words = { open: 'A PIN is set.', unset: 'No PIN is set: atalaya pin set', locked: `The PIN is locked until ${until}.` };
  print(words[state.kind]);
}

async function typed(question: string): Promise<string> {
  const line = await typedLine(question);
  if (line !== null && line !== '') return line;
  throw noPin();
}

function noPin(): InputError {
  return new InputError(
    'PIN_MISSING',
    'expected a PIN of 6 to 12 digits, found nothing; nothing was changed: run it at a terminal and type the PIN, or give it as the first line of standard input (npx atalaya pin set < FILE)',
    2,
  );
}

/** From a pipe there is nobody to type it twice. */
async function firstLine(): Promise<[string, string]> {
  const [line = ''] = await pipedLines(1);
  if (line === '') throw noPin();
  return [line, line];
}
