/** Run by kill.test.ts in a process of its own: appends for ever and prints each sequence once it is durable. Arguments: folder, seed. */

import { writeSync } from 'node:fs';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';

const [folder, seed] = process.argv.slice(2) as [string, string];
const journal = await openJournal(folder, { account: 'demo', create: true, segmentBytes: 100_000, keepSnapshots: 2 });
writeSync(1, `epoch ${journal.epoch}\n`);

let random = Number(seed);
function next(limit: number): number {
  random = (Math.imul(random, 1103515245) + 12345) >>> 0;
  return (random >>> 8) % limit;
}

function turn(): void {
  for (let count = next(20); count >= 0; count--) journal.append('note', 1, { after: journal.last, text: 'x'.repeat(next(600)) });
  const { last } = journal;
  void journal.whenDurable(last).then(() => {
    writeSync(1, `${last}\n`);
    if (next(10) === 0) journal.writeSnapshot(last, `state after ${last}`);
    setImmediate(turn);
  });
}
turn();
