/** The durable journal on this disk. */

import { type JournalFigures, measureJournal } from '../journal.ts';
import { SCRATCH } from '../measure.ts';
import type { Outcome, Row } from '../row.ts';

const NAMES: readonly (keyof JournalFigures)[] = [
  'fdatasyncP50Us',
  'fdatasyncP99Us',
  'intentP50Us',
  'intentP99Us',
  'eventsPerSecond',
  'p99At50000Us',
];

async function measure(): Promise<Outcome> {
  const found = await measureJournal(SCRATCH);
  const us = (value: number) => `${value.toFixed(0)} µs`;
  return {
    figures: Object.fromEntries(NAMES.map((name) => [`journal.${name}`, found[name]])),
    lines: [
      {
        label: 'journal: write and fdatasync',
        value: `${us(found.fdatasyncP50Us)}, 99 % ${us(found.fdatasyncP99Us)}`,
        note: `what the disk itself takes (${found.fileSystem})`,
      },
      {
        label: 'journal: intent durable',
        value: `${us(found.intentP50Us)}, 99 % ${us(found.intentP99Us)}`,
        note: 'from planned arrival, 1,000 a second',
      },
      {
        label: 'journal: events',
        value: `${found.eventsPerSecond}/s`,
        note: `99 % durable within 10 ms; at 50,000/s within ${us(found.p99At50000Us)}`,
      },
    ],
  };
}

export const journalRow: Row = { name: 'journal', figures: NAMES.map((name) => `journal.${name}`), measure };
