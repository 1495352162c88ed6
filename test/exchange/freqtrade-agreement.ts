// Where freqtrade's own database and the exchange's executions differ.
import type { BotReport } from './freqtrade-bot.ts';

export interface Executed {
  readonly orderId: string;
  readonly side: 'Buy' | 'Sell';
  readonly execQty: string;
  readonly execValue: string;
  readonly execFee: string;
}

export interface ExchangeSide {
  readonly orderIds: readonly string[];
  readonly executions: readonly Executed[];
  /** What every execution pays: no order of this strategy waits in the book and fills there. */
  readonly takerFee: number;
}

/** freqtrade keeps doubles, the exchange 10^-8. */
const ROUNDING = 1e-6;

/** A sentence for each difference: orders one of them does not know, their sides, amounts and average prices, and profits and fees of trades. */
export function disagreements(
  { orders, trades }: Pick<BotReport, 'orders' | 'trades'>,
  { orderIds, executions, takerFee }: ExchangeSide,
): string[] {
  const told: string[] = [];
  const differ = (what: string, exchange: number, bot: number | null) => {
    if (!(Math.abs(exchange - (bot ?? Number.NaN)) <= ROUNDING))
      told.push(`${what}: the exchange has ${Number(exchange.toFixed(8))}, freqtrade ${bot}`);
  };
  const known = new Set(orders.map(({ order_id }) => order_id));
  for (const id of new Set([...known, ...orderIds]))
    if (known.has(id) !== orderIds.includes(id)) told.push(`order ${id}: one of them does not know it`);
  for (const { orderId } of executions) if (!known.has(orderId)) told.push(`an execution of ${orderId}, which freqtrade does not know`);
  for (const { order_id, side, filled, average } of orders) {
    const own = executions.filter(({ orderId }) => orderId === order_id);
    const amount = sum(own, ({ execQty }) => Number(execQty));
    differ(`amount of ${order_id}`, amount, filled ?? 0);
    if (own.length > 0) differ(`average price of ${order_id}`, sum(own, ({ execValue }) => Number(execValue)) / amount, average);
    if (own.some((one) => one.side.toLowerCase() !== side)) told.push(`side of ${order_id}: freqtrade has ${side}`);
  }
  for (const { id, close_profit_abs, fee_open, fee_close } of trades) {
    const mine = new Set(orders.filter(({ ft_trade_id }) => ft_trade_id === id).map(({ order_id }) => order_id));
    const own = executions.filter(({ orderId }) => mine.has(orderId));
    const left = sum(own, ({ side, execValue, execFee }) => (side === 'Sell' ? 1 : -1) * Number(execValue) - Number(execFee));
    differ(`profit of trade ${id}`, left, close_profit_abs);
    differ(`fee ratio at the entry of trade ${id}`, takerFee, fee_open);
    differ(`fee ratio at the exit of trade ${id}`, takerFee, fee_close);
  }
  return told;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
