import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditAct } from '../../core/compliance/audit-entry.ts';
import { appendAudit, readAudit, verifyAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { migrate } from './migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;
let database: Database;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  database = throwAway.database;
  await migrate(database);
});
afterAll(() => throwAway.remove());

const act = (detail: Record<string, unknown> = {}, name = 'session.begin'): AuditAct => ({
  ...{ at: Date.UTC(2026, 0, 2, 3, 4, 5, 678), actor: 'marta', address: '::1', act: name, target: 'marta', outcome: 'done', detail },
});
const append = (each: AuditAct) => database.transaction((query) => appendAudit(query, each));

test('twenty at the same moment make one chain, and what is read back is what was hashed', async () => {
  const odd = { text: 'ñ\0\ud800 "', number: 1e21, small: 0.1, nothing: undefined, list: [null, { z: 1, a: 2 }] };
  await Promise.all(Array.from({ length: 20 }, (_, i) => append(act({ ...odd, i }))));
  const verdict = await verifyAudit(database);
  expect(verdict).toMatchObject({ entries: 20, fault: null });
  const [newest] = await readAudit(database.query, { limit: 1 });
  expect([newest?.sequence, newest?.hash, newest?.at]).toEqual([20, verdict.head, Date.UTC(2026, 0, 2, 3, 4, 5, 678)]);
});

test('an act that is rolled back leaves no entry and no gap', async () => {
  const cut = database.transaction(async (query) => {
    await appendAudit(query, act());
    throw new Error('cut');
  });
  await expect(cut).rejects.toThrow('cut');
  expect((await append(act())).sequence).toBe(21);
});

test('questions: by actor, by act or the first part of it, in pages', async () => {
  await append({ ...act({}, 'token.create'), actor: 'luis' });
  expect((await readAudit(database.query, { act: 'token', limit: 9 })).map(({ act: name }) => name)).toEqual(['token.create']);
  expect(await readAudit(database.query, { act: 'tok', limit: 9 })).toEqual([]);
  expect((await readAudit(database.query, { actor: 'marta', before: 5, limit: 2 })).map(({ sequence }) => sequence)).toEqual([4, 3]);
});

test('no statement changes or removes an entry', async () => {
  for (const statement of ["update audit.entry set actor = 'x'", 'delete from audit.entry where sequence = 1', 'truncate audit.entry'])
    await expect(database.query(statement)).rejects.toThrow('never changed or removed');
});

test('who takes the triggers away and changes an entry is found out', async () => {
  await database.query('alter table audit.entry disable trigger user');
  await database.query("update audit.entry set outcome = 'refused' where sequence = 7");
  expect(await verifyAudit(database)).toMatchObject({ entries: 6, fault: { sequence: 7 } });
});
