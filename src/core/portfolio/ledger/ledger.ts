/** The ledger of a portfolio: lots, cash and what was earned, operation by operation. What moved is kept as legs, from which any part of it can be valued on any day. */

import { type Fixed, mulDiv, multiply } from '../fixed.ts';
import { LotBook, type LotMethod, type LotPart } from '../lots.ts';
import { Legs } from './legs.ts';
import type { Market } from './market.ts';
import { type Amount, isExternal, type Operation } from './operation.ts';
import { RULES } from './rules.ts';

export interface AccountFacts {
  readonly name: string;
  readonly tellsCash: boolean;
}

export interface LedgerOptions {
  readonly method: LotMethod;
  readonly market: Market;
  readonly accounts: readonly AccountFacts[];
  /** Currency of each instrument: what its costs are kept in. */
  readonly currencyOf: readonly number[];
  /** Costs and proceeds without the fees and taxes of the trade: for a period's reconciliation, which tells these apart. */
  readonly isGross?: boolean;
  /** All accounts as one: for the tax, which asks what was bought first and not where. */
  readonly isPooled?: boolean;
}

/** A sale, or another way of giving something away for something. Null: not known. */
export interface Sale {
  readonly operation: Operation;
  readonly account: number;
  readonly asset: number;
  readonly quantity: Fixed;
  /** In the instrument's currency, and in base at the day's rate; of `parts` alone. */
  readonly proceeds: Fixed | null;
  readonly proceedsInBase: Fixed | null;
  readonly parts: readonly LotPart[];
  /** Sold, but never bought as far as the book knows. */
  readonly missing: Fixed;
}

export interface Earning {
  readonly operation: Operation;
  readonly what: 'income' | 'fee' | 'tax';
  readonly account: number;
  /** -1: of no asset. */
  readonly asset: number;
  readonly amount: Amount;
  readonly inBase: Fixed | null;
  /** It is in the cost or the proceeds of a trade as well. */
  readonly isOfTrade: boolean;
}

export interface Finding {
  readonly code: 'OVERSOLD' | 'RATE_MISSING' | 'VALUE_UNKNOWN' | 'NOTHING_TO_CHANGE';
  readonly operation: Operation;
  readonly asset: number;
  readonly quantity: Fixed;
}

const NO_LOTS: readonly LotPart[] = [];

export class Ledger {
  readonly options: LedgerOptions;
  readonly legs = new Legs();
  readonly sales: Sale[] = [];
  readonly earnings: Earning[] = [];
  readonly findings: Finding[] = [];
  private readonly books = new Map<number, LotBook>();
  private readonly balances = new Map<number, Fixed>();

  constructor(options: LedgerOptions) {
    this.options = options;
  }

  apply(operation: Operation): void {
    RULES[operation.kind](this, operation);
  }

  /** Every holding that ever was, by account and instrument. */
  *holdings(): Generator<readonly [account: number, asset: number, book: LotBook]> {
    for (const [key, book] of this.books) yield [Math.floor(key / KEYS), key % KEYS, book];
  }

  *cash(): Generator<readonly [account: number, currency: number, balance: Fixed]> {
    for (const [key, balance] of this.balances) yield [Math.floor(key / KEYS), key % KEYS, balance];
  }

  lots(account: number, asset: number): readonly LotPart[] {
    return this.books.get(this.keyOf(account, asset))?.lots ?? NO_LOTS;
  }

  /** Sets what every lot has cost to what it is worth on a day, so that gains count from there. */
  revalue(day: number): void {
    const { market, currencyOf } = this.options;
    for (const [, asset, book] of this.holdings()) {
      const price = market.price(asset, day);
      const rate = market.rate(currencyOf[asset] as number, day);
      book.recost((lot) => {
        const cost = price === null ? null : multiply(lot.quantity < 0n ? -lot.quantity : lot.quantity, price);
        return { cost, costInBase: cost === null || rate === null ? null : multiply(cost, rate) };
      });
    }
  }

  /** Lots of it come in. `cost` null: not known. */
  receive(operation: Operation, account: number, asset: number, quantity: Fixed, cost: Amount | null, day = operation.day): void {
    if (quantity === 0n) return;
    const costs = this.costs(operation, asset, cost);
    this.add(operation, account, asset, { operation: operation.id, day, quantity, ...costs }, costs.costInBase);
  }

  add(operation: Operation, account: number, asset: number, lot: LotPart, worth: Fixed | null = null): void {
    this.book(account, asset).add(lot);
    this.move(operation, account, asset, lot.quantity, lot.costInBase, worth);
  }

  /** Lots that come of another asset of the account, at its costs and with its days. */
  addShares(operation: Operation, account: number, asset: number, lots: readonly LotPart[], of: number): void {
    const { market, currencyOf } = this.options;
    const [from, to] = [currencyOf[of] as number, currencyOf[asset] as number];
    for (const lot of lots) {
      const cost = lot.cost === null ? null : market.convert(lot.cost, from, to, operation.day);
      this.add(operation, account, asset, { ...lot, cost });
    }
  }

  takeWhole(operation: Operation, account: number, asset: number): readonly LotPart[] {
    const lots = this.book(account, asset).takeAll();
    for (const { quantity, costInBase } of lots) this.move(operation, account, asset, -quantity, negated(costInBase));
    return lots;
  }

  /** Takes it away without a word of what came for it: it goes on elsewhere. What is missing comes from outside, at a cost nobody knows. */
  take(operation: Operation, account: number, asset: number, quantity: Fixed): readonly LotPart[] {
    const { parts, missing } = this.takeParts(operation, account, asset, quantity, null);
    if (missing === 0n) return parts;
    const worth = this.options.isGross ? this.worthOn(operation, asset, missing) : null;
    return [...parts, { operation: operation.id, day: operation.day, quantity: missing, ...this.costs(operation, asset, worth) }];
  }

  /** At the price of the day; null where there is none by then. */
  worthOn({ day }: Operation, asset: number, quantity: Fixed): Amount | null {
    const price = this.options.market.price(asset, day);
    return price === null ? null : { amount: multiply(quantity, price), currency: this.options.currencyOf[asset] as number };
  }

  /** Sells it. What the book never saw bought is sold as well: it came from outside at what is got for it, and has no gain. */
  sell(operation: Operation, account: number, asset: number, quantity: Fixed, proceeds: Amount | null): void {
    const { cost, costInBase } = this.costs(operation, asset, proceeds);
    const { parts, missing } = this.takeParts(operation, account, asset, quantity, costInBase);
    const known = quantity - missing;
    const share = (whole: Fixed | null) => (whole === null ? null : mulDiv(whole, known, quantity));
    this.sales.push({
      ...{ operation, account, asset, quantity, parts, missing },
      ...{ proceeds: share(cost), proceedsInBase: share(costInBase) },
    });
  }

  /** Cash comes (above 0) or goes. In an account that does not tell its cash it comes from outside at once, or goes there. */
  pay(operation: Operation, account: number, amount: Amount): void {
    if (amount.amount === 0n) return;
    this.moveCash(operation, account, amount, false);
    if (!this.tellsCash(account)) this.moveCash(operation, account, { ...amount, amount: -amount.amount }, true);
  }

  /** The owner brings cash, or takes it out. */
  payOutside(operation: Operation, account: number, amount: Amount): void {
    if (this.tellsCash(account)) this.moveCash(operation, account, amount, true);
  }

  earn(what: Earning['what'], operation: Operation, account: number, asset: number, amount: Amount, isOfTrade = false): void {
    this.earnings.push({ what, operation, account, asset, amount, inBase: this.inBase(operation, amount), isOfTrade });
  }

  find(code: Finding['code'], operation: Operation, asset: number, quantity: Fixed = 0n): void {
    this.findings.push({ code, operation, asset, quantity });
  }

  book(account: number, asset: number): LotBook {
    const key = this.keyOf(account, asset);
    let book = this.books.get(key);
    if (book === undefined) {
      book = new LotBook(this.options.method);
      this.books.set(key, book);
    }
    return book;
  }

  /** An amount in the instrument's currency and in base. */
  costs({ day, ...operation }: Operation, asset: number, amount: Amount | null): { cost: Fixed | null; costInBase: Fixed | null } {
    if (amount === null) return { cost: null, costInBase: null };
    const { market, currencyOf } = this.options;
    const cost = market.convert(amount.amount, amount.currency, currencyOf[asset] as number, day);
    const costInBase = market.convert(amount.amount, amount.currency, market.base, day);
    if (cost === null || costInBase === null) this.find('RATE_MISSING', { day, ...operation }, asset);
    return { cost, costInBase };
  }

  /** `worth`: in base, of all of it. */
  private takeParts(operation: Operation, account: number, asset: number, quantity: Fixed, worth: Fixed | null) {
    const { parts, missing } = this.book(account, asset).take(quantity);
    const shareOf = (part: Fixed) => (worth === null ? null : mulDiv(worth, part, quantity));
    const gone = quantity - missing;
    if (gone !== 0n) this.move(operation, account, asset, -gone, negated(costOf(parts)), negated(shareOf(gone)));
    if (missing !== 0n) {
      this.find('OVERSOLD', operation, asset, missing);
      const lack = { operation, account, asset, currency: -1, worth: shareOf(missing) };
      this.legs.push({ ...lack, amount: missing, isOutside: true });
      this.legs.push({ ...lack, amount: -missing, isOutside: isExternal(operation.kind), worth: negated(lack.worth) });
    }
    return { parts, missing };
  }

  /** What an account has of an asset changes. */
  move(operation: Operation, account: number, asset: number, amount: Fixed, cost: Fixed | null, worth: Fixed | null = null): void {
    this.legs.push({ operation, account, asset, currency: -1, amount, isOutside: isExternal(operation.kind), cost, worth });
  }

  private moveCash(operation: Operation, account: number, { amount, currency }: Amount, isOutside: boolean): void {
    this.legs.push({ operation, account, asset: -1, currency, amount, isOutside });
    const key = account * KEYS + currency;
    this.balances.set(key, (this.balances.get(key) ?? 0n) + amount);
  }

  private tellsCash(account: number): boolean {
    return this.options.accounts[account]?.tellsCash ?? true;
  }

  private inBase(operation: Operation, { amount, currency }: Amount): Fixed | null {
    const { market } = this.options;
    const inBase = market.convert(amount, currency, market.base, operation.day);
    if (inBase === null) this.find('RATE_MISSING', operation, operation.asset);
    return inBase;
  }

  private keyOf(account: number, asset: number): number {
    return (this.options.isPooled ? 0 : account) * KEYS + asset;
  }
}

/** More instruments or currencies than any book has. */
const KEYS = 2 ** 20;

const negated = (amount: Fixed | null): Fixed | null => (amount === null ? null : -amount);

function costOf(parts: readonly LotPart[]): Fixed | null {
  let sum: Fixed = 0n;
  for (const { costInBase } of parts) sum += costInBase ?? 0n;
  return sum;
}
