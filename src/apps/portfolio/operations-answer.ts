/** Operations as the interface tells them, with the owner's own columns: target price, gain now, way to the target. */

import type { KeptOperation } from '../../adapters/postgres/portfolio/operations.ts';
import type { Operation, OperationPage, OperationSearch } from '../../api/portfolio/book.ts';
import { divide, type Fixed, formatFixed, multiply, ONE, parseFixed, roundTo, toNumber } from '../../core/portfolio/fixed.ts';
import { inCurrency } from './figures/amounts.ts';
import type { FigureBook } from './figures/figure-book.ts';

export function operationTold(book: FigureBook, kept: KeptOperation): Operation {
  const { operationId, key, version, entry, fileId, file, sheet, row, recordedAt, recordedBy, isDisputed } = kept;
  const index = entry.asset === undefined ? undefined : book.instruments.indexOf(entry.asset);
  const found = index === undefined ? undefined : book.instrument(index);
  return {
    ...{ id: operationId, key, version, isDisputed, by: recordedBy, at: recordedAt },
    entry: entry as Operation['entry'],
    instrument: found === undefined ? null : { id: found.id, symbol: found.symbol, name: found.name, isResolved: found.isResolved },
    origin: file === null || fileId === null ? null : { file, fileId, sheet, row: row ?? 0 },
    own: index === undefined ? null : ownColumns(book, kept, index),
  };
}

/** In the currency of the purchase: price × (1 + target), price now ÷ price then − 1, quantity × price now − what was paid. */
function ownColumns(book: FigureBook, { entry }: KeptOperation, index: number): Operation['own'] {
  const { kind, cash, target } = entry;
  const [quantity, paid] = [parseFixed(entry.quantity ?? ''), parseFixed(cash?.amount ?? '')];
  if (kind !== 'buy' || cash === undefined || quantity === null || quantity === 0n || paid === null) return null;
  const currency = book.currencies.indexOf(cash.currency);
  const then =
    entry.price?.currency === cash.currency ? (parseFixed(entry.price.amount) ?? divide(paid, quantity)) : divide(paid, quantity);
  const market = book.market(book.state.settings.base);
  const price = market.price(index, book.today);
  const now = price === null || currency === -1 ? null : market.convert(price, book.currencyOf[index] as number, currency, book.today);
  const wanted = target === undefined ? null : multiply(then, ONE + (parseFixed(target) ?? 0n));
  const ratio = (a: Fixed, b: Fixed) => (b === 0n ? null : toNumber(a) / toNumber(b) - 1);
  return {
    targetPrice: wanted === null ? null : formatFixed(roundTo(wanted, 8)),
    gainRatio: now === null ? null : ratio(now, then),
    netGain: now === null ? null : { amount: inCurrency(multiply(quantity, now) - paid, cash.currency), currency: cash.currency },
    toTargetRatio: now === null || wanted === null ? null : ratio(wanted, now),
  };
}

/** The cursor is the place of the next row in what is found. */
export function operationPage(book: FigureBook, kept: readonly KeptOperation[], search: OperationSearch): OperationPage {
  const text = search.text?.trim().toLowerCase();
  const instrumentOf = ({ entry }: KeptOperation) =>
    entry.asset === undefined ? null : book.instrument(book.instruments.indexOf(entry.asset));
  const found = kept.filter((one) => {
    const { entry, fileId } = one;
    const day = entry.at.slice(0, 10);
    return (
      (search.from === undefined || day >= search.from) &&
      (search.to === undefined || day <= search.to) &&
      (search.kind === undefined || entry.kind === search.kind) &&
      (search.account === undefined || entry.account === search.account || entry.otherAccount === search.account) &&
      (search.currency === undefined || entry.cash?.currency === search.currency) &&
      (search.file === undefined || fileId === search.file) &&
      (search.instrument === undefined || instrumentOf(one)?.id === search.instrument) &&
      (text === undefined || text === '' || JSON.stringify(entry).toLowerCase().includes(text)) &&
      (search.sign === undefined || isOfSign(book, one, search.sign))
    );
  });
  const order = search.sort === 'oldest' ? 1 : -1;
  found.sort((a, b) => order * (a.entry.at < b.entry.at ? -1 : a.entry.at > b.entry.at ? 1 : a.operationId - b.operationId));
  const from = Number(search.cursor ?? 0) || 0;
  const rows = found.slice(from, from + search.limit).map((one) => operationTold(book, one));
  return { rows, total: found.length, next: from + search.limit < found.length ? String(from + search.limit) : null };
}

function isOfSign(book: FigureBook, kept: KeptOperation, sign: 'gain' | 'loss'): boolean {
  const ratio = operationTold(book, kept).own?.gainRatio ?? null;
  return ratio !== null && (sign === 'gain' ? ratio > 0 : ratio < 0);
}
