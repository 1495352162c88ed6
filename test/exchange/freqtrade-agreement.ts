// Where freqtrade's own database and the exchange's executions differ.
import type { BotReport } from './freqtrade-bot.ts';

export interface Executed {
  readonly orderId: string;
  readonly side: 'Buy' | 'Sell';
  readonly execQty: string;
  readonly execValue: string;
  readonly execFee: string;
  /** On spot a buyer pays in the coin bought. */
  readonly feeCurrency: string;
}

export interface ExchangeSide {
  readonly orderIds: readonly string[];
  readonly executions: readonly Executed[];
  /** What every execution pays: no order of this strategy waits in the book and fills there. */
  readonly takerFee: number;
}

const MONEY = 'USDT';

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
    differ(`profit of trade ${id}`, profitOf(own, takerFee), close_profit_abs);
    differ(`fee ratio at the entry of trade ${id}`, takerFee, fee_open);
    differ(`fee ratio at the exit of trade ${id}`, takerFee, fee_close);
  }
  return told;
}

/**
 * What a trade has left. Where buyers pay in coins, a part of a step stays unsold: freqtrade leaves it out of the trade, and counts for each coin it sold the
 * average price paid and the fee on that.
 */
function profitOf(executions: readonly Executed[], takerFee: number): number {
  const [buys, sells] = (['Buy', 'Sell'] as const).map((wanted) => executions.filter(({ side }) => side === wanted)) as [
    Executed[],
    Executed[],
  ];
  const worth = (of: readonly Executed[]) => sum(of, ({ execValue }) => Number(execValue));
  const quantity = (of: readonly Executed[]) => sum(of, ({ execQty }) => Number(execQty));
  const fees = (of: readonly Executed[]) => sum(of, ({ execFee, feeCurrency }) => (feeCurrency === MONEY ? Number(execFee) : 0));
  const isPaidInCoins = buys.some(({ feeCurrency }) => feeCurrency !== MONEY);
  const cost = isPaidInCoins ? (worth(buys) / quantity(buys)) * quantity(sells) * (1 + takerFee) : worth(buys) + fees(buys);
  return worth(sells) - fees(sells) - cost;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
