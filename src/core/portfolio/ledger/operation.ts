/** Entries made ready for the ledger: exact amounts, indexes instead of names, and one order that does not depend on which file came first. */

import { daysFromCivil } from '../../market/zone.ts';
import type { AssetName, Entry, Money } from '../entry.ts';
import { type Fixed, parseFixed } from '../fixed.ts';
import { OPERATION_KINDS, type OperationKind } from '../operation-kinds.ts';

export interface Amount {
  readonly amount: Fixed;
  /** Index into the currencies. */
  readonly currency: number;
}

export interface Coins {
  readonly asset: number;
  readonly quantity: Fixed;
}

/** An entry of the book; what it does not have is -1 or null. */
export interface Operation {
  readonly id: number;
  /** Days since 1970-01-01 in the owner's zone. */
  readonly day: number;
  readonly kind: OperationKind;
  readonly account: number;
  readonly otherAccount: number;
  readonly asset: number;
  readonly otherAsset: number;
  readonly quantity: Fixed;
  readonly otherQuantity: Fixed;
  readonly cash: Amount | null;
  readonly otherCash: Amount | null;
  readonly fee: Amount | null;
  /** A fee that was paid in coins. */
  readonly feeCoins: Coins | null;
  readonly tax: Amount | null;
  readonly value: Amount | null;
  /** Of one, as it was told. */
  readonly price: Amount | null;
  readonly ratio: readonly [to: bigint, from: bigint];
  readonly costShare: Fixed;
  readonly acquiredDay: number;
}

export interface Booked {
  readonly id: number;
  readonly entry: Entry;
}

/** What the names of a book stand for. */
export interface Names {
  instrument(name: AssetName): number;
  account(name: string): number;
  currency(code: string): number;
  /** Whether it is a state's money, which is kept as cash; else it is coins, which are held. */
  isMoney(code: string): boolean;
  /** The owner's day of an instant. */
  dayOf(utcMs: number): number;
}

interface Placed {
  readonly operation: Operation;
  /** Null: only the day is known. */
  readonly ms: number | null;
  readonly tie: string;
}

/** In the order of the ledger: by day; in a day by the clock where all of that day have one, else what comes before what goes. Entries have passed `checkEntry`. */
export function orderedOperations(booked: readonly Booked[], names: Names): Operation[] {
  const days = new Map<number, Placed[]>();
  for (const one of booked) {
    const placed = place(one, names);
    const others = days.get(placed.operation.day);
    if (others) others.push(placed);
    else days.set(placed.operation.day, [placed]);
  }
  return [...days].sort(([a], [b]) => a - b).flatMap(([, placed]) => inOrder(placed));
}

/** What happens first on a day of which no clock is known: what changes the shares themselves, then what brings, then what takes. */
const RANK: Readonly<Record<OperationKind, number>> = {
  rename: 0,
  valuation: 0,
  split: 0,
  merger: 1,
  'spin-off': 1,
  deposit: 2,
  'delivery-in': 2,
  'cash-transfer': 3,
  'staking-reward': 4,
  airdrop: 4,
  dividend: 4,
  interest: 4,
  'currency-conversion': 5,
  buy: 6,
  'short-sell': 6,
  swap: 7,
  'asset-transfer': 7,
  'buy-to-cover': 8,
  sell: 8,
  fee: 9,
  tax: 9,
  'delivery-out': 10,
  withdrawal: 10,
};

function inOrder(placed: Placed[]): Operation[] {
  if (placed.length > 1) {
    const hasClock = placed.every(({ ms }) => ms !== null);
    placed.sort((a, b) => {
      const first = hasClock ? (a.ms as number) - (b.ms as number) : 0;
      return first || RANK[a.operation.kind] - RANK[b.operation.kind] || (a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0);
    });
  }
  return placed.map(({ operation }) => operation);
}

function place({ id, entry }: Booked, names: Names): Placed {
  const ms = entry.at.length > 10 ? Date.parse(entry.at) : null;
  const day = ms === null ? dayNumber(entry.at) : names.dayOf(ms);
  const { kind, account, asset, quantity, cash } = entry;
  // What is equal in all of these can change places without a difference.
  const tie = [account, asset?.isin ?? asset?.symbol ?? '', quantity ?? '', cash?.amount ?? '', cash?.currency ?? ''].join('\u0000');
  return { operation: operationOf(id, day, entry, names), ms, tie: `${kind}\u0000${tie}` };
}

function operationOf(id: number, day: number, entry: Entry, names: Names): Operation {
  const { kind, asset, otherAsset, otherAccount, fee } = entry;
  const amountOf = (money: Money | undefined): Amount | null =>
    money === undefined ? null : { amount: exact(money.amount), currency: names.currency(money.currency) };
  const isCoin = fee !== undefined && !names.isMoney(fee.currency);
  const plain: Operation = {
    ...{ id, day, kind },
    account: names.account(entry.account),
    otherAccount: otherAccount === undefined ? -1 : names.account(otherAccount),
    asset: asset === undefined ? -1 : names.instrument(asset),
    otherAsset: otherAsset === undefined ? -1 : names.instrument(otherAsset),
    quantity: exact(entry.quantity),
    otherQuantity: exact(entry.otherQuantity),
    cash: amountOf(entry.cash),
    otherCash: amountOf(entry.otherCash),
    fee: isCoin ? null : amountOf(fee),
    feeCoins: isCoin ? { asset: names.instrument({ symbol: fee.currency, kind: 'crypto' }), quantity: exact(fee.amount) } : null,
    tax: amountOf(entry.tax),
    value: amountOf(entry.value),
    price: amountOf(entry.price),
    ratio: ratioOf(entry.ratio),
    costShare: exact(entry.costShare),
    acquiredDay: entry.acquiredAt === undefined ? -1 : dayNumber(entry.acquiredAt),
  };
  return entry.cash !== undefined && !names.isMoney(entry.cash.currency) ? paidInCoins(plain, entry.cash, names) : plain;
}

/** A trade against coins is a swap: one is got, the other given. */
function paidInCoins(operation: Operation, { amount, currency }: Money, names: Names): Operation {
  const coins: Coins = { asset: names.instrument({ symbol: currency, kind: 'crypto' }), quantity: exact(amount) };
  const traded: Coins = { asset: operation.asset, quantity: operation.quantity };
  const [got, given] = operation.kind === 'buy' ? [traded, coins] : [coins, traded];
  const priceIsCoins = { price: null, cash: null };
  return {
    ...operation,
    ...priceIsCoins,
    kind: 'swap',
    asset: got.asset,
    quantity: got.quantity,
    otherAsset: given.asset,
    otherQuantity: given.quantity,
  };
}

const exact = (text: string | undefined): Fixed => {
  if (text === undefined) return 0n;
  const value = parseFixed(text);
  if (value === null) throw new RangeError(`expected a decimal that checkEntry has passed, found ${text}`);
  return value;
};

/** `2:1`, and `1.5:1`: as whole numbers. */
function ratioOf(text: string | undefined): readonly [bigint, bigint] {
  if (text === undefined) return [1n, 1n];
  const [to = '1', from = '1'] = text.split(':');
  return [exact(to), exact(from)];
}

/** Of `2024-01-31`, days since 1970-01-01. */
export function dayNumber(text: string): number {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
}

export const isExternal = (kind: OperationKind): boolean => 'isExternal' in OPERATION_KINDS[kind];
