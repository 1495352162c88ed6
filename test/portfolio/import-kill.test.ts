/** `kill -9` of the real command between reading the sample workbook and the end of its transaction: the book is the former one, and the file comes in whole afterwards. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../src/adapters/postgres/audit-log.ts';
import { type BookLab, bookLines, brokerFile, startBook, take, written } from './import-lab.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = [join(PROJECT, 'src/apps/cli.ts'), 'portfolio', 'import', join(PROJECT, 'samples/portfolio/operaciones.xlsx')];
/** Twenty rows of operations, and three of investments, two of which tell a value too. */
const SAMPLE_OPERATIONS = 25;
const folder = mkdtempSync(join(tmpdir(), 'atalaya-import-'));
let lab: BookLab;
beforeAll(async () => {
  lab = await startBook();
});
afterAll(async () => {
  await lab.remove();
  rmSync(folder, { recursive: true });
});

function importing(): ReturnType<typeof spawn> {
  const env = { ...process.env, DATABASE_URL: lab.url };
  return spawn(process.execPath, [...COMMAND, '--json', '--data-dir', folder], { env, stdio: 'ignore' });
}

/** Whether somebody waits for an advisory lock: as far as the process gets while it is held. */
async function untilItWaits(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await lab.owner.query<{ count: number }>(
      "select count(*) as count from pg_locks where locktype = 'advisory' and not granted",
    );
    if (row?.count === 1) return;
    await sleep(25);
  }
  throw new Error('the import never came to the lock');
}

async function untilNobodyIsThere(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await lab.owner.query<{ count: number }>(
      "select count(*) as count from pg_stat_activity where application_name = 'atalaya' and state <> 'idle' and pid <> pg_backend_pid()",
    );
    if (row?.count === 0) return;
    await sleep(25);
  }
  throw new Error('the server has not noticed the end of the process');
}

/** The locks of book-lock.ts and audit-log.ts: before anything is looked up, and after everything was written. */
test.each([
  ['before the first row is written', 7_203_817],
  ['after the last one, before the end of the transaction', 7_203_815],
])('killed %s', async (_, lock) => {
  await lab.empty();
  await take(lab.database, 'before.csv', brokerFile([['2024-01-10', 'BTC', '0.5', '20000']]));
  const before = await written(lab.database);
  await lab.database.transaction(async (query) => {
    await query('select pg_advisory_xact_lock($1)', [lock]);
    const child = importing();
    const ended = once(child, 'exit');
    await untilItWaits();
    child.kill('SIGKILL');
    expect((await ended)[1]).toBe('SIGKILL');
  });
  await untilNobodyIsThere();
  expect(await written(lab.database)).toEqual(before);
  const again = importing();
  expect(await once(again, 'exit')).toEqual([0, null]);
  expect(await bookLines(lab.database)).toHaveLength(SAMPLE_OPERATIONS + 1);
  expect(await verifyAudit(lab.database)).toMatchObject({ fault: null });
});
