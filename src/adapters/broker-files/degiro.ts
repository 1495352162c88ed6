/**
 * DEGIRO's account statement, in the languages it is written in: a trade, its fee and its exchange stand on lines of their own. Each books for itself; an
 * exchange and a change of product stand on two lines, which count only together.
 */

import { DAYS, instantIn, opposite, plainDecimal, without } from './amounts.ts';
import { readingsOf, tradeIn, type WordedTrade } from './degiro-trade.ts';
import { type Booked, type BrokerFormat, type Line, nothing } from './format.ts';
import type { TextTable } from './text-table.ts';

/** By place, since the names depend on the language and two have none; the last ones are of the other line of a pair. */
const NAMES = ['day', 'time', 'value day', 'product', 'ISIN', 'text', 'FX', 'currency', 'amount', '', 'balance', 'order'] as const;
const OTHER = {
  half: 'half',
  currency: 'other currency',
  amount: 'other amount',
  isin: 'other ISIN',
  product: 'other product',
  text: 'other text',
} as const;
const HEADER = [...NAMES, ...Object.values(OTHER)];
const AT = Object.fromEntries(NAMES.map((name, at) => [name, at])) as Record<(typeof NAMES)[number], number>;

const EXCHANGE =
  /^(valuta (credit|debit)ering|FX (credit|debit)|(ingreso|retirada) cambio de divisa|(levantamento|cr\S+dito) de divisa|währungswechsel|opération de change|(accredito|prelievo) divisa)/i;
const PRODUCT_CHANGE =
  /^(productwijziging|product change|cambio de producto|produktänderung|changement de produit|mudança de produto|cambio di prodotto)/i;
/** `STOCK SPLIT: Sell 6 …`, and not a company of that name. */
const SPLIT = /^[^:@]*\bsplit\b[^:@]*:/i;

/** The first that fits. Taxes stand before the dividends that they are named after. */
const MEANINGS: readonly (readonly [RegExp, 'deposit' | 'withdrawal' | 'interest' | 'fee' | 'tax' | 'dividend' | 'nothing'])[] = [
  [
    /cash sweep|overboeking (van|naar)|transfer (from|to) your cash account|transfer(encia|ir) (desde|a) su cuenta|flatexdegiro bank|reservation ideal|processed flatex withdrawal/i,
    'nothing',
  ],
  [/conver\S+ (fonds|fondos|money)|geldmarktfonds/i, 'nothing'],
  [
    /dividendbelasting|dividend tax|withholding tax|transaction tax|impuesto|impôts? sur|retención|imposto|ritenuta|kapitalertrags?steuer|transactiebelasting|stamp duty/i,
    'tax',
  ],
  [/dividend|coupon|ausschüttung/i, 'dividend'],
  [/kosten|costes|fee|promoci[oó]n|promotion|comisi|comiss|frais|gebühr|commissioni|courtesy/i, 'fee'],
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
  if (PRODUCT_CHANGE.test(text) || (SPLIT.test(text) && half !== '')) return changed(line, account, at, half);
  const trade = tradeIn(text);
  if (trade !== null && !/fonds monétaires|money market/i.test(text)) return traded(line, account, at, trade);
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

function traded(line: Line, account: string, at: string, trade: WordedTrade): Booked {
  const cash = line.money('amount', line.text('currency'));
  const read = readingsOf(trade, line.text('amount'), cash.currency);
  if (read === null) {
    line.fault(
      'NUMBER_AMBIGUOUS',
      'text',
      `a number of shares and a price that can be read in one way: ${trade.count} and ${trade.price} can be thousands or decimals`,
      `un número de acciones y un precio que se lean de una sola forma: ${trade.count} y ${trade.price} pueden ser miles o decimales`,
    );
    return [];
  }
  if (SPLIT.test(line.text('text')))
    line.warn(
      'SPLIT_AS_TRADE',
      'text',
      'the other line of the split, of the same amount; alone it is booked as a trade, which makes a gain of it',
      'la otra línea del split, del mismo importe; sola se anota como operación, y eso crea una ganancia',
    );
  const { quantity, price } = read;
  const asset = assetOf(line);
  // Shares for nothing: a dividend in shares.
  if (Number(cash.amount) === 0) return [{ kind: 'airdrop', at, account, asset, quantity }];
  const kind = trade.isSale ? 'sell' : 'buy';
  return [{ kind, at, account, asset, quantity, cash, ...(price && { price: { amount: price.price, currency: price.currency } }) }];
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
  const sides = [
    { asset: assetOf(line), trade: tradeIn(line.text('text')), amount: line.text('amount') },
    {
      asset: { isin: line.text(OTHER.isin), name: line.text(OTHER.product) },
      trade: tradeIn(line.text(OTHER.text)),
      amount: line.text(OTHER.amount),
    },
  ];
  const [gone, come] = sides[0]?.trade?.isSale ? sides : sides.reverse();
  if (gone === undefined || come === undefined) return [];
  const [from, to] = [gone, come].map(({ trade, amount }) =>
    trade === null ? null : readingsOf(trade, amount, line.text('currency'))?.quantity,
  );
  const isSame = gone.asset.isin === come.asset.isin;
  const isSplit = from !== to && from != null && to != null;
  if (isSame && !isSplit) return nothing('another name for the same ISIN', 'otro nombre para el mismo ISIN');
  return [
    ...(isSplit ? [{ kind: 'split' as const, at, account, asset: gone.asset, ratio: `${to}:${from}` }] : []),
    ...(isSame ? [] : [{ kind: 'rename' as const, at, account, asset: gone.asset, otherAsset: come.asset }]),
  ];
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
    if (tradeIn(second[AT.text] as string) !== null) cells.push(second[AT.text] as string);
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
  const trade = tradeIn(text);
  const meant = [PRODUCT_CHANGE, SPLIT].find((words) => words.test(text));
  if (meant === undefined || trade === null) return -1;
  return rows.findIndex(({ cells }, j) => {
    const other = tradeIn(cells[AT.text] as string);
    if (j <= i || isPaired.has(j) || other === null || !meant.test(cells[AT.text] as string) || !same(cells, 'day', 'currency'))
      return false;
    // The shares of a split are others than before, and worth as much.
    return trade.isSale !== other.isSale && (meant === SPLIT ? isOpposite(cells, one) : trade.count === other.count);
  });
}

function isOpposite(cells: readonly string[], others: readonly string[]): boolean {
  const [a, b] = [cells, others].map((of) => plainDecimal(of[AT.amount] as string, ','));
  return a != null && b != null && Number(a) === -Number(b);
}

/** Names of the first columns, by language. */
const HEADERS = [
  ['Datum', 'Tijd', 'Valutadatum', 'Product', 'ISIN', 'Omschrijving', 'FX', 'Mutatie', 'Saldo', 'Order Id'],
  ['Date', 'Time', 'Product', 'ISIN', 'Description', 'FX', 'Change', 'Balance', 'Order Id'],
  ['Fecha', 'Hora', 'Fecha valor', 'Producto', 'ISIN', 'Descripción', 'Tipo', 'Variación', 'Saldo', 'ID Orden'],
  ['Data', 'Hora', 'Data Valor', 'Produto', 'ISIN', 'Descrição', 'Mudança', 'Saldo'],
  ['Datum', 'Uhrzeit', 'Valutadatum', 'Produkt', 'ISIN', 'Beschreibung', 'FX', 'Änderung', 'Saldo', 'Order-ID'],
  ['Date', 'Heure', 'Date de', 'Produit', 'Code ISIN', 'Description', 'FX', 'Mouvements', 'Solde', 'ID Ordre'],
];

export const degiro: readonly BrokerFormat[] = HEADERS.map((columns) => ({
  ...{ id: 'degiro', name: 'DEGIRO', columns, mark: ',', tellsCash: true, prepare, book },
}));
