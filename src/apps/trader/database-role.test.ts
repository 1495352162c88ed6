import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../adapters/journal-files/open-journal.ts';
import { removeCluster } from '../../adapters/postgres/cluster.ts';
import { startEmbeddedServer } from '../../adapters/postgres/embedded-server.ts';
import { createDatabaseRole } from './database-role.ts';

test('an optional server is none until it is there, is used then, and its end changes nothing for the journal', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync('/tmp/atalaya-role-');
  chmodSync(folder, 0o755);
  const databaseFolder = join(folder, 'database');
  const journal = await openJournal(join(folder, 'journal'), { account: 'main', create: true });
  const role = createDatabaseRole({ databaseFolder, url: undefined, server: 'optional' });
  onTestFinished(async () => {
    await role.stop();
    journal.close();
    removeCluster(databaseFolder);
    rmSync(folder, { recursive: true, force: true });
  });
  role.follow(
    journal,
    { account: 'main', world: 'paper', currency: 'USDT', environment: 'dev', release: '0.0.0', multiplierOf: () => 1 },
    {
      told: () => {},
      settled: () => {},
    },
  );
  expect(role.status()).toMatchObject({ state: 'none', projectedSequence: null });
  const server = await startEmbeddedServer({ databaseFolder });
  await expect.poll(() => role.status().state, { timeout: 15_000 }).toBe('ready');
  journal.append('note', 1, 'recorded');
  journal.flush();
  await expect.poll(() => role.status().projectedSequence, { timeout: 10_000 }).toBe(journal.durable);
  await server.stop();
  journal.append('note', 2, 'recorded without it');
  journal.flush();
  await expect.poll(() => role.status().state, { timeout: 10_000 }).toBe('down');
  expect(journal.state).toBe('open');
  expect(role.status().lastError).not.toBeNull();
});
