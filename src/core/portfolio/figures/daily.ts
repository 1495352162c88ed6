/** The value of a part of the portfolio on each day, and what came in and went out: from the ledger's legs and the columns of prices. */

import type { Legs } from '../ledger/legs.ts';
import { type DaySeries, lastSeen, type Market } from '../ledger/market.ts';
import type { DailyValues } from '../returns/time-weighted.ts';

/** What is looked at. Without cash, money that pays for an asset comes from outside, and what it brings goes there. */
export interface Scope {
  readonly hasAccount: (account: number) => boolean;
  readonly hasAsset: (asset: number) => boolean;
  readonly hasCash: boolean;
  /** Where only these are looked at: nothing else has to be walked through. */
  readonly assets?: ReadonlySet<number>;
}

export const EVERYTHING: Scope = { hasAccount: () => true, hasAsset: () => true, hasCash: true };

export interface Daily extends DailyValues {
  readonly from: number;
  readonly to: number;
  /** What the assets held at the end of each day have cost. */
  readonly costs: Float64Array;
  /** Instruments and currencies that had no price or rate on a day on which there was some of them; values of such days are NaN. */
  readonly missing: ReadonlySet<string>;
}

export interface DailyOptions {
  readonly legs: Legs;
  readonly market: Market;
  readonly currencyOf: readonly number[];
  readonly scope: Scope;
  /** Days since 1970-01-01, both within. */
  readonly from: number;
  readonly to: number;
}

/** Quantities are sums of doubles here: what is left of one by rounding is nothing. */
const ROUNDING = 1e-9;
const NOTHING: DaySeries = { days: new Int32Array(0), values: new Float64Array(0) };

export function dailyValues(given: DailyOptions): Daily {
  const { from, to, scope } = given;
  const legs = scope.assets === undefined ? given.legs : given.legs.of(scope.assets);
  const options = { ...given, legs };
  const length = Math.max(0, to - from + 1);
  // One more in front: the day before.
  const values = new Float64Array(length + 1);
  const costs = new Float64Array(length + 1);
  const [inflows, outflows] = [new Float64Array(length), new Float64Array(length)];
  const missing = new Set<string>();
  const rates = new DailyRates(options, length + 1);
  const held = new Holder(options, rates, values, missing);
  const worthOf = worthOfLegs(options, rates, missing);

  for (let first = 0; first < legs.operation.length; ) {
    const operation = legs.operation[first];
    let next = first + 1;
    while (next < legs.operation.length && legs.operation[next] === operation) next++;
    const day = (operation as { readonly day: number }).day;
    if (day > to) break;
    const touches = scope.hasAccount(operation?.account as number) && scope.hasAsset(operation?.asset as number);
    let [isTouched, inside, across] = [touches, 0, 0];
    for (let i = first; i < next; i++) {
      const isCash = legs.asset[i] === -1;
      const isIn = scope.hasAccount(legs.account[i] as number) && (isCash ? scope.hasCash : scope.hasAsset(legs.asset[i] as number));
      if (isIn) {
        isTouched = true;
        held.change(i, day);
        costs[Math.max(0, day - from + 1)] = (costs[Math.max(0, day - from + 1)] as number) + (legs.cost[i] as number);
        if (legs.isOutside[i] && day >= from) inside += worthOf(i, day);
      } else if (!legs.isOutside[i] && day >= from) across -= worthOf(i, day);
    }
    if (isTouched && day >= from) addFlow(inside + across, day - from, inflows, outflows);
    first = next;
  }
  held.value();
  for (let i = 1; i <= length; i++) costs[i] = (costs[i] as number) + (costs[i - 1] as number);
  return {
    ...{ from, to, before: values[0] as number, values: values.subarray(1), costs: costs.subarray(1) },
    ...{ inflows, outflows, missing },
  };
}

function addFlow(flow: number, at: number, inflows: Float64Array, outflows: Float64Array): void {
  if (flow > 0) inflows[at] = (inflows[at] as number) + flow;
  else outflows[at] = (outflows[at] as number) - flow;
}

function worthOfLegs(
  { legs, market, currencyOf, from }: DailyOptions,
  rates: DailyRates,
  missing: Set<string>,
): (index: number, day: number) => number {
  const rateOn = (currency: number, day: number): number => {
    const rate = rates.of(currency)[day - from + 1] as number;
    if (Number.isNaN(rate)) missing.add(`currency ${currency}`);
    return rate;
  };
  return (index, day) => {
    const asset = legs.asset[index] as number;
    const amount = legs.amount[index] as number;
    if (asset === -1) return amount * rateOn(legs.currency[index] as number, day);
    const worth = legs.worth[index] as number;
    if (!Number.isNaN(worth)) return worth;
    const price = lastSeen(market.columns.prices[asset], day);
    if (price === null) missing.add(`instrument ${asset}`);
    return price === null ? Number.NaN : amount * price.value * rateOn(currencyOf[asset] as number, day);
  };
}

/** What one of each currency is in base at the end of each day, the day before the first included; NaN where that is not known. */
class DailyRates {
  private readonly market: Market;
  private readonly from: number;
  private readonly length: number;
  private readonly known = new Map<number, Float64Array>();

  constructor({ market, from }: DailyOptions, length: number) {
    this.market = market;
    this.from = from;
    this.length = length;
  }

  of(currency: number): Float64Array {
    let rates = this.known.get(currency);
    if (rates === undefined) {
      const { base } = this.market;
      const ofBase = this.perEuro(base);
      rates = currency === base ? ofBase.fill(1) : this.perEuro(currency).map((one, i) => (ofBase[i] as number) / one);
      this.known.set(currency, rates);
    }
    return rates;
  }

  private perEuro(currency: number): Float64Array {
    const { columns } = this.market;
    const daily = new Float64Array(this.length);
    if (currency === columns.euro) return daily.fill(1);
    const { days, values } = columns.perEuro[currency] ?? NOTHING;
    let next = 0;
    for (let i = 0; i < daily.length; i++) {
      while (next < days.length && (days[next] as number) < this.from + i) next++;
      daily[i] = next === 0 ? Number.NaN : (values[next - 1] as number);
    }
    return daily;
  }
}

/** Collects what changes of each asset and each currency, then walks its prices once. */
class Holder {
  private readonly options: DailyOptions;
  private readonly values: Float64Array;
  private readonly missing: Set<string>;
  private readonly assets = new Map<number, Float64Array>();
  private readonly cash = new Map<number, Float64Array>();
  private readonly rates: DailyRates;

  constructor(options: DailyOptions, rates: DailyRates, values: Float64Array, missing: Set<string>) {
    this.rates = rates;
    this.options = options;
    this.values = values;
    this.missing = missing;
  }

  change(index: number, day: number): void {
    const { legs, from } = this.options;
    const asset = legs.asset[index] as number;
    const [columns, key] = asset === -1 ? [this.cash, legs.currency[index] as number] : [this.assets, asset];
    let column = columns.get(key);
    if (column === undefined) {
      column = new Float64Array(this.values.length);
      columns.set(key, column);
    }
    const at = Math.max(0, day - from + 1);
    column[at] = (column[at] as number) + (legs.amount[index] as number);
  }

  value(): void {
    for (const [currency, changes] of this.cash) this.addCash(currency, changes);
    for (const [asset, changes] of this.assets) this.addAsset(asset, changes);
  }

  private addCash(currency: number, changes: Float64Array): void {
    const { values } = this;
    const rates = this.rates.of(currency);
    let [balance, largest] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      balance += changes[i] as number;
      largest = Math.max(largest, Math.abs(balance));
      if (Math.abs(balance) <= largest * ROUNDING) continue;
      values[i] = (values[i] as number) + balance * (rates[i] as number);
      if (Number.isNaN(rates[i])) this.missing.add(`currency ${currency}`);
    }
  }

  private addAsset(asset: number, changes: Float64Array): void {
    const { values } = this;
    const { market, currencyOf, from } = this.options;
    const rates = this.rates.of(currencyOf[asset] as number);
    const { days, values: prices } = market.columns.prices[asset] ?? NOTHING;
    let [quantity, largest, next] = [0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const day = from - 1 + i;
      while (next < days.length && (days[next] as number) <= day) next++;
      quantity += changes[i] as number;
      largest = Math.max(largest, Math.abs(quantity));
      if (Math.abs(quantity) <= largest * ROUNDING) continue;
      const worth = next === 0 ? Number.NaN : quantity * (prices[next - 1] as number) * (rates[i] as number);
      values[i] = (values[i] as number) + worth;
      if (Number.isNaN(worth)) this.missing.add(next === 0 ? `instrument ${asset}` : `currency ${currencyOf[asset]}`);
    }
  }
}
