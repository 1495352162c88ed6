// Strategy sources with one forbidden thing each, and honest ones that look alike.
import { describe, expect, test } from 'vitest';
import { findForbidden, strategyFailure } from './guard.ts';
import { Series } from './series.ts';

/** The source, what is found in it, and a word of the remedy. */
const REFUSED: readonly (readonly [source: string, found: RegExp, remedy: RegExp])[] = [
  ['const at = Date.now();', /Date\.now/, /bar\.time/],
  ['const at = new Date();', /new Date\(\)/, /bar\.time/],
  ['const at = Date();', /Date/, /bar\.time/],
  ['const clock = Date; clock.now();', /Date/, /bar\.time/],
  ['const at = performance.now();', /performance/, /bar\.time/],
  ['const at = Temporal.Now.instant();', /Temporal/, /bar\.time/],
  ['const hour = new Date(bar.time).getHours();', /getHours/, /UTC/],
  ['const text = price.toLocaleString();', /toLocaleString/, /UTC/],
  ['const luck = Math.random();', /Math\.random/, /bar\.random/],
  ['const { random } = Math;', /Math as a value/, /bar\.random/],
  ["const luck = Math['random']();", /Math as a value/, /bar\.random/],
  ['const luck = crypto.getRandomValues(bytes);', /crypto/, /bar\.random/],
  ["fetch('https://example.org');", /fetch/, /no network/],
  ["const socket = new WebSocket('wss://example.org');", /WebSocket/, /no network/],
  ["import { readFileSync } from 'node:fs';", /node:fs/, /'atalaya'/],
  ["import 'fs';", /'fs'/, /'atalaya'/],
  ["import { x } from '../src/core/domain/decimal.ts';", /decimal\.ts/, /beside it/],
  ["export * from 'node:os';", /node:os/, /'atalaya'/],
  ["const fs = require('node:fs');", /require/, /cell/],
  ["const fs = await import('node:fs');", /await/, /onBar/],
  ["import('node:fs').then(use);", /import\(/, /at the top/],
  ['const here = import.meta.url;', /import\./, /at the top/],
  ['const key = process.env.KEY;', /process/, /cell/],
  ['globalThis.count = 1;', /globalThis/, /cell/],
  ["eval('1');", /eval/, /cell/],
  ["new Function('return Date.now()')();", /Function/, /cell/],
  ["''.sub.constructor('return Date.now()')();", /constructor/, /cell/],
  ['setTimeout(run, 10);', /setTimeout/, /onBar/],
  ['async function later() {}', /async/, /onBar/],
  ['let count = 0;', /let count/, /cell/],
  ['var count = 0;', /var count/, /cell/],
  ['const seen = new Map();', /const seen/, /cell/],
  ['const closes: number[] = [];', /const closes/, /cell/],
  ['const state: Record<string, number> = {};', /const state/, /cell/],
  ['const window20 = new Float64Array(20);', /const window20/, /cell/],
  ['class Rules { static count = 0; }', /static count/, /cell/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is in the source that is read.
  ['const text = `at ${Date.now()}`;', /Date\.now/, /bar\.time/],
  ["const quote = /'/; const at = Date.now(); const other = /'/;", /Date\.now/, /bar\.time/],
];

const ALLOWED = [
  "import { type Bar, defineStrategy } from 'atalaya';",
  "import { band } from './band.ts';",
  '// Date.now() and fetch() are not for strategies',
  '/* let count = 0; */',
  'const text = \'Date.now() is forbidden\'; const other = "process.env";',
  'const text = `fetch and process`;',
  'const day = new Date(bar.time).getUTCDay(); const first = Date.UTC(2020, 0, 1);',
  'const root = Math.sqrt(2) * Math.PI;',
  'const table = { process: 1, fetch: 2 };',
  'const value = this.process.value + bar.fetch;',
  'const WEIGHTS = [1, 2, 3]; const NAMES = new Set(["a", "b"]); const STEPS = new Float64Array([1, 2]);',
  'function f() { let sum = 0; const seen = []; for (let i = 0; i < 3; i++) sum += i; return sum; }',
  'class Rules { static readonly LIMIT = 3; constructor() { this.a = 1; } static of() { return new Rules(); } }',
  'const half = total / 2; const share = total / count; const both = a / b / c;',
];

describe('what a strategy file may not hold', () => {
  test.each(REFUSED)('%s', (source, found, remedy) => {
    const [first] = findForbidden(`/** A strategy. */\n\n${source}\n`);
    expect(first?.line).toBe(3);
    expect(first?.found).toMatch(found);
    expect(first?.instead).toMatch(remedy);
  });

  test.each(ALLOWED)('%s is allowed', (source) => {
    expect(findForbidden(source)).toEqual([]);
  });
});

describe('what a strategy throws while it runs', () => {
  const thrownBy = (run: () => void): unknown => {
    try {
      run();
      return null;
    } catch (error) {
      return error;
    }
  };

  test('assigning to the frozen instance names the field, the line and the remedy', () => {
    const instance = Object.freeze({ count: 0 }) as { count: number; other?: number };
    const assigned = thrownBy(() => {
      instance.count = 1;
    });
    const added = thrownBy(() => {
      instance.other = 1;
    });
    for (const [error, field] of [
      [assigned, 'count'],
      [added, 'other'],
    ] as const) {
      const failure = strategyFailure(error, 'my-first', 'guard.test.ts');
      expect(failure?.code).toBe('STRATEGY_STATE');
      expect(failure?.message).toMatch(new RegExp(`guard\\.test\\.ts line \\d+: strategy my-first assigns "${field}".*build\\.cell`));
    }
  });

  test('asking for a candle to come is named for what it is', () => {
    const series = new Series(Float64Array.of(1, 2, 3), { at: 1 });
    const failure = strategyFailure(
      thrownBy(() => series.at(-1)),
      'my-first',
      'guard.test.ts',
    );
    expect(failure?.code).toBe('LOOK_AHEAD');
    expect(failure?.message).toMatch(/guard\.test\.ts line \d+: strategy my-first looks ahead: it asks for -1 candles back/);
    expect([series.at(0), series.at(1)]).toEqual([2, 1]);
    expect(series.at(129)).toBeNaN();
  });

  test('anything else is its own failure, with the line', () => {
    const error = thrownBy(() => (undefined as unknown as { value: number }).value);
    expect(strategyFailure(error, 'my-first', 'guard.test.ts')?.message).toMatch(
      /guard\.test\.ts line \d+: strategy my-first failed: Cannot read/,
    );
  });

  test('an error from elsewhere is not the strategy’s', () => {
    expect(strategyFailure(new Error('elsewhere'), 'my-first')).toBeNull();
  });
});
