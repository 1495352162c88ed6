/** Finds and loads strategy files: the owner's folder, or any file named by its path. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError } from '../core/domain/result.ts';
import type { AnyStrategy } from '../core/research/backtest.ts';
import { findForbidden } from '../core/trading/strategy/guard.ts';

export const PROJECT_FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Version of this checkout. */
export const RELEASE = (JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as { version: string }).version;
export const DEFAULT_DATA_FOLDER = join(PROJECT_FOLDER, 'var');
export const STRATEGIES_FOLDER = join(PROJECT_FOLDER, 'strategies');
const CONTRACT = pathToFileURL(join(PROJECT_FOLDER, 'src/core/trading/strategy/index.ts')).href;

let hooked = false;

/** Lets a strategy file import 'atalaya' wherever it lies. */
function hookContract(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({ resolve: (specifier, context, next) => (specifier === 'atalaya' ? { url: CONTRACT, shortCircuit: true } : next(specifier, context)) });
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
    throw new InputError('STRATEGY_UNKNOWN', `no strategy "${nameOrFile}"; there are: ${[...strategyFiles().keys()].join(', ')} (a new one: atalaya strategy new NAME)`, 2);
  }
  return loadStrategyFile(file);
}

export async function loadStrategyFile(file: string): Promise<AnyStrategy> {
  if (!existsSync(file)) throw new InputError('STRATEGY_UNKNOWN', `no strategy file at ${file}`, 2);
  const [first] = findForbidden(readFileSync(file, 'utf8'));
  if (first) throw new InputError('STRATEGY_FORBIDDEN', `${basename(file)} line ${first.line}: a strategy may not use ${first.found}; use ${first.instead}`);
  hookContract();
  let module: { default?: AnyStrategy };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: AnyStrategy };
  } catch (error) {
    throw new InputError('STRATEGY_INVALID', `${basename(file)} does not load: ${(error as Error).message.split('\n')[0]}`);
  }
  return checkDefinition(module.default, basename(file, '.ts'), file);
}

function checkDefinition(definition: AnyStrategy | undefined, expectedId: string, file: string): AnyStrategy {
  const fault = (what: string) => new InputError('STRATEGY_INVALID', `${basename(file)}: ${what}`);
  if (!definition || typeof definition !== 'object') throw fault('expected `export default defineStrategy({ … })`');
  if (definition.id !== expectedId) throw fault(`expected the id to be the file's name, "${expectedId}", found "${definition.id}"`);
  for (const name of ['create', 'warmup', 'size'] as const) {
    if (typeof definition[name] !== 'function') throw fault(`expected a function \`${name}\``);
  }
  if (typeof definition.version !== 'string' || !definition.title?.en || !definition.title?.es) throw fault('expected a version and a title in English and Spanish');
  return definition;
}

export async function loadAllStrategies(): Promise<AnyStrategy[]> {
  return Promise.all([...strategyFiles().values()].map(loadStrategyFile));
}
