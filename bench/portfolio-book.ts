/** A made-up book of the size of an active owner's twenty years, and what a plain recalculation by lists and doubles says of it. */

import type { AccountFacts } from '../src/core/portfolio/ledger/ledger.ts';
import type { MarketColumns } from '../src/core/portfolio/ledger/market.ts';
import type { Booked } from '../src/core/portfolio/ledger/operation.ts';
import { nextRandom, uniform } from '../src/core/trading/engine/random.ts';

const OPERATIONS = 100_000;
const ASSETS = 500;
const ACCOUNTS = 5;
/** So much that the whole is never below nothing. */
const DEPOSIT = 5_000_000;
const DEPOSIT_EVERY = 500;
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'] as const;

interface PlainTrade {
  readonly day: number;
  readonly account: number;
  /** -1 of a deposit. */
  readonly asset: number;
  /** Below 0 of a sale. */
  readonly quantity: number;
  readonly cash: number;
}

/** Every asset has a price and every currency a rate on every day. */
export function madeBook(first: number, days: number) {
  const state = { value: 42 };
  const random = () => {
    state.value = nextRandom(state.value);
    return uniform(state.value);
  };
  const dayColumn = Int32Array.from({ length: days }, (_, i) => first + i);
  const walk = (start: number, step: number, decimals: number) => {
    const values = new Float64Array(days);
    let value = start;
    for (let i = 0; i < days; i++) {
      value *= 1 + (random() - 0.499) * step;
      values[i] = Number(value.toFixed(decimals));
    }
    return { days: dayColumn, values };
  };
  const currencyOf = Array.from({ length: ASSETS }, (_, asset) => asset % CURRENCIES.length);
  const columns: MarketColumns = {
    prices: currencyOf.map(() => walk(50 + random() * 100, 0.03, 4)),
    perEuro: [undefined, walk(1.2, 0.006, 4), walk(0.8, 0.006, 4), walk(1.1, 0.006, 4), walk(140, 0.006, 2)],
    euro: 0,
  };
  const held = new Map<number, number>();
  const trades: PlainTrade[] = [];
  for (let i = 0; i < OPERATIONS; i++) {
    const at = Math.floor((i / OPERATIONS) * days);
    if (i % DEPOSIT_EVERY === 0) {
      trades.push({ day: first + at, account: (i / DEPOSIT_EVERY) % ACCOUNTS, asset: -1, quantity: 0, cash: DEPOSIT });
      continue;
    }
    const [asset, account] = [Math.floor(random() * ASSETS), Math.floor(random() * ACCOUNTS)];
    const key = account * ASSETS + asset;
    const has = held.get(key) ?? 0;
    const isSale = has > 0 && random() < 0.45;
    const quantity = isSale ? -(Math.floor(random() * has) + 1) : Math.floor(random() * 100) + 1;
    held.set(key, has + quantity);
    const price = columns.prices[asset]?.values[at] as number;
    trades.push({ day: first + at, account, asset, quantity, cash: Number((Math.abs(quantity) * price).toFixed(2)) });
  }
  // In a day by the clock, as they were made.
  let [secondOfDay, lastDay] = [0, -1];
  const booked: Booked[] = trades.map(({ day, account, asset, quantity, cash }, id) => {
    secondOfDay = day === lastDay ? secondOfDay + 1 : 0;
    lastDay = day;
    const at = new Date((day * 86_400 + secondOfDay) * 1_000).toISOString();
    if (asset === -1)
      return { id, entry: { kind: 'deposit', at, account: `a${account}`, cash: { amount: String(cash), currency: 'EUR' } } };
    return {
      id,
      entry: {
        kind: quantity > 0 ? 'buy' : 'sell',
        at,
        account: `a${account}`,
        asset: { symbol: `s${asset}` },
        quantity: String(Math.abs(quantity)),
        cash: { amount: String(cash), currency: CURRENCIES[currencyOf[asset] as number] as string },
      },
    };
  });
  const accounts: AccountFacts[] = Array.from({ length: ACCOUNTS }, (_, i) => ({ name: `a${i}`, tellsCash: true }));
  return {
    booked,
    columns,
    currencyOf,
    accounts,
    currencies: CURRENCIES,
    plain: { figures: (factor: number) => plainFigures(trades, columns, currencyOf, first + days - 1, factor) },
  };
}

function plainFigures(
  trades: readonly PlainTrade[],
  { prices, perEuro }: MarketColumns,
  currencyOf: readonly number[],
  last: number,
  factor: number,
) {
  const first = last - ((prices[0]?.days.length ?? 1) - 1);
  const rate = (asset: number, day: number) => 1 / (perEuro[currencyOf[asset] as number]?.values[day - first] ?? 1);
  const lots = new Map<string, { quantity: number; cost: number }[]>();
  const cash = new Map<number, number>();
  let realised = 0;
  for (const { day, account, asset, quantity, cash: paid } of trades) {
    if (asset === -1) {
      cash.set(0, (cash.get(0) ?? 0) + paid);
      continue;
    }
    const key = `${account} ${asset}`;
    const queue = lots.get(key) ?? [];
    lots.set(key, queue);
    const currency = currencyOf[asset] as number;
    cash.set(currency, (cash.get(currency) ?? 0) + (quantity > 0 ? -paid : paid));
    const inEuro = paid * rate(asset, day);
    if (quantity > 0) {
      queue.push({ quantity, cost: inEuro });
      continue;
    }
    let left = -quantity;
    realised += inEuro;
    while (left > 0) {
      const lot = queue[0] as { quantity: number; cost: number };
      const taken = Math.min(left, lot.quantity);
      const cost = (lot.cost * taken) / lot.quantity;
      realised -= cost;
      lot.cost -= cost;
      lot.quantity -= taken;
      left -= taken;
      if (lot.quantity === 0) queue.shift();
    }
  }
  let [total, unrealised] = [0, 0];
  for (const [key, queue] of lots) {
    const asset = Number(key.split(' ')[1]);
    for (const { quantity, cost } of queue) {
      const worth = quantity * (prices[asset]?.values.at(-1) as number) * factor * rate(asset, last);
      total += worth;
      unrealised += worth - cost;
    }
  }
  for (const [currency, balance] of cash) total += balance / (perEuro[currency]?.values.at(-1) ?? 1);
  return { total, realised, unrealised };
}
