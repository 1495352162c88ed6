// `atalaya backtest` as scripts and people use it, on files of their own and against a naive recomputation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type NaiveCandles, type NaiveSettings, naiveSmaCross } from './naive-sma-cross.ts';
import { atalaya, PROJECT, SAMPLES, type Spoken, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
const DATA = ['--data-dir', join(folder, 'data')];
const FREE = ['--fee', '0', '--slippage', '0'];

/** Keys that house rules promise to scripts. */
const PROMISED = [
  ...['bars', 'fills', 'closedTrades', 'finalEquity', 'returnRatio', 'maxDrawdownRatio', 'winRate', 'profitFactor', 'sharpe', 'sortino'],
  ...['calmar', 'feesPaid', 'exposureRatio', 'barsPerSecond', 'durationMs', 'warnings'],
];

interface Result {
  readonly [key: string]: unknown;
  readonly bars: number;
  readonly fills: number;
  readonly closedTrades: number;
  readonly finalEquity: number;
  readonly feesPaid: number;
  readonly reportHash: string;
  readonly warnings: readonly string[];
  readonly openPositions: readonly { readonly side: number; readonly quantity: number }[];
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly detail: string;
    readonly changes?: readonly object[];
  }[];
}

function resultOf({ code, stdout, stderr }: Spoken): Result {
  expect(stderr.replaceAll(/^warning: .*$/gm, '').trim()).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Result;
}

async function run(file: string, ...more: string[]): Promise<Result> {
  return resultOf(await atalaya(['backtest', 'sma_cross', '--candles', file, ...DATA, '--json', ...more], { cwd: folder }));
}

/** 230 hours of a rising wave; by hand, the mean of 5 crosses above that of 15 for the last time at candle 214. */
const WAVE = Array.from({ length: 230 }, (_, i) => {
  const at = (k: number) => Math.round(100 * (100 + k / 10 + 8 * Math.sin(k / 7))) / 100;
  const [open, close] = [at(i), at(i + 1)];
  return { seconds: 1_700_000_000 - 2000 + i * 3600, open, high: Math.max(open, close) + 0.5, low: Math.min(open, close) - 0.5, close };
});

function writeWave(name: string, time: (seconds: number) => string | number, length = WAVE.length): void {
  const rows = WAVE.slice(0, length).map(({ seconds, open, high, low, close }) =>
    [time(seconds), ...[open, high, low, close].map((price) => price.toFixed(2)), 1000].join(','),
  );
  writeFileSync(join(folder, name), `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
}

const CROSS = ['--symbol', 'WAVE', '--param', 'fast=5', '--param', 'slow=15'];

beforeAll(() => {
  writeWave('seconds.csv', (seconds) => seconds);
  writeWave('milliseconds.csv', (seconds) => seconds * 1000);
  writeWave('iso.csv', (seconds) => new Date(seconds * 1000).toISOString());
  writeWave('plain.csv', (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '));
});

describe.concurrent('the JSON document', () => {
  test('has every promised key, and says what was assumed', async () => {
    const result = await run('seconds.csv', ...CROSS);
    expect(Object.keys(result)).toEqual(expect.arrayContaining(PROMISED));
    expect(result.bars).toBe(230);
    expect(result.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^--fee was not given: 0\.001 /),
        expect.stringMatching(/^--slippage was not given: 0\.0005 /),
        expect.stringMatching(/^no risk limits were applied/),
      ]),
    );
    expect(result.findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual(expect.arrayContaining(['look-ahead ok', 'warm-up ok']));
  });

  test('is the same, hash and all, for seconds, milliseconds and ISO times, and again', async () => {
    const results = await Promise.all(
      ['seconds.csv', 'milliseconds.csv', 'iso.csv', 'plain.csv', 'seconds.csv'].map((file) => run(file, ...CROSS)),
    );
    const figures = results.map(({ durationMs: _, barsPerSecond: __, trials: ___, ...rest }) => rest);
    for (const other of figures.slice(1)) expect(other).toEqual(figures[0]);
    expect(figures[0]?.reportHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has another hash when anything that was run is another', async () => {
    const hashes = await Promise.all(
      [[], ['--cash', '9999'], ['--param', 'slow=16'], ['--seed', '2']].map(
        async (more) => (await run('seconds.csv', ...CROSS, ...more)).reportHash,
      ),
    );
    expect(new Set(hashes).size).toBe(4);
  });
});

describe.concurrent('options', () => {
  test('--finalize leaves the last position, or closes it at the last open or close', async () => {
    const [none, open, close] = await Promise.all(
      ['none', 'open', 'close'].map((when) => run('seconds.csv', ...CROSS, ...FREE, '--size', '1u', '--finalize', when)),
    );
    const last = WAVE[WAVE.length - 1] as (typeof WAVE)[number];
    expect(none?.openPositions).toEqual([expect.objectContaining({ side: 1, quantity: 1 })]);
    expect(open?.openPositions).toEqual([]);
    expect(close?.fills).toBe((none?.fills as number) + 1);
    expect(close?.finalEquity).toBeCloseTo(none?.finalEquity as number, 8);
    expect((close?.finalEquity as number) - (open?.finalEquity as number)).toBeCloseTo(last.close - last.open, 8);
  });

  test('--size is a share of equity or units, --lot its step', async () => {
    const quantity = async (...more: string[]) =>
      (await run('seconds.csv', ...CROSS, ...FREE, ...more)).openPositions[0]?.quantity as number;
    const [all, tenth, units, whole] = await Promise.all([
      quantity('--size', '1'),
      quantity('--size', '0.1'),
      quantity('--size', '10u'),
      quantity('--size', '1', '--lot', '1'),
    ]);
    expect(all).toBeGreaterThan(8 * (tenth as number));
    expect(units).toBe(10);
    expect(whole).toBe(Math.floor(whole as number));
    expect(whole as number).toBeGreaterThan(50);
  });

  test('--currency counts in its cents', async () => {
    const { finalEquity, feesPaid } = await run('seconds.csv', ...CROSS, '--currency', 'EUR');
    for (const amount of [finalEquity, feesPaid]) expect(Math.round(amount * 100) / 100).toBe(amount);
  });

  test('--from and --to cut the candles', async () => {
    const time = (i: number) => new Date((WAVE[i] as (typeof WAVE)[number]).seconds * 1000).toISOString();
    expect((await run('seconds.csv', ...CROSS, '--from', time(10), '--to', time(160))).bars).toBe(150);
  });

  test('--trades and --report write whole files that stand alone', async () => {
    const result = await run('seconds.csv', ...CROSS, '--trades', 'trades.csv', '--report', 'report.html');
    const [header, ...trades] = readFileSync(join(folder, 'trades.csv'), 'utf8').trimEnd().split('\r\n');
    expect(header).toMatch(/^number,strategy,instrument,side,openedAt/);
    expect(trades).toHaveLength(result.closedTrades);
    const report = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(report).toContain(result.reportHash);
    expect(report).not.toMatch(/(?:src|href)="(?!data:|#)/);
    expect(report).not.toContain(folder);
  });

  test('the data folder need not be writable', async () => {
    const result = await run('seconds.csv', ...CROSS, '--data-dir', '/dev/null');
    expect(result.trials).toBeNull();
  });
});

test('the same run is one trial, another parameter one more', async () => {
  const trials = async (...more: string[]) =>
    (await run('iso.csv', '--symbol', 'TRIALS', '--data-dir', join(folder, 'trials'), ...more)).trials;
  expect(await trials()).toBe(1);
  expect(await trials()).toBe(1);
  expect(await trials('--param', 'slow=40')).toBe(2);
});

describe.concurrent('a fault of a check', () => {
  const plantedRun = (id: string, ...more: string[]) =>
    atalaya(
      [
        'backtest',
        join(PROJECT, `test/research/planted/${id}.ts`),
        ...['--candles', join(SAMPLES, 'BTCUSDT-bybit-1m.csv.gz'), '--size', '0.01u', ...DATA, ...FREE, ...more],
      ],
      { cwd: folder },
    );

  test.each([
    ['index-plus-one', 'LOOK_AHEAD', /price at the close of 13 Dec 2022 \d\d:\d\d is not defined instead of 1\d,\d{3}/],
    ['next-high-stop', 'LOOK_AHEAD', /short \(cross-down\) at the close of 13 Dec 2022 \d\d:\d\d (has other figures|is not made)/],
    ['short-warm-up', 'WARM_UP', /ema\(100\) changes by 0\.\d\d % \(at the close of 13 Dec 2022/],
  ])('%s ends with 1, named on standard error and in the JSON, which is whole', async (id, code, what) => {
    const { code: exit, stdout, stderr } = await plantedRun(id, '--json');
    expect(exit).toBe(1);
    expect(stderr).toMatch(new RegExp(`^atalaya: the .* check failed: ${id} .* \\[${code}\\]\\n$`));
    const result = JSON.parse(stdout) as Result;
    expect(Object.keys(result)).toEqual(expect.arrayContaining(PROMISED));
    const fault = result.findings.find(({ severity }) => severity === 'fault');
    for (const text of [stderr, fault?.detail, result.warnings.at(-1)]) expect(text).toMatch(what);
    expect(fault?.changes?.length).toBeGreaterThan(0);
  });

  test('is told a person too, and the report is written all the same', async () => {
    const { code, stdout, stderr } = await plantedRun('centred-window', '--report', 'fault.html', '--lang', 'es');
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAULT {3}Look-ahead: centred-window uses candles from the future/);
    expect(stderr).toMatch(/^atalaya: the look-ahead check failed: .*detrended\(3\).* \[LOOK_AHEAD\]$/m);
    expect(readFileSync(join(folder, 'fault.html'), 'utf8')).toMatch(/<title>No es creíble: usó velas del futuro/);
  });

  test('is not looked for with --no-self-checks', async () => {
    expect((await plantedRun('short-warm-up', '--no-self-checks', '--json')).code).toBe(0);
  });
});

test('figures on too little evidence are marked, and the settings of the run are named', async () => {
  const [result, spoken] = await Promise.all([
    run('seconds.csv', ...CROSS, '--latency', '500', '--touch'),
    atalaya(['backtest', 'sma-cross', '--candles', 'seconds.csv', ...DATA, ...CROSS, ...FREE], { cwd: folder }),
  ]);
  // 230 hours touch 11 UTC days, from 14 November 2023 at 21:40 on.
  expect(result.insufficient).toMatchObject({
    winRate: { of: 'trades', have: result.closedTrades, need: 30 },
    calmar: { of: 'days', have: 11, need: 365 },
  });
  expect(result.settings).toMatchObject({
    feeRatio: 0.001,
    slippage: { kind: 'fixed', ratio: 0.0005 },
    latencyMs: 500,
    limitOrders: 'touch',
    filledOn: '1h',
  });
  expect(spoken.stdout).toMatch(/win rate +[\d.]+ % \*\n/);
  expect(spoken.stdout).toMatch(/ {2}\* too little evidence to rely on: \d+ of 30 trades, 11 of 365 days\n/);
});

test('a file with splits nobody took out says so', async () => {
  const { warnings } = await run(join(SAMPLES, 'AAPL-usa-1d.csv.gz'), '--no-self-checks', '--from', '2010-01-01');
  const splits = warnings.flatMap((warning) => /^(\S+): the overnight move looks like a (\S+) split/.exec(warning)?.slice(1) ?? []);
  expect(splits).toEqual(['2014-06-09T13:30:00Z', '7:1', '2020-08-31T13:30:00Z', '4:1']);
});

test('the help names the exit codes', async () => {
  const { code, stdout } = await atalaya(['backtest', '--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Exit codes: 0 done; 1 refused, or a check found .*; 2 wrong usage; 3 /s);
});

test('the summary for a person names figures, doubts and data', async () => {
  const { code, stdout } = await atalaya(['backtest', 'sma-cross', '--candles', 'seconds.csv', ...DATA, ...CROSS, ...FREE], {
    cwd: folder,
  });
  expect(code).toBe(0);
  for (const part of [
    /^sma-cross on WAVE 1h: 230 candles/,
    /final equity/,
    /max drawdown/,
    /What this backtest may be hiding:/,
    /Look-ahead:/,
    /Trials: \d+ so far/,
    /data [0-9a-f]{32}/,
  ]) {
    expect(stdout).toMatch(part);
  }
});

/** Candles of a shipped sample and the decimals of its prices, read by this test's own few lines. */
function sample(name: string): NaiveCandles & { decimals: number } {
  const [, ...rows] = gunzipSync(readFileSync(join(SAMPLES, `${name}.csv.gz`)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const column = (i: number) => rows.map((row) => Number(row.split(',')[i]));
  const prices = rows.flatMap((row) => row.split(',').slice(1, 5));
  const decimals = Math.max(...prices.map((price) => price.split('.')[1]?.length ?? 0));
  return { time: column(0), open: column(1), close: column(4), volume: column(5), decimals };
}

interface Trade {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
}

function readTrades(file: string): Trade[] {
  const [header = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
  const names = header.split(',');
  return rows.map((row) => {
    const cells = Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell]));
    return {
      openedAt: Date.parse(cells.openedAt as string),
      closedAt: Date.parse(cells.closedAt as string),
      entryPrice: Number(cells.entryPrice),
      exitPrice: Number(cells.exitPrice),
    };
  });
}

/** The naive fills in pairs. */
function naiveTrades(fills: ReturnType<typeof naiveSmaCross>['fills']): Trade[] {
  return Array.from({ length: Math.floor(fills.length / 2) }, (_, i) => {
    const [entry, exit] = [fills[2 * i], fills[2 * i + 1]] as [(typeof fills)[number], (typeof fills)[number]];
    return { openedAt: entry.at, closedAt: exit.at, entryPrice: entry.price, exitPrice: exit.price };
  });
}

const CASES = ['BTCUSD-coinbase-1d', 'BTCUSDT-bybit-1m', 'AAPL-usa-1d'].flatMap((name) =>
  (['long-only', 'long-short'] as const).flatMap((direction) => [undefined, '0.7u'].map((size) => [name, direction, size] as const)),
);

describe.concurrent('a naive recomputation agrees', () => {
  test.each(CASES)('%s, %s, size %s', async (name, direction, size) => {
    const trades = join(folder, `${name}-${direction}-${size}.csv`);
    const costs = ['--fee', '0.001', '--slippage', '0.0005', '--no-self-checks'];
    const result = await run(
      join(SAMPLES, `${name}.csv.gz`),
      ...costs,
      '--param',
      `direction=${direction}`,
      '--trades',
      trades,
      '--cash',
      '30000',
      ...(size ? ['--size', size] : []),
    );
    // A bare file's ticks are as fine as its decimals, and a tick of a lot is worth 10^-8.
    const { decimals, ...candles } = sample(name);
    const settings: NaiveSettings = {
      ...{
        fast: 10,
        slow: 30,
        shorts: direction === 'long-short',
        cash: 30_000,
        fee: 0.001,
        slippage: 0.0005,
        tick: 10 ** -decimals,
        lot: 10 ** (decimals - 8),
      },
      ...(size && { units: Number.parseFloat(size) }),
    };
    const naive = naiveSmaCross(candles, settings);
    expect(result.fills).toBe(naive.fills.length);
    expect(Math.abs(result.finalEquity / naive.finalEquity - 1)).toBeLessThan(1e-6);
    expect(Math.abs(result.feesPaid / naive.fees - 1)).toBeLessThan(1e-6);
    const own = readTrades(trades);
    const expected = naiveTrades(naive.fills);
    expect(own.map(({ openedAt, closedAt }) => [openedAt, closedAt])).toEqual(
      expected.map(({ openedAt, closedAt }) => [openedAt, closedAt]),
    );
    own.forEach((trade, i) => {
      expect(trade.entryPrice).toBeCloseTo(expected[i]?.entryPrice as number, 6);
      expect(trade.exitPrice).toBeCloseTo(expected[i]?.exitPrice as number, 6);
    });
  });
});

test('an account that is lost, odd candles and refusals are said loudly', async () => {
  // Half the price at every hour, with a hole of two hours: ten times the deposit is lost at the first fall.
  const rows = Array.from({ length: 40 }, (_, i) => {
    const open = Math.max(1, 1000 - 20 * i);
    return [1_700_000_000 - 2000 + (i < 20 ? i : i + 2) * 3600, open, open + 1, Math.max(0.5, open - 21), Math.max(1, open - 20), 10].join(
      ',',
    );
  });
  writeFileSync(join(folder, 'fall.csv'), `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const { code, stdout, stderr } = await atalaya(
    ['backtest', 'buy-and-hold', '--candles', 'fall.csv', ...DATA, ...FREE, '--leverage', '10'],
    { cwd: folder },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/FAULT {3}Account lost: Equity went to or below zero at the close of 2023-11-1/);
  expect(stdout).toMatch(/note {4}Best five trades: No trade won/);
  expect(stderr).toMatch(/warning: fall is traded at 10x without maintenance tiers: no liquidation is modelled/);
  expect(stderr).toMatch(/warning: THE ACCOUNT WAS LOST: .* at the close of 2023-11-1/);
  expect(stderr).toMatch(/warning: 1 gap in the candles, 2 missing, the longest 2; the first from 2023-11-15T/);

  const refused = await atalaya(['backtest', 'sma-cross', '--candles', 'seconds.csv', ...DATA, ...CROSS, ...FREE, '--lot', '100000'], {
    cwd: folder,
  });
  expect(refused.stdout).toMatch(/\n {2}refused {9}SIZE_BELOW_MINIMUM \d+; the first: what is left is worth/);
  expect(refused.stdout).toMatch(/note {4}Buy and hold: Nothing was traded; simply holding/);
});

test('prices of a hundred-millionth are traded in ticks fine enough for them', async () => {
  const rows = WAVE.map(({ seconds, open, high, low, close }) =>
    [seconds, ...[open, high, low, close].map((price) => (price * 1e-10).toFixed(12)), 1000].join(','),
  );
  writeFileSync(join(folder, 'fine.csv'), `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const [fine, plain] = await Promise.all([run('fine.csv', ...CROSS, ...FREE), run('seconds.csv', ...CROSS, ...FREE)]);
  expect(fine.fills).toBe(plain.fills);
  expect(fine.finalEquity / plain.finalEquity).toBeCloseTo(1, 4);
});
