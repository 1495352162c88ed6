import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkArrows, readRules } from './arrows.ts';
import { checkChain } from './chain.ts';
import { checkPurity } from './purity.ts';
import { type Files, isCode, REPOSITORY, readRepository } from './source.ts';
import { checkTidy, isTidyMaterial } from './tidy.ts';

const ARCHITECTURE = readFileSync(join(REPOSITORY, 'ARCHITECTURE.md'), 'utf8');

describe('this repository', () => {
  const code = readRepository(isCode);

  test('is read at all', () => {
    expect(code.size).toBeGreaterThan(20);
    expect([...code.keys()]).toEqual(expect.arrayContaining(['bin/atalaya', 'src/core/domain/result.ts', 'src/apps/instance-lock.ts']));
    expect(readRules(ARCHITECTURE).rows.length).toBeGreaterThan(10);
  });
  test('keeps to the arrows', () => expect(checkArrows(code, ARCHITECTURE)).toEqual([]));
  test('has a pure core', () => expect(checkPurity(code, ARCHITECTURE)).toEqual([]));
  test('makes orders and fills in one place each', () => expect(checkChain(code)).toEqual([]));
  test('is tidy', () => expect(checkTidy(readRepository(isTidyMaterial))).toEqual([]));

  test('ARCHITECTURE.md names only what is there', () => {
    const text = ARCHITECTURE.split('\n')
      .filter((line) => !line.startsWith('|'))
      .join('\n');
    const named = [...text.matchAll(/`((?:src|panel|strategies|test|tools|bin|bench)\/[\w./-]+)`/g)].map((match) => match[1] as string);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(join(REPOSITORY, path)))).toEqual([]);
  });
});

describe('planted faults', () => {
  const OK = {
    'src/core/domain/money.ts': '// Amounts with a currency, kept exact.\nexport const a = 1;',
    'src/core/market/bars.ts': "// Bars in columns, one array per field.\nimport { a } from '../domain/money.ts';\nexport const b = a;",
    'src/adapters/bybit/feed.ts':
      "// Live candles from Bybit's socket.\nimport { readFileSync } from 'node:fs';\nexport const c = readFileSync;",
  };
  const plant = (path: string, ...lines: string[]): Files =>
    new Map(Object.entries({ ...OK, [path]: ['// A file made for this test, with one fault.', ...lines].join('\n') }));

  test('the sound example has none', () => {
    const files = new Map(Object.entries(OK));
    expect([...checkArrows(files, ARCHITECTURE), ...checkPurity(files, ARCHITECTURE), ...checkChain(files), ...checkTidy(files)]).toEqual(
      [],
    );
  });

  test.each([
    [
      'core imports an adapter',
      'src/core/market/x.ts',
      "import '../../adapters/bybit/feed.ts';",
      /:2 imports src\/adapters\/bybit\/feed\.ts; src\/core\/market may import src\/core\/domain/,
    ],
    ['domain imports anything', 'src/core/domain/x.ts', "import type { b } from '../market/bars.ts';", /may import nothing/],
    ['an export from elsewhere', 'src/core/domain/x.ts', "export * from '../market/bars.ts';", /may import nothing/],
    ['an import at run time', 'src/core/domain/x.ts', "export const x = () => import('../market/bars.ts');", /may import nothing/],
    ['a type of an import', 'src/core/domain/x.ts', "export type X = typeof import('../market/bars.ts');", /may import nothing/],
    ['a worker file', 'src/core/domain/x.ts', "export const x = new URL('../market/bars.ts', import.meta.url);", /may import nothing/],
    ['an adapter imports another', 'src/adapters/kraken/x.ts', "import '../bybit/feed.ts';", /src\/adapters\/\* may import/],
    [
      'support imports an adapter',
      'src/adapters/support/x.ts',
      "import '../bybit/feed.ts';",
      /src\/adapters\/support may import src\/core$/,
    ],
    ['a test beside the code', 'src/core/domain/x.test.ts', "import '../market/bars.ts';", /may import nothing/],
    ['the panel imports core', 'panel/pages/x.tsx', "import '../../src/core/domain/money.ts';", /panel may import src\/api/],
    ['a strategy imports the engine', 'strategies/x.ts', "import '../src/core/trading/engine/engine.ts';", /strategies may import/],
    ['the strategy door from elsewhere', 'src/adapters/kraken/x.ts', "export * from 'atalaya';", /does not exist/],
    [
      'the strategy door from below it',
      'src/core/market/x.ts',
      "import 'atalaya';",
      /imports src\/core\/trading\/strategy\/index\.ts; src\/core\/market may/,
    ],
    ['a folder in no row', 'src/elsewhere/x.ts', 'export {};', /src\/elsewhere\/x\.ts: its folder is in no row/],
    ['code where none belongs', 'docs/x.ts', 'export {};', /docs\/x\.ts: its folder is in no row/],
    ['a file that is not there', 'src/core/domain/x.ts', "import './gone.ts';", /does not exist/],
    ['a cycle', 'src/core/domain/money.ts', "import '../market/bars.ts';", /import cycle: .*money\.ts -> .*bars\.ts -> .*money\.ts/],
  ])('arrows: %s', (_, path, line, expected) => {
    expect(checkArrows(plant(path, line), ARCHITECTURE)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test('a cycle of types alone is none: it is gone at run time', () => {
    const types = plant('src/core/market/x.ts', "import type { b } from './bars.ts';", 'export type X = typeof b;');
    const back = new Map([
      ...types,
      ['src/core/market/bars.ts', "// Bars again.\nimport { type X } from './x.ts';\nexport const b = 1 as unknown as X;"],
    ]);
    expect(checkArrows(back, ARCHITECTURE)).toEqual([]);
  });

  test.each([
    ['no table', '# Architecture\n', /has no table/],
    ['a table with other columns', ARCHITECTURE.replace('| folder | may import |', '| folder | imports |'), /has no table/],
    ['an empty table', ARCHITECTURE.replace(/(\|---\|---\|\n)(\|.*\n)+/, '$1'), /only 0 rows/],
    ['a row in words', ARCHITECTURE.replace('| everything |', '| everything but apps |'), /the row .* cannot be read/],
    ['no line of packages', ARCHITECTURE.replace(/^Packages that.*$/m, ''), /does not say which packages/],
  ])('a document that cannot be read: %s', (_, document, expected) => {
    expect(() => checkArrows(new Map(Object.entries(OK)), document)).toThrow(expected);
  });

  test.each([
    ['a Node module', 'src/core/market/x.ts', "import { join } from 'node:path';", /imports node:path/],
    ['a Node module by its old name', 'src/core/market/x.ts', "import { join } from 'path';", /imports path/],
    ['a package', 'strategies/x.ts', "import { z } from 'zod';", /imports zod/],
    ['the clock', 'src/core/market/x.ts', 'export const x = Date.now();', /uses Date\.now/],
    ['the clock under another name', 'src/core/market/x.ts', "export const x = Date['now'];", /uses Date\.now/],
    ['a date of now', 'src/core/market/x.ts', 'export const x = new Date();', /uses new Date\(\)/],
    ['a date as text', 'src/core/market/x.ts', 'export const x = Date();', /uses Date\(\)/],
    ['randomness', 'strategies/x.ts', 'export const x = Math.random();', /uses Math\.random/],
    ['a stopwatch', 'src/core/market/x.ts', 'export const x = performance.now();', /uses performance\.now/],
    ['an import chosen at run time', 'src/core/market/x.ts', 'export const x = (name: string) => import(name);', /chosen at run time/],
    ['async in trading', 'src/core/trading/x.ts', 'export const x = async () => 1;', /:2 uses async/],
    ['an async method in trading', 'src/core/trading/x.ts', 'export class X { async y() {} }', /uses async/],
    ['await in trading', 'src/core/trading/x.ts', 'await 1;', /uses await/],
    ['for await in trading', 'src/core/trading/x.ts', 'export const y = async () => { for await (const x of []) x; };', /uses for await/],
    ['Promise in trading', 'src/core/trading/x.ts', 'export type X = Promise<number>;', /uses Promise/],
  ])('purity: %s', (_, path, line, expected) => {
    expect(checkPurity(plant(path, line), ARCHITECTURE)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test('purity leaves alone: dates from events, packages named in ARCHITECTURE.md, tests beside the code', () => {
    const named = ARCHITECTURE.replace('may use: none.', 'may use: `pure-decimal`.');
    expect(checkPurity(plant('src/core/market/x.ts', 'export const x = new Date(0);', "import 'pure-decimal';"), named)).toEqual([]);
    expect(checkPurity(plant('src/core/market/x.test.ts', "import 'vitest';", 'export const x = Date.now();'), ARCHITECTURE)).toEqual([]);
  });

  test.each([
    [
      'an approved order from the engine',
      'src/core/trading/engine/x.ts',
      'export const x = {} as unknown as ApprovedOrder;',
      /makes an approved order/,
    ],
    ['a fill from a fused loop', 'src/core/research/x.ts', 'listener.onFill(1, 2);', /makes a fill/],
    ['a fill from a bench', 'bench/x.ts', 'listener?.onFill(1, 2);', /makes a fill/],
  ])('chain: %s', (_, path, line, expected) => {
    expect(checkChain(plant(path, line))).toEqual([expect.stringMatching(expected)]);
    expect(checkChain(plant('src/core/trading/risk/x.ts', 'export const x = {} as ApprovedOrder;'))).toEqual([]);
    expect(checkChain(plant('src/core/trading/venue-model/x.ts', 'listener.onFill(1);'))).toEqual([]);
  });

  test('core does not compile with Node or the browser', () => {
    const folder = mkdtempSync(join(tmpdir(), 'core-'));
    try {
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(REPOSITORY, 'tsconfig.core.json'), include: ['*.ts'] }));
      const lines = [
        "import 'node:fs';",
        'process.exit();',
        'fetch("x");',
        'setTimeout(() => {}, 1);',
        'export const sound = Math.sqrt(2);',
      ];
      writeFileSync(join(folder, 'x.ts'), lines.join('\n'));
      const tsc = spawnSync(process.execPath, [join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
      expect([...tsc.stdout.matchAll(/x\.ts\((\d),/g)].map((match) => Number(match[1]))).toEqual([1, 2, 3, 4]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['camel case', 'src/core/domain/orderBook.ts', '', /orderBook\.ts is not named in kebab-case/],
    ['a folder in capitals', 'src/core/Domain2/x.ts', '', /is not named in kebab-case \(Domain2\)/],
    ['an empty word', 'src/core/domain/money-utils.ts', '', /is named "utils"/],
    ['an empty folder word', 'src/core/common/x.ts', '', /is named "common"/],
    ['unfinished work', 'src/core/domain/x.ts', `// ${'TO'}DO later`, /x\.ts:2 leaves a TODO/],
    ['a machine path', 'src/core/domain/x.ts', `export const x = '/${'work'}/main';`, /:2 names a path of one machine/],
    ['a home', 'docs/x.md', `see /${'home'}/ana/notes`, /x\.md:2 names a path of one machine/],
    ['too long', 'src/core/domain/x.ts', `${'export {};\n'.repeat(400)}`, /has 401 lines, more than 400/],
  ])('tidy: %s', (_, path, line, expected) => {
    expect(checkTidy(plant(path, line))).toEqual([expect.stringMatching(expected)]);
  });

  test('tidy: no sentence on top', () => {
    const fault = 'src/core/domain/x.ts:1 does not begin with a comment that says what the file is for';
    expect(checkTidy(new Map([['src/core/domain/x.ts', 'export {};']]))).toEqual([fault]);
    expect(checkTidy(new Map([['src/core/domain/x.ts', '// Short.\nexport {};']]))).toEqual([fault]);
    expect(checkTidy(new Map([['src/core/domain/x.ts', "import './y.ts';\n// This comment comes too late to help.\n"]]))).toEqual([fault]);
    expect(checkTidy(new Map([['src/core/domain/x.test.ts', 'export {};']]))).toEqual([]);
  });

  test('tidy: a table may be long', () => {
    expect(checkTidy(plant('src/core/operations/metric-catalogue.ts', 'export {};\n'.repeat(500)))).toEqual([]);
  });
});
