/** Returns by four measures, where the change comes from, risk, and the curve. */

import type { Curve, GroupBy, Measure, Performance, PerformanceGroups, Bridge as ToldBridge } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { type Bridge, bridgeOf } from '../../../core/portfolio/figures/bridge.ts';
import type { Daily, Scope } from '../../../core/portfolio/figures/daily.ts';
import { CALCULATION, type Measured, type Measures } from '../../../core/portfolio/figures/measures.ts';
import { drawdowns, riskOf } from '../../../core/portfolio/figures/risk.ts';
import { type Fixed, toNumber } from '../../../core/portfolio/fixed.ts';
import type { Earning, Ledger } from '../../../core/portfolio/ledger/ledger.ts';
import { lastSeen } from '../../../core/portfolio/ledger/market.ts';
import { charted, inCurrency, moneyOf } from './amounts.ts';
import { dailyFigures, dayText, type FigureBook, type KeyedScope, type Period, periodOf, scopeOf } from './figure-book.ts';
import { missingTold, toldInstrument } from './told.ts';
import { FORMULAS, NO_RETURN, whyTheyDiffer } from './words.ts';

export const measureTold = ({ name, ratio, annual, several, none }: Measured): Measure => ({
  ...{ name, ratio, annual, several: [...several], formula: FORMULAS[name] },
  none: none && NO_RETURN[none],
});

/** Points of a curve: more than a screen has columns are not drawn. */
const MOST_POINTS = 800;

export function curveOf(
  { from, values, inflows, outflows, before }: Daily,
  { accumulated }: Pick<Measures, 'accumulated'>,
  benchmark: Float64Array | null,
): Curve {
  const step = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  const falls = drawdowns(accumulated);
  const curve: Curve = { days: [], value: [], invested: [], twr: [], drawdown: [], benchmark: benchmark && [] };
  let invested = before;
  for (let i = 0; i < values.length; i++) {
    invested += (inflows[i] as number) - (outflows[i] as number);
    // The last day is always there.
    if ((values.length - 1 - i) % step !== 0) continue;
    curve.days.push(dayText(from + i));
    curve.value.push(charted(values[i] as number));
    curve.invested.push(charted(invested) ?? 0);
    curve.twr.push(charted(accumulated[i] as number));
    curve.drawdown.push(charted(falls[i] as number));
    curve.benchmark?.push(charted(benchmark?.[i] as number));
  }
  return curve;
}

function bridgeTold(bridge: Bridge, base: string): ToldBridge | null {
  const entries = Object.entries(bridge).map(([name, value]) => [name, moneyOf(value, base)] as const);
  return entries.some(([, text]) => text === null) ? null : (Object.fromEntries(entries) as ToldBridge);
}

/** In base, from 0 at the start of the period; NaN before it has a price. */
export function priceReturn(book: FigureBook, index: number, base: string, { from, to }: Period): Float64Array {
  const market = book.market(base);
  const currency = book.currencyOf[index] as number;
  const worth = (day: number): number => {
    const price = lastSeen(book.columns.prices[index], day);
    const rate = market.rate(currency, day);
    return price === null || rate === null ? Number.NaN : price.value * toNumber(rate);
  };
  const start = worth(from - 1);
  return Float64Array.from({ length: to - from + 1 }, (_, i) => worth(from + i) / start - 1);
}

export function performanceAnswer(book: FigureBook, view: View & { readonly benchmark?: string | undefined }): Performance {
  const base = view.base ?? book.state.settings.base;
  const { method } = view;
  const period = periodOf(book, view);
  const scope = scopeOf(book, view);
  const { daily, measures } = dailyFigures(book, method, base, scope, period);
  const wanted = view.benchmark ?? book.state.settings.benchmark;
  const index = wanted === null ? -1 : book.instruments.all.findIndex(({ id }) => id === wanted);
  const against = index === -1 ? null : priceReturn(book, index, base, period);
  const bridge = bridgeOf(book.periodLedger(method, base, period), scope);
  const { volatility30, volatility365, maxDrawdown, best, worst } = riskOf(daily, measures.accumulated);
  return {
    ...{ base, method, from: dayText(period.from), to: dayText(period.to), calculation: CALCULATION },
    measures: measures.all.map(measureTold),
    why: whyTheyDiffer(measures.all, measures.flows, period.to - period.from + 1),
    bridge: bridge && bridgeTold(bridge, base),
    risk: {
      ...{ volatility30, volatility365 },
      best: best && { day: dayText(best.day), ratio: best.ratio },
      worst: worst && { day: dayText(worst.day), ratio: worst.ratio },
      maxDrawdown: maxDrawdown && {
        ratio: maxDrawdown.ratio,
        from: dayText(maxDrawdown.from),
        to: dayText(maxDrawdown.to),
        recovered: maxDrawdown.recovered === null ? null : dayText(maxDrawdown.recovered),
      },
    },
    curve: curveOf(daily, measures, against),
    benchmark:
      index === -1 || against === null
        ? null
        : { instrument: toldInstrument(book.instrument(index)), twr: charted(against.at(-1) ?? Number.NaN) },
    missing: missingTold(book, daily.missing),
  };
}

interface Group {
  readonly key: string;
  readonly title: string;
  readonly scope: Omit<KeyedScope, 'key'>;
  readonly period: Period;
}

export function groupsAnswer(book: FigureBook, view: View & { readonly by: GroupBy }): PerformanceGroups {
  const base = view.base ?? book.state.settings.base;
  const { by, method } = view;
  const whole = periodOf(book, view);
  // Each month or year would need a ledger of its own: what rates alone have made of it is told of the other groups.
  const ofPeriod = by === 'month' || by === 'year' ? null : book.periodLedger(method, base, whole);
  const rows = groupsOf(book, view).map(({ key, title, scope, period }) => {
    const {
      daily,
      measures: { all, gain },
    } = dailyFigures(book, method, base, { ...scope, key: null }, period);
    const bridge = ofPeriod && bridgeOf(ofPeriod, scope);
    const earned = earnedIn(book.ledger(method, base), scope, period);
    const of = (name: Measured['name']) => all.find((one) => one.name === name)?.ratio ?? null;
    return {
      ...{ key, title, twr: of('twr'), xirr: of('xirr') },
      value: moneyOf(daily.values.at(-1) ?? daily.before, base),
      gain: moneyOf(gain, base),
      income: inCurrency(earned.income, base),
      fees: inCurrency(earned.fee, base),
      taxes: inCurrency(earned.tax, base),
      currencyGain: bridge && moneyOf(bridge.currencyGain, base),
    };
  });
  return { by, base, rows };
}

function earnedIn(ledger: Ledger, scope: Scope, { from, to }: Period): Record<Earning['what'], Fixed> {
  const earned = { income: 0n, fee: 0n, tax: 0n };
  for (const { what, operation, account, asset, inBase } of ledger.earnings)
    if (operation.day >= from && operation.day <= to && scope.hasAccount(account) && scope.hasAsset(asset)) earned[what] += inBase ?? 0n;
  return earned;
}

function groupsOf(book: FigureBook, view: View & { readonly by: GroupBy }): Group[] {
  const period = periodOf(book, view);
  const within = scopeOf(book, view);
  if (view.by === 'month' || view.by === 'year')
    return spansOf(period, view.by === 'month' ? 7 : 4).map((one) => ({ ...one, scope: within }));
  if (view.by === 'account')
    return book.accounts.flatMap((name, index) =>
      within.hasAccount(index)
        ? [{ key: name, title: name, period, scope: { ...within, hasAccount: (account: number) => account === index } }]
        : [],
    );
  const keys = new Map<string, Set<number>>();
  const titles = new Map<string, string>();
  book.instruments.all.forEach((one, index) => {
    if (!within.hasAsset(index)) return;
    const key = { instrument: one.id, kind: one.kind ?? 'other', category: one.classes[0] ?? '', currency: one.currency ?? '' }[
      view.by as 'instrument'
    ];
    keys.set(key, (keys.get(key) ?? new Set()).add(index));
    titles.set(key, view.by === 'instrument' ? one.symbol : key);
  });
  return [...keys].map(([key, indexes]) => ({
    ...{ key, title: titles.get(key) as string, period },
    scope: { ...within, hasAsset: (asset: number) => indexes.has(asset), assets: indexes, hasCash: false },
  }));
}

/** Months or years of a period, newest first: days whose text begins with the same so many letters. */
function spansOf({ from, to }: Period, letters: number): Omit<Group, 'scope'>[] {
  const spans: Omit<Group, 'scope'>[] = [];
  for (let day = to; day >= from; ) {
    const key = dayText(day).slice(0, letters);
    let first = day;
    while (first > from && dayText(first - 1).startsWith(key)) first--;
    spans.push({ key, title: key, period: { from: first, to: day } });
    day = first - 1;
  }
  return spans;
}
