/** What everything is worth, what it earned, and what needs the owner. */

import type { Overview, QuoteBox } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { weigh } from '../../../core/portfolio/figures/allocation.ts';
import { addGains, holdingFigures, NO_GAIN } from '../../../core/portfolio/figures/holdings.ts';
import { type Fixed, multiply, toNumber } from '../../../core/portfolio/fixed.ts';
import type { Ledger } from '../../../core/portfolio/ledger/ledger.ts';
import { lastSeen } from '../../../core/portfolio/ledger/market.ts';
import { slicesOf, sliceTold } from './allocation.ts';
import { gainText, inCurrency, known, moneyOf } from './amounts.ts';
import { type DailyFigures, dailyFigures, dayText, type FigureBook, periodOf, scopeOf } from './figure-book.ts';
import { ledgerAt } from './holdings.ts';
import { curveOf, measureTold } from './performance.ts';
import { ageOf, missingTold, priceUsed, toldInstrument } from './told.ts';
import { oldBook, whyTheyDiffer } from './words.ts';

const DAY_MS = 86_400_000;

export function overviewAnswer(book: FigureBook, view: View): Overview {
  const { state } = book;
  const base = view.base ?? state.settings.base;
  const { method } = view;
  const period = periodOf(book, view);
  const scope = scopeOf(book, view);
  const ledger = ledgerAt(book, view, base, period.to);
  const figures = holdingFigures(ledger, book.market(base), period.to).filter(
    ({ account, asset }) => scope.hasAccount(account) && scope.hasAsset(asset),
  );
  const held = figures.filter(({ quantity }) => quantity !== 0n);
  const { daily, measures } = dailyFigures(book, method, base, scope, period);
  const cash = scope.hasCash ? cashIn(book, ledger, base, period.to, scope.hasAccount) : { known: 0n, isWhole: true };
  const assets = held.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
  const isWhole = cash.isWhole && held.every(({ value }) => value !== null);
  const total = assets + cash.known;
  const { slices, titles } = slicesOf(book, view, 'kind', base, period.to);
  const unrealised = held.map((one) => one.unrealised).reduce(addGains, NO_GAIN);
  const realised = figures.map((one) => one.realised).reduce(addGains, NO_GAIN);
  const sum = (what: 'income' | 'fee' | 'tax') =>
    ledger.earnings.reduce(
      (all, one) => (one.what === what && scope.hasAccount(one.account) && scope.hasAsset(one.asset) ? all + (one.inBase ?? 0n) : all),
      0n,
    );
  const boxes = boxesOf(book, held, period.to, toNumber(total), base);
  return {
    ...{ asOf: book.clock(), base, method, boxes },
    total: isWhole ? inCurrency(total, base) : null,
    known: inCurrency(total, base),
    cash: inCurrency(cash.known, base),
    dayChange: dayChange(daily, base),
    invested: known(
      held.reduce((all: Fixed | null, { costInBase }) => (all === null || costInBase === null ? null : all + costInBase), 0n),
      base,
    ),
    unrealised: unrealised && gainText(unrealised, base),
    realised: realised && gainText(realised, base),
    income: inCurrency(sum('income'), base),
    fees: inCurrency(sum('fee'), base),
    taxes: inCurrency(sum('tax'), base),
    measures: measures.all.map(measureTold),
    why: whyTheyDiffer(measures.all, measures.flows, period.to - period.from + 1),
    allocation: weigh(slices, state.targets.get('kind') ?? null).map((one) => sliceTold(one, titles.get(one.key) ?? one.key, base)),
    curve: curveOf(daily, measures, null),
    target: targetOf(book, total, isWhole),
    quality: {
      stale: boxes.filter(({ price }) => price?.isStale).length,
      unresolved: book.instruments.all.filter(({ isResolved }) => !isResolved).length,
      quarantined: state.quality.quarantined.size,
      missing: boxes.filter(({ price }) => price === null).length,
      findings: ledger.findings.length,
    },
    missing: missingTold(book, daily.missing),
    book: {
      operations: state.booked.length,
      accounts: state.accounts.map(({ name }) => name),
      first: book.first === null ? null : dayText(book.first),
      changedAt: state.changedAt,
      old: ageOfBook(book),
    },
  };
}

type Held = ReturnType<typeof holdingFigures>;

function cashIn(book: FigureBook, ledger: Ledger, base: string, day: number, hasAccount: (account: number) => boolean) {
  let [sum, isWhole]: [Fixed, boolean] = [0n, true];
  for (const [account, currency, balance] of ledger.cash()) {
    if (balance === 0n || !hasAccount(account)) continue;
    const rate = book.market(base).rate(currency, day);
    if (rate === null) isWhole = false;
    else sum += multiply(balance, rate);
  }
  return { known: sum, isWhole };
}

/** Against the evening before, what came in and went out apart. */
function dayChange({ values, before, inflows, outflows }: DailyFigures['daily'], base: string): Overview['dayChange'] {
  const last = values.length - 1;
  if (last < 0) return null;
  const yesterday = last === 0 ? before : (values[last - 1] as number);
  const [inflow, outflow] = [inflows[last] as number, outflows[last] as number];
  const change = (values[last] as number) - yesterday - inflow + outflow;
  const amount = moneyOf(change, base);
  return amount === null ? null : { amount, ratio: yesterday + inflow > 0 ? change / (yesterday + inflow) : null };
}

/** One for each asset that is held, the heaviest first. */
function boxesOf(book: FigureBook, held: Held, day: number, total: number, base: string): QuoteBox[] {
  const byAsset = new Map<number, Fixed | null>();
  for (const { asset, value } of held) {
    const sum = byAsset.get(asset);
    byAsset.set(asset, value === null || sum === null ? null : (sum ?? 0n) + value);
  }
  return [...byAsset]
    .map(([asset, value]): QuoteBox => {
      const price = priceUsed(book, asset, day);
      const at = (back: number) => lastSeen(book.columns.prices[asset], day - back)?.value ?? null;
      const change = (back: number) => {
        const [then, now] = [at(back), at(0)];
        return then === null || now === null ? null : now / then - 1;
      };
      return {
        instrument: toldInstrument(book.instrument(asset)),
        ...{ price, change24h: change(1), change7d: change(7) },
        ageMs: price && ageOf(book, price),
        value: known(value, base),
        weight: value === null || total === 0 ? null : toNumber(value) / total,
        week: [7, 6, 5, 4, 3, 2, 1, 0].map(at).filter((one) => one !== null),
      };
    })
    .sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0));
}

function targetOf({ state }: FigureBook, total: Fixed, isWhole: boolean): Overview['target'] {
  const { target } = state.settings;
  return target === null ? null : { value: target, ratio: isWhole && Number(target) > 0 ? toNumber(total) / Number(target) : null };
}

function ageOfBook({ state }: FigureBook): Overview['book']['old'] {
  if (state.changedAt === null) return null;
  const days = Math.floor((state.now - state.changedAt) / DAY_MS);
  return days > state.settings.oldAfterDays ? oldBook(days) : null;
}
