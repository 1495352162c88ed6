// A start at a venue whose journal nobody has compared with the database yet: nothing is entered until that is done, or is told as not done.
import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { readLiveConfig } from '../../src/apps/config.ts';
import { findDatabase } from '../../src/apps/platform/web-database.ts';
import { createDatabaseRole, type DatabaseRole } from '../../src/apps/trader/database-role.ts';
import { type LiveTrader, openLiveTrader } from '../../src/apps/trader/live-trader.ts';
import { createAccounts } from '../../src/apps/web/accounts/accounts.ts';
import type { InputError } from '../../src/core/domain/result.ts';
import { CLEAN, IDLE, type Stand } from './processes.ts';
import { openScene } from './scene.ts';

vi.setConfig({ testTimeout: 60_000 });

const scene = openScene(afterEach);
const traders: LiveTrader[] = [];
let server: ThrowAwayServer;
beforeAll(async () => {
  server = await startThrowAwayServer();
});
afterAll(() => server.remove());
afterEach(async () => {
  for (const trader of traders.splice(0)) await trader.stop();
});

const NOBODY = 'postgres://nobody@127.0.0.1:1/nothing';
const roleAt = (url: string, comparedWithinMs?: number) =>
  createDatabaseRole({ databaseFolder: '', url, server: 'awaited', ...(comparedWithinMs && { comparedWithinMs }) });

function realUrl(): string {
  const { host, user, password } = server.server.connection;
  return `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}`;
}

/** Looks for its database when the test says so. */
function gated(role: DatabaseRole): { readonly role: DatabaseRole; open(): void } {
  let follow = () => {};
  return {
    role: {
      ...role,
      follow: (...followed) => {
        follow = () => role.follow(...followed);
      },
    },
    open: () => follow(),
  };
}

async function trade(home: Stand, database: DatabaseRole) {
  const lines: string[] = [];
  const trader = await openLiveTrader({
    ...{ mode: 'real', environment: 'dev', release: 'test', database, dataFolder: home.dataFolder },
    config: readLiveConfig(home.configuration),
    ...{ key: () => 'demo', secret: () => 'demo', armed: () => true, say: (line: string) => lines.push(line) },
  });
  traders.push(trader);
  await expect.poll(() => lines, { timeout: 10_000 }).toContain(CLEAN);
  return { trader, said: () => lines.join('\n'), mode: () => trader.session.engine.risk.mode };
}

async function stopped(trader: LiveTrader): Promise<void> {
  traders.splice(traders.indexOf(trader), 1);
  await trader.stop();
}

/** Leaves the first records of the journal, as many as `kept` says of how many there are, and takes the snapshots that would tell: the files alone can't show it. */
function loseEnd({ dataFolder }: Stand, kept: (records: number) => number): void {
  const folder = join(dataFolder, 'journal/process-test');
  for (const name of readdirSync(folder)) if (name.endsWith('.snapshot')) rmSync(join(folder, name));
  const segment = join(folder, '0000000000000001.journal');
  const bytes = readFileSync(segment);
  const offsets: number[] = [];
  // Per record 28 bytes and its payload, whose length is at 4 (docs/reference/journal-format.md).
  for (let offset = bytes.readUInt16LE(12); offset < bytes.length; offset += 28 + bytes.readUInt32LE(offset + 4)) offsets.push(offset);
  truncateSync(segment, offsets[kept(offsets.length)]);
}

test('nothing is entered after a start until the database has said whether the journal has lost its end', async () => {
  const exchange = await scene.exchange();
  const home = scene.home(exchange.url, { strategies: [IDLE] });
  const first = await trade(home, roleAt(realUrl()));
  await expect.poll(() => first.trader.source.snapshot().status.database.state, { timeout: 10_000 }).toBe('ready');
  await expect.poll(first.mode).toBe('NORMAL');
  // A stop does not wait for the database: what it has not seen by then it can't miss.
  const known = () => first.trader.source.snapshot().status.database.projectedSequence ?? 0;
  await expect.poll(known).toBeGreaterThan(5);
  const seen = known();
  await stopped(first.trader);
  loseEnd(home, () => seen - 5);

  const database = gated(roleAt(realUrl()));
  const second = await trade(home, database.role);
  expect(second.mode()).toBe('OBSERVATION');
  database.open();
  await expect.poll(second.mode, { timeout: 10_000 }).toBe('PAUSE');
  expect(second.said()).toContain('the journal has lost its end');
  const entered = second.trader.source.snapshot().events.filter(({ code, data }) => code === 'MODE' && data.to === 'NORMAL');
  expect(entered).toEqual([]);
});

test('a database that does not come is told, and trading goes on without it; after a cut it is the owner who goes on', async () => {
  const exchange = await scene.exchange();
  const home = scene.home(exchange.url, { strategies: [IDLE] });
  const patient = await trade(home, roleAt(NOBODY, 600_000));
  expect(patient.mode()).toBe('OBSERVATION');
  expect(patient.said()).not.toContain('has not come within');
  await stopped(patient.trader);

  const whole = await trade(home, roleAt(NOBODY, 1_000));
  await expect.poll(whole.mode, { timeout: 10_000 }).toBe('NORMAL');
  expect(whole.said()).toContain('the database has not come within 1 s');
  expect(whole.said()).toContain('Trading goes on without it');
  await stopped(whole.trader);

  const segment = join(home.dataFolder, 'journal/process-test/0000000000000001.journal');
  loseEnd(home, (records) => records - 3);
  truncateSync(segment, readFileSync(segment).length - 7);
  const cut = await trade(home, roleAt(NOBODY, 1_000));
  await expect.poll(cut.mode, { timeout: 10_000 }).toBe('PAUSE');
  expect(cut.said()).toContain('look at the venue, then resume');
  const resume = { kind: 'resume', to: 'NORMAL', by: 'owner', reason: 'looked', pinVerified: true } as const;
  expect(cut.trader.session.requestMode(resume, cut.trader.now())).toMatchObject({ refusal: null });
  expect(cut.mode()).toBe('NORMAL');
});

test('a database of a newer release is told at once, nothing is entered, and the trader runs on', async () => {
  await server.database.query("insert into atalaya.migration (number, name, checksum) values (9999, '9999-of-tomorrow.sql', 'x')");
  const exchange = await scene.exchange();
  const home = scene.home(exchange.url, { strategies: [IDLE] });
  const newer = await trade(home, roleAt(realUrl()));
  await expect.poll(newer.mode, { timeout: 10_000 }).toBe('PAUSE');
  expect(newer.said()).toContain('upgrade Atalaya, or restore the backup made before the upgrade');
  expect(newer.trader.source.snapshot().events.map(({ code }) => code)).toContain('DATABASE_NEWER');
});

test('whoever wants to enter the panel is told that the database is of a newer release, and so is the terminal, once', async () => {
  const said: string[] = [];
  const found = findDatabase({ url: realUrl(), databaseFolder: '', say: (line) => said.push(line) });
  onTestFinished(() => found.close());
  const code = () =>
    found.database.query('select 1').then(
      () => 'none',
      (error: InputError) => error.code,
    );
  await expect.poll(code, { timeout: 10_000 }).toBe('DATABASE_NEWER');
  expect(said).toEqual([
    expect.stringMatching(/^nobody can enter the panel: database schema 9999, this release knows \d+: upgrade Atalaya/),
  ]);
  // Sessions from before can still look, pause and kill.
  const { visitors } = createAccounts({ database: () => found.database, stateFolder: '' });
  await expect(visitors.find('a-cookie', 'session')).rejects.toMatchObject({ code: 'ACCOUNTS_UNAVAILABLE' });
});
