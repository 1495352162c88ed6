/** One asset: its lots and sales, what it is worth, and how every figure is come by. */

import type { AssetDetail } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import { holdingFigures, realisedOf, sumOfLots } from '../../../core/portfolio/figures/holdings.ts';
import { formatFixed, mulDiv, multiply, toNumber } from '../../../core/portfolio/fixed.ts';
import { inCurrency, known } from './amounts.ts';
import { assetIndex, dayText, type FigureBook, periodOf } from './figure-book.ts';
import { holdingTold, ledgerAt } from './holdings.ts';
import { indicatorsOf } from './price-lines.ts';
import { priceUsed, rateUsed, toldInstrument } from './told.ts';
import { VALUE_FORMULA } from './words.ts';

export function assetAnswer(book: FigureBook, id: string, view: View): AssetDetail {
  const index = assetIndex(book, id);
  const base = view.base ?? book.state.settings.base;
  const { to } = periodOf(book, view);
  const ledger = ledgerAt(book, view, base, to);
  const market = book.market(base);
  const figures = holdingFigures(ledger, market, to).filter(({ asset }) => asset === index);
  const total = figures.reduce((sum, { value }) => sum + (value === null ? 0 : toNumber(value)), 0);
  const mine = book.operations.filter(({ asset, otherAsset, day }) => (asset === index || otherAsset === index) && day <= to);
  const since = mine[0]?.day ?? to;
  const price = priceUsed(book, index, to);
  const rate = rateUsed(book, book.currencyOf[index] as number, base, to);
  const { symbol } = book.instrument(index);
  const [exactPrice, exactRate] = [market.price(index, to), market.rate(book.currencyOf[index] as number, to)];
  return {
    instrument: toldInstrument(book.instrument(index)),
    ...{ base, price },
    holdings: figures.map((one) => holdingTold(book, one, { base, day: to, total, since })),
    lots: figures.flatMap(({ account }) =>
      ledger.lots(account, index).map(({ operation, day, quantity, cost, costInBase }) => {
        const value = exactPrice === null || exactRate === null ? null : multiply(multiply(quantity, exactPrice), exactRate);
        return {
          ...{ operation, day: dayText(day), quantity: formatFixed(quantity), account: book.accounts[account] as string },
          ...{ cost: known(cost, book.instrument(index).currency ?? base), costInBase: known(costInBase, base), value: known(value, base) },
          gain: value === null || costInBase === null ? null : inCurrency(value - (quantity < 0n ? -costInBase : costInBase), base),
        };
      }),
    ),
    disposals: ledger.sales
      .filter(({ asset }) => asset === index)
      .flatMap((sale) =>
        sale.parts.map((part) => {
          const share = sale.proceedsInBase === null ? null : mulDiv(sale.proceedsInBase, part.quantity, sale.quantity - sale.missing);
          const alone = {
            ...sale,
            parts: [part],
            proceedsInBase: share,
            proceeds: sale.proceeds === null ? null : mulDiv(sale.proceeds, part.quantity, sale.quantity - sale.missing),
          };
          return {
            ...{
              operation: sale.operation.id,
              day: dayText(sale.operation.day),
              bought: dayText(part.day),
              quantity: formatFixed(part.quantity),
            },
            ...{
              proceeds: known(share, base),
              cost: known(sumOfLots([part]).costInBase, base),
              gain: known(realisedOf(alone)?.total ?? null, base),
            },
          };
        }),
      ),
    derivation: {
      formula: VALUE_FORMULA,
      operations: mine.map(({ id: operation, day }) => {
        const { entry, origin } = book.booked(operation) as NonNullable<ReturnType<FigureBook['booked']>>;
        const { kind, quantity = '', cash } = entry;
        return { id: operation, day: dayText(day), text: `${kind} ${quantity}`.trim(), origin, amount: cash ?? null };
      }),
      prices: price === null ? [] : [{ ...price, of: symbol }],
      rates: rate === null ? [] : [{ ...rate, of: book.instrument(index).currency ?? '' }],
    },
    indicators: indicatorsOf(book, index, to),
  };
}
