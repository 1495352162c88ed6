/**
 * DEGIRO's account statement, in the languages it is written in: a trade, its fee and its exchange stand on lines of their own. Each books for itself; an
 * exchange and a change of product stand on two lines, which count only together.
 */

import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { DAYS, instantIn, plainDecimal, without } from './amounts.ts';
import { type Booked, type BrokerFormat, type Line, nothing } from './format.ts';
import type { TextTable } from './text-table.ts';

/** By place, since the names depend on the language and two have none; the last four are of the other line of a pair. */
const NAMES = ['day', 'time', 'value day', 'product', 'ISIN', 'text', 'FX', 'currency', 'amount', '', 'balance', 'order'] as const;
const OTHER = { half: 'half', currency: 'other currency', amount: 'other amount', isin: 'other ISIN', product: 'other product' } as const;
const HEADER = [...NAMES, ...Object.values(OTHER)];
const AT = Object.fromEntries(NAMES.map((name, at) => [name, at])) as Record<(typeof NAMES)[number], number>;

/** `Koop 1 @ 33,9 USD`, `Sell 4 AVIVA@496 GBX (GB00BPQY8M80)`. */
const TRADE =
  /(Koop|Buy|Compra|Kauf|Achat|Acquisto|Verkoop|Sell|Venta|Verkauf|Vente|Vendita|Venda) ([\d\s.,]*\d)\s.*?@ ?([\d.,]+) ([A-Z]{3})/;
const SALES = new Set(['Verkoop', 'Sell', 'Venta', 'Verkauf', 'Vente', 'Vendita', 'Venda']);
const EXCHANGE =
  /^(valuta (credit|debit)ering|FX (credit|debit)|(ingreso|retirada) cambio de divisa|(levantamento|cr\S+dito) de divisa|währungswechsel|opération de change|(accredito|prelievo) divisa)/i;
const PRODUCT_CHANGE =
  /^(productwijziging|product change|cambio de producto|produktänderung|changement de produit|mudança de produto|cambio di prodotto)/i;

const opposite = (amount: string): string => (amount.startsWith('-') ? without(amount) : Number(amount) === 0 ? amount : `-${amount}`);

/** The first that fits. Taxes stand before the dividends that they are named after. */
const MEANINGS: readonly (readonly [RegExp, 'deposit' | 'withdrawal' | 'interest' | 'fee' | 'tax' | 'dividend' | 'nothing'])[] = [
  [
    /cash sweep|overboeking (van|naar)|transfer (from|to) your cash account|transferencia (desde|a) su cuenta|reservation ideal|processed flatex withdrawal/i,
    'nothing',
  ],
  [/conver\S+ (fonds|fondos|money)|geldmarktfonds/i, 'nothing'],
  [
    /dividendbelasting|dividend tax|impôts? sur|retención|imposto|ritenuta|kapitalertrags?steuer|transactiebelasting|stamp duty|financial transaction tax/i,
    'tax',
  ],
  [/dividend|coupon|ausschüttung/i, 'dividend'],
  [/kosten|fee|comisi|comiss|frais|gebühr|commissioni|courtesy/i, 'fee'],
  [/rente|interest|interés|intereses|zinsen|intérêt|juros|variation fonds/i, 'interest'],
  [/terugstorting|withdrawal|retirada|retrait|auszahlung|prelievo|levantamento/i, 'withdrawal'],
  [/deposit|storting|ingreso|dépôt|einzahlung|versement|versamento|depósito/i, 'deposit'],
];

function book(line: Line, account: string): Booked {
  const text = line.text('text');
  const at = instantOf(line);
  const half = line.text(OTHER.half);
  if (half === 'second')
    return nothing('the other line of a pair, booked with the first', 'la otra línea de un par, anotada con la primera');
  if (EXCHANGE.test(text)) return exchanged(line, account, at, half);
  if (PRODUCT_CHANGE.test(text)) return changed(line, account, at, half);
  const [, side = '', count = '', price = '', priceCurrency = ''] = TRADE.exec(text) ?? [];
  if (side !== '' && !/fonds monétaires|money market/i.test(text)) return traded(line, account, at, { side, count, price, priceCurrency });
  const meant = MEANINGS.find(([is]) => is.test(text))?.[1];
  if (meant === undefined) return line.unknownKind('text');
  if (meant === 'nothing')
    return nothing('money between DEGIRO and its own bank, or only reserved', 'dinero entre DEGIRO y su propio banco, o solo reservado');
  const amount = line.need('amount');
  const cash = { amount: SIGNS[meant](amount), currency: line.text('currency') };
  const asset = assetOf(line);
  if (meant === 'dividend') return [{ kind: meant, at, account, asset, cash }];
  return [{ kind: meant, at, account, cash, ...((meant === 'fee' || meant === 'tax') && asset.isin !== '' && { asset }) }];
}

/** What is charged stands below 0 in the file, and above in the book. */
const SIGNS = {
  dividend: (amount: string) => amount,
  interest: (amount: string) => amount,
  fee: opposite,
  tax: opposite,
  deposit: without,
  withdrawal: without,
} as const;

const assetOf = (line: Line) => ({ isin: line.text('ISIN'), name: line.text('product') });

function instantOf(line: Line): string {
  const [day, time] = [DAYS.dayFirst(line.text('day')), line.text('time')];
  return time === '' ? day : instantIn(`${day} ${time}:00`, 'Europe/Amsterdam');
}

interface Trade {
  readonly side: string;
  readonly count: string;
  readonly price: string;
  readonly priceCurrency: string;
}

function traded(line: Line, account: string, at: string, { side, count, price, priceCurrency }: Trade): Booked {
  const quantity = plainDecimal(count, ',') ?? '';
  const cash = line.money('amount', line.text('currency'));
  const told = wholePrice(plainDecimal(price, ','), priceCurrency);
  const asset = assetOf(line);
  // Shares for nothing: a dividend in shares.
  if (Number(cash.amount) === 0) return [{ kind: 'airdrop', at, account, asset, quantity }];
  const kind = SALES.has(side) ? 'sell' : 'buy';
  return [{ kind, at, account, asset, quantity, cash, ...(told && { price: { amount: told.price, currency: told.currency } }) }];
}

function exchanged(line: Line, account: string, at: string, half: string): Booked {
  if (half === '') {
    line.fault(
      'HALF_MISSING',
      'text',
      'the other half of the exchange beside it; export a period that has both',
      'la otra mitad del cambio a su lado; exporte un periodo que tenga ambas',
    );
    return [];
  }
  const one = { amount: line.need('amount'), currency: line.text('currency') };
  const other = { amount: line.need(OTHER.amount), currency: line.text(OTHER.currency) };
  const [given, got] = one.amount.startsWith('-') ? [one, other] : [other, one];
  return [{ kind: 'currency-conversion', at, account, cash: { ...given, amount: without(given.amount) }, otherCash: got }];
}

function changed(line: Line, account: string, at: string, half: string): Booked {
  if (half === '') {
    line.fault(
      'HALF_MISSING',
      'text',
      'the other product of the change; export a period that has both',
      'el otro producto del cambio; exporte un periodo que tenga ambos',
    );
    return [];
  }
  const [one, other] = [assetOf(line), { isin: line.text(OTHER.isin), name: line.text(OTHER.product) }];
  if (one.isin === other.isin) return nothing('another name for the same ISIN', 'otro nombre para el mismo ISIN');
  const isSale = SALES.has(TRADE.exec(line.text('text'))?.[1] ?? '');
  return [{ kind: 'rename', at, account, asset: isSale ? one : other, otherAsset: isSale ? other : one }];
}

/** A number of an order that was broken over two lines is one again, and the two lines of a pair know each other. */
function prepare({ before, rows }: TextTable): TextTable {
  const whole: { line: number; cells: string[] }[] = [];
  for (const { line, cells } of rows) {
    const last = whole.at(-1);
    const isRest = cells[AT.day] === '' && cells[AT.text] === '' && (cells[AT.order] ?? '') !== '';
    if (isRest && last !== undefined) last.cells[AT.order] = `${last.cells[AT.order] ?? ''}${cells[AT.order]}`;
    else
      whole.push({
        line,
        cells: [...cells.slice(0, NAMES.length), ...Array(NAMES.length - Math.min(cells.length, NAMES.length)).fill('')],
      });
  }
  const isPaired = new Set<number>();
  whole.forEach(({ cells }, i) => {
    const other = isPaired.has(i) ? -1 : partnerOf(whole, i, isPaired);
    if (other === -1) return;
    isPaired.add(i).add(other);
    const second = whole[other]?.cells as string[];
    const [currency, amount, isin, product] = [AT.currency, AT.amount, AT.ISIN, AT.product].map((place) => second[place] as string);
    cells.push('first', currency as string, amount as string, isin as string, product as string);
    second.push('second');
  });
  return { before, header: HEADER, rows: whole };
}

/** The next line that is the other half of an exchange or of a change of product. */
function partnerOf(rows: readonly { readonly cells: readonly string[] }[], i: number, isPaired: ReadonlySet<number>): number {
  const one = rows[i]?.cells as readonly string[];
  const text = one[AT.text] as string;
  const same = (cells: readonly string[], ...names: (typeof NAMES)[number][]) => names.every((name) => cells[AT[name]] === one[AT[name]]);
  const isNegative = (cells: readonly string[]) => cells[AT.amount]?.startsWith('-');
  if (EXCHANGE.test(text))
    return rows.findIndex(
      ({ cells }, j) =>
        j > i &&
        !isPaired.has(j) &&
        EXCHANGE.test(cells[AT.text] as string) &&
        same(cells, 'day', 'time', 'order') &&
        cells[AT.currency] !== one[AT.currency] &&
        isNegative(cells) !== isNegative(one),
    );
  if (!PRODUCT_CHANGE.test(text)) return -1;
  const of = (words: string) => TRADE.exec(words) ?? [];
  const [, side = '', count] = of(text);
  return rows.findIndex(({ cells }, j) => {
    if (j <= i || isPaired.has(j) || !PRODUCT_CHANGE.test(cells[AT.text] as string) || !same(cells, 'day')) return false;
    const [, otherSide = '', otherCount] = of(cells[AT.text] as string);
    return SALES.has(side) !== SALES.has(otherSide) && count === otherCount;
  });
}

/** Names of the first columns, by language. */
const HEADERS = [
  ['Datum', 'Tijd', 'Valutadatum', 'Product', 'ISIN', 'Omschrijving', 'FX', 'Mutatie', 'Saldo', 'Order Id'],
  ['Date', 'Time', 'Value date', 'Product', 'ISIN', 'Description', 'FX', 'Change', 'Balance', 'Order Id'],
  ['Fecha', 'Hora', 'Fecha valor', 'Producto', 'ISIN', 'Descripción', 'Tipo', 'Variación', 'Saldo', 'ID Orden'],
  ['Datum', 'Uhrzeit', 'Valutadatum', 'Produkt', 'ISIN', 'Beschreibung', 'FX', 'Änderung', 'Saldo', 'Order-ID'],
  ['Date', 'Heure', 'Date de', 'Produit', 'Code ISIN', 'Description', 'FX', 'Mouvements', 'Solde', 'ID Ordre'],
];

export const degiro: readonly BrokerFormat[] = HEADERS.map((columns) => ({
  ...{ id: 'degiro', name: 'DEGIRO', columns, mark: ',', tellsCash: true, prepare, book },
}));
