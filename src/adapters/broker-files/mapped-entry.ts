/** One row of a table by what the owner says of its columns. What its kind has no use for is passed over where it is nothing, and told where it is a figure. */

import type { ColumnMapping, DayOrder, MappedField, Meaning } from '../../core/portfolio/book/mapping.ts';
import type { Entry, Money } from '../../core/portfolio/entry.ts';
import { formatFixed, multiply, parseFixed } from '../../core/portfolio/fixed.ts';
import { type EntryField, type OperationKind, ruleOf } from '../../core/portfolio/operation-kinds.ts';
import { currencyBeside, instantIn, opposite, without } from './amounts.ts';
import { type Booked, type Line, nothing } from './format.ts';

/** Money comes or goes by these. */
const GIVES: ReadonlySet<string> = new Set(['buy', 'buy-to-cover', 'withdrawal', 'cash-transfer']);
const GETS: ReadonlySet<string> = new Set(['sell', 'short-sell', 'deposit']);
const CHARGES: ReadonlySet<string> = new Set(['fee', 'tax']);

export function mappedEntry(line: Line, mapping: ColumnMapping, account: string): Booked {
  const cell = cellsOf(line, mapping);
  const meant = meaningOf(cell, mapping);
  if (meant === null) {
    line.fault(
      'KIND_UNKNOWN',
      cell.title('kind'),
      'a word whose meaning was chosen; choose what it means',
      'una palabra cuyo significado se haya elegido; elija qué significa',
    );
    return [];
  }
  if (meant === 'nothing')
    return nothing('rows of this kind are passed over, as you chose', 'las filas de este tipo se omiten, como eligió');
  const kind = kindOf(meant, cell, mapping);
  const currency = currencyOf(cell, mapping);
  const charges = { fee: chargeOf(cell, 'fee', cell.text('feeCurrency') || currency), tax: chargeOf(cell, 'tax', currency) };
  const amount = amountOf(cell, kind, mapping, charges, currency);
  if (amount !== null && currency === '')
    cell.fault(
      'cash',
      'CURRENCY_MISSING',
      'a currency: choose the column that tells it, or one for all rows; none is supposed',
      'una moneda: elija la columna que la indica, o una para todas las filas; ninguna se supone',
    );
  const { needs, may } = ruleOf(kind);
  const has = (field: EntryField) => needs.includes(field) || may.includes(field);
  const asset = assetOf(cell);
  const quantity = without(cell.number('quantity'));
  const told: Partial<Record<EntryField, unknown>> = {
    ...(asset && { asset }),
    ...(quantity !== '' && { quantity }),
    ...(cell.has('price') && { price: { amount: without(cell.number('price')), currency } }),
    ...(amount !== null && { [has('cash') ? 'cash' : 'value']: { amount, currency } }),
    ...(charges.fee && { fee: charges.fee }),
    ...(charges.tax && { tax: charges.tax }),
    ...(cell.has('otherAccount') && { otherAccount: cell.text('otherAccount') }),
    ...(cell.has('ratio') && { ratio: ratioOf(cell.text('ratio')) }),
  };
  for (const field of ['fee', 'tax'] as const) if (told[field] !== undefined && !has(field)) passedOver(line, cell.title(field), kind);
  const fields = Object.fromEntries(Object.entries(told).filter(([field]) => has(field as EntryField)));
  const note = cell.text('note');
  return [
    {
      ...{ kind, at: instantOf(line, cell, mapping), account: cell.text('account') || account },
      ...fields,
      ...(note !== '' && { note }),
    } as Entry,
  ];
}

type Cells = ReturnType<typeof cellsOf>;

function cellsOf(line: Line, { columns }: ColumnMapping) {
  const title = (field: MappedField): string => columns[field] ?? '';
  const text = (field: MappedField): string => (columns[field] === undefined ? '' : line.text(title(field)));
  return {
    title,
    text,
    has: (field: MappedField): boolean => text(field) !== '',
    /** Plain decimal text; empty where there is none. */
    number: (field: MappedField): string => (text(field) === '' ? '' : line.number(title(field))),
    fault: (field: MappedField, code: string, en: string, es: string) => line.fault(code, title(field), en, es),
  };
}

function meaningOf(cell: Cells, { kinds, otherwise }: ColumnMapping): Meaning | null {
  const word = cell.text('kind').toLowerCase();
  return (Object.hasOwn(kinds, word) ? kinds[word] : otherwise) ?? null;
}

function kindOf(meant: Exclude<Meaning, 'nothing'>, cell: Cells, { isSigned }: ColumnMapping): OperationKind {
  const isBelow = (field: 'cash' | 'quantity') => cell.number(field).startsWith('-');
  if (meant === 'by-sign-cash') return isBelow('cash') ? 'withdrawal' : 'deposit';
  if (meant !== 'by-sign-trade') return meant;
  // Shares that go are a sale; else money that comes is one, where money tells which way it went.
  if (isBelow('quantity')) return 'sell';
  return isSigned && cell.has('cash') && !isBelow('cash') ? 'sell' : 'buy';
}

/** The column's, the one that was chosen for all, or the one beside the amount. */
function currencyOf(cell: Cells, { currency }: ColumnMapping): string {
  const told = cell.text('currency');
  if (told !== '') return currencyBeside(told.toUpperCase()) ?? told.toUpperCase();
  return currency ?? currencyBeside(cell.text('cash')) ?? currencyBeside(cell.text('price')) ?? '';
}

function chargeOf(cell: Cells, field: 'fee' | 'tax', currency: string): Money | null {
  const amount = without(cell.number(field));
  return amount === '' || Number(amount) === 0 ? null : { amount, currency };
}

/** What moved on the account; null where the row does not tell it. */
function amountOf(
  cell: Cells,
  kind: OperationKind,
  { isSigned, isBeforeCharges }: ColumnMapping,
  charges: Readonly<Record<'fee' | 'tax', Money | null>>,
  currency: string,
): string | null {
  const told = cell.number('cash');
  const isTrade = ruleOf(kind).needs.includes('quantity') && ruleOf(kind).needs.includes('cash');
  const beside = [charges.fee, charges.tax].reduce(
    (sum, one) => sum + (one?.currency === currency ? (parseFixed(one.amount) ?? 0n) : 0n),
    0n,
  );
  const withCharges = (amount: bigint) => formatFixed(GIVES.has(kind) ? amount + beside : amount - beside);
  if (told === '') {
    const [quantity, price] = [parseFixed(without(cell.number('quantity'))), parseFixed(without(cell.number('price')))];
    return isTrade && quantity !== null && price !== null ? withCharges(multiply(quantity, price)) : null;
  }
  if (CHARGES.has(kind)) return isSigned ? opposite(told) : told;
  const isWrong = isSigned && Number(told) !== 0 && (told.startsWith('-') ? GETS : GIVES).has(kind);
  if (isWrong)
    cell.fault(
      'cash',
      'SIGN_UNEXPECTED',
      'below 0 where money goes and above where it comes, as chosen for this table',
      'menor que 0 si el dinero sale y mayor si entra, como se eligió para esta tabla',
    );
  const size = GIVES.has(kind) || GETS.has(kind) || !isSigned ? without(told) : told;
  return isBeforeCharges ? withCharges(parseFixed(size) ?? 0n) : size;
}

function assetOf(cell: Cells) {
  const [isin, symbol, name] = [cell.text('isin'), cell.text('symbol'), cell.text('name')];
  if (isin === '' && symbol === '' && name === '') return null;
  return { ...(isin !== '' && { isin }), ...(symbol !== '' && { symbol }), ...(name !== '' && { name }) };
}

/** `2:1`; of `2` too, and of `2/1` and `2 for 1`. */
function ratioOf(text: string): string {
  const [, to = text, from = '1'] = /^([\d.]+)(?:\s*(?::|\/|for|por)\s*([\d.]+))?$/i.exec(text) ?? [];
  return `${to}:${from}`;
}

function passedOver(line: Line, title: string, kind: OperationKind): void {
  line.warn(
    'FIELD_UNUSED',
    title,
    `nothing: a ${kind} has none, so it is left out`,
    `nada: una operación ${kind} no la lleva, así que se omite`,
  );
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Places of year, month and day. */
const PLACES: Readonly<Record<DayOrder, readonly [number, number, number]>> = { year: [0, 1, 2], day: [2, 1, 0], month: [2, 0, 1] };
const DATE = /^(\d{1,4})[-/. ](\d{1,2}|[a-z]{3})[-/. ](\d{1,4})(?:[ T,]+(.+))?$/i;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(am|pm)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/** A day where no time is told, else an instant. */
function instantOf(line: Line, cell: Cells, { days, zone }: ColumnMapping): string {
  const text = cell.text('at').replace(/^(\d{4})(\d{2})(\d{2})(?=\D|$)/, '$1-$2-$3');
  const [, ...found] = DATE.exec(text) ?? [];
  const [year, month, day] = PLACES[days].map((place) => found[place] ?? '') as [string, string, string];
  const number = /^\d+$/.test(month) ? month : String(MONTHS.indexOf(month.toLowerCase()) + 1);
  const clock = cell.text('time') || (found[3] ?? '');
  const [, hour = '', minute = '00', second = '00', half = '', told = ''] = TIME.exec(clock) ?? [];
  const isDate = /^(\d{2}|\d{4})$/.test(year) && /^\d{1,2}$/.test(day) && isBetween(1, Number(number), 12) && isBetween(1, Number(day), 31);
  if (!isDate || (clock !== '' && hour === '')) {
    line.fault(
      'DATE_INVALID',
      cell.title(clock !== '' && isDate && cell.has('time') ? 'time' : 'at'),
      `a date with its ${days} first, such as ${EXAMPLES[days]}`,
      `una fecha con ${SPANISH[days]} delante, como ${EXAMPLES[days]}`,
    );
    return '';
  }
  const date = `${year.length === 2 ? `20${year}` : year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (clock === '') return date;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0);
  const at = `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}`;
  return /^[+-]/.test(told) ? instantIn(`${at}${told}`) : instantIn(at, told === '' ? zone : 'UTC');
}

const isBetween = (low: number, value: number, high: number): boolean => value >= low && value <= high;

const EXAMPLES: Readonly<Record<DayOrder, string>> = { year: '2024-01-31', day: '31/01/2024', month: '01/31/2024' };
const SPANISH: Readonly<Record<DayOrder, string>> = { year: 'el año', day: 'el día', month: 'el mes' };
