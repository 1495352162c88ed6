/** Broker exports read as the platform reads them, and what the book then holds. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type BrokerFile, readBrokerFile as readRows } from '../../../src/adapters/broker-files/read-broker-file.ts';
import { textRows } from '../../../src/adapters/broker-files/text-table.ts';
import { checkedFile } from '../../../src/core/portfolio/book/checked-file.ts';
import type { ReadFile } from '../../../src/core/portfolio/book/read-file.ts';
import { toNumber } from '../../../src/core/portfolio/fixed.ts';
import { type Lab, labOf } from '../book-lab.ts';

export const TODAY = '2026-11-24';
/** Of a file that some reader knows. */
export const readBrokerFile = (bytes: Uint8Array, account: string | undefined): BrokerFile =>
  readRows(textRows(bytes), account) ?? expect.fail('no reader knows it');
export const bytesOf = (name: string) => readFileSync(new URL(`samples/${name}-export.csv`, import.meta.url));
export const read = (name: string): ReadFile => checkedFile(readBrokerFile(bytesOf(name), 'A').file, TODAY);
export const rejected = ({ rows }: ReadFile) => rows.filter(({ faults }) => faults.length > 0).map(({ row }) => row);

export function bookOf(file: ReadFile): Lab {
  return labOf({ entries: file.rows.flatMap(({ entries }) => entries), cashless: file.tellsCash ? [] : ['A'] });
}
/** What is held of an asset: lots, and below 0 what was sold without a purchase in the file. */
export function quantity(lab: Lab, symbol: string): number {
  const asset = lab.instrument(symbol);
  const held = lab.ledger.lots(lab.account('A'), asset).reduce((sum, lot) => sum + lot.quantity, 0n);
  const missing = lab.ledger.findings
    .filter((one) => one.code === 'OVERSOLD' && one.asset === asset)
    .reduce((sum, one) => sum + one.quantity, 0n);
  return Number(toNumber(held - missing).toFixed(12));
}
export function cash(lab: Lab, code: string): number {
  const balances = [...lab.ledger.cash()].filter(([, currency]) => currency === lab.currency(code));
  return Number(toNumber(balances.reduce((sum, [, , balance]) => sum + balance, 0n)).toFixed(8));
}

/** Lines of text as an export, in the account that is named. */
export const ofText = (lines: readonly string[], account?: string): ReadFile =>
  checkedFile(readBrokerFile(Buffer.from(lines.join('\n')), account).file, TODAY);
export const codes = ({ rows }: ReadFile) => rows.flatMap(({ row, faults }) => faults.map(({ code, column }) => [row, code, column]));
export const entriesOf = ({ rows }: ReadFile) => rows.flatMap(({ entries }) => entries);
