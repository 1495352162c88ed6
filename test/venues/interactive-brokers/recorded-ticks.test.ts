/** The gateway on the shipped quotes of EURUSD: the unmodified client sees each of them, bars of five seconds, and trades at bid and ask. */

import { OrderAction, OrderType, SecType } from '@stoqey/ib';
import { afterEach, expect, test } from 'vitest';
import { beginTogether } from '../../../src/adapters/exchange-simulator/driver.ts';
import { startIbExchange } from '../../../src/adapters/exchange-simulator/interactive-brokers/ib-server.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../../../src/apps/exchange-data.ts';
import { connected } from './stock-client.ts';
import { later, tidyUp } from './world.ts';

afterEach(tidyUp);

const EURUSD = { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' };
/** 2014-05-08 00:00:08.715, the first quote: 1.39101 to 1.39114. The next are 1.39102/1.39116 at 15.681, 1.39104/1.39118 and 1.39102/1.39116 until 15.690. */
const FIRST = 1_399_507_208_715;

test('quotes are told as they were recorded, bars are built of them, and orders meet bid and ask', async () => {
  const sources = beginTogether(await loadExchangeData(['EURUSD-oanda-ticks-2014-05-08'], [], 5000));
  const options = { sources, quantumDecimals: QUANTUM_DECIMALS, deposit: 100_000 * 10 ** QUANTUM_DECIMALS, port: 0, speed: 0, seed: 1 };
  const server = await startIbExchange(options);
  later(() => server.close());
  const { exchange } = server;
  exchange.advance(FIRST);
  const client = await connected(server);
  client.api.reqMktData(1, EURUSD, '', false, false);
  expect((await client.until('tickPrice', (_, kind) => kind === 1))[2]).toBe(1.39101);
  expect((await client.until('tickPrice', (_, kind) => kind === 2))[2]).toBe(1.39114);
  client.api.reqRealTimeBars(2, EURUSD, 5, 'MIDPOINT', false);
  const bought = client.place({ orderType: OrderType.MKT, totalQuantity: 20_000 }, EURUSD);
  expect((await client.status(bought, 'Filled'))[4]).toBe(1.39114);
  const sold = client.place({ action: OrderAction.SELL, orderType: OrderType.LMT, lmtPrice: 1.39103, totalQuantity: 20_000 }, EURUSD);
  await client.status(sold, 'Submitted');
  // The bid goes through 1.39103 at 15.686.
  exchange.advance(FIRST + 6_971);
  expect((await client.status(sold, 'Filled'))[4]).toBe(1.39103);
  exchange.advance(FIRST + 12_000);
  const bar = (await client.until('realtimeBar', (_, time) => time === 1_399_507_215)).slice(2, 6);
  expect(bar).toEqual([1.39102, 1.39104, 1.39102, 1.39102]);
});
