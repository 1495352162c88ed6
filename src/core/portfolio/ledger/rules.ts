/** What each kind of operation does to the ledger. */

import { type Fixed, mulDiv } from '../fixed.ts';
import type { LotPart } from '../lots.ts';
import type { OperationKind } from '../operation-kinds.ts';
import type { Ledger } from './ledger.ts';
import type { Amount, Operation } from './operation.ts';

type Rule = (ledger: Ledger, operation: Operation) => void;

const less = (amount: Amount): Amount => ({ ...amount, amount: -amount.amount });
const cashOf = ({ cash }: Operation): Amount => cash as Amount;

/** Of a trade, what its fee and tax are within its cash. */
function chargesWithin({ cash, fee, tax }: Operation): Fixed {
  const within = (charge: Amount | null) => (charge !== null && charge.currency === cash?.currency ? charge.amount : 0n);
  return within(fee) + within(tax);
}

/** Fee and tax of what else was told: noted, and paid beside where they are not within the cash. */
function charge(ledger: Ledger, operation: Operation, { isOfTrade = false } = {}): void {
  const { account, asset, cash, fee, tax, feeCoins } = operation;
  for (const [what, amount] of [['fee', fee] as const, ['tax', tax] as const]) {
    if (amount === null) continue;
    ledger.earn(what, operation, account, asset, amount, isOfTrade && amount.currency === cash?.currency);
    if (amount.currency !== cash?.currency) ledger.pay(operation, account, less(amount));
  }
  if (feeCoins === null) return;
  const worth = ledger.worthOn(operation, feeCoins.asset, feeCoins.quantity);
  // Coins that pay a fee are given away for what they are worth, and that is the fee.
  ledger.sell(operation, account, feeCoins.asset, feeCoins.quantity, worth);
  if (worth === null) ledger.find('VALUE_UNKNOWN', operation, feeCoins.asset, feeCoins.quantity);
  else ledger.earn('fee', operation, account, asset, worth);
}

/** What a trade cost or brought: with its charges, or without them where they are told apart. */
function tradeValue(ledger: Ledger, operation: Operation, sign: 1n | -1n): Amount {
  const { amount, currency } = cashOf(operation);
  return { amount: ledger.options.isGross ? amount + sign * chargesWithin(operation) : amount, currency };
}

const buy: Rule = (ledger, operation) => {
  const { account, asset, quantity } = operation;
  ledger.receive(operation, account, asset, quantity, tradeValue(ledger, operation, -1n));
  ledger.pay(operation, account, less(cashOf(operation)));
  charge(ledger, operation, { isOfTrade: true });
};

const sell: Rule = (ledger, operation) => {
  const { account, asset, quantity } = operation;
  ledger.sell(operation, account, asset, quantity, tradeValue(ledger, operation, 1n));
  ledger.pay(operation, account, cashOf(operation));
  charge(ledger, operation, { isOfTrade: true });
};

/** A lot below 0: what was got for it stands where else its cost does. */
const shortSell: Rule = (ledger, operation) => {
  const { account, asset, quantity } = operation;
  ledger.receive(operation, account, asset, -quantity, tradeValue(ledger, operation, 1n));
  ledger.pay(operation, account, cashOf(operation));
  charge(ledger, operation, { isOfTrade: true });
};

const buyToCover: Rule = (ledger, operation) => {
  const { account, asset, quantity } = operation;
  ledger.sell(operation, account, asset, -quantity, tradeValue(ledger, operation, -1n));
  ledger.pay(operation, account, less(cashOf(operation)));
  charge(ledger, operation, { isOfTrade: true });
};

const deposit: Rule = (ledger, operation) => {
  const { amount, currency } = cashOf(operation);
  const within = chargesWithin(operation);
  ledger.payOutside(operation, operation.account, { amount: amount + within, currency });
  ledger.pay(operation, operation.account, { amount: -within, currency });
  charge(ledger, operation);
};

const withdrawal: Rule = (ledger, operation) => {
  const { amount, currency } = cashOf(operation);
  const within = chargesWithin(operation);
  ledger.payOutside(operation, operation.account, { amount: within - amount, currency });
  ledger.pay(operation, operation.account, { amount: -within, currency });
  charge(ledger, operation);
};

const deliveryIn: Rule = (ledger, operation) => {
  const { account, asset, quantity, value, acquiredDay, day } = operation;
  // Where gains count from this day on, it cost what it is worth on it.
  const cost = ledger.options.isGross ? (ledger.worthOn(operation, asset, quantity) ?? value) : value;
  ledger.receive(operation, account, asset, quantity, cost, acquiredDay === -1 ? day : acquiredDay);
  charge(ledger, operation);
};

const deliveryOut: Rule = (ledger, operation) => {
  ledger.take(operation, operation.account, operation.asset, operation.quantity);
  charge(ledger, operation);
};

const cashTransfer: Rule = (ledger, operation) => {
  const cash = cashOf(operation);
  ledger.pay(operation, operation.account, less(cash));
  ledger.pay(operation, operation.otherAccount, { ...cash, amount: cash.amount - chargesWithin(operation) });
  charge(ledger, operation);
};

const assetTransfer: Rule = (ledger, operation) => {
  const { account, otherAccount, asset, quantity } = operation;
  for (const part of ledger.take(operation, account, asset, quantity)) ledger.add(operation, otherAccount, asset, part);
  charge(ledger, operation);
};

const conversion: Rule = (ledger, operation) => {
  ledger.pay(operation, operation.account, less(cashOf(operation)));
  ledger.pay(operation, operation.account, operation.otherCash as Amount);
  charge(ledger, operation);
};

/** Told as it was before what was withheld of it. */
const income: Rule = (ledger, operation) => {
  const cash = cashOf(operation);
  const gross = { ...cash, amount: cash.amount + chargesWithin(operation) };
  ledger.earn('income', operation, operation.account, operation.asset, gross);
  ledger.pay(operation, operation.account, cash);
  charge(ledger, operation);
};

const payment =
  (what: 'fee' | 'tax'): Rule =>
  (ledger, operation) => {
    ledger.earn(what, operation, operation.account, operation.asset, cashOf(operation));
    ledger.pay(operation, operation.account, less(cashOf(operation)));
  };

/** What it was worth when it came is income, and its cost. */
const gift: Rule = (ledger, operation) => {
  const { account, asset, quantity } = operation;
  const worth = operation.value ?? ledger.worthOn(operation, asset, quantity);
  ledger.receive(operation, account, asset, quantity, worth);
  if (worth === null) ledger.find('VALUE_UNKNOWN', operation, asset, quantity);
  else ledger.earn('income', operation, account, asset, worth);
  charge(ledger, operation);
};

const split: Rule = (ledger, operation) => {
  const { account, asset } = operation;
  const [to, from] = operation.ratio;
  const book = ledger.book(account, asset);
  const before = book.quantity;
  if (before === 0n) return ledger.find('NOTHING_TO_CHANGE', operation, asset);
  book.split(to, from);
  ledger.move(operation, account, asset, book.quantity - before, null);
};

const spinOff: Rule = (ledger, operation) => {
  const { account, asset, otherAsset, otherQuantity, costShare } = operation;
  const book = ledger.book(account, asset);
  const whole = book.quantity;
  if (whole === 0n) return ledger.find('NOTHING_TO_CHANGE', operation, asset);
  ledger.addShares(operation, account, otherAsset, shared(book.giveCost(costShare), otherQuantity, whole), asset);
};

const merger: Rule = (ledger, operation) => {
  const { account, asset, otherAsset, cash } = operation;
  const [to, from] = operation.ratio;
  const lots = ledger.takeWhole(operation, account, asset);
  if (lots.length === 0) ledger.find('NOTHING_TO_CHANGE', operation, asset);
  const changed = lots.map((lot) => ({ ...lot, quantity: mulDiv(lot.quantity, to, from) }));
  ledger.addShares(operation, account, otherAsset, changed, asset);
  if (cash !== null) {
    ledger.earn('income', operation, account, asset, { ...cash, amount: cash.amount + chargesWithin(operation) });
    ledger.pay(operation, account, cash);
  }
  charge(ledger, operation);
};

/** Each lot's share of what came; the last has the rest, so that nothing is lost. */
function shared(lots: readonly LotPart[], quantity: Fixed, whole: Fixed): LotPart[] {
  let left = quantity;
  return lots.map((lot, index) => {
    const part = index === lots.length - 1 ? left : mulDiv(quantity, lot.quantity, whole);
    left -= part;
    return { ...lot, quantity: part };
  });
}

const swap: Rule = (ledger, operation) => {
  const { account, asset, quantity, otherAsset, otherQuantity } = operation;
  const worth = operation.value ?? ledger.worthOn(operation, asset, quantity) ?? ledger.worthOn(operation, otherAsset, otherQuantity);
  if (worth === null) ledger.find('VALUE_UNKNOWN', operation, asset, quantity);
  ledger.sell(operation, account, otherAsset, otherQuantity, worth);
  ledger.receive(operation, account, asset, quantity, worth);
  charge(ledger, operation);
};

export const RULES: Readonly<Record<OperationKind, Rule>> = {
  buy,
  sell,
  'short-sell': shortSell,
  'buy-to-cover': buyToCover,
  deposit,
  withdrawal,
  'delivery-in': deliveryIn,
  'delivery-out': deliveryOut,
  'cash-transfer': cashTransfer,
  'asset-transfer': assetTransfer,
  'currency-conversion': conversion,
  dividend: income,
  interest: income,
  fee: payment('fee'),
  tax: payment('tax'),
  'staking-reward': gift,
  airdrop: gift,
  split,
  'spin-off': spinOff,
  merger,
  // Both names are one instrument before the ledger begins.
  rename: () => {},
  valuation: () => {},
  swap,
};
