import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAudit, verifyAudit } from '../../../adapters/postgres/audit-log.ts';
import { migrate } from '../../../adapters/postgres/migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../../adapters/postgres/throw-away-server.ts';
import { InputError } from '../../../core/domain/result.ts';
import { keepActNotes } from './act-notes.ts';

let throwAway: ThrowAwayServer;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  await migrate(throwAway.database);
});
afterAll(() => throwAway.remove());

test('acts while the database is away are written when it is back, in their order, into a chain that holds', async () => {
  let isAway = true;
  const said: string[] = [];
  const notes = keepActNotes({
    database() {
      if (isAway) throw new InputError('DATABASE_UNREACHABLE', 'expected a database, found none', 3);
      return throwAway.database;
    },
    say: (line) => said.push(line),
    againMs: 20,
  });
  for (const [at, kind] of ['pause', 'kill', 'resume'].entries())
    notes.add({ at, actor: 'panel:ana', address: '10.0.0.7', act: `trading.${kind}`, target: 'paper', outcome: 'done', detail: { at } });
  await expect.poll(() => said.length).toBe(1);
  expect(notes.waiting).toBe(3);
  isAway = false;
  await expect.poll(() => notes.waiting, { timeout: 10_000 }).toBe(0);
  const entries = await readAudit(throwAway.database.query, { limit: 10, act: 'trading' });
  expect(entries.map(({ act, actor, address, target }) => [act, actor, address, target])).toEqual([
    ['trading.resume', 'panel:ana', '10.0.0.7', 'paper'],
    ['trading.kill', 'panel:ana', '10.0.0.7', 'paper'],
    ['trading.pause', 'panel:ana', '10.0.0.7', 'paper'],
  ]);
  expect(await verifyAudit(throwAway.database)).toMatchObject({ entries: 3, fault: null });
});
