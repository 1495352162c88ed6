/** What is held, with cost by three methods, value and gains, and the cash. */

import type { CashBalance, Holding, Holdings } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { type HoldingFigures, holdingFigures, sumOfLots } from '../../../core/portfolio/figures/holdings.ts';
import { divide, type Fixed, formatFixed, multiply, roundTo, toNumber } from '../../../core/portfolio/fixed.ts';
import type { Ledger } from '../../../core/portfolio/ledger/ledger.ts';
import { LOT_METHODS } from '../../../core/portfolio/lots.ts';
import { gainText, inCurrency, known } from './amounts.ts';
import { dayText, type FigureBook, periodOf, scopeOf } from './figure-book.ts';
import { priceUsed, rateUsed, toldInstrument } from './told.ts';
import { FINDINGS } from './words.ts';

/** Holdings at the end of the view's last day: operations after it have not happened. */
export function ledgerAt(book: FigureBook, view: Pick<View, 'method'>, base: string, day: number): Ledger {
  const whole = book.ledger(view.method, base);
  const last = book.operations.at(-1);
  if (last === undefined || last.day <= day) return whole;
  return book.ledgerUntil(view.method, base, day);
}

export function holdingsAnswer(book: FigureBook, view: View): Holdings {
  const base = view.base ?? book.state.settings.base;
  const { to } = periodOf(book, view);
  const ledger = ledgerAt(book, view, base, to);
  const scope = scopeOf(book, view);
  const figures = holdingFigures(ledger, book.market(base), to).filter(
    ({ account, asset }) => scope.hasAccount(account) && scope.hasAsset(asset),
  );
  const cash = scope.hasCash
    ? cashOf(book, ledger, base, to).filter(({ account }) => scope.hasAccount(book.accounts.indexOf(account)))
    : [];
  const total =
    figures.reduce((sum, { value }) => sum + (value === null ? 0 : toNumber(value)), 0) +
    cash.reduce((sum, { value }) => sum + Number(value ?? 0), 0);
  const first = firstDays(book);
  return {
    ...{ asOf: dayText(to), base, method: view.method, cash },
    rows: figures
      .map((one) => holdingTold(book, one, { base, day: to, total, since: first.get(`${one.account} ${one.asset}`) ?? to }))
      .sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0) || (a.instrument.symbol < b.instrument.symbol ? -1 : 1)),
    findings: ledger.findings.map(({ code, operation, asset, quantity }) => ({
      code,
      operation: operation.id,
      text: FINDINGS[code](asset === -1 ? '' : book.instrument(asset).symbol, formatFixed(quantity)),
    })),
  };
}

interface Told {
  readonly base: string;
  readonly day: number;
  /** Of everything that is looked at, in base. */
  readonly total: number;
  readonly since: number;
}

export function holdingTold(book: FigureBook, one: HoldingFigures, { base, day, total, since }: Told): Holding {
  const { account, asset, quantity, cost, costInBase, value, unrealised, realised, income, fees, taxes } = one;
  const currency = book.currencyOf[asset] as number;
  const costs = LOT_METHODS.map((method) => [
    method,
    known(sumOfLots(ledgerAt(book, { method }, base, day).lots(account, asset)).costInBase, base),
  ]);
  return {
    instrument: toldInstrument(book.instrument(asset)),
    account: book.accounts[account] as string,
    quantity: formatFixed(quantity),
    averageCost: cost === null || quantity === 0n ? null : formatFixed(roundTo(divide(cost, quantity), 8)),
    cost: known(cost, book.currencies[currency] as string),
    costs: Object.fromEntries(costs) as Holding['costs'],
    costInBase: known(costInBase, base),
    price: priceUsed(book, asset, day),
    rate: rateUsed(book, currency, base, day),
    value: known(value, base),
    weight: value === null || total === 0 ? null : toNumber(value) / total,
    unrealised: unrealised && gainText(unrealised, base),
    unrealisedRatio:
      unrealised === null || costInBase === null || costInBase === 0n ? null : toNumber(unrealised.total) / toNumber(costInBase),
    realised: realised && gainText(realised, base),
    income: inCurrency(income, base),
    fees: inCurrency(fees, base),
    taxes: inCurrency(taxes, base),
    isClosed: quantity === 0n,
    since: dayText(since),
  };
}

function cashOf(book: FigureBook, ledger: Ledger, base: string, day: number): CashBalance[] {
  const rows: CashBalance[] = [];
  for (const [account, currency, balance] of ledger.cash()) {
    if (balance === 0n) continue;
    const code = book.currencies[currency] as string;
    const rate: Fixed | null = book.market(base).rate(currency, day);
    rows.push({
      account: book.accounts[account] as string,
      balance: { amount: inCurrency(balance, code), currency: code },
      rate: rateUsed(book, currency, base, day),
      value: rate === null ? null : inCurrency(multiply(balance, rate), base),
    });
  }
  return rows;
}

/** Of each account and asset, the day of its first operation. */
function firstDays(book: FigureBook): Map<string, number> {
  const first = new Map<string, number>();
  for (const { account, otherAccount, asset, otherAsset, day } of book.operations)
    for (const where of [account, otherAccount])
      for (const what of [asset, otherAsset])
        if (where !== -1 && what !== -1 && !first.has(`${where} ${what}`)) first.set(`${where} ${what}`, day);
  return first;
}
