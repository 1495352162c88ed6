/** Dividends, interest and rewards: what was received, and what last year's payments let expect. */

import type { Income } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { holdingFigures } from '../../../core/portfolio/figures/holdings.ts';
import { type Fixed, mulDiv, toNumber } from '../../../core/portfolio/fixed.ts';
import type { Earning, Ledger } from '../../../core/portfolio/ledger/ledger.ts';
import { inCurrency, known } from './amounts.ts';
import { dayText, type FigureBook, periodOf, scopeOf } from './figure-book.ts';
import { toldInstrument } from './told.ts';

type IncomeRow = Income['rows'][number];
const KINDS: ReadonlySet<string> = new Set(['dividend', 'interest', 'staking-reward', 'airdrop']);
const YEAR_DAYS = 365;

export function incomeAnswer(book: FigureBook, view: View): Income {
  const base = view.base ?? book.state.settings.base;
  const { from, to } = periodOf(book, view);
  const scope = scopeOf(book, view);
  const ledger = book.ledger(view.method, base);
  const earned = ledger.earnings.filter(
    ({ what, account, asset, operation }) =>
      what === 'income' && KINDS.has(operation.kind) && scope.hasAccount(account) && scope.hasAsset(asset),
  );
  const inPeriod = earned.filter(({ operation }) => operation.day >= from && operation.day <= to);
  const months = new Map<string, Fixed>();
  for (const { operation, inBase } of inPeriod) {
    const month = dayText(operation.day).slice(0, 7);
    months.set(month, (months.get(month) ?? 0n) + (inBase ?? 0n));
  }
  const lastYear = earned.filter(({ operation }) => operation.day > to - YEAR_DAYS && operation.day <= to && operation.asset !== -1);
  const [paid, cost, value] = [
    lastYear.reduce((sum, { inBase }) => sum + toNumber(inBase ?? 0n), 0),
    ...worthOf(ledger, book, base, to, scope.hasAsset),
  ];
  return {
    base,
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, amount]) => ({ month, amount: inCurrency(amount, base) })),
    rows: inPeriod.map((one) => rowOf(book, ledger, one, base, 0)).reverse(),
    expected:
      to === book.today ? lastYear.filter((one) => isHeld(ledger, one)).map((one) => rowOf(book, ledger, one, base, YEAR_DAYS)) : [],
    yieldOnCost: cost > 0 ? paid / cost : null,
    yieldOnValue: value > 0 ? paid / value : null,
  };
}

/** Of what is held at the end of a day and has both. */
function worthOf(ledger: Ledger, book: FigureBook, base: string, day: number, hasAsset: (asset: number) => boolean): [number, number] {
  let [cost, worth] = [0, 0];
  for (const { asset, costInBase, value } of holdingFigures(ledger, book.market(base), day)) {
    if (!hasAsset(asset) || costInBase === null || value === null) continue;
    cost += toNumber(costInBase);
    worth += toNumber(value);
  }
  return [cost, worth];
}

const quantityOf = (ledger: Ledger, account: number, asset: number): Fixed =>
  ledger.lots(account, asset).reduce((sum, { quantity }) => sum + quantity, 0n);

/** Of what is still there, a dividend of a year ago may come again. */
const isHeld = (ledger: Ledger, { account, asset, operation }: Earning): boolean =>
  operation.kind === 'dividend' && quantityOf(ledger, account, asset) > 0n;

/** `later`: days by which it is told as expected; 0: as it was. */
function rowOf(
  book: FigureBook,
  ledger: Ledger,
  { operation, account, asset, amount, inBase }: Earning,
  base: string,
  later: number,
): IncomeRow {
  const currency = book.currencies[amount.currency] as string;
  const within = (charge: { amount: Fixed; currency: number } | null) =>
    charge !== null && charge.currency === amount.currency ? charge.amount : 0n;
  const tax = within(operation.tax);
  // As many as were held then gave so much: as many as are held now give their share of it.
  const [then, now] = later === 0 ? [1n, 1n] : [heldOn(ledger, account, asset, operation.day), quantityOf(ledger, account, asset)];
  const scaled = (one: Fixed) => (then === 0n ? one : mulDiv(one, now, then));
  const money = (one: Fixed) => ({ amount: inCurrency(scaled(one), currency), currency });
  return {
    operation: later === 0 ? operation.id : null,
    day: dayText(operation.day + later),
    instrument: asset === -1 ? null : toldInstrument(book.instrument(asset)),
    account: book.accounts[account] as string,
    kind: operation.kind as IncomeRow['kind'],
    gross: money(amount.amount),
    tax: tax === 0n ? null : money(tax),
    net: money(amount.amount - tax - within(operation.fee)),
    inBase: inBase === null ? null : known(scaled(inBase), base),
    isExpected: later !== 0,
  };
}

/** Out of the legs, as they are doubles: a share of a dividend is a guess anyway. */
function heldOn({ legs }: Ledger, account: number, asset: number, day: number): Fixed {
  let held = 0;
  for (let i = 0; i < legs.operation.length; i++)
    if (legs.asset[i] === asset && legs.account[i] === account && (legs.operation[i]?.day ?? 0) <= day) held += legs.amount[i] as number;
  return BigInt(Math.round(held * 1e9)) * 10n ** 9n;
}
