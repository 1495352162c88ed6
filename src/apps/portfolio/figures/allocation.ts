/** Weights against targets, how assets move together, and the trades that would restore the targets. */

import type { PortfolioAllocation, Slice as ToldSlice } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { concentration, restoring, type Slice, type Weighed, weigh } from '../../../core/portfolio/figures/allocation.ts';
import { holdingFigures } from '../../../core/portfolio/figures/holdings.ts';
import { correlation } from '../../../core/portfolio/figures/risk.ts';
import { multiply, toNumber } from '../../../core/portfolio/fixed.ts';
import { moneyOf } from './amounts.ts';
import { dayText, type FigureBook, periodOf, scopeOf } from './figure-book.ts';
import { ledgerAt } from './holdings.ts';
import { priceReturn } from './performance.ts';
import { missingTold } from './told.ts';

type By = PortfolioAllocation['by'];

/** Cash has a slice of its own where slices are of assets. */
const CASH = 'cash';

export interface Sliced {
  readonly slices: readonly Slice[];
  readonly titles: ReadonlyMap<string, string>;
  /** Held, and without a price. */
  readonly missing: ReadonlySet<string>;
}

export function slicesOf(book: FigureBook, view: View, by: By, base: string, day: number): Sliced {
  const ledger = ledgerAt(book, view, base, day);
  const scope = scopeOf(book, view);
  const values = new Map<string, { value: number; price: number | null }>();
  const titles = new Map<string, string>();
  const missing = new Set<string>();
  const add = (key: string, title: string, value: number, price: number | null) => {
    const one = values.get(key);
    values.set(key, { value: (one?.value ?? 0) + value, price });
    titles.set(key, title);
  };
  for (const { account, asset, quantity, value, price, rate } of holdingFigures(ledger, book.market(base), day)) {
    if (quantity === 0n || !scope.hasAccount(account) || !scope.hasAsset(asset)) continue;
    if (value === null) missing.add(`instrument ${asset}`);
    if (value === null || price === null || rate === null) continue;
    const one = book.instrument(asset);
    const key = {
      ...{ instrument: one.id, kind: one.kind ?? 'other', category: one.classes[0] ?? '', subcategory: one.classes[1] ?? '' },
      ...{ account: book.accounts[account] as string, currency: one.currency ?? '' },
    }[by];
    add(key, by === 'instrument' ? one.symbol : key, toNumber(value), by === 'instrument' ? toNumber(multiply(price, rate)) : null);
  }
  if (scope.hasCash)
    for (const [account, currency, balance] of ledger.cash()) {
      if (balance === 0n || !scope.hasAccount(account)) continue;
      const rate = book.market(base).rate(currency, day);
      if (rate === null) missing.add(`currency ${currency}`);
      const code = book.currencies[currency] as string;
      const key = by === 'account' ? (book.accounts[account] as string) : by === 'currency' ? code : CASH;
      if (rate !== null) add(key, key, toNumber(multiply(balance, rate)), null);
    }
  return { slices: [...values].map(([key, one]) => ({ key, ...one })), titles, missing };
}

export function allocationAnswer(
  book: FigureBook,
  view: View & { readonly by: By; readonly fresh?: string | undefined },
): PortfolioAllocation {
  const base = view.base ?? book.state.settings.base;
  const { to } = periodOf(book, view);
  const { by } = view;
  const { slices, titles, missing } = slicesOf(book, view, by, base, to);
  const weighed = weigh(slices, book.state.targets.get(by) ?? null);
  const titleOf = (key: string) => titles.get(key) ?? key;
  return {
    ...{ by, base, asOf: dayText(to), concentration: concentration(weighed) },
    total: moneyOf(
      slices.reduce((sum, { value }) => sum + value, 0),
      base,
    ) as string,
    slices: weighed.map((one) => sliceTold(one, titleOf(one.key), base)),
    // What can't be valued would be bought or sold blindly.
    trades: (missing.size > 0 ? [] : restoring(weighed, Number(view.fresh ?? 0))).map(({ key, side, amount, quantity }) => ({
      ...{ key, side, title: titleOf(key), amount: moneyOf(amount, base) as string },
      quantity: quantity === null ? null : String(Number(quantity.toPrecision(8))),
    })),
    correlation: correlationOf(book, base, to),
    missing: missingTold(book, missing),
  };
}

export const sliceTold = ({ key, value, weight, target, drift, isOutside }: Weighed, title: string, base: string): ToldSlice => ({
  ...{ key, title, weight, target, drift, isOutside },
  value: moneyOf(value, base) as string,
});

const YEAR_DAYS = 365;
/** A table of more is not read. */
const MOST_CORRELATED = 12;

/** Of the heaviest: by daily changes of their prices in base over a year. */
function correlationOf(book: FigureBook, base: string, day: number): PortfolioAllocation['correlation'] {
  const { slices } = slicesOf(book, { method: 'fifo' }, 'instrument', base, day);
  const heaviest = [...slices].sort((a, b) => b.value - a.value).filter(({ key }) => key !== CASH);
  const chosen = heaviest.slice(0, MOST_CORRELATED).map(({ key }) => book.instruments.all.findIndex(({ id }) => id === key));
  const changes = chosen.map((index) => {
    const path = priceReturn(book, index, base, { from: day - YEAR_DAYS, to: day });
    return path.map((one, i) => {
      const change = i === 0 ? Number.NaN : (1 + one) / (1 + (path[i - 1] as number)) - 1;
      // Days on which nobody traded say nothing of how they move together.
      return change === 0 ? Number.NaN : change;
    });
  });
  return {
    names: chosen.map((index) => book.instrument(index).symbol),
    rows: changes.map((a) => changes.map((b) => correlation(a, b))),
  };
}
