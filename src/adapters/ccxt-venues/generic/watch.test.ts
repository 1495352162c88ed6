import { expect, test } from 'vitest';
import binanceus from '../../../../node_modules/ccxt/js/src/pro/binanceus.js';
import { keepWatching } from './watch.ts';

const NOBODY = { up() {}, down() {}, unreadable() {} };

test('two pings without an answer are known within 30 s, and a venue that wants them more often has it so', () => {
  const paceOf = (keepAlive: number | undefined) => {
    const exchange = new binanceus(keepAlive === undefined ? {} : { streaming: { keepAlive } });
    keepWatching(exchange, { method: 'watchTrades', parameters: ['BTC/USDT'], tell() {} }, NOBODY, () => 0).close();
    return exchange.streaming.keepAlive;
  };
  expect([paceOf(undefined), paceOf(180_000), paceOf(5_000)]).toEqual([10_000, 10_000, 5_000]);
});
