// A trade by hand at the venue, with trader and venue as real processes: found, reported, planned for, made right by the owner, and only then resumed.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ccxt from 'ccxt';
import { afterEach, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { CLEAN, control, type ExchangeProcess, IDLE, type Running, type Stand } from './processes.ts';
import { openScene, PIN, setPin } from './scene.ts';

const scene = openScene(afterEach);
let exchange: ExchangeProcess;
let home: Stand;
let trader: Running;

async function start(settings: object = {}): Promise<void> {
  exchange = await scene.exchange();
  home = scene.home(exchange.url, { strategies: [IDLE], ...settings });
  await setPin(home);
  trader = scene.trader(home);
  await trader.says(CLEAN);
}

const byHand = (side: 'buy' | 'sell', lots: number) =>
  exchange.fault({ kind: 'manual-trade', side, lots, scope: { account: 'demo', instrument: 'BTCUSDT-PERP' } });
const reportFolder = () => join(home.dataFolder, 'state/reconciliation/process-test');

test('is found within seconds, stops entering, is told with its causes, and is taken over when the owner accepts', {
  timeout: 150_000,
  retry: 1,
}, async () => {
  await start();
  const began = performance.now();
  await byHand('buy', 2);
  await trader.says(/STRAY_FILL.* nobody of ours: not taken over/);
  // Spec 11: within 60 s.
  expect(performance.now() - began).toBeLessThan(60_000);
  await trader.says(/RECONCILIATION: position BTCUSDT-PERP/, 20_000);

  const { code, document } = await control(home, ['reconcile', '--plan']);
  expect(code).toBe(1);
  const position = document.differences.find(({ kind }: { kind: string }) => kind === 'position');
  expect(position).toMatchObject({
    subject: 'BTCUSDT-PERP',
    ours: '0',
    venue: '0.002',
    ratio: 1,
    corrections: ['adopt', 'close', 'ignore'],
  });
  expect(position.causes[0]).toBe('a trade by hand or by another program');
  expect((await control(home, ['status'])).document.mode.name).toBe('PAUSE');
  expect((await control(home, ['resume', '--pin-stdin'], PIN)).said).toContain('MODE_TRIGGER_ACTIVE');

  const reports = readdirSync(reportFolder());
  expect(reports).toContain('newest-clean.json');
  const file = join(reportFolder(), reports.filter((name) => name.startsWith('20')).at(-1) as string);
  expect(JSON.parse(readFileSync(file, 'utf8')).differences[0]).toMatchObject({ kind: 'position', here: '0', venue: '0.002' });
  for (const name of reports) expect(statSync(join(reportFolder(), name)).mode & 0o777).toBe(0o600);
  expect(statSync(reportFolder()).mode & 0o777).toBe(0o700);

  // A statement of the same account says the same.
  const statement = join(home.folder, 'statement.csv');
  writeFileSync(statement, 'Financial Instrument,Position\nBTCUSDT,0.002\n');
  const compared = await control(home, ['reconcile', '--statement', statement]);
  expect([compared.code, compared.document.differences]).toEqual([1, [{ instrument: 'BTCUSDT', ours: '0', stated: '0.002', ratio: 1 }]]);

  const accept = (name: string, ...more: string[]) => control(home, ['reconcile', '--accept', name, '--yes', '--pin-stdin', ...more], PIN);
  // It differs by the fee of it.
  expect((await accept('balance:USDT')).said).toContain('accept position:BTCUSDT-PERP first');
  expect((await control(home, ['reconcile', '--accept', 'position:BTCUSDT-PERP', '--yes', '--pin-stdin'], '1\n')).said).toContain(
    'PIN_WRONG',
  );
  expect((await accept('position:ETHUSDT')).said).toContain('CORRECTION_NONE');
  expect((await accept('position:BTCUSDT-PERP', '--as', 'deposit')).said).toContain('CORRECTION_UNFIT');
  expect((await accept('position:BTCUSDT-PERP')).code).toBe(0);
  // Its fee too: nothing is left to be accepted.
  await trader.says(/CORRECTION: BTCUSDT-PERP: 0.002 bought outside, taken over; -[0-9.]+ USDT with it, a result/);
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true, differences: [] });
  expect((await control(home, ['positions'])).document.rows).toMatchObject([{ strategyId: 'owner', side: 'long', quantity: '0.002' }]);
  expect((await control(home, ['reconcile', '--position', 'BTCUSDT=0.002'])).code).toBe(0);
  expect((await control(home, ['resume', '--pin-stdin'], PIN)).code).toBe(0);

  const entries = [...readJournal(join(home.dataFolder, 'journal/process-test'))];
  const audited = entries
    .filter(({ kind }) => kind === 'audit')
    .map(({ body }) => body as { action: string; detail: { difference: string } });
  expect(audited.map(({ action, detail }) => `${action} ${detail.difference}`)).toContain('reconcile.adopt position BTCUSDT-PERP');
  const notices = entries.flatMap(({ body }) => ((body as Step | null)?.notices ?? []).map(({ code: notice }) => notice));
  expect(notices).toContain('CORRECTION');
});

test('put on the list it is no difference until it is taken off, also after a restart', { timeout: 120_000, retry: 1 }, async () => {
  await start();
  await byHand('buy', 2);
  await trader.says(/RECONCILIATION: position BTCUSDT-PERP/, 20_000);
  const yes = ['--yes', '--pin-stdin'];
  for (const name of ['position:BTCUSDT-PERP', 'balance:USDT'])
    await control(home, ['reconcile', '--accept', name, '--as', 'ignore', ...yes, '--reason', 'mine'], PIN);
  expect((await control(home, ['reconcile'])).document.clean).toBe(true);
  trader.process.kill('SIGKILL');
  await trader.ended;
  trader = scene.trader(home);
  await trader.says(CLEAN);
  expect((await control(home, ['reconcile', '--compare-again', 'position:BTCUSDT-PERP', ...yes], PIN)).code).toBe(0);
  expect((await control(home, ['reconcile'])).document.differences).toMatchObject([{ kind: 'position', ours: '0', venue: '0.002' }]);
});

/** A limit order far from the market, as another program places it: without an id of ours. */
async function orderByHand(): Promise<string> {
  const client = new ccxt.bybit({ apiKey: 'demo', secret: 'demo', options: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } } });
  const api = client.urls.api as Record<string, unknown>;
  for (const name of Object.keys(api)) if (name !== 'ws') api[name] = exchange.url;
  client.has.fetchCurrencies = false;
  await client.loadMarkets();
  return String((await client.createOrder('BTC/USDT:USDT', 'limit', 'buy', 0.002, 9_000)).id);
}

test('an order by hand is found, ignored while it works or cancelled at the venue, and only then entered again', {
  timeout: 120_000,
  retry: 1,
}, async () => {
  await start();
  const reader = scene.reader(exchange.url);
  const [first, second] = [await orderByHand(), await orderByHand()];
  // Sooner than by itself within a minute.
  const plan = await control(home, ['reconcile', '--plan']);
  expect(plan.document.differences).toHaveLength(2);
  expect(plan.document.differences).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'order', subject: first, ours: 'unknown', venue: 'buy 0.002 BTCUSDT-PERP at 9000', ratio: 1 },
      corrections: ['cancel', 'ignore'],
    }),
  );
  const accept = (name: string, ...more: string[]) => control(home, ['reconcile', '--accept', name, '--yes', '--pin-stdin', ...more], PIN);
  expect((await accept(`order:${first}`, '--as', 'close')).said).toContain('CORRECTION_UNFIT');
  expect((await accept(`order:${second}`, '--as', 'ignore')).code).toBe(0);
  expect((await accept(`order:${first}`)).code).toBe(0);
  await trader.says(`CORRECTION: order ${first}: the venue has taken its cancellation`);
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true, differences: [] });
  expect((await reader.read()).orders.map(({ status }) => status).sort()).toEqual(['canceled', 'open']);
  expect((await control(home, ['resume', '--pin-stdin'], PIN)).code).toBe(0);
  const audited = [...readJournal(join(home.dataFolder, 'journal/process-test'))].flatMap(({ kind, body }) =>
    kind === 'audit' ? [(body as { action: string }).action] : [],
  );
  expect(audited).toEqual(['reconcile.ignore', 'reconcile.cancel']);
});

test('what was refused is named by a kill and not touched', { timeout: 90_000, retry: 1 }, async () => {
  await start();
  const reader = scene.reader(exchange.url);
  await byHand('buy', 2);
  const order = await orderByHand();
  await trader.says(/RECONCILIATION: order .*position BTCUSDT-PERP/, 30_000);
  const left = expect.arrayContaining(['position BTCUSDT-PERP 0.002', `order buy 0.002 BTCUSDT-PERP at 9000 (${order})`]);
  expect((await control(home, ['status'])).document.database.state).toBe('none');
  expect((await control(home, ['kill', '--dry-run'])).document.notOurs).toEqual(left);
  expect((await control(home, ['kill', '--yes'])).document).toMatchObject({
    mode: 'EMERGENCY',
    positions: 0,
    workingOrders: 0,
    notOurs: left,
  });
  await trader.says(/KILL_NOT_OURS: at the venue and not this session's, not touched: .*position BTCUSDT-PERP 0.002/);
  const { positions, orders } = await reader.read();
  expect([positions.BTCUSDT, orders.filter(({ status }) => status === 'open').length]).toEqual(['0.002', 1]);
});

test('is closed at once where the configuration says so', { timeout: 90_000, retry: 1 }, async () => {
  await start({ externalTrades: 'close' });
  await byHand('sell', 3);
  await trader.says(/STRAY_FILL.* nobody of ours: taken over as the owner's own; what it opened is being closed/);
  const fills = () =>
    [...readJournal(join(home.dataFolder, 'journal/process-test'))].flatMap(({ body }) => (body as Step | null)?.fills ?? []);
  for (let tries = 0; tries < 200 && fills().length < 2; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(fills().map(({ strategyId, side, quantity, reason }) => [strategyId, side, quantity, reason])).toEqual([
    ['owner', 'sell', '0.003', expect.any(String)],
    ['owner', 'buy', '0.003', 'external-trade'],
  ]);
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true });
  expect((await control(home, ['status'])).document.mode.name).toBe('PAUSE');
});
