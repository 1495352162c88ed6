// Ticks in the forms they are published in: plain, Binance's and Bybit's trades, LEAN's, and quotes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTicks } from '../../src/adapters/market-lake/read-ticks.ts';
import { candlesOf, ROW } from '../../src/core/market/recording.ts';
import { temporaryFolder } from '../cli/run-cli.ts';

function read(...lines: readonly string[]) {
  const file = join(temporaryFolder(), 'BTCUSDT.csv');
  writeFileSync(file, lines.join('\n'));
  const found = readTicks(file);
  if (found === null) return null;
  const { recording, notes } = found;
  const rows = [...recording.trades].map((i) => [
    recording.time[i],
    recording.row[i] === ROW.buy ? 'buy' : 'sell',
    recording.price[i],
    recording.quantity[i],
  ]);
  return { recording, notes, rows };
}

const TWO_TRADES = [
  [1670889600000, 'buy', 17207.5, 0.25],
  [1670889600120, 'sell', 17207, 1],
];

it.each([
  ['the plain form', ['time,price,quantity,side', '1670889600000,17207.5,0.25,buy', '1670889600120,17207.0,1.00,sell']],
  // The columns of public.bybit.com: seconds for contracts, milliseconds for spot.
  [
    "Bybit's contracts",
    [
      'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional',
      '1670889600.0000,BTCUSDT,Buy,0.25,17207.50,ZeroPlusTick,5a3b,4.3e+11,0.25,4301.875',
      '1670889600.1200,BTCUSDT,Sell,1,17207.00,MinusTick,5a3c,1.7e+12,1,17207',
    ],
  ],
  ["Bybit's spot", ['id,timestamp,price,volume,side', '1,1670889600000,17207.5,0.25,buy', '2,1670889600120,17207,1,sell']],
  // The columns of data.binance.vision: with a header for futures, without one for spot, whose times are microseconds since 2025.
  [
    "Binance's futures",
    [
      'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker',
      '7,17207.50,0.25,1,1,1670889600000,false',
      '8,17207.00,1.00,2,2,1670889600120,true',
    ],
  ],
  ["Binance's spot", ['7,17207.50,0.25,1,1,1670889600000,False,True', '8,17207.00,1.00,2,2,1670889600120,True,True']],
  ["Binance's spot in microseconds", ['7,17207.50,0.25,1,1,1670889600000000,False,True', '8,17207.00,1.00,2,2,1670889600120000,True,True']],
])('reads %s', (_, lines) => {
  const found = read(...lines);
  expect(found?.rows).toEqual(TWO_TRADES);
  expect([found?.notes, found?.recording.priceDecimals]).toEqual([[], 1]);
});

it('takes who took from the price where it is not written, and says so', () => {
  const found = read('time,price,size', ...[100, 101, 101, 99, 99].map((price, i) => `${1670889600000 + i},${price},1`));
  expect(found?.rows.map(([, side]) => side)).toEqual(['buy', 'buy', 'buy', 'sell', 'sell']);
  expect(found?.notes).toEqual([expect.stringMatching(/^of 5 trades the file does not say who took/)]);
});

it('tells missing trades, rows that are none, and times out of order', () => {
  const found = read(
    'id,time,price,quantity,side',
    '1,1670889600000,100,1,buy',
    '2,1670889600010,x,1,buy',
    '5,1670889600030,102,1,sell',
    '4,1670889600020,101,1,buy',
    '6,1670889600040,103,1,buy',
  );
  expect(found?.rows.map(([, , price]) => price)).toEqual([100, 101, 102, 103]);
  expect(found?.notes).toEqual([
    '1 rows had no time, price or quantity above 0 and were left out, the first at line 3: 2,1670889600010,x,1,buy',
    '1 rows were earlier than the one before and were put in order',
    'trades are missing in 1 places, the first before number 4 (expected 2)',
  ]);
});

it('turns a file round that is newest first', () => {
  const found = read('time,price,quantity,side', '1670889600020,101,1,buy', '1670889600010,100,1,sell', '1670889600000,99,1,buy');
  expect(found?.rows.map(([, , price]) => price)).toEqual([99, 100, 101]);
  expect(found?.notes).toEqual(['the file is newest first; its rows were turned round']);
});

it('reads quotes, and says of candles that they are none', () => {
  const found = read('time,bid,ask', '1399507208715,1.39101,1.39114', '1399507215681,1.39102,1.39116');
  const candles = found === null ? null : candlesOf(found.recording, 60_000);
  expect([found?.recording.kind, candles?.length, candles?.high[0], candles?.ask?.high[0]]).toEqual(['quotes', 1, 1.39102, 1.39116]);
  expect(read('time,open,high,low,close,volume', '1670889600000,1,1,1,1,1', '1670889660000,1,1,1,1,1')).toBeNull();
});
