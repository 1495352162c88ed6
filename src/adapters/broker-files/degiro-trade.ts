/** A trade as DEGIRO's statement words it, in its languages: side, number of shares and price, whose marks are those of a language too. */

import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type DecimalMark, plainDecimal, without } from './amounts.ts';

/** `Koop 1 @ 33,9 USD`, `Sell 4 AVIVA@496 GBX (GB00BPQY8M80)`. */
const TRADE =
  /(Koop|Buy|Compra|Kauf|Achat|Acquisto|Verkoop|Sell|Venta|Verkauf|Vente|Vendita|Venda) ([\d\s.,]*\d)\s.*?@ ?([\d\s.,]*\d) ([A-Z]{3})/;
const SALES = new Set(['Verkoop', 'Sell', 'Venta', 'Verkauf', 'Vente', 'Vendita', 'Venda']);

export interface WordedTrade {
  readonly isSale: boolean;
  /** As it stands there. */
  readonly count: string;
  readonly price: string;
  readonly priceCurrency: string;
}

export function tradeIn(text: string): WordedTrade | null {
  const [, side, count = '', price = '', priceCurrency = ''] = TRADE.exec(text) ?? [];
  return side === undefined ? null : { isSale: SALES.has(side), count, price, priceCurrency };
}

export interface Reading {
  /** Plain decimal text. */
  readonly quantity: string;
  readonly price: { readonly price: string; readonly currency: string } | null;
}

/**
 * `4,000 … @1.826` is 4000 at 1.826 in English and 4 at 1826 elsewhere: the reading whose product is the amount, of two such the one with the marks of
 * the amount. Empty where none is sure. `amount`: as it stands in the file.
 */
export function readingsOf({ count, price, priceCurrency }: WordedTrade, amount: string, currency: string): Reading | null {
  const readings = ([',', '.'] as const).flatMap((mark) => {
    const quantity = plainDecimal(count, mark);
    return quantity === null ? [] : [{ mark, quantity, price: wholePrice(plainDecimal(price, mark), priceCurrency) }];
  });
  const [first] = readings;
  if (first === undefined) return null;
  const moved = Number(without(plainDecimal(amount, ',') ?? ''));
  const fitting = readings.filter(
    (one) => one.price?.currency === currency && isNear(Number(one.quantity) * Number(one.price.price), moved),
  );
  if (fitting.length === 1) return fitting[0] as Reading;
  if (readings.every(({ quantity, price: told }) => quantity === first.quantity && told?.price === first.price?.price)) return first;
  return readings.find(({ mark }) => mark === markOf(amount)) ?? null;
}

/** Readings are a thousand times apart. */
const isNear = (worth: number, moved: number): boolean => worth > moved / 2 && worth < moved * 2;

/** Cents stand behind the mark. */
const markOf = (amount: string): DecimalMark | null => (/[.,](?=\d{1,2}$)/.exec(amount)?.[0] as DecimalMark | undefined) ?? null;
