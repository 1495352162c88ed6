/** A journal that lost its end, or was deleted, while the database remembers: trading stops until the owner decides, and two histories are never mixed. */

import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { createDatabaseRole } from '../../src/apps/trader/database-role.ts';
import { played, type TestTrader, TraderLab, until } from './test-trader.ts';

let throwAway: ThrowAwayServer;
const lab = new TraderLab();
const journal = join(lab.folder, 'journal/paper');
const segment = join(journal, '0000000000000001.journal');
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
});
afterAll(async () => {
  await lab.end();
  await throwAway.remove();
});

function database() {
  const { host, user, password } = throwAway.server.connection;
  return createDatabaseRole({
    databaseFolder: '',
    url: `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}`,
    server: 'awaited',
  });
}

const databaseOf = ({ trader }: TestTrader) => trader.source.snapshot().status.database;
const caughtUp = (opened: TestTrader) =>
  until(() => databaseOf(opened).projectedSequence === opened.trader.source.snapshot().status.journal.durableSequence);
const partOf = ({ trader }: TestTrader, name: string) => trader.source.health().parts.find((part) => part.name === name);

/** Ids of the fills in the views and in the journal's history. */
async function fillsOf({ trader }: TestTrader): Promise<[stored: string[], shown: string[]]> {
  const rows = await throwAway.database.query<{ fill_id: string }>('select fill_id from trading.fills order by fill_id');
  const { rows: shown } = trader.source.fills({ limit: 1000 }) as { rows: { fillId: string }[] };
  return [rows.map((row) => row.fill_id), shown.map(({ fillId }) => fillId).sort()];
}

/** Start of every record: header length at byte 12; per record 28 bytes, the payload's length at 4 (docs/reference/journal-format.md). */
function recordOffsets(): number[] {
  const bytes = readFileSync(segment);
  const offsets: number[] = [];
  for (let offset = bytes.readUInt16LE(12); offset < bytes.length; offset += 28 + bytes.readUInt32LE(offset + 4)) offsets.push(offset);
  return offsets;
}

/** A snapshot is of durable entries: one beyond the end would prove that they are lost, and the start would be refused. */
function forgetSnapshots(): void {
  for (const name of readdirSync(journal)) if (name.endsWith('.snapshot')) rmSync(join(journal, name));
}

test('lost entries pause the session until the owner goes on without them; a new journal gets new views', {
  timeout: 120_000,
}, async () => {
  const whole = await lab.start({}, database());
  await played(whole);
  await caughtUp(whole);
  const [stored, shown] = await fillsOf(whole);
  expect(stored.length).toBeGreaterThan(0);
  expect(stored).toEqual(shown);
  await lab.stop(whole.trader);

  // Half of the journal is lost, exactly between two records: the files alone can't tell.
  const offsets = recordOffsets();
  truncateSync(segment, offsets[Math.floor(offsets.length / 2)]);
  forgetSnapshots();
  for (let start = 0; start < 2; start++) {
    const cut = await lab.open({}, database());
    await until(() => partOf(cut, 'journal')?.state === 'degraded');
    await until(() => cut.trader.source.snapshot().status.mode.name === 'PAUSE');
    expect(cut.said.join()).toContain(`the journal has lost its end: the database has seen entry ${offsets.length} of it`);
    expect(partOf(cut, 'journal')?.detail).toContain('restore the journal from a backup, or resume to go on without them');
    expect(partOf(cut, 'database')?.state).toBe('degraded');
    // The views keep what was lost until then.
    expect((await fillsOf(cut))[0]).toEqual(stored);
    await lab.stop(cut.trader);
  }

  const resumed = await lab.open({}, database());
  await until(() => partOf(resumed, 'journal')?.state === 'degraded');
  const command = { kind: 'resume', to: 'NORMAL', commandId: '0195a000-0000-7000-8000-000000000000', expected: null } as never;
  expect(await resumed.trader.source.command(command, { by: 'owner' } as never)).toMatchObject({ ok: true });
  await caughtUp(resumed);
  const [kept, told] = await fillsOf(resumed);
  expect(kept).toEqual(told);
  expect(kept.length).toBeLessThan(stored.length);
  expect(resumed.trader.source.health().status).toBe('ok');
  await lab.stop(resumed.trader);

  rmSync(journal, { recursive: true });
  const anew = await lab.start({}, database());
  await played(anew);
  await caughtUp(anew);
  expect(anew.said.join()).toContain("the database's views are made anew from this journal: they were made from another journal");
  const [fresh, first] = await fillsOf(anew);
  expect(fresh).toEqual(first);
  expect(await throwAway.database.query('select count(*) as n from trading.sessions')).toEqual([{ n: 1 }]);
  await lab.stop(anew.trader);
});

test('a write cut short is told at the terminal and in the log, with the file that keeps it', async () => {
  const offsets = recordOffsets();
  truncateSync(segment, (offsets.at(-40) as number) + 11);
  forgetSnapshots();
  const opened = await lab.open();
  const [file] = readdirSync(journal).filter((name) => name.endsWith('.cut'));
  const words = `the end of the journal was cut off: 11 bytes from entry ${offsets.length - 39} on were no whole entry and are kept in ${file}`;
  expect(opened.said.join()).toContain(words);
  await until(() =>
    opened.trader.source.snapshot().events.some(({ code, message }) => code === 'JOURNAL_CUT' && message.startsWith(words)),
  );
});
