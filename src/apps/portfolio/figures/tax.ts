/** The Spanish draft of a year, in words and text. */

import type { TaxReport } from '../../../api/portfolio/figures.ts';
import type { Words } from '../../../core/domain/parameters.ts';
import { civilOf } from '../../../core/market/zone.ts';
import type { Fixed } from '../../../core/portfolio/fixed.ts';
import { formatFixed } from '../../../core/portfolio/fixed.ts';
import { spanishYear, type TaxRow, type WaitingMonths } from '../../../core/portfolio/tax/spain.ts';
import { inCurrency, known } from './amounts.ts';
import { dayText, type FigureBook } from './figure-book.ts';
import { toldInstrument } from './told.ts';
import { TAX_NOTE } from './words.ts';

const EURO = 'EUR';

/** Coins are no securities: art. 33.5 f and g do not speak of them. */
const monthsOf = (kind: string | null): WaitingMonths => (kind === 'crypto' ? 0 : 2);

export function taxAnswer(book: FigureBook, year: number): TaxReport {
  const ledger = book.taxLedger();
  const { rows, totals } = spanishYear(ledger, year, (asset) => monthsOf(book.instrument(asset).kind));
  const sums = { dividends: 0n, interest: 0n, withheld: 0n, other: 0n };
  for (const { what, operation, inBase } of ledger.earnings) {
    if (civilOf(operation.day).year !== year || inBase === null) continue;
    if (what === 'income')
      sums[operation.kind === 'dividend' ? 'dividends' : operation.kind === 'interest' ? 'interest' : 'other'] += inBase;
    else if (what === 'tax') sums.withheld += inBase;
  }
  const text = (amount: Fixed) => inCurrency(amount, EURO);
  return {
    year,
    base: EURO,
    note: TAX_NOTE,
    rows: rows.map((row) => rowTold(book, row)),
    totals: {
      ...{ proceeds: text(totals.proceeds), cost: text(totals.cost), gains: text(totals.gains), losses: text(totals.losses) },
      ...{ deferred: text(totals.deferred), net: text(totals.net) },
    },
    income: { dividends: text(sums.dividends), interest: text(sums.interest), withheld: text(sums.withheld), other: text(sums.other) },
    open: openQuestions(book, year, totals.unknown, rows),
  };
}

function rowTold(book: FigureBook, { sale, bought, quantity, proceeds, cost, gain, deferred }: TaxRow): TaxReport['rows'][number] {
  const { operation, account, asset } = sale;
  const day = book.market(EURO).rateDay(book.currencyOf[asset] as number, operation.day);
  return {
    operation: operation.id,
    day: dayText(operation.day),
    bought: dayText(bought),
    quantity: formatFixed(quantity),
    proceeds: known(proceeds, EURO),
    cost: known(cost, EURO),
    gain: known(gain, EURO),
    instrument: toldInstrument(book.instrument(asset)),
    account: book.accounts[account] as string,
    isDeferred: deferred > 0n,
    deferred: deferred > 0n ? inCurrency(deferred, EURO) : null,
    why:
      deferred > 0n
        ? {
            en: 'the same was bought within two months before or after: so much of the loss waits until that is sold',
            es: 'hubo recompra en los dos meses anteriores o posteriores: esa parte de la pérdida espera hasta que se venda',
          }
        : null,
    rateDay: day === null ? null : dayText(day),
  };
}

function openQuestions(book: FigureBook, year: number, unknown: number, rows: readonly TaxRow[]): Words[] {
  const open: Words[] = [];
  if (unknown > 0)
    open.push({
      en: `${unknown} sales have an unknown cost or rate and are in no total: complete the book first`,
      es: `${unknown} ventas tienen coste o tipo desconocido y no están en ningún total: complete antes el libro`,
    });
  const missing = rows.filter(({ sale }) => sale.missing !== 0n).length;
  if (missing > 0)
    open.push({
      en: `${missing} sales sold more than the book has bought: the rest is in no row`,
      es: `${missing} ventas superan lo comprado según el libro: el resto no está en ninguna fila`,
    });
  if (dayText(book.today) < `${year + 1}-03-01`)
    open.push({
      en: 'the two months after the year are not over: a purchase until then can still make a loss wait',
      es: 'aún no han pasado los dos meses tras el año: una recompra hasta entonces puede aplazar una pérdida',
    });
  return open;
}
