/** What reading a file of operations comes to: one row for each that was read, with what is to be booked or why not. */

import type { Words } from '../../domain/parameters.ts';
import type { Entry } from '../entry.ts';

/** Something wrong in a row, or worth a look: what was expected, what stands there, what might be meant. */
export interface RowFinding {
  /** Such as CURRENCY_MISSING. */
  readonly code: string;
  /** As the file calls it; absent where no column alone is to blame. */
  readonly column?: string;
  readonly found: string;
  readonly expected: Words;
  readonly suggestion?: string;
}

export interface ReadRow {
  readonly sheet?: string;
  /** As a spreadsheet counts: the first line of the file is 1. */
  readonly row: number;
  /** Everything the row says that counts, in one text: equal rows have equal ones, whatever the order of the columns. */
  readonly content: string;
  /** What the broker calls it, where it does: the same one in two files is the same trade. */
  readonly id?: string;
  /** None where the row is understood and books nothing, such as a heading or money swept between two pockets of one account; `why` says so. */
  readonly entries: readonly Entry[];
  readonly why?: Words;
  /** Any: the row is rejected. */
  readonly faults: readonly RowFinding[];
  readonly warnings: readonly RowFinding[];
}

export interface ReadFile {
  /** Of the reader that understood it: `degiro`, `workbook`. */
  readonly format: string;
  /** The owner goes on writing in it: a newer version takes the place of the one before. Else each file only adds. */
  readonly isLiving: boolean;
  /** Whether the file tells the account's cash. Where it does not, what a purchase costs comes from outside at that moment. */
  readonly tellsCash: boolean;
  readonly rows: readonly ReadRow[];
}
