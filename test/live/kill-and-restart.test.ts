/** What the panel shows is durable: after `kill -9` and a restart the same fills are on screen, in the journal and in PostgreSQL. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { CONTROL_PATHS, controlDone } from '../../src/api/control.ts';
import type { SessionSnapshot } from '../../src/api/session.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { STEP_KIND, type Step } from '../../src/core/trading/engine/steps.ts';
import { killTree } from './role-pids.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya live '));
const running: ChildProcess[] = [];
afterAll(async () => {
  for (const child of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  removeCluster(join(folder, 'database'));
  rmSync(folder, { recursive: true, force: true });
});

/** Starts `up` and enters by its link. */
async function startUp(speed: string): Promise<{ child: ChildProcess; get: (path: string) => Promise<Response> }> {
  const child = spawn(process.execPath, ['src/apps/cli.ts', 'up', '--data-dir', folder, '--port', '0', '--speed', speed], {
    cwd: PROJECT_FOLDER,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> })) {
    const link = /http:\/\/localhost:(\d+)\/enter\?token=\S+/.exec(line);
    if (!link) continue;
    const origin = `http://localhost:${link[1]}`;
    const entered = await fetch(link[0], { redirect: 'manual' });
    const cookie = entered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return { child, get: (path) => fetch(origin + path, { headers: { cookie } }) };
  }
  throw new Error('up ended without a link');
}

interface FillPage {
  readonly rows: readonly { readonly fillId: string }[];
}

async function shownFills(get: (path: string) => Promise<Response>, atLeast: number): Promise<string[]> {
  for (let i = 0; i < 300; i++) {
    const { rows } = (await (await get('/api/v1/fills?limit=1000')).json()) as FillPage;
    if (rows.length >= atLeast) return rows.map(({ fillId }) => fillId);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`fewer than ${atLeast} fills after 30 s`);
}

function journaledFills(): string[] {
  return [...readJournal(join(folder, 'journal/paper'))].flatMap(({ kind, body }) =>
    kind === STEP_KIND ? ((body as Step).fills ?? []).map(({ fillId }) => fillId) : [],
  );
}

async function storedFills(atLeast: readonly string[]): Promise<string[]> {
  for (let i = 0; i < 200; i++) {
    const connection = runningConnection(join(folder, 'database'));
    if (connection) {
      const database = openDatabase(connection, 1);
      const rows = await database.query<{ fill_id: string }>('select fill_id from trading.fills').catch(() => []);
      await database.close();
      const ids = rows.map((row) => row.fill_id);
      if (atLeast.every((id) => ids.includes(id))) return ids;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the database does not hold the fills after 20 s');
}

/** As the owner says it on the machine itself. */
async function command(body: object): Promise<void> {
  const said = { commandId: randomUUID(), by: 'ana', sentAt: Date.now(), reason: 'news' };
  const done = await askTrader({
    dataFolder: folder,
    method: 'POST',
    path: CONTROL_PATHS.commands,
    body: { ...said, ...body },
    answer: controlDone,
    timeoutMs: 10_000,
  });
  expect(done.recorded).toBe(true);
}

test('fills on screen survive kill -9, in journal and database; so does a strategy disabled and weighed by the owner', {
  timeout: 120_000,
}, async () => {
  const first = await startUp('3600');
  const shown = await shownFills(first.get, 4);
  const weights = [{ strategyId: 'ema-breakout', instrumentId: 'BTCUSDT', weight: 0.5 }];
  await command({ kind: 'strategy-weights', confirmed: true, weights });
  await command({ kind: 'strategy-disable', strategyId: 'ema-breakout' });
  await killTree(folder);
  expect(journaledFills()).toEqual(expect.arrayContaining(shown));

  const second = await startUp('1');
  const after = await shownFills(second.get, shown.length);
  expect(after).toEqual(expect.arrayContaining(shown));
  expect(await storedFills(after)).toEqual(expect.arrayContaining(after));
  expect(new Set(journaledFills()).size).toBe(journaledFills().length);
  const { status } = (await (await second.get('/api/v1/snapshot')).json()) as SessionSnapshot;
  expect(status.strategies.find(({ strategyId }) => strategyId === 'ema-breakout')).toMatchObject({
    state: 'blocked',
    block: { by: 'command-line:ana', reason: 'news', until: null },
    weight: { ratio: 0.5, by: 'command-line:ana', reason: 'news' },
  });
});
