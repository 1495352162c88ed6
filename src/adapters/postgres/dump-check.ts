/** Whether a dump holds what it says: as many rows as were counted, and an audit whose chain holds. */

import { type AuditEntry, AuditWalk } from '../../core/compliance/audit-entry.ts';
import { type DumpedRow, type DumpedTable, readContents, rowsOf } from './dump.ts';

const AUDIT = 'audit.entry';

/** Null where it is sound, else what is wrong. InputError DUMP_DAMAGED where it can't be read at all. */
export function dumpFault(folder: string): string | null {
  for (const table of readContents(folder).tables) {
    const walk = new AuditWalk();
    let rows = 0;
    for (const row of rowsOf(folder, table)) {
      rows += 1;
      if (row.length !== table.columns.length) return `row ${rows} of ${table.name} has not ${table.columns.length} columns`;
      const fault = table.name === AUDIT ? walk.add([auditEntryOf(table, row)]) : null;
      if (fault !== null) return `the chain of the audit is broken: ${fault.message}`;
    }
    if (rows !== table.rows) return `${table.name} has ${rows} rows, expected ${table.rows}`;
  }
  return null;
}

function auditEntryOf({ columns }: DumpedTable, row: DumpedRow): AuditEntry {
  const value = (column: string) => row[columns.indexOf(column)] ?? '';
  return {
    sequence: Number(value('sequence')),
    at: Date.parse(value('at').replace(' ', 'T').replace(/\+00$/, 'Z')),
    ...{ actor: value('actor'), address: value('address'), act: value('act'), target: value('target') },
    outcome: value('outcome') as AuditEntry['outcome'],
    detail: JSON.parse(value('detail')),
    ...{ previousHash: value('previous_hash'), hash: value('hash') },
  };
}
