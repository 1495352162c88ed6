/** The sheet `Operaciones`: one purchase or sale a row, or what its own column says it is. */

import type { ReadRow } from '../../core/portfolio/book/read-file.ts';
import { currencyMeant, isMoney, isPayingCoin } from '../../core/portfolio/currencies.ts';
import type { AssetName, Entry, Money } from '../../core/portfolio/entry.ts';
import { type Fixed, formatFixed, multiply, parseFixed } from '../../core/portfolio/fixed.ts';
import type { OperationKind } from '../../core/portfolio/operation-kinds.ts';
import { type Field, type FoundColumns, tidyHeader } from './columns.ts';
import { RowReader } from './row-reader.ts';
import type { Sheet, SheetRow } from './sheets.ts';
import { dayIn, decimalIn, ratioIn, wordIn } from './values.ts';

export const OPERATION_FIELDS: readonly Field[] = [
  ...(['asset', 'name', 'isin', 'account', 'price', 'quantity', 'invested', 'currency', 'target', 'date'] as const),
  ...(['kind', 'fee', 'feeCurrency', 'tax', 'note', 'id'] as const),
];
/** Without these columns nothing of the sheet can be booked. */
export const OPERATION_NEEDS: readonly Field[] = ['asset', 'price', 'quantity', 'currency', 'date'];

/** Words of an operation's column; where there is none the sign of the quantity says it. */
const KIND_WORDS: Readonly<Record<string, OperationKind>> = {
  ...{ compra: 'buy', buy: 'buy', comprar: 'buy', venta: 'sell', sell: 'sell', vender: 'sell' },
  ...{
    dividendo: 'dividend',
    dividend: 'dividend',
    dividendos: 'dividend',
    interes: 'interest',
    intereses: 'interest',
    interest: 'interest',
  },
  ...{ comision: 'fee', fee: 'fee', impuesto: 'tax', tax: 'tax', deposito: 'deposit', ingreso: 'deposit', deposit: 'deposit' },
  ...{ retirada: 'withdrawal', withdrawal: 'withdrawal', staking: 'staking-reward', recompensa: 'staking-reward', airdrop: 'airdrop' },
};
const TRADES: ReadonlySet<OperationKind> = new Set(['buy', 'sell']);
const GIFTS: ReadonlySet<OperationKind> = new Set(['staking-reward', 'airdrop']);

export interface SheetContext {
  readonly account: string | undefined;
  /** The owner's, `2024-01-31`. */
  readonly today: string;
  readonly date1904: boolean;
}

export function readOperations(sheet: Sheet, found: FoundColumns, context: SheetContext): ReadRow[] {
  const rows = sheet.rows.filter((row) => row.row > found.header.row && hasSomething(row, found));
  const target = found.columns.get('target');
  // 50 in a column whose cells show no per cent means 50 %, and so does 2 beside it.
  const isHundredths = rows.some(({ cells }) => {
    const cell = target === undefined ? undefined : cells.get(target);
    return cell?.kind === 'number' && !cell.isPercent && Math.abs(Number(cell.text)) >= 3;
  });
  const isCoins = /^(cripto|crypto)/.test(tidyHeader(found.titles.get(found.columns.get('asset') as number) ?? ''));
  return rows.map((row) => readRow(new RowReader(found, row), sheet.name, { ...context, isHundredths, isCoins }));
}

const hasSomething = ({ cells }: SheetRow, { columns }: FoundColumns): boolean => [...columns.values()].some((column) => cells.has(column));

interface RowContext extends SheetContext {
  readonly isHundredths: boolean;
  readonly isCoins: boolean;
}

function readRow(reader: RowReader, sheet: string, { account: given, today, date1904, isHundredths, isCoins }: RowContext): ReadRow {
  const quantity = reader.need('quantity', decimalIn, {
    en: 'a quantity, below 0 of a sale',
    es: 'una cantidad, negativa si es una venta',
  });
  const kind = kindOf(reader, quantity);
  const price = TRADES.has(kind)
    ? reader.need('price', decimalIn, { en: 'a price above 0', es: 'un precio mayor que 0' })
    : reader.read('price', decimalIn);
  const currency = currencyOf(reader, 'currency');
  const date = reader.need('date', (cell) => dayIn(cell, date1904), { en: 'a date', es: 'una fecha' });
  const account = reader.read('account', wordIn) ?? given;
  const asset = assetOf(reader, isCoins);
  const [fee, tax, invested, target] = [
    reader.read('fee', decimalIn),
    reader.read('tax', decimalIn),
    reader.read('invested', decimalIn),
    reader.read('target', (cell) => ratioIn(cell, isHundredths)),
  ];
  const feeCurrency = reader.has('feeCurrency') ? reader.read('feeCurrency', wordIn)?.toUpperCase() : currency;
  const [note, id] = [reader.read('note', wordIn), reader.read('id', wordIn)];
  if (account === undefined)
    reader.fault('ACCOUNT_MISSING', 'account', '', {
      en: 'the account or exchange, or one named for the whole file',
      es: 'la cuenta o el exchange, o uno indicado para todo el archivo',
    });
  if (price !== undefined && Number(price) <= 0)
    reader.fault('PRICE_TOO_SMALL', 'price', price, { en: 'a price above 0', es: 'un precio mayor que 0' });
  if (quantity !== undefined && Number(quantity) === 0)
    reader.fault('QUANTITY_ZERO', 'quantity', quantity, { en: 'a quantity other than 0', es: 'una cantidad distinta de 0' });
  if (date !== undefined && date > today)
    reader.fault('DATE_IN_FUTURE', 'date', date, { en: `a day until today, ${today}`, es: `un día hasta hoy, ${today}` });
  if (
    reader.faults.length > 0 ||
    quantity === undefined ||
    currency === undefined ||
    date === undefined ||
    account === undefined ||
    asset === undefined
  )
    return reader.result(sheet, []);
  const amount = amountOf(reader, { kind, price, quantity, invested, fee: feeCurrency === currency ? fee : undefined, tax });
  const money = (text: string): Money => ({ amount: text, currency });
  const isCash = !GIFTS.has(kind);
  const holds = TRADES.has(kind) || GIFTS.has(kind);
  const entry: Entry = {
    ...{ kind, at: date, account },
    ...((holds || kind === 'dividend') && { asset }),
    ...(holds && { quantity: quantity.replace(/^-/, '') }),
    ...(TRADES.has(kind) && price !== undefined && { price: money(price) }),
    ...(isCash && { cash: money(amount) }),
    ...(GIFTS.has(kind) && price !== undefined && { value: money(amount) }),
    ...(fee !== undefined && Number(fee) !== 0 && { fee: { amount: fee, currency: feeCurrency ?? currency } }),
    ...(tax !== undefined && Number(tax) !== 0 && { tax: money(tax) }),
    ...(TRADES.has(kind) && target !== undefined && { target }),
    ...(note !== undefined && { note }),
  };
  return reader.result(sheet, [entry], id);
}

function kindOf(reader: RowReader, quantity: string | undefined): OperationKind {
  const word = reader.read('kind', wordIn);
  const kind = word === undefined ? undefined : KIND_WORDS[tidyHeader(word)];
  if (word !== undefined && kind === undefined)
    reader.fault('KIND_UNKNOWN', 'kind', word, {
      en: 'an operation such as buy, sell or dividend',
      es: 'una operación como compra, venta o dividendo',
    });
  return kind ?? (quantity?.startsWith('-') ? 'sell' : 'buy');
}

/** Never taken for granted: without one the row is refused. */
function currencyOf(reader: RowReader, field: Field): string | undefined {
  const text = reader.need(
    field,
    wordIn,
    { en: 'a currency of ISO 4217 such as EUR', es: 'una moneda ISO 4217 como EUR' },
    'CURRENCY_MISSING',
  );
  if (text === undefined) return undefined;
  const code = text.toUpperCase();
  if (isMoney(code) || isPayingCoin(code)) return code;
  reader.fault(
    'CURRENCY_UNKNOWN',
    field,
    text,
    { en: 'a currency of ISO 4217 such as EUR', es: 'una moneda ISO 4217 como EUR' },
    currencyMeant(text),
  );
  return undefined;
}

/** What looks like a ticker is one; anything else is a name. */
const TICKER = /^[A-Z0-9][A-Z0-9.-]{0,11}$/;

function assetOf(reader: RowReader, isCoins: boolean): AssetName | undefined {
  const [text, isin, name] = [
    reader.need('asset', wordIn, { en: 'a ticker or a name', es: 'un ticker o un nombre' }),
    reader.read('isin', wordIn),
    reader.read('name', wordIn),
  ];
  if (text === undefined) return undefined;
  const isTicker = TICKER.test(text);
  return {
    ...(isin !== undefined && { isin: isin.toUpperCase() }),
    ...(isTicker ? { symbol: text } : { name: text }),
    ...(isTicker && name !== undefined && { name }),
    // The column itself says what stands in it, as long as nothing else does.
    ...(isCoins && isin === undefined && { kind: 'crypto' as const }),
  };
}

interface Told {
  readonly kind: OperationKind;
  readonly price: string | undefined;
  readonly quantity: string;
  readonly invested: string | undefined;
  readonly fee: string | undefined;
  readonly tax: string | undefined;
}

const CENT: Fixed = 10n ** 16n;
const size = (text: string | undefined): Fixed => {
  const value = parseFixed(text ?? '0') ?? 0n;
  return value < 0n ? -value : value;
};

/** What moved: what the row says was invested; else price × quantity and the charges. The two are held against each other. */
function amountOf(reader: RowReader, { kind, price, quantity, invested, fee, tax }: Told): string {
  const plain = price === undefined ? size(quantity) : multiply(size(price), size(quantity));
  const charges = size(fee) + size(tax);
  const whole = kind === 'sell' ? plain - charges : kind === 'buy' ? plain + charges : plain;
  if (invested === undefined) return formatFixed(whole);
  const told = size(invested);
  const differs = (a: Fixed) => (told > a ? told - a : a - told) > CENT;
  if (TRADES.has(kind) && differs(whole) && differs(plain))
    reader.warn('AMOUNT_DIFFERS', 'invested', invested, {
      en: `${formatFixed(whole)}, which is price × quantity and the fee; the amount that was written is booked`,
      es: `${formatFixed(whole)}, que es precio × cantidad y la comisión; se anota el importe escrito`,
    });
  return formatFixed(told);
}
