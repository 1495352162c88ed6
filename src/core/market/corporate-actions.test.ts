import { describe, expect, it } from 'vitest';
import { calendarNamed } from './calendar.ts';
import { createCandles } from './candles.ts';
import { adjustCandles, parseFactorRows, parseMapRows, unrecordedSplits } from './corporate-actions.ts';

const XNYS = calendarNamed('XNYS');
const day = (text: string) => Date.parse(text) / 86_400_000;

function closes(rows: readonly (readonly [string, number])[]) {
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  rows.forEach(([time, close], i) => {
    candles.time[i] = Date.parse(time);
    for (const column of ['open', 'high', 'low', 'close'] as const) candles[column][i] = close;
    candles.volume[i] = 1000;
  });
  return candles;
}

describe('adjustCandles', () => {
  // One row of 7:1 (2014-06-09) and one of 4:1 (2020-08-31), price factors left at 1.
  const factors = parseFactorRows('20140606,1,0.0357143,645.57\n20200828,1,0.25,499.23\n20501231,1,1,0\n', 'aapl.csv');

  it('gives the published AAPL values: 645.57 x 0.0357143 = 23.06 and 93.70 x 0.25 = 23.43', () => {
    const adjusted = adjustCandles(
      closes([
        ['2014-06-06T13:30Z', 645.57],
        ['2014-06-09T13:30Z', 93.7],
        ['2020-08-31T13:30Z', 129.04],
      ]),
      factors,
      XNYS,
    );
    expect(Array.from(adjusted.close, (close) => close.toFixed(2))).toEqual(['23.06', '23.43', '129.04']);
    expect(Array.from(adjusted.volume, Math.round)).toEqual([28_000, 4000, 1000]);
  });

  it('dates bars by the exchange: 23:59 UTC is the same day in New York, 03:59 the day before', () => {
    const adjusted = adjustCandles(
      closes([
        ['2014-06-06T23:59Z', 100],
        ['2014-06-07T03:59Z', 100],
        ['2014-06-07T04:00Z', 100],
      ]),
      factors,
      XNYS,
    );
    expect(Array.from(adjusted.close, (close) => close.toFixed(4))).toEqual(['3.5714', '3.5714', '25.0000']);
  });

  it('names the bad line of a factor file', () => {
    expect(() => parseFactorRows('20140606,1,0.5,1\n2014,1,1,1', 'x.csv')).toThrowError(
      'x.csv line 2: expected yyyyMMdd,price factor,split factor,reference price, found 2014,1,1,1',
    );
    expect(() => parseFactorRows('20200828,1,0.25,1\n20140606,1,0.5,1', 'x.csv')).toThrowError(/oldest first/);
  });
});

describe('unrecordedSplits', () => {
  const fourForOne = closes([
    ['2020-08-28T13:30Z', 499.23],
    ['2020-08-31T13:30Z', 126.5],
    ['2020-09-01T13:30Z', 134],
  ]);

  it('flags a 4:1 split without a record, within 2 %', () => {
    // 499.23 / 126.5 = 3.9465, 1.3 % from 4.
    expect(unrecordedSplits(fourForOne, [], XNYS)).toMatchObject([{ time: Date.parse('2020-08-31T13:30Z'), split: 4 }]);
  });

  /** The overnight move from a close to the next open. */
  const overnight = (close: number, open: number) =>
    unrecordedSplits(
      closes([
        ['2020-08-28T13:30Z', close],
        ['2020-08-31T13:30Z', open],
      ]),
      [],
      XNYS,
    ).map(({ split }) => split);

  it("flags Apple's 4:1 of 2020-08-31, whose open was further off than 2 %, and not its fall of 2000-09-29", () => {
    // 499.23 / 127.67 = 3.9103, 2.2 % from 4; 53.50 / 28.125 = 1.9022, a fall of 47 % after a profit warning, 4.9 % from 2.
    expect(overnight(499.23, 127.67)).toEqual([4]);
    expect(overnight(53.5, 28.125)).toEqual([]);
  });

  it('allows 5 % from 3:1 on, in both directions, and 2 % below', () => {
    // 3 x 0.951 = 2.853 and 3 x 0.949 = 2.847; 2 x 0.981 = 1.962 and 2 x 0.979 = 1.958.
    expect([overnight(285.3, 100), overnight(284.7, 100)]).toEqual([[3], []]);
    expect([overnight(196.2, 100), overnight(195.8, 100)]).toEqual([[2], []]);
    expect([overnight(100, 1049), overnight(100, 1060)]).toEqual([[0.1], []]);
  });

  it('is silent when the split is recorded, when the ratio is no common one, and inside a day', () => {
    expect(unrecordedSplits(fourForOne, parseFactorRows('20200828,1,0.25,499.23\n20501231,1,1,0', 'aapl.csv'), XNYS)).toEqual([]);
    expect(
      unrecordedSplits(
        closes([
          ['2020-08-28T13:30Z', 100],
          ['2020-08-31T13:30Z', 78],
        ]),
        [],
        XNYS,
      ),
    ).toEqual([]);
    expect(
      unrecordedSplits(
        closes([
          ['2020-08-28T13:30Z', 100],
          ['2020-08-28T13:31Z', 50],
        ]),
        [],
        XNYS,
      ),
    ).toEqual([]);
  });

  it('flags a reverse split', () => {
    expect(
      unrecordedSplits(
        closes([
          ['2020-08-28T13:30Z', 1],
          ['2020-08-31T13:30Z', 10.1],
        ]),
        [],
        XNYS,
      ),
    ).toMatchObject([{ split: 0.1 }]);
  });
});

describe('parseMapRows', () => {
  it('follows a ticker that belonged to another company before', () => {
    expect(parseMapRows('19980102,nb,N\n19980930,nb,N\n20501231,bac,N\n', 'bac.csv')).toEqual([
      { ticker: 'nb', fromDay: day('1998-01-02'), toDay: day('1998-09-30') },
      { ticker: 'bac', fromDay: day('1998-10-01'), toDay: day('2050-12-31') },
    ]);
  });
});
