/** A position that one order turns round, as the Bybit simulator tells it: one execution with the size that it closes (v5, Get Trade History: closedSize). */

import { expect, test } from 'vitest';
import { BUY, MINUTE, openExchange, openSigned, START } from './open-exchange.ts';

const OF = { category: 'linear', symbol: 'BTCUSDT' };

test('a sale of 8 against 5 held is one execution, one fee and one state of the order', async () => {
  const client = await openExchange();
  const { post, get, server } = client;
  await post('/v5/order/create', { ...BUY, qty: '5' });
  server.exchange.advance(START + 61 * MINUTE);
  const stream = await openSigned(client, '/v5/private', ['order', 'execution', 'position', 'wallet']);
  await post('/v5/order/create', { ...BUY, side: 'Sell', qty: '8', orderLinkId: 'turn' });
  // Bought at 100, sold at 92: 5 x -8 = -40. The fee is 0.06 % of 8 x 92 = 736: 0.4416.
  const [execution, ...others] = (await get('/v5/execution/list', { ...OF, orderLinkId: 'turn' })).result.list;
  expect(others).toEqual([]);
  expect(execution).toMatchObject({
    side: 'Sell',
    execPrice: '92',
    execQty: '8',
    closedSize: '5',
    execValue: '736',
    execFee: '0.4416',
    execPnl: '-40',
    leavesQty: '0',
  });
  await stream.find(({ topic }) => topic === 'wallet');
  const rows = (name: string) => stream.messages.filter(({ topic }) => topic === name).map(({ data }) => data[0] as Record<string, string>);
  expect(rows('execution').map(({ execQty, closedSize, execFee }) => [execQty, closedSize, execFee])).toEqual([['8', '5', '0.4416']]);
  expect(rows('order').map(({ orderStatus, cumExecQty, cumExecFee }) => [orderStatus, cumExecQty, cumExecFee])).toEqual([
    ['Filled', '8', '0.4416'],
  ]);
  expect(rows('position').map(({ side, size }) => [side, size])).toEqual([['Sell', '3']]);
  // 0.3 to open, 0.05 of funding (0.01 % of 500), -40, and of the fee 0.276 to close 460 and 0.1656 to open 276.
  const [position] = (await get('/v5/position/list', OF)).result.list;
  expect(position).toMatchObject({ side: 'Sell', size: '3', avgPrice: '92', curRealisedPnl: '-0.1656', cumRealisedPnl: '-40.7916' });
  const [closed, ...more] = (await get('/v5/position/closed-pnl', OF)).result.list;
  expect(more).toEqual([]);
  expect(closed).toMatchObject({
    qty: '8',
    closedSize: '5',
    avgEntryPrice: '100',
    avgExitPrice: '92',
    cumExitValue: '460',
    openFee: '0.3',
    closeFee: '0.276',
    closedPnl: '-40.576',
  });
  const [wallet] = (await get('/v5/account/wallet-balance', { accountType: 'UNIFIED', coin: 'USDT' })).result.list as unknown as [
    { coin: { walletBalance: string }[] },
  ];
  expect(wallet.coin[0]?.walletBalance).toBe('9959.2084');
});

test('the stops of the position go with it, and those that the order brings along protect the new one', async () => {
  const { post, get } = await openExchange();
  await post('/v5/order/create', { ...BUY, qty: '5', stopLoss: '95' });
  await post('/v5/order/create', { ...BUY, side: 'Sell', qty: '8', stopLoss: '105' });
  const stops = (await get('/v5/order/realtime', OF)).result.list;
  expect(stops.map(({ side, qty, triggerPrice }) => [side, qty, triggerPrice])).toEqual([['Buy', '3', '105']]);
});
