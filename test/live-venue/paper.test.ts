// Trading on paper as real processes: prices of the local exchange, no key, killed again and again; the journal and the paper account stay the same, order for order.
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SavedPaper } from '../../src/adapters/exchange-simulator/paper-venue.ts';
import { makeBackup, restoreBackup } from '../../src/apps/backup.ts';
import { differences, journalAccount } from './journal-account.ts';
import {
  CLEAN,
  control,
  type ExchangeProcess,
  endAll,
  PROJECT,
  type Running,
  run,
  type Stand,
  stand,
  startExchange,
  type VenueAccount,
} from './processes.ts';

const KILLS = process.env.ATALAYA_FULL !== undefined ? 40 : 5;
const CASH = '50000';
/** Of BTCUSDT-PERP in samples/market/instruments.json. */
const [TICK, LOT] = [0.5, 0.001];
const CLI = join(PROJECT, 'src/apps/cli.ts');
const KEYLESS = { ATALAYA_VENUE_KEY: '', ATALAYA_VENUE_SECRET: '' };

let exchange: ExchangeProcess;
let home: Stand;
let trader: Running | undefined;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const start = (more: readonly string[] = [], mode = 'paper', environment: NodeJS.ProcessEnv = KEYLESS) =>
  run([CLI, 'trade', '--mode', mode, '--config', home.configuration, '--data-dir', home.dataFolder, '--json', ...more], environment);

beforeAll(async () => {
  exchange = await startExchange(['--speed', '120', '--history', '60']);
  home = stand(exchange.url, { paper: { cash: Number(CASH) } });
});

afterAll(async () => {
  await endAll([trader, exchange]);
  home?.remove();
});

const paperFile = () => join(home.dataFolder, 'state', 'paper', 'process-test.json');

/** What is written down of the account, in the words in which a venue is compared. */
function paperAccount(): VenueAccount {
  const { account } = (JSON.parse(readFileSync(paperFile(), 'utf8')) as SavedPaper).exchange;
  const quantity = (lots: number) => (lots * LOT).toFixed(3);
  const money = (quanta: number) => (quanta / 1e8).toFixed(8);
  const idOf = new Map(account.orders.map(({ number, clientId }) => [number, clientId]));
  const statuses: Record<string, string> = { filled: 'closed', cancelled: 'canceled', expired: 'canceled', rejected: 'rejected' };
  return {
    orders: account.orders.map(({ clientId, side, lots, filledLots, status }) => ({
      ...{ clientOrderId: clientId, side: side > 0 ? 'buy' : 'sell', quantity: quantity(lots), filled: quantity(filledLots) },
      status: statuses[status] ?? 'open',
    })),
    fills: account.executions.map(({ order, lots, ticks, fee }) => ({
      ...{ clientOrderId: idOf.get(order ?? 0) ?? '', quantity: quantity(lots), price: (ticks * TICK).toFixed(1), fee: money(fee) },
    })),
    positions: { BTCUSDT: quantity(account.model.book.positions[0]?.lots ?? 0) },
    wallet: money(account.model.book.wallet),
  };
}

/**
 * Both move while they are read: what is really different stays. Longer than a minute, because a funding payment is asked for with the next comparison,
 * and the exchange, two hours to the minute, comes past a funding time in some runs.
 */
async function agreed(): Promise<number> {
  for (const deadline = performance.now() + 75_000; ; await pause(50)) {
    const here = journalAccount(home.dataFolder, 'process-test', CASH);
    const found = differences(here, paperAccount(), (instrument) => instrument.replace(/-PERP$/, ''));
    if (found.length === 0) return here.fills.length;
    if (performance.now() > deadline) throw new Error(`the journal and the paper account differ:\n${found.join('\n')}`);
  }
}

describe('trading on paper', () => {
  test(`needs no key, and ${KILLS} kills leave the journal and the account the same`, async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      trader = start();
      await trader.says(CLEAN, 30_000);
      await agreed();
      await pause(200 + 700 * ((kill * 0.37) % 1));
      trader.process.kill('SIGKILL');
      await trader.ended;
    }
    trader = start();
    expect(await trader.says(CLEAN, 30_000)).toContain('"mode": "paper"');
    await pause(1_500);
    expect(await agreed()).toBeGreaterThan(KILLS);
  }, 600_000);

  test('is controlled like any other: status, comparison, kill without a PIN, reset', async () => {
    const status = await control(home, ['status']);
    expect(status.document).toMatchObject({ world: 'paper', environment: 'dev', armed: false });
    expect(await control(home, ['reconcile'])).toMatchObject({ code: 0, document: { clean: true } });
    expect(await control(home, ['kill', '--yes', '--reason', 'tried'])).toMatchObject({ code: 0 });
    await expect.poll(async () => (await control(home, ['positions'])).document.rows, { timeout: 5_000 }).toEqual([]);
    await agreed();
  }, 120_000);

  test('goes on from a backup, account and journal as they were', async () => {
    trader?.process.kill('SIGKILL');
    await trader?.ended;
    const [folder, elsewhere] = [join(home.folder, 'backup'), join(home.folder, 'elsewhere')];
    makeBackup({ dataFolder: home.dataFolder, account: 'process-test', folder, release: 'test', now: Date.now() });
    await restoreBackup({ folder, dataFolder: elsewhere });
    const restored = stand(exchange.url, { paper: { cash: Number(CASH) } }, elsewhere);
    trader = run([CLI, 'trade', '--mode', 'paper', '--config', restored.configuration, '--data-dir', elsewhere], KEYLESS);
    await trader.says(CLEAN, 30_000);
    restored.remove();
  });

  test('another mode, a standby, a missing account: refused, each with what to do', async () => {
    trader?.process.kill('SIGKILL');
    await trader?.ended;
    const real = start([], 'real', { ATALAYA_VENUE_KEY: 'demo', ATALAYA_VENUE_SECRET: 'demo' });
    expect(await real.ended).toBe(3);
    expect(real.said()).toContain('SESSION_OTHER_MODE');
    renameSync(paperFile(), `${paperFile()}.aside`);
    const missing = start();
    expect(await missing.ended).toBe(3);
    expect(missing.said()).toContain('PAPER_ACCOUNT_MISSING');
    expect(existsSync(paperFile())).toBe(false);
    renameSync(`${paperFile()}.aside`, paperFile());
    const standby = stand(exchange.url, { standby: { kind: 'host' } });
    const waiting = run([CLI, 'trade', '--mode', 'paper', '--config', standby.configuration, '--data-dir', standby.dataFolder], KEYLESS);
    expect(await waiting.ended).toBe(3);
    expect(waiting.said()).toContain('PAPER_STANDBY');
    standby.remove();
  });
});
