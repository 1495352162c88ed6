/** The sheet `Investments`: what is held besides, by class, with what it cost and what it is worth now. */

import type { ReadRow } from '../../core/portfolio/book/read-file.ts';
import type { AssetName, Entry } from '../../core/portfolio/entry.ts';
import type { Field, FoundColumns } from './columns.ts';
import type { SheetContext } from './operations-sheet.ts';
import { RowReader } from './row-reader.ts';
import type { Sheet } from './sheets.ts';
import { dayIn, decimalIn, wordIn } from './values.ts';

export const INVESTMENT_FIELDS: readonly Field[] = [
  'type',
  'category',
  'subcategory',
  'initial',
  'value',
  'date',
  'name',
  'account',
  'note',
];
export const INVESTMENT_NEEDS: readonly Field[] = ['type', 'initial'];

/** Where a row names none. */
const ACCOUNT = 'Investments';
const CURRENCY = 'EUR';

interface InvestmentContext extends SheetContext {
  /** Days on which the workbook was made and last saved, as it says itself. */
  readonly created: string | null;
  readonly modified: string | null;
}

/** Each row is bought once, as one piece, on its own date or the day the workbook was made; its value is that of the day it was saved. */
export function readInvestments(sheet: Sheet, found: FoundColumns, context: InvestmentContext): ReadRow[] {
  return sheet.rows
    .filter((row) => row.row > found.header.row && [...found.columns.values()].some((column) => row.cells.has(column)))
    .map((row) => readRow(new RowReader(found, row), sheet.name, context));
}

function readRow(reader: RowReader, sheet: string, { account, today, date1904, created, modified }: InvestmentContext): ReadRow {
  const type = reader.need('type', wordIn, { en: 'the kind of investment', es: 'el tipo de inversión' });
  const initial = reader.need('initial', decimalIn, { en: 'what it cost in euros', es: 'lo que costó en euros' });
  const classes = [type, reader.read('category', wordIn), reader.read('subcategory', wordIn)].filter((one) => one !== undefined);
  const [value, name, note] = [reader.read('value', decimalIn), reader.read('name', wordIn), reader.read('note', wordIn)];
  const own = reader.read('date', (cell) => dayIn(cell, date1904));
  const at = own ?? created;
  if (initial !== undefined && Number(initial) <= 0)
    reader.fault('AMOUNT_TOO_SMALL', 'initial', initial, { en: 'an amount above 0', es: 'un importe mayor que 0' });
  if (at === null && reader.faults.length === 0)
    reader.fault('DATE_MISSING', 'date', '', {
      en: 'a date: neither the row has one nor the workbook says when it was made',
      es: 'una fecha: ni la fila la tiene ni el libro dice cuándo se creó',
    });
  if (at !== null && at > today)
    reader.fault('DATE_IN_FUTURE', 'date', at, { en: `a day until today, ${today}`, es: `un día hasta hoy, ${today}` });
  if (own === undefined && at !== null)
    reader.warn('DATE_OF_WORKBOOK', 'date', '', {
      en: `a date: the day the workbook was made, ${at}, is taken; write a column Fecha to say another`,
      es: `una fecha: se toma el día en que se creó el libro, ${at}; añada una columna Fecha para indicar otra`,
    });
  if (reader.faults.length > 0 || initial === undefined || at === null) return reader.result(sheet, []);
  const asset: AssetName = { name: name ?? classes.join(' · '), kind: 'other' };
  const whose = reader.read('account', wordIn) ?? account ?? ACCOUNT;
  const entries: Entry[] = [
    {
      kind: 'buy',
      at,
      account: whose,
      asset,
      quantity: '1',
      cash: { amount: initial, currency: CURRENCY },
      classes,
      ...(note !== undefined && { note }),
    },
  ];
  const saved = modified === null || modified > today || modified < at ? today : modified;
  if (value !== undefined)
    entries.push({ kind: 'valuation', at: saved, account: whose, asset, price: { amount: value, currency: CURRENCY } });
  return reader.result(sheet, entries);
}
