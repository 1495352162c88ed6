// Bad input through the real command line: one line with the cause and what to do, the right exit code, and one JSON document.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { atalaya, type Spoken, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const HEADER = 'time,open,high,low,close,volume';
/** 120 hours that go up and down. */
const ROWS = Array.from({ length: 120 }, (_, i) => {
  const price = 100 + 10 * Math.sin(i / 5);
  return [1_700_000_000 - 2000 + i * 3600, price, price + 1, price - 1, price + 0.5, 10].map((field) => Number(field.toFixed(2)));
});

/** The good candles with one row changed. */
function csv(change: (rows: (number | string)[][]) => void = () => {}, header = HEADER): string {
  const rows: (number | string)[][] = ROWS.map((row) => [...row]);
  change(rows);
  return `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

const cell =
  (column: number, value: number | string) =>
  (rows: (number | string)[][]): void => {
    (rows[18] as (number | string)[])[column] = value;
  };

const FILES: Readonly<Record<string, string | Buffer>> = {
  'good.csv': csv(),
  'missing-column.csv': csv(undefined, HEADER.replace('close', 'klose')),
  'not-a-number.csv': csv(cell(4, 'NaN')),
  'word.csv': csv(cell(1, 'abc')),
  'negative.csv': csv(cell(3, -5)),
  'high-below-low.csv': csv(cell(2, 1)),
  'unordered.csv': csv((rows) => rows.splice(0, 2, ...rows.slice(0, 2).reverse())),
  'irregular.csv': csv((rows) =>
    rows.forEach((row, i) => {
      row[0] = (row[0] as number) + ((i * i * 37) % 1800);
    }),
  ),
  'tiny.csv': csv((rows) =>
    rows.forEach((row) => {
      for (let k = 1; k < 5; k++) row[k] = ((row[k] as number) * 1e-12).toFixed(16);
    }),
  ),
  'absurd.csv': csv((rows) => {
    (rows[20] as (number | string)[])[2] = '1e308';
  }),
  'large.csv': csv((rows) =>
    rows.forEach((row) => {
      for (let k = 1; k < 5; k++) row[k] = (row[k] as number) * 1e7;
    }),
  ),
  'header-only.csv': `${HEADER}\n`,
  'zero.csv': '',
  'binary.csv': Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
  'not-json.json': 'limits: none',
  'looser.json': '{ "base": "crypto_only", "ladder": { "dayStop": 0.5 } }',
};

const strategy = (id: string, onBar: string, fields = '', top = '') => `/** ${id}: a strategy with one fault. */

import { defineStrategy, LONG } from 'atalaya';
${top}
class Rules {
  ${fields}
  onBar(bar) {
    ${onBar}
  }
}

export default defineStrategy({
  id: '${id}', version: '1.0.0', title: { en: 'x', es: 'x' }, description: { en: 'x', es: 'x' }, timeframe: '1h',
  parameters: {}, warmup: () => 0, size: () => ({ kind: 'all' }), create: () => new Rules(),
});
`;

const STRATEGIES: Readonly<Record<string, string>> = {
  'reads-clock': strategy('reads-clock', 'if (Date.now() % 2) bar.exit("odd");'),
  'reads-disk': strategy('reads-disk', '', '', "import { readFileSync } from 'node:fs';"),
  'asks-network': strategy('asks-network', "fetch('https://example.org');"),
  'rolls-dice': strategy('rolls-dice', 'if (Math.random() < 0.5) bar.exit("luck");'),
  'global-state': strategy('global-state', 'count++;', '', 'let count = 0;'),
  'through-a-file': strategy('through-a-file', 'clock();', '', "import { clock } from './clock.ts';"),
  clock: 'export const clock = () => Date.now();\n',
  'assigns-field': strategy('assigns-field', 'this.count = this.count + 1;', 'count = 0;'),
  'keeps-list': strategy(
    'keeps-list',
    'this.seen.push(1); if (this.seen.length % 7 === 0) bar.enter(LONG, { confidence: 1, reason: "x" }); else bar.exit("y");',
    'seen = [];',
  ),
  throws: strategy('throws', 'bar.position.missing.value;'),
  'other-id': strategy('another', ''),
  syntax: 'export default {{{',
};

const COMMAND = ['backtest', 'sma-cross', '--data-dir', join(folder, 'data')];
const candles = (file: string) => [...COMMAND, '--candles', file];
const good = (...more: string[]) => [...candles('good.csv'), ...more];
const runs = (id: string) => ['backtest', `./${id}.ts`, '--candles', 'good.csv', '--data-dir', join(folder, 'data')];

/** What is done, the exit code, the stable code, and what the line must say. */
const TABLE: readonly (readonly [name: string, args: readonly string[], exit: number, code: string, says: RegExp])[] = [
  ['a column is missing', candles('missing-column.csv'), 1, 'CANDLE_COLUMN_MISSING', /column close, found .*klose.*; rename it/],
  ['a price is NaN', candles('not-a-number.csv'), 1, 'CANDLE_NOT_A_NUMBER', /line 20: .*; correct or remove the row/],
  ['a price is a word', candles('word.csv'), 1, 'CANDLE_NOT_A_NUMBER', /line 20/],
  ['a price is negative', candles('negative.csv'), 1, 'CANDLE_PRICE_NOT_POSITIVE', /line 20: .*; correct or remove the row/],
  ['the high is below the low', candles('high-below-low.csv'), 1, 'CANDLE_RANGE_INVALID', /line 20/],
  ['rows are out of order', candles('unordered.csv'), 1, 'CANDLE_ORDER', /line 3: .*; sort the rows/],
  ['times are irregular', candles('irregular.csv'), 1, 'TIMEFRAME_UNCLEAR', /irregular times: .*; correct the time column/],
  ['prices are too small to count', candles('tiny.csv'), 1, 'PRICES_TOO_SMALL', /multiply all prices/],
  ['a price is absurd', candles('absurd.csv'), 1, 'PRICES_TOO_LARGE', /highest price, 1e\+308, .*; correct or remove its row/],
  [
    'an amount is too large to count',
    [...candles('large.csv'), '--lot', '1', '--param', 'fast=3', '--param', 'slow=9'],
    1,
    'AMOUNT_RANGE',
    /--currency USD or JPY/,
  ],
  ['a reading option has no file', [...COMMAND, '--symbol', 'X', '--timeframe', '1h', '--dates', 'dmy'], 2, 'USAGE', /with --candles/],
  ['there is only a header', candles('header-only.csv'), 1, 'CANDLE_FILE_EMPTY', /found none/],
  ['the file has 0 bytes', candles('zero.csv'), 1, 'CANDLE_FILE_EMPTY', /0 bytes; fetch it again/],
  ['the file is binary', candles('binary.csv'), 1, 'CANDLE_FILE_BINARY', /found binary data; export it/],
  ['the file is missing', candles('nowhere.csv'), 3, 'FILE_MISSING', /no such file; check the path/],
  ['the file is a folder', candles('.'), 3, 'FILE_UNREADABLE', /cannot be read/],
  ['the timeframe is not the file’s', good('--timeframe', '15m'), 1, 'TIMEFRAME_MISMATCH', /expected candles of 15m, found 1h/],
  ['the timeframe is none', good('--timeframe', '15x'), 2, 'TIMEFRAME_INVALID', /such as 1m, 15m/],
  ['the symbol is unknown', [...COMMAND, '--symbol', 'NOPE', '--timeframe', '1h'], 1, 'LAKE_EMPTY', /data import FILE --symbol NOPE/],
  ['no candles are named', COMMAND, 2, 'USAGE', /--candles FILE, or --symbol S with --timeframe T/],
  ['the period has no candles', good('--from', '2030-01-01'), 1, 'CANDLES_NONE', /found only 2023-11-14/],
  ['a time is none', good('--from', 'yesterday'), 2, 'USAGE', /such as 2022-12-13/],
  [
    'a time in a data command is in words',
    ['data', 'export', '--symbol', 'X', '--timeframe', '1h', '--out', 'x.csv', '--from', '1 Jan 2024'],
    2,
    'USAGE',
    /such as 2022-12-13 or 2022-12-13T08:00Z, found 1 Jan 2024/,
  ],
  ['the strategy is unknown', ['backtest', 'nope', '--candles', 'good.csv'], 2, 'STRATEGY_UNKNOWN', /there are: .*sma-cross.*strategy new/],
  ['a parameter is unknown', good('--param', 'speed=1'), 2, 'PARAMETER_UNKNOWN', /it has: fast, slow, direction/],
  ['a parameter is no number', good('--param', 'fast=abc'), 2, 'PARAMETER_INVALID', /expected a whole number, found "abc"/],
  ['a parameter is out of range', good('--param', 'fast=0'), 2, 'PARAMETER_RANGE', /expected 1 to 1000, found 0/],
  ['parameters contradict each other', good('--param', 'fast=40'), 2, 'PARAMETER_CONSTRAINT', /fast must be below slow/],
  ['a ratio is 1', good('--fee', '1'), 2, 'USAGE', /ratio below 1 such as 0\.001/],
  ['a ratio is negative', good('--slippage', '-0.1'), 2, 'USAGE', /0 or more, found -0\.1/],
  ['the size is more than everything', good('--size', '10'), 2, 'USAGE', /up to 1, or units such as 10u/],
  ['there is no cash', good('--cash', '0'), 2, 'USAGE', /above 0/],
  ['a choice is none', good('--finalize', 'maybe'), 2, 'USAGE', /none, open, close/],
  ['the risk profile is unknown', good('--risk', 'huge'), 2, 'RISK_PROFILE_UNKNOWN', /default, .*none/],
  ['the risk profile is missing', good('--risk', './nowhere.json'), 3, 'FILE_UNREADABLE', /expected none, default or a readable JSON file/],
  ['the risk profile is no JSON', good('--risk', './not-json.json'), 2, 'RISK_PROFILE_INVALID', /expected JSON/],
  ['the risk profile loosens the ladder', good('--risk', './looser.json'), 2, 'RISK_PROFILE_LOOSER', /stricter than 0\.03, found 0\.5/],
  ['the report’s folder is missing', good('--report', 'nowhere/report.html'), 3, 'FILE_NOT_WRITTEN', /create it or choose another place/],
  ['the report is a folder', good('--report', '.'), 3, 'FILE_NOT_WRITTEN', /name a file in it/],
  ['an option is unknown', good('--speed', 'fast'), 2, 'USAGE', /unknown option '--speed'/],
  ['nothing is simulated by nobody', ['simulate', '--workers', '0'], 2, 'USAGE', /at least 1, found 0/],
  ['the command is unknown', ['backtst'], 2, 'USAGE', /unknown command 'backtst' \(Did you mean backtest\?\)/],
  ['a strategy reads the clock', runs('reads-clock'), 1, 'STRATEGY_FORBIDDEN', /reads-clock\.ts line 8: .*Date\.now; use bar\.time/],
  [
    'a strategy reads the disk',
    runs('reads-disk'),
    1,
    'STRATEGY_FORBIDDEN',
    /reads-disk\.ts line 4: .*node:fs.*; use import from 'atalaya'/,
  ],
  ['a strategy asks the network', runs('asks-network'), 1, 'STRATEGY_FORBIDDEN', /line 8: .*fetch/],
  ['a strategy rolls its own dice', runs('rolls-dice'), 1, 'STRATEGY_FORBIDDEN', /line 8: .*Math\.random; use bar\.random\(\)/],
  [
    'a strategy keeps global state',
    runs('global-state'),
    1,
    'STRATEGY_FORBIDDEN',
    /line 4: .*let count at module level; use build\.cell\(\)/,
  ],
  ['a strategy does so through a file beside it', runs('through-a-file'), 1, 'STRATEGY_FORBIDDEN', /clock\.ts line 1: .*Date\.now/],
  ['a strategy assigns to its instance', runs('assigns-field'), 1, 'STRATEGY_STATE', /assigns-field\.ts line 8: .*"count".*build\.cell/],
  [
    'a strategy keeps a list',
    ['strategy', 'check', './keeps-list.ts'],
    1,
    'STRATEGY_STATE',
    /keeps-list: after a restart ".*" comes in place of ".*" at the close of .*build\.cell\(\)/,
  ],
  ['a strategy throws', runs('throws'), 1, 'STRATEGY_FAILED', /throws\.ts line 8: strategy throws failed: Cannot read/],
  [
    'a strategy has another id than its file',
    runs('other-id'),
    1,
    'STRATEGY_INVALID',
    /expected the id to be the file's name, "other-id", found "another"/,
  ],
  ['a strategy does not parse', ['strategy', 'check', './syntax.ts'], 1, 'STRATEGY_INVALID', /syntax\.ts line 1 does not load/],
  ['a new strategy has no name of one', ['strategy', 'new', 'My First'], 2, 'NAME_INVALID', /kebab-case name such as my-first/],
  ['a new strategy exists already', ['strategy', 'new', 'sma-cross'], 1, 'FILE_EXISTS', /choose another name/],
];

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  for (const [name, source] of Object.entries(STRATEGIES)) writeFileSync(join(folder, `${name}.ts`), source);
});

/** The error document on stdout, after checking that stderr says the same in one line. */
function errorOf({ stdout, stderr }: Spoken): { code: string; message: string } {
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
  expect(error.message).not.toContain('\n');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr.replaceAll('\n', ' ')).toContain(`atalaya: ${error.message}`);
  return error;
}

describe.concurrent('with --json', () => {
  test.each(TABLE)('%s', async (_, args, exit, code, says) => {
    const spoken = await atalaya([...args, '--json'], { cwd: folder });
    expect([spoken.code, errorOf(spoken).code]).toEqual([exit, code]);
    expect(errorOf(spoken).message).toMatch(says);
  });

  test.skipIf(!existsSync('/dev/full'))('the disk is full', async () => {
    const spoken = await atalaya(good('--trades', '/dev/full', '--json'), { cwd: folder });
    expect([spoken.code, errorOf(spoken).code]).toEqual([3, 'FILE_NOT_WRITTEN']);
    expect(spoken.stderr).toMatch(/the disk is full: free some space/);
  });

  // Nobody, root included, makes files there.
  test.skipIf(!existsSync('/sys/kernel'))('the place is read-only', async () => {
    const spoken = await atalaya(good('--report', '/sys/kernel/report.html', '--json'), { cwd: folder });
    expect([spoken.code, errorOf(spoken).code]).toEqual([3, 'FILE_NOT_WRITTEN']);
    expect(spoken.stderr).toMatch(/choose another place/);
  });
});

test('without --json nothing is on standard output, and nothing half-written stays', async () => {
  mkdirSync(join(folder, 'results'));
  const spoken = await atalaya([...candles('negative.csv'), '--report', 'results/report.html'], { cwd: folder });
  expect(spoken.code).toBe(1);
  expect(spoken.stdout).toBe('');
  expect(spoken.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(readdirSync(join(folder, 'results'))).toEqual([]);
});
