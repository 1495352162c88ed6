// freqtrade from PyPI, unmodified and with orders it takes for real ones, trades against `atalaya exchange`: what its own database says is what the exchange executed (npm run test:full).
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { PROJECT, temporaryFolder } from '../cli/run-cli.ts';
import { disagreements, type ExchangeSide, type Executed } from './freqtrade-agreement.ts';
import { type BotReport, freqtradeProgram, tradeThrice } from './freqtrade-bot.ts';
import { signed } from './open-exchange.ts';

interface Seen {
  readonly bot: BotReport;
  readonly exchange: ExchangeSide;
}

const MODES = ['spot', 'futures'] as const;
const FOLDERS = { spot: temporaryFolder(), futures: temporaryFolder() };
/** Of samples/market/instruments.json. */
const TAKER_FEES = { spot: 0.001, futures: 0.0006 };

const seen: Partial<Record<(typeof MODES)[number], Seen>> = {};
let missing = '';
let simulator: ChildProcess | undefined;
const over = new AbortController();
afterAll(() => {
  over.abort();
  simulator?.kill();
});

const isAsked = process.env.ATALAYA_FULL !== undefined;

beforeAll(async () => {
  if (!isAsked) return;
  const had = await freqtradeProgram();
  if ('missing' in had) {
    missing = `freqtrade can't be installed here: ${had.missing}`;
    return;
  }
  const address = await openExchange();
  const reports = await Promise.all(
    MODES.map((mode) => tradeThrice({ ...had, mode, address, folder: FOLDERS[mode], signal: over.signal })),
  );
  for (const [index, mode] of MODES.entries()) {
    const category = mode === 'spot' ? 'spot' : 'linear';
    const orders = await Promise.all(
      ['/v5/order/history', '/v5/order/realtime'].map((path) => list<{ orderId: string }>(address, mode, path, category)),
    );
    seen[mode] = {
      bot: reports[index] as BotReport,
      exchange: {
        orderIds: orders.flat().map(({ orderId }) => orderId),
        executions: await list<Executed>(address, mode, '/v5/execution/list', category),
        takerFee: TAKER_FEES[mode],
      },
    };
  }
}, 1_200_000);

/** The command as it is typed. */
function openExchange(): Promise<string> {
  const words = ['exchange', '--venue', 'bybit', '--replay', 'samples', '--speed', '1', '--align-now', '--json'];
  const child = spawn(process.execPath, [join(PROJECT, 'src/apps/cli.ts'), ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  simulator = child;
  return new Promise((done, fail) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      if (text.endsWith('}\n')) done((JSON.parse(text) as { addresses: { rest: string } }).addresses.rest.replace('http://', ''));
    });
    child.on('close', () => fail(new Error(text)));
  });
}

/** Asked of the exchange by hand, without the client that the bot uses. One page holds all of so short a run. */
async function list<T>(address: string, key: string, path: string, category: string): Promise<T[]> {
  const query = `category=${category}&symbol=BTCUSDT&limit=50`;
  const answer = await fetch(`http://${address}${path}?${query}`, { headers: signed(key, query) });
  const { retMsg, result } = (await answer.json()) as { retMsg: string; result: { list: T[]; nextPageCursor: string } };
  expect([retMsg, result.nextPageCursor]).toEqual(['OK', '']);
  return result.list;
}

/** The run, or a skipped test where there is none. */
function runOf(mode: (typeof MODES)[number], context: TestContext): Seen {
  return seen[mode] ?? context.skip(missing);
}

describe.skipIf(!isAsked).each(MODES)('freqtrade on %s', (mode) => {
  test('trades three times, and has of them what the exchange has', (context) => {
    const { bot, exchange } = runOf(mode, context);
    expect(bot.trades.map(({ is_open }) => is_open)).toEqual([0, 0, 0]);
    expect(bot.trades.map(({ is_short }) => is_short)).toEqual([0, mode === 'spot' ? 0 : 1, 0]);
    expect(exchange.executions.length).toBeGreaterThanOrEqual(8);
    expect(disagreements(bot, exchange)).toEqual([]);
  });

  test('replaced an order, added, left in parts, and left by its stop', (context) => {
    const { bot } = runOf(mode, context);
    const entriesAndExits = (trade: number) =>
      bot.orders.filter(({ ft_trade_id, ft_order_side }) => ft_trade_id === trade && ft_order_side !== 'stoploss');
    expect(entriesAndExits(1).map(({ status }) => status)).toEqual(['canceled', 'closed', 'closed']);
    expect(entriesAndExits(2)).toHaveLength(4);
    expect(bot.trades[2]?.exit_reason).toMatch(mode === 'spot' ? /^(trailing_)?stop_loss$/ : /^stoploss_on_exchange$/);
    const stops = bot.orders.filter(({ ft_order_side, status }) => ft_order_side === 'stoploss' && status === 'closed');
    expect(stops).toHaveLength(mode === 'spot' ? 0 : 1);
  });

  test('takes its candles from the stream', (context) => {
    expect(runOf(mode, context).bot.log).toMatch(/reuse watch result for BTC\/USDT/);
  });

  test('meets no trouble but a stop that ended with its position before it was cancelled', (context) => {
    const { log } = runOf(mode, context).bot;
    const troubles = log.split('\n').filter((line) => / - (WARNING|ERROR|CRITICAL) - /.test(line));
    expect(troubles.filter((line) => !line.includes('Could not cancel stoploss order'))).toEqual([]);
  });
});

describe('a difference is found', () => {
  // 2 bought at 100 and sold at 101, for 0.1 % of 200 and of 202: 2 less 0.402 is left.
  const bought = { orderId: 'in', side: 'Buy', execQty: '2', execValue: '200', execFee: '0.2', feeCurrency: 'USDT' } as const;
  const sold = { orderId: 'out', side: 'Sell', execQty: '2', execValue: '202', execFee: '0.202', feeCurrency: 'USDT' } as const;
  const exchange: ExchangeSide = { orderIds: ['in', 'out'], executions: [bought, sold], takerFee: 0.001 };
  const entry = { order_id: 'in', ft_trade_id: 1, ft_order_side: 'buy', side: 'buy', status: 'closed', average: 100, filled: 2 } as const;
  const exit = { ...entry, order_id: 'out', ft_order_side: 'sell', side: 'sell', average: 101 } as const;
  const trade = { id: 1, is_open: 0, is_short: 0, fee_open: 0.001, fee_close: 0.001, close_profit_abs: 1.598, exit_reason: 'x' } as const;

  // 2 bought at 100 for 0.1 % of 2 coins; of the 1.998 left 1.9 can be sold, at 101 for 0.1 % of 191.9: 191.7081 less 1.9 times 100.1.
  const inCoins: ExchangeSide = {
    ...exchange,
    executions: [
      { ...bought, execFee: '0.002', feeCurrency: 'BTC' },
      { ...sold, execQty: '1.9', execValue: '191.9', execFee: '0.1919' },
    ],
  };

  test.each([
    ['where there is none, of fees in coins', inCoins, [entry, { ...exit, filled: 1.9 }], { ...trade, close_profit_abs: 1.5181 }, []],
    ['where there is none', exchange, [entry, exit], trade, []],
    ['in an amount', exchange, [{ ...entry, filled: 1 }, exit], trade, ['amount of in: the exchange has 2, freqtrade 1']],
    ['in a price', exchange, [{ ...entry, average: 100.01 }, exit], trade, ['average price of in: the exchange has 100, freqtrade 100.01']],
    ['in a side', exchange, [{ ...entry, side: 'sell' }, exit], trade, ['side of in: freqtrade has sell']],
    ['in a profit', exchange, [entry, exit], { ...trade, close_profit_abs: 2 }, ['profit of trade 1: the exchange has 1.598, freqtrade 2']],
    [
      'in a fee',
      exchange,
      [entry, exit],
      { ...trade, fee_close: 0 },
      ['fee ratio at the exit of trade 1: the exchange has 0.001, freqtrade 0'],
    ],
    ['in an order', { ...exchange, orderIds: ['in', 'out', 'x'] }, [entry, exit], trade, ['order x: one of them does not know it']],
  ] as const)('%s', (_, of, orders, one, told) => {
    expect(disagreements({ orders, trades: [one] }, of)).toEqual(told);
  });
});
