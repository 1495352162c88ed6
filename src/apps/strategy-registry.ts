/** Finds and loads strategy files: the owner's folder, or any file named by its path. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inBoth, type ParameterTable, resolveParameters } from '../core/domain/parameters.ts';
import { InputError } from '../core/domain/result.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { AnyStrategy } from '../core/research/backtest.ts';
import type { AskAlong } from '../core/trading/engine/ask-along.ts';
import { ownAskLoop } from '../core/trading/engine/ask-loops.ts';
import { findForbidden, importsOf } from '../core/trading/strategy/guard.ts';

export const PROJECT_FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Version of this checkout. */
export const RELEASE = (JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as { version: string }).version;
export const DEFAULT_DATA_FOLDER = join(PROJECT_FOLDER, 'var');
export const STRATEGIES_FOLDER = join(PROJECT_FOLDER, 'strategies');
const ASK_ALONG = pathToFileURL(join(PROJECT_FOLDER, 'src/core/trading/engine/ask-along.ts')).href;
const CONTRACT = pathToFileURL(join(PROJECT_FOLDER, 'src/core/trading/strategy/index.ts')).href;

let hooked = false;

/** Lets a strategy file import 'atalaya' wherever it lies. */
function hookContract(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'atalaya' ? { url: CONTRACT, shortCircuit: true } : next(specifier, context)),
  });
}

/** Files of the owner's folder that are strategies, by id. */
export function strategyFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of existsSync(STRATEGIES_FOLDER) ? readdirSync(STRATEGIES_FOLDER).sort() : []) {
    if (/^[a-z][a-z0-9-]*\.ts$/.test(name) && !name.endsWith('.test.ts')) files.set(basename(name, '.ts'), join(STRATEGIES_FOLDER, name));
  }
  return files;
}

/**
 * Loads one strategy by id (`sma-cross`, `sma_cross`) or by the path of its file.
 * InputError STRATEGY_UNKNOWN, STRATEGY_FORBIDDEN or STRATEGY_INVALID, each naming what to do.
 */
export async function loadStrategy(nameOrFile: string): Promise<AnyStrategy> {
  const file = /[/\\]|\.ts$/.test(nameOrFile) ? resolve(nameOrFile) : strategyFiles().get(nameOrFile.replaceAll('_', '-'));
  if (file === undefined) {
    throw new InputError(
      'STRATEGY_UNKNOWN',
      `no strategy "${nameOrFile}"; there are: ${[...strategyFiles().keys()].join(', ')} (a new one: atalaya strategy new NAME)`,
      2,
    );
  }
  return loadStrategyFile(file);
}

/** Loads a strategy file that keeps to the rules of strategies; errors name the line. */
export async function loadStrategyFile(file: string): Promise<AnyStrategy> {
  if (!existsSync(file))
    throw new InputError('STRATEGY_UNKNOWN', `no strategy file at ${file}; atalaya strategy list shows what there is`, 2);
  refuseForbidden(file, new Set());
  hookContract();
  let module: { default?: AnyStrategy };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: AnyStrategy };
  } catch (error) {
    if (error instanceof InputError) throw new InputError('STRATEGY_INVALID', `${basename(file)}: ${error.message}`);
    const { message, stack = '' } = error as Error;
    const line = stack.split(`${basename(file)}:`)[1]?.match(/^\d+/)?.[0];
    throw new InputError(
      'STRATEGY_INVALID',
      `${basename(file)}${line ? ` line ${line}` : ''} does not load: ${message.trim().split('\n')[0]}`,
    );
  }
  const definition = checkDefinition(module.default, basename(file, '.ts'), file);
  // A query makes it another module, with code of its own.
  const { askAlong } = (await import(`${ASK_ALONG}?strategy=${encodeURIComponent(file)}`)) as { askAlong: AskAlong };
  ownAskLoop(definition, askAlong);
  return definition;
}

/** Scans a file and the files beside it that it imports. */
function refuseForbidden(file: string, scanned: Set<string>): void {
  if (scanned.has(file) || !existsSync(file)) return;
  scanned.add(file);
  const source = readText(file);
  const [first] = findForbidden(source);
  if (first)
    throw new InputError(
      'STRATEGY_FORBIDDEN',
      `${basename(file)} line ${first.line}: a strategy may not use ${first.found}; use ${first.instead}`,
    );
  for (const { name } of importsOf(source)) if (name.startsWith('./')) refuseForbidden(join(dirname(file), name), scanned);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      'STRATEGY_UNREADABLE',
      `${file} can't be read (${(error as NodeJS.ErrnoException).code}); give the path of a strategy file`,
      3,
    );
  }
}

/** What the types say, checked once more for files that were never compiled, and that the defaults themselves are allowed. */
function checkDefinition(definition: AnyStrategy | undefined, expectedId: string, file: string): AnyStrategy {
  const fault = (what: string) => new InputError('STRATEGY_INVALID', `${basename(file)}: ${what}`);
  if (!definition || typeof definition !== 'object') throw fault('expected `export default defineStrategy({ … })`');
  if (definition.id !== expectedId) throw fault(`expected the id to be the file's name, "${expectedId}", found "${definition.id}"`);
  for (const name of ['create', 'warmup', 'size'] as const) {
    if (typeof definition[name] !== 'function') throw fault(`expected a function \`${name}\``);
  }
  if (typeof definition.version !== 'string' || !definition.title?.en || !definition.title?.es)
    throw fault('expected a version and a title in English and Spanish');
  if (typeof definition.parameters !== 'object' || definition.parameters === null)
    throw fault('expected `parameters`, a table; {} for none');
  timeframeMs(definition.timeframe);
  const table = definition.parameters as ParameterTable;
  const defaults = resolveParameters(
    table,
    Object.fromEntries(Object.entries(table).map(([name, { default: value }]) => [name, value])),
    `${basename(file)}: default of`,
  );
  for (const { holds, message } of definition.constraints ?? [])
    if (!holds(defaults)) throw fault(`its own defaults break a constraint: ${inBoth(message).en}`);
  const warmup: unknown = definition.warmup(defaults);
  if (!Number.isSafeInteger(warmup) || (warmup as number) < 0)
    throw fault(`expected warmup to be a whole number of candles, found ${warmup}`);
  return definition;
}
