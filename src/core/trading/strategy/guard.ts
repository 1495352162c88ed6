/** What strategies may not do, found in their source before they run and explained when it happens while they run. */

import { InputError } from '../../domain/result.ts';
import { LookAheadError } from './series.ts';
import { sourceWords, type Word } from './source-words.ts';

export interface Forbidden {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

const CLOCK = 'bar.time: a strategy has no clock and no time zone';
const STATE = 'build.cell() for numbers that change, parameters for settings';
const RANDOMNESS = 'bar.random(), which is the same in every world';
const NETWORK = 'nothing: a strategy has no network';
const AT_ONCE = 'onBar, which answers at once';

/** Names that may not be used, and what to use instead. */
const NAMES: Readonly<Record<string, string>> = {
  ...naming(CLOCK, 'performance', 'Temporal', 'Intl'),
  ...naming(RANDOMNESS, 'crypto'),
  ...naming(NETWORK, 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'navigator'),
  ...naming(STATE, 'process', 'globalThis', 'global', 'window', 'self', 'Worker', 'SharedArrayBuffer', 'Atomics', 'WeakRef'),
  ...naming(STATE, 'eval', 'Function', 'require', 'Deno', 'Bun'),
  ...naming(AT_ONCE, 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'async', 'await', 'Promise'),
};

/** Members that read the machine's own zone or language, or reach what is forbidden by a detour. */
const MEMBERS: Readonly<Record<string, string>> = {
  ...naming(`the UTC form of it; ${CLOCK}`, 'getHours', 'getMinutes', 'getDay', 'getDate', 'getMonth', 'getFullYear', 'getTimezoneOffset'),
  ...naming(`the UTC form of it; ${CLOCK}`, 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'localeCompare'),
  ...naming(STATE, 'constructor', '__proto__'),
};

const COLLECTIONS = /^(?:Map|Set|WeakMap|WeakSet|Array|\w+Array)$/;
const ALLOWED_IMPORT = /^(?:atalaya|\.\/[^/]+\.ts)$/;

function naming(instead: string, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, instead]));
}

/** Every forbidden thing in a strategy file, by line. Comments and texts are not looked at. */
export function findForbidden(source: string): Forbidden[] {
  const words = sourceWords(source);
  const found: Forbidden[] = words.flatMap((word, i) => {
    const fault = faultAt(words, i);
    return fault === null ? [] : [{ line: word.line, ...fault }];
  });
  for (const { name, line } of importsOf(source)) {
    if (!ALLOWED_IMPORT.test(name))
      found.push({ line, found: `import from '${name}'`, instead: "import from 'atalaya' or from a file beside it" });
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Modules a file imports or hands on, with the line. */
export function importsOf(source: string): { readonly name: string; readonly line: number }[] {
  const statement = /^\s*(?:import|export)\s+(?:[\w$*{}\s,]+?\sfrom\s*)?['"]([^'"]+)['"]/gm;
  return [...source.matchAll(statement)].map((match) => ({
    name: match[1] as string,
    line: source.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

type Fault = Omit<Forbidden, 'line'>;

function faultAt(words: readonly Word[], i: number): Fault | null {
  const text = (offset: number) => words[i + offset]?.text ?? '';
  const word = text(0);
  if (text(-1) === '.') return Object.hasOwn(MEMBERS, word) ? { found: `.${word}`, instead: MEMBERS[word] as string } : null;
  if (Object.hasOwn(NAMES, word)) return isKey(text) ? null : { found: word, instead: NAMES[word] as string };
  if (word === 'Date') return dateFault(text);
  if (word === 'Math') return mathFault(text);
  if (word === 'import' && (text(1) === '(' || text(1) === '.'))
    return { found: `import${text(1)}`, instead: "import from 'atalaya' at the top" };
  return words[i]?.depth === 0 ? moduleStateFault(words, i) : staticFault(text);
}

/** A member's name in an object, a class or a type: `process: 1`, `fetch() {`. */
function isKey(text: (offset: number) => string): boolean {
  return text(1) === ':' && text(-1) !== '?' && text(-1) !== 'case';
}

/** A date made from a given time is arithmetic; one made from nothing is a clock. */
function dateFault(text: (offset: number) => string): Fault | null {
  if (text(1) === '.' && (text(2) === 'UTC' || text(2) === 'parse')) return null;
  if (text(-1) === 'new' && text(1) === '(' && text(2) !== ')') return null;
  const shown = text(1) === '.' ? `Date.${text(2)}` : text(-1) === 'new' ? 'new Date()' : 'Date';
  return { found: shown, instead: CLOCK };
}

function mathFault(text: (offset: number) => string): Fault | null {
  if (text(1) === '.' && text(2) !== 'random') return null;
  return { found: text(1) === '.' ? 'Math.random' : 'Math as a value', instead: RANDOMNESS };
}

/** A variable at module level, or a collection there that starts empty, is shared by every run. */
function moduleStateFault(words: readonly Word[], i: number): Fault | null {
  const word = words[i]?.text;
  const name = words[i + 1]?.text ?? '';
  if (word === 'let' || word === 'var') return { found: `${word} ${name} at module level`, instead: STATE };
  if (word !== 'const') return null;
  const equals = words.findIndex(({ text, depth }, k) => k > i && depth === 0 && text === '=');
  const value = words.slice(equals + 1, equals + 5).map(({ text }) => text);
  const made = value[0] === 'new' && COLLECTIONS.test(value[1] ?? '') && /^[)\d]/.test(value[3] ?? '');
  if (!made && !['[]', '{}'].includes(`${value[0]}${value[1]}`)) return null;
  return { found: `const ${name} at module level, which is there to be changed`, instead: STATE };
}

/** `static count = 0` in a class is module state too. */
function staticFault(text: (offset: number) => string): Fault | null {
  if (text(0) !== 'static' || text(1) === 'readonly' || !/^[=:;]$/.test(text(2))) return null;
  return { found: `static ${text(1)}`, instead: STATE };
}

/**
 * What a strategy's own code threw while it ran, as a line for its author: STRATEGY_STATE when it assigned to its frozen instance, LOOK_AHEAD when it
 * asked for a candle to come, STRATEGY_FAILED for anything else; null when the error is not the strategy's. `file` is the name that its lines have in a stack.
 */
export function strategyFailure(error: unknown, id: string, file = `${id}.ts`): InputError | null {
  if (!(error instanceof Error) || error instanceof InputError) return null;
  const frame = (error.stack ?? '').split('\n').find((line) => line.includes(`/${file}:`));
  const line = frame?.split(`/${file}:`)[1]?.split(':')[0];
  if (line === undefined) return null;
  const field = /read only property '(\w+)'|add property (\w+), object is not extensible/.exec(error.message);
  if (error instanceof TypeError && field) {
    const name = field[1] ?? field[2];
    return new InputError(
      'STRATEGY_STATE',
      `${file} line ${line}: strategy ${id} assigns "${name}" after it was built; keep changing numbers in build.cell() (const ${name} = build.cell(0); ${name}.value = 1)`,
    );
  }
  if (error instanceof LookAheadError)
    return new InputError('LOOK_AHEAD', `${file} line ${line}: strategy ${id} looks ahead: ${error.message}`);
  return new InputError('STRATEGY_FAILED', `${file} line ${line}: strategy ${id} failed: ${error.message}`);
}
