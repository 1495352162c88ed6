/** What a broker's export is: how it is known, how its numbers are written, and what each line of it books. */

import type { Words } from '../../core/domain/parameters.ts';
import type { ReadRow, RowFinding } from '../../core/portfolio/book/read-file.ts';
import type { Entry, Money } from '../../core/portfolio/entry.ts';
import { currencyBeside, type DecimalMark, plainDecimal } from './amounts.ts';
import type { TextRow, TextTable } from './text-table.ts';

/** What a line comes to: entries, or why it books nothing. */
export type Booked = readonly Entry[] | { readonly why: Words };

export interface BrokerFormat {
  readonly id: string;
  /** As a person calls it; also the account where none is named. */
  readonly name: string;
  /** Columns that it has, and no other export has together. */
  readonly columns: readonly string[];
  readonly mark: DecimalMark;
  readonly tellsCash: boolean;
  /** What the broker calls the line, where it does. */
  idOf?(line: Line): string;
  /** The table as it is to be read: some brokers tell one thing on several lines, or above the table. */
  prepare?(table: TextTable): TextTable;
  /** Where a line was written under another header than the file's. */
  headerOf?(header: readonly string[], cells: readonly string[]): readonly string[];
  book(line: Line, account: string): Booked;
}

export const nothing = (en: string, es: string): Booked => ({ why: { en, es } });

/** One line by the names of its columns. What is wrong in it is noted, and the line is then rejected. */
export class Line {
  readonly faults: RowFinding[] = [];
  readonly warnings: RowFinding[] = [];
  private readonly header: readonly string[];
  private readonly row: TextRow;
  private readonly mark: DecimalMark;

  constructor(header: readonly string[], row: TextRow, mark: DecimalMark) {
    this.header = header;
    this.row = row;
    this.mark = mark;
  }

  text(column: string): string {
    return this.row.cells[this.header.indexOf(column)] ?? '';
  }

  /** Plain decimal text; empty where the cell is. */
  number(column: string): string {
    const text = this.text(column);
    if (text === '') return '';
    const plain = plainDecimal(text, this.mark);
    if (plain === null) this.fault('NUMBER_INVALID', column, 'a number', 'un número');
    return plain ?? '';
  }

  need(column: string): string {
    const plain = this.number(column);
    if (this.text(column) === '') this.fault('CELL_EMPTY', column, 'a number', 'un número');
    return plain;
  }

  /** A size without its sign, and the currency of another column or the one beside it. */
  money(column: string, currency = this.currencyIn(column)): Money {
    return { amount: this.need(column).replace(/^-/, ''), currency };
  }

  currencyIn(column: string): string {
    const currency = currencyBeside(this.text(column));
    if (currency === null) this.fault('CURRENCY_MISSING', column, 'an amount with its currency', 'un importe con su moneda');
    return currency ?? '';
  }

  /** Only where there is something of it. */
  optional(column: string, currency: string): Money | undefined {
    const amount = this.number(column).replace(/^-/, '');
    return amount === '' || Number(amount) === 0 ? undefined : { amount, currency };
  }

  isNegative(column: string): boolean {
    return this.number(column).startsWith('-');
  }

  fault(code: string, column: string, en: string, es: string): void {
    this.faults.push({ code, column, found: this.text(column), expected: { en, es } });
  }

  warn(code: string, column: string, en: string, es: string): void {
    this.warnings.push({ code, column, found: this.text(column), expected: { en, es } });
  }

  unknownKind(column: string): Booked {
    this.fault(
      'KIND_UNKNOWN',
      column,
      'a kind of line that this broker is known to write',
      'un tipo de línea que se conozca de este bróker',
    );
    return [];
  }

  result(booked: Booked, id: string | undefined): ReadRow {
    const content = this.header
      .map((name, at) => `${name}=${this.row.cells[at] ?? ''}`)
      .filter((text) => !text.endsWith('='))
      .sort()
      .join('\n');
    const isRejected = this.faults.length > 0;
    return {
      ...{ row: this.row.line, content, faults: this.faults, warnings: this.warnings },
      ...(id !== undefined && id !== '' && { id }),
      entries: isRejected || 'why' in booked ? [] : booked,
      ...('why' in booked && { why: booked.why }),
    };
  }
}
