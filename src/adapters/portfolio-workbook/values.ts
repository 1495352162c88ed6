/** What a cell says, where a number, a day or a word is wanted; or why it does not. */

import type { Words } from '../../core/domain/parameters.ts';
import { type Cell, dateOf } from './sheets.ts';

export type Value =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly expected: Words; readonly suggestion?: string };

const right = (text: string): Value => ({ ok: true, text });
const wrong = (code: string, en: string, es: string, suggestion?: string): Value => ({
  ok: false,
  code,
  expected: { en, es },
  ...(suggestion !== undefined && { suggestion }),
});

/** Why a cell of a formula that failed has no value. */
const broken = (): Value =>
  wrong(
    'CELL_ERROR',
    'a value: the formula of this cell has failed or was never calculated',
    'un valor: la fórmula de esta celda falló o no se ha calculado',
  );

/** Plain decimal text. Text with one mark and three digits after it may be a thousand or a fraction, and is refused. */
export function decimalIn(cell: Cell): Value {
  if (cell.kind === 'error') return broken();
  if (cell.kind === 'number') return right(plainNumber(cell.text));
  if (cell.kind !== 'text') return wrong('NUMBER_INVALID', 'a number', 'un número');
  const text = cell.text.replace(/[\s\u00a0'€$£]/g, '');
  const marks = [...text.matchAll(/[.,]/g)].map(([mark]) => mark as '.' | ',');
  const kinds = new Set(marks);
  const last = marks.at(-1);
  const decimals = last === undefined ? 0 : text.length - 1 - text.lastIndexOf(last);
  if (!/^[+-]?\d[\d.,]*$/.test(text)) return wrong('NUMBER_INVALID', 'a number such as 1234.56', 'un número como 1234,56');
  if (marks.length === 1 && decimals === 3 && !/^[+-]?0/.test(text))
    return wrong(
      'NUMBER_AMBIGUOUS',
      'a number that can only be read one way: write it as a number, not as text',
      'un número que solo pueda leerse de una forma: escríbalo como número, no como texto',
      `${text.replace(/[.,]/, '')} / ${text.replace(/[.,]/, '.')}`,
    );
  // Twice the same mark: thousands alone. Two marks: the last one is the decimal one.
  const isThousands = kinds.size === 1 && marks.length > 1;
  const [whole = '', fraction] =
    isThousands || last === undefined ? [text] : [text.slice(0, -decimals - 1), text.slice(text.length - decimals)];
  const groups = whole.replace(/^[+-]/, '').split(/[.,]/);
  if (groups.length > 1 && groups.slice(1).some((group) => group.length !== 3))
    return wrong('NUMBER_INVALID', 'a number such as 1234.56', 'un número como 1234,56');
  const digits = whole.replace(/[.,+]/g, '');
  return right(fraction === undefined || fraction === '' ? digits : `${digits}.${fraction}`);
}

/** Out of the double a spreadsheet keeps, at the fifteen digits it shows. */
function plainNumber(text: string): string {
  const value = Number(text);
  const shown = Number(value.toPrecision(15));
  const plain = String(shown);
  return plain.includes('e') ? shown.toFixed(18).replace(/\.?0+$/, '') : plain;
}

/** A ratio: `0.5` out of a cell that shows 50 %, out of the text `50 %`, and out of 50 where the column tells hundredths. */
export function ratioIn(cell: Cell, isHundredths: boolean): Value {
  const isText = cell.kind === 'text' && cell.text.includes('%');
  const value = decimalIn(cell.kind === 'text' ? { ...cell, text: cell.text.replace('%', '') } : cell);
  if (!value.ok || !(isText || (isHundredths && !(cell.kind === 'number' && cell.isPercent)))) return value;
  return right(plainNumber(String(Number(value.text) / 100)));
}

/** `2024-01-31`. A number is a serial day of the workbook's system; in text the day stands first, as it is written in Spain, or the year. */
export function dayIn(given: Cell, date1904: boolean): Value {
  const cell = given.kind === 'number' ? dateOf(Number(given.text), date1904) : given;
  if (cell.kind === 'error') return broken();
  if (cell.kind === 'date') return right(cell.text.slice(0, 10));
  const text = cell.text.trim();
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text) ?? [];
  const [, dayFirst, monthSecond, yearLast] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: .*)?$/.exec(text) ?? [];
  const parts = year === undefined ? [yearLast, monthSecond, dayFirst] : [year, month, day];
  const [y, m, d] = parts.map(Number) as [number, number, number];
  const date = new Date(Date.UTC(y, m - 1, d));
  if (parts[0] === undefined || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) {
    return wrong('DATE_INVALID', 'a date such as 31/01/2024', 'una fecha como 31/01/2024');
  }
  return right(date.toISOString().slice(0, 10));
}

export const wordIn = (cell: Cell): Value => (cell.kind === 'error' ? broken() : right(cell.text));
