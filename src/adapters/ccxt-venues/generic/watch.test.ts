import { expect, test } from 'vitest';
import { openExchange } from '../open-exchange.ts';
import { keepWatching } from './watch.ts';

const NOBODY = { up() {}, down() {}, unreadable() {} };

test('two pings without an answer are known within 30 s, and a venue that wants them more often has it so', async () => {
  const { exchange, close } = await openExchange({ venue: 'binanceus', instruments: [], now: Date.now }, null, null, {});
  const paceAfter = (keepAlive: number | undefined) => {
    exchange.streaming = { ...exchange.streaming, keepAlive };
    keepWatching(exchange, { method: 'watchTrades', parameters: ['BTC/USDT'], tell() {} }, NOBODY, () => 0).close();
    return exchange.streaming.keepAlive;
  };
  expect([paceAfter(undefined), paceAfter(180_000), paceAfter(5_000)]).toEqual([10_000, 10_000, 5_000]);
  await close();
});
