/** What the columns of a table mean that no reader knows: as the owner says it once. Files with all of the same columns are read by it from then on. */

import type { OperationKind } from '../operation-kinds.ts';

/** What a column can hold. */
export type MappedField =
  | ('at' | 'time' | 'kind' | 'isin' | 'symbol' | 'name' | 'quantity' | 'price' | 'cash' | 'currency' | 'fee' | 'feeCurrency' | 'tax')
  | ('account' | 'otherAccount' | 'ratio' | 'note' | 'id');

/** Which part of a date stands first: `2024-01-31`, `31/01/2024`, `01/31/2024`. */
export type DayOrder = 'year' | 'day' | 'month';

/** What a row can be: a kind of operation that one row can tell, one that its sign tells, or nothing. */
export type Meaning =
  | ('by-sign-trade' | 'by-sign-cash' | 'nothing')
  | Exclude<OperationKind, 'spin-off' | 'merger' | 'rename' | 'swap' | 'currency-conversion'>;

export interface ColumnMapping {
  /** As the owner calls it: also the account of rows that name none. */
  readonly name: string;
  /** All titles of the table that it was said of: other tables may have a date and an amount too. */
  readonly header: readonly string[];
  /** Titles of columns. */
  readonly columns: Readonly<Partial<Record<MappedField, string>>>;
  readonly days: DayOrder;
  /** Of times that tell none. */
  readonly zone: string;
  /** Before the decimals. */
  readonly mark: '.' | ',';
  /** Words of the column of kinds, in small letters. */
  readonly kinds: Readonly<Record<string, Meaning>>;
  /** Of rows whose word is not among them; null: they are rejected. */
  readonly otherwise: Meaning | null;
  /** Of rows that name none; null: they are rejected. */
  readonly currency: string | null;
  /** Amounts are below 0 where money goes. */
  readonly isSigned: boolean;
  /** Amounts are without the fee and the tax beside them. */
  readonly isBeforeCharges: boolean;
  /** Deposits and withdrawals are told too. */
  readonly tellsCash: boolean;
}

/** As it can be told from the table alone: null where only the owner knows. */
export interface GuessedMapping extends Omit<ColumnMapping, 'days' | 'mark'> {
  readonly days: DayOrder | null;
  readonly mark: '.' | ',' | null;
}

/** A column as it is shown to the owner. */
export interface SeenColumn {
  readonly name: string;
  /** The first different ones. */
  readonly values: readonly string[];
}
