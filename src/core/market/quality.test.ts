import { describe, expect, it } from 'vitest';
import { createCandles } from './candles.ts';
import { cleanCandles, type QualityOptions } from './quality.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2022-12-13T00:00Z');
type Values = [minute: number, open: number, high: number, low: number, close: number, volume: number];

function check(rows: readonly Values[], options: Partial<QualityOptions> = {}) {
  const raw = createCandles(rows.length);
  raw.length = rows.length;
  rows.forEach(([minute, ...values], i) => {
    raw.time[i] = START + minute * MINUTE_MS;
    (['open', 'high', 'low', 'close', 'volume'] as const).forEach((name, k) => {
      raw[name][i] = values[k]!;
    });
  });
  const rowAt = (row: number) => ({ line: row + 2, text: rows[row]!.join(',') });
  return cleanCandles(raw, {
    source: 'test.csv',
    nowMs: START + 1e9,
    badRows: 'report',
    order: 'sort',
    timeframeMs: MINUTE_MS,
    rowAt,
    ...options,
  });
}

const good = (minute: number, price = 10): Values => [minute, price, price + 1, price - 1, price, 5];
const many = Array.from({ length: 40 }, (_, i) => good(i));

describe('cleanCandles', () => {
  it('leaves each bad row out with its line, its text and its reason', () => {
    const bad: Values[] = [
      [40, Number.NaN, 11, 9, 10, 5],
      [41, 10, 11, -9, 10, 5],
      [42, 10, 9.5, 9, 10, 5],
      [43, 10, 11, 9, 10, -1],
      [44, 0, 0, 0, 0, 0],
    ];
    const { candles, report } = check([...many, ...bad, good(45), ...Array.from({ length: 10 }, (_, i) => good(46 + i))]);
    expect(candles.length).toBe(51);
    expect(report).toMatchObject({
      rowsRead: 56,
      accepted: 51,
      rejected: 5,
      rejectedByReason: { 'not-a-number': 1, 'price-not-positive': 2, 'range-invalid': 1, 'volume-negative': 1 },
    });
    expect(report.rejectedRows[1]).toEqual({ line: 43, reason: 'price-not-positive', text: '41,10,11,-9,10,5' });
    // What was left out is a gap, not a bridge.
    expect(report.gaps.rows).toMatchObject([{ from: START + 40 * MINUTE_MS, missing: 5 }]);
  });

  it.each([
    ['CANDLE_NOT_A_NUMBER', [5, Number.NaN, 11, 9, 10, 5]],
    ['CANDLE_PRICE_NOT_POSITIVE', [5, 10, 11, -9, 10, 5]],
    ['CANDLE_RANGE_INVALID', [5, 10, 9.5, 9, 10, 5]],
    ['CANDLE_VOLUME_NEGATIVE', [5, 10, 11, 9, 10, -1]],
    ['CANDLE_FUTURE', [1_000_000, 10, 11, 9, 10, 1]],
  ] as [string, Values][])('refuses at the first bad row, naming it: %s', (code, row) => {
    expect(() => check([good(4), row, good(6)], { badRows: 'refuse' })).toThrowError(
      expect.objectContaining({ code, exitCode: 1, message: expect.stringContaining(`test.csv line 3: `) }),
    );
  });

  it('accepts a clock five seconds behind, not six', () => {
    const nowMs = START + 40 * MINUTE_MS - 5000;
    expect(check([...many, good(40)], { nowMs }).report).toMatchObject({ rejected: 0, unfinished: 1, accepted: 40 });
    expect(check([...many, good(40)], { nowMs: nowMs - 1 }).report.rejectedByReason).toEqual({ future: 1 });
  });

  it('leaves the candle out that has not closed yet', () => {
    expect(check(many, { nowMs: START + 40 * MINUTE_MS }).report).toMatchObject({ accepted: 40, unfinished: 0 });
    expect(check(many, { nowMs: START + 40 * MINUTE_MS - 1 }).report).toMatchObject({ accepted: 39, unfinished: 1 });
  });

  it('puts rows in order, or refuses and names the first one that steps back', () => {
    const swapped = [good(0, 10), good(2, 12), good(1, 11), good(3, 13)];
    const { candles, report } = check(swapped);
    expect([...candles.close]).toEqual([10, 11, 12, 13]);
    expect(report).toMatchObject({ outOfOrder: 1, newestFirst: false });
    expect(() => check(swapped, { order: 'refuse' })).toThrowError(
      expect.objectContaining({
        code: 'CANDLE_ORDER',
        message: expect.stringMatching(/^test.csv line 4: 2022-12-13T00:01:00Z comes after 2022-12-13T00:02:00Z/),
      }),
    );
  });

  it('turns a file round that is newest first', () => {
    const { candles, report } = check([good(2, 12), good(1, 11), good(0, 10)], { order: 'refuse' });
    expect([...candles.close]).toEqual([10, 11, 12]);
    expect(report).toMatchObject({ newestFirst: true, outOfOrder: 0 });
  });

  it('drops equal duplicates, takes the last of unequal ones, and refuses those when asked to', () => {
    const rows = [good(0), good(1), good(1), good(2), good(2, 20), good(3)];
    const { candles, report } = check(rows);
    expect([...candles.close]).toEqual([10, 10, 20, 10]);
    expect(report).toMatchObject({ duplicates: 1, conflictingDuplicates: 1, accepted: 4 });
    expect(() => check(rows, { badRows: 'refuse' })).toThrowError(
      expect.objectContaining({ code: 'CANDLE_CONFLICT', message: expect.stringContaining('line 6') }),
    );
  });

  it('flags moves over 10 % from close to close and wicks over 10 % beyond the body, not at 10 %', () => {
    const rows: Values[] = [
      [0, 100, 100, 100, 100, 1],
      [1, 100, 110, 100, 110, 1],
      [2, 110, 110, 98, 98, 1],
      [3, 98, 98, 50, 98, 1],
    ];
    // +10.0 % is not over; 98/110 - 1 = -10.909 %; 50/98 - 1 = -48.98 %.
    const { jumps } = check(rows).report;
    expect(jumps.rows.map(({ kind, ratio }) => [kind, Number(ratio.toFixed(5))])).toEqual([
      ['close', -0.10909],
      ['wick', -0.4898],
    ]);
    expect(jumps.largestRatio).toBeCloseTo(-0.4898, 4);
  });

  it('takes nothing from a file that is mostly bad', () => {
    const rows = many.map((row, i): Values => (i % 5 === 0 ? [row[0], 0, 0, 0, 0, 0] : row));
    expect(() => check(rows)).toThrowError(
      expect.objectContaining({ code: 'CANDLES_MOSTLY_BAD', message: expect.stringContaining('8 of 40 rows') }),
    );
    expect(() => check([[0, 0, 0, 0, 0, 0]])).toThrowError(expect.objectContaining({ code: 'CANDLES_NONE' }));
  });

  it('finds the timeframe, and refuses a wrong one', () => {
    const five = Array.from({ length: 20 }, (_, i) => good(i * 5));
    const { timeframeMs: _, ...undeclared } = { timeframeMs: 0 };
    expect(check(five, { ...undeclared, timeframeMs: undefined as never }).report.timeframe).toBe('5m');
    expect(() => check(five)).toThrowError(
      expect.objectContaining({
        code: 'TIMEFRAME_MISMATCH',
        message: expect.stringContaining('expected candles of 1m, found 5m (100 % of the steps)'),
      }),
    );
    // A thin series: one step of a minute among gaps is enough to be minutes.
    expect(check([good(0), good(3), good(4), good(9), good(12)]).report.timeframe).toBe('1m');
  });

  it('keeps the ask unknown where only the bid was quoted, and judges it elsewhere', () => {
    const raw = createCandles(2, { hasAsk: true });
    raw.length = 2;
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      raw[name].set([10, 10]);
      raw.ask![name].set([Number.NaN, 11]);
    }
    raw.time.set([START, START + MINUTE_MS]);
    const options = {
      source: 'q.csv',
      nowMs: START + 1e9,
      badRows: 'refuse',
      order: 'refuse',
      rowAt: (row: number) => ({ line: row + 1, text: '' }),
    } as const;
    expect(cleanCandles(raw, options).candles.length).toBe(2);
    raw.ask!.high[1] = 10.5;
    expect(() => cleanCandles(raw, options)).toThrowError(/line 2: high and low do not enclose/);
  });
});
