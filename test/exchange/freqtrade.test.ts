// freqtrade from PyPI, unmodified and with orders it takes for real ones, trades against `atalaya exchange`: what its own database says is what the exchange executed (npm run test:full).
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT, temporaryFolder } from '../cli/run-cli.ts';
import { type BotReport, freqtradeProgram, tradeThrice } from './freqtrade-bot.ts';
import { signed } from './open-exchange.ts';

interface Executed {
  readonly orderId: string;
  readonly side: 'Buy' | 'Sell';
  readonly execQty: string;
  readonly execPrice: string;
  readonly execValue: string;
  readonly execFee: string;
  readonly feeCurrency: string;
}

interface Entered {
  readonly orderId: string;
  readonly orderStatus: string;
}

interface Seen {
  readonly bot: BotReport;
  readonly executions: readonly Executed[];
  readonly orders: readonly Entered[];
}

/** Both of them keep amounts of money in doubles or to 10^-8, over a dozen fills. */
const ROUNDING = 1e-6;
const MODES = ['spot', 'futures'] as const;
/** Of the sample's instruments: taker fees, which all but waiting orders pay. */
const FEES = { spot: 0.001, futures: 0.0006 };

const seen: Partial<Record<(typeof MODES)[number], Seen>> = {};
let missing = '';
let exchange: ChildProcess | undefined;
afterAll(() => exchange?.kill());

const isAsked = process.env.ATALAYA_FULL !== undefined;

beforeAll(async () => {
  if (!isAsked) return;
  const had = await freqtradeProgram();
  if ('missing' in had) {
    missing = `freqtrade can't be installed here: ${had.missing}`;
    return;
  }
  const address = await openExchange();
  const reports = await Promise.all(MODES.map((mode) => tradeThrice(had.program, mode, address, temporaryFolder())));
  for (const [index, mode] of MODES.entries()) {
    const category = mode === 'spot' ? 'spot' : 'linear';
    seen[mode] = {
      bot: reports[index] as BotReport,
      executions: await list<Executed>(address, mode, '/v5/execution/list', category),
      orders: [
        ...(await list<Entered>(address, mode, '/v5/order/history', category)),
        ...(await list<Entered>(address, mode, '/v5/order/realtime', category)),
      ],
    };
  }
}, 1_200_000);

/** The command as it is typed. The replay begins shortly before the news of 2022-12-13T13:30Z, which moved the price by hundreds. */
function openExchange(): Promise<string> {
  const words = ['exchange', '--venue', 'bybit', '--replay', 'samples', '--speed', '1', '--align-now', '--history', '808', '--json'];
  const child = spawn(process.execPath, [join(PROJECT, 'src/apps/cli.ts'), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  exchange = child;
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

const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0);

describe.skipIf(!isAsked).each(MODES)('freqtrade on %s', (mode) => {
  let bot: BotReport;
  let executions: readonly Executed[];
  let orders: readonly Entered[];
  const of = (id: string) => executions.filter(({ orderId }) => orderId === id);

  test('trades three times', (context) => {
    const run = seen[mode];
    if (run === undefined) return context.skip(missing);
    ({ bot, executions, orders } = run);
    expect(bot.trades.map(({ is_open }) => is_open)).toEqual([0, 0, 0]);
  });

  test('knows every order that the exchange has, and no other', (context) => {
    if (bot === undefined) return context.skip(missing);
    expect(bot.orders.map(({ order_id }) => order_id).sort()).toEqual(orders.map(({ orderId }) => orderId).sort());
  });

  test('has of each order the amount and the average price of its executions', (context) => {
    if (bot === undefined) return context.skip(missing);
    const booked = bot.orders.map(({ order_id, side, filled, average }) => ({
      order_id,
      side,
      filled: filled ?? 0,
      average: filled ? average : null,
    }));
    const executed = bot.orders.map(({ order_id, side }) => {
      const own = of(order_id);
      const amount = sum(own, ({ execQty }) => Number(execQty));
      expect(own.every((one) => one.side.toLowerCase() === side)).toBe(true);
      return {
        order_id,
        side,
        filled: expect.closeTo(amount, 8),
        average: own.length === 0 ? null : expect.closeTo(sum(own, ({ execValue }) => Number(execValue)) / amount, 1),
      };
    });
    expect(booked).toEqual(executed);
  });

  test('has of each trade the profit that its executions left, fees taken off', (context) => {
    if (bot === undefined) return context.skip(missing);
    for (const { id, close_profit_abs, fee_open, fee_close } of bot.trades) {
      const own = bot.orders.filter(({ ft_trade_id }) => ft_trade_id === id).flatMap(({ order_id }) => of(order_id));
      const left = sum(own, ({ side, execValue, execFee }) => (side === 'Sell' ? 1 : -1) * Number(execValue) - Number(execFee));
      expect(Math.abs((close_profit_abs ?? Number.NaN) - left)).toBeLessThan(ROUNDING);
      expect([fee_open, fee_close]).toEqual([FEES[mode], FEES[mode]]);
      expect(new Set(own.map(({ feeCurrency }) => feeCurrency))).toEqual(new Set(['USDT']));
    }
  });

  test('replaced, added, left in parts, and left by its stop', (context) => {
    if (bot === undefined) return context.skip(missing);
    const [first, second] = [1, 2].map((trade) =>
      bot.orders.filter(({ ft_trade_id, ft_order_side }) => ft_trade_id === trade && ft_order_side !== 'stoploss'),
    );
    expect(first?.map(({ status }) => status)).toEqual(['canceled', 'closed', 'closed']);
    expect(second).toHaveLength(4);
    expect(bot.trades[2]?.exit_reason).toBe(mode === 'spot' ? 'trailing_stop_loss' : 'stoploss_on_exchange');
    if (mode === 'futures')
      expect(bot.orders.some(({ ft_order_side, status }) => ft_order_side === 'stoploss' && status === 'closed')).toBe(true);
  });

  test('takes its candles from the stream', (context) => {
    if (bot === undefined) return context.skip(missing);
    expect(bot.log).toMatch(/reuse watch result for BTC\/USDT/);
  });

  test('meets nothing that it can not do, but for cancelling a stop that ended with its position', (context) => {
    if (bot === undefined) return context.skip(missing);
    const troubles = bot.log.split('\n').filter((line) => / - (WARNING|ERROR|CRITICAL) - /.test(line));
    expect(troubles.filter((line) => !line.includes('Could not cancel stoploss order'))).toEqual([]);
  });
});
