/** Which broker's export a text file is, and what it says. */

import { OWN_HEADER, readOwnExport } from '../../core/portfolio/book/own-export.ts';
import type { ReadFile } from '../../core/portfolio/book/read-file.ts';
import { bitvavo } from './bitvavo.ts';
import { coinbase } from './coinbase.ts';
import { degiro } from './degiro.ts';
import { delta } from './delta.ts';
import { directa } from './directa.ts';
import { etoro } from './etoro.ts';
import { type BrokerFormat, Line } from './format.ts';
import { ibkrDividends, ibkrTrades } from './interactive-brokers.ts';
import { revolutCrypto, revolutInvest } from './revolut.ts';
import { saxo } from './saxo.ts';
import { schwab } from './schwab.ts';
import { type TextRow, tableUnder } from './text-table.ts';
import { trading212 } from './trading212.ts';
import { xtb } from './xtb.ts';

/** Those with more names to be known by first: a table that has them all is theirs. */
export const BROKER_FORMATS: readonly BrokerFormat[] = [
  ...[bitvavo, coinbase, directa, ibkrTrades, ibkrDividends, revolutCrypto, revolutInvest, trading212],
  ...[delta, etoro, saxo, schwab],
  ...degiro,
  ...xtb,
].sort((a, b) => b.columns.length - a.columns.length);

export interface BrokerFile {
  readonly file: ReadFile;
  /** Of the broker. */
  readonly name: string;
}

/** Null where it is none that is known. `account`: of the broker's own name where none is given. */
export function readBrokerFile(rows: readonly TextRow[], account: string | undefined): BrokerFile | null {
  const own = tableUnder(rows, OWN_HEADER);
  if (own !== null) {
    const named = own.rows.map(({ line, cells }) => ({ row: line, cells: new Map(own.header.map((name, at) => [name, cells[at] ?? ''])) }));
    return { name: 'Atalaya', file: readOwnExport(named) };
  }
  for (const format of BROKER_FORMATS) {
    const found = tableUnder(rows, format.columns);
    if (found === null) continue;
    const table = format.prepare?.(found) ?? found;
    const whose = account ?? format.name;
    const read = table.rows.map((row) => {
      const line = new Line(format.headerOf?.(table.header, row.cells) ?? table.header, row, format.mark);
      const booked = format.book(line, whose);
      return line.result(booked, format.idOf?.(line));
    });
    return { name: format.name, file: { format: format.id, isLiving: false, tellsCash: format.tellsCash, rows: read } };
  }
  return null;
}
