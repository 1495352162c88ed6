// Signed signals at a trader on the local exchange, as real processes: refused ones do nothing, a good one ends in a fill at the venue, and who takes over lets none in again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signatureOf } from '../../src/adapters/http/webhook-signature.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { sessionParity } from '../../src/apps/trader/session-parity.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { atalaya } from '../cli/run-cli.ts';
import { CLEAN, control, endAll, openReader, RESTLESS, type Running, type Stand, stand, startExchange, startTrader } from './processes.ts';

const SECRET = 'a-secret-that-is-shared-with-the-sender-0003';
const INSTRUMENT = 'BTCUSDT-PERP';
const TAKEN_AT = /signals are taken at (\S+)/;

function signed(text: string, at = String(Date.now())): Record<string, string> {
  return { 'x-atalaya-timestamp': at, 'x-atalaya-signature': signatureOf(SECRET, at, text) };
}

async function post(url: string, text: string, headers: Record<string, string>) {
  const response = await fetch(`${url}/api/v1/signals`, { method: 'POST', body: text, headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, told: body.code ?? body.outcome, body };
}

async function signals(environment: NodeJS.ProcessEnv = {}) {
  const exchange = await startExchange(['--speed', '60', '--history', '60']);
  const reader = openReader(exchange.url);
  // A strategy that asks for less than the least: nothing trades but signals.
  const strategies = [{ id: RESTLESS, instrument: INSTRUMENT, timeframe: '1m', parameters: {}, size: 0.0000001 }];
  const home = stand(exchange.url, { strategies, signals: true, standby: { kind: 'host' } });
  mkdirSync(join(home.dataFolder, 'state'), { recursive: true });
  writeFileSync(join(home.dataFolder, 'state', 'webhook-secret'), `${SECRET}\n`, { mode: 0o600 });
  const running: Running[] = [exchange];
  onTestFinished(async () => {
    reader.end();
    await endAll(running);
    home.remove();
  });
  const start = (port: string) => {
    const trader = startTrader(home, 'demo', environment, [], ['--port', port]);
    running.push(trader);
    return trader;
  };
  return { reader, home, start };
}

/** The address of a trader that may enter. */
async function takenAt(trader: Running): Promise<string> {
  const [, url] = TAKEN_AT.exec(await trader.says(TAKEN_AT)) as RegExpExecArray;
  await trader.says(CLEAN);
  return url as string;
}

const audited = ({ dataFolder }: Stand) =>
  [...readJournal(join(dataFolder, 'journal/process-test'))]
    .filter(({ kind }) => kind === 'audit')
    .map(({ body }) => body as { actor: string; action: string; outcome: string; code: string | null })
    .filter(({ actor }) => actor === 'webhook')
    .map(({ action, outcome, code }) => [action, outcome, code].join(' '));

const orders = ({ dataFolder }: Stand) =>
  [...readJournal(join(dataFolder, 'journal/process-test'))].flatMap(({ body }) => (body as Step | null)?.orders ?? []);

async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const deadline = performance.now() + 20_000; ; ) {
    const found = await look();
    if (holds(found)) return found;
    if (performance.now() > deadline) throw new Error(`not so: ${JSON.stringify(found).slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The last one reaches the disk after its answer. */
const auditedAll = (home: Stand, count: number) =>
  until(
    async () => audited(home),
    (found) => found.length >= count,
  );

test('unsigned and expired do nothing, a good one is filled at the venue and closed again, and is a repeat for the successor too', {
  timeout: 90_000,
  retry: 1,
}, async () => {
  const { reader, home, start } = await signals();
  const trader = start('0');
  const url = await takenAt(trader);
  await trader.says(/OBSERVATION to NORMAL/);
  const entry = { kind: 'LONG_ENTRY', symbol: INSTRUMENT, tf: '1m', strategy: 'outside', sl: 9_000, risk_pct: 0.5 };
  const text = JSON.stringify({ ...entry, nonce: 'process-0001' });
  const now = Date.now();

  expect(await post(url, text, {})).toMatchObject({ status: 401, told: 'SIGNAL_UNSIGNED' });
  const moved = text.replace('9000', '9001');
  expect(await post(url, moved, signed(text))).toMatchObject({ status: 401, told: 'SIGNAL_UNSIGNED' });
  expect(await post(url, text, signed(text, String(now - 301_000)))).toMatchObject({ status: 401, told: 'SIGNAL_STALE' });
  // For senders elsewhere there is a proxy: whoever asks under another name is nobody's sender.
  const dry = JSON.stringify({ ...entry, dry_run: true, nonce: 'process-dry1' });
  expect(
    await until(
      () => post(url, dry, signed(dry)),
      ({ told }) => told !== 'SIGNAL_REPEATED',
    ),
  ).toMatchObject({ told: 'dry-run' });
  expect((await reader.read()).orders).toEqual([]);

  const headers = signed(text);
  const done = await post(url, text, headers);
  expect(done).toMatchObject({ status: 200, told: 'executed' });
  const filled = await until(
    () => reader.read(),
    ({ fills }) => fills.length > 0,
  );
  // The order the sender was told of is the one the venue has filled.
  const intent = orders(home).find(({ orderId }) => orderId === done.body.orderId)?.clientOrderId;
  expect(filled.fills[0]).toMatchObject({ clientOrderId: intent });
  expect(Number(Object.values(filled.positions)[0])).toBeGreaterThan(0);
  expect(await post(url, text, headers)).toMatchObject({ status: 409, told: 'SIGNAL_REPEATED' });

  // The leader stands still and keeps its port: the one that takes over trades, and takes signals once it can.
  const successor = start(new URL(url).port);
  await successor.says('takes over when it ends');
  trader.process.kill('SIGSTOP');
  await successor.says('signals are not taken yet');
  await successor.says(CLEAN);
  trader.process.kill('SIGKILL');
  await successor.says(TAKEN_AT);
  expect(await post(url, text, headers)).toMatchObject({ status: 409, told: 'SIGNAL_REPEATED' });
  // Signed anew, it is still the same nonce.
  expect(await post(url, text, signed(text))).toMatchObject({ status: 409, told: 'SIGNAL_REPEATED' });
  expect((await control(home, ['pause', '--yes'])).code).toBe(0);
  const other = JSON.stringify({ ...entry, nonce: 'process-0002' });
  expect(await post(url, other, signed(other))).toMatchObject({ status: 409, told: 'SIGNAL_POSITION_OPEN' });

  // An exit is no matter of the mode. The tool for rehearsals may send it: this is the simulator.
  const tool = ['signal', '--kind', 'EXIT', '--symbol', INSTRUMENT, '--tf', '1m', '--strategy', 'outside', '--url', url, '--json'];
  expect((await atalaya([...tool, '--data-dir', home.dataFolder])).code).toBe(0);
  const left = await until(
    () => reader.read(),
    ({ positions }) => Object.values(positions).every((size) => Number(size) === 0),
  );
  expect(left.orders.filter(({ status }) => status === 'open')).toEqual([]);
  const late = JSON.stringify({ ...entry, nonce: 'process-0003' });
  expect(await post(url, late, signed(late))).toMatchObject({ status: 409, told: 'MODE_PAUSE' });
  expect(await auditedAll(home, 11)).toEqual([
    'signal refused SIGNAL_UNSIGNED',
    'signal refused SIGNAL_UNSIGNED',
    'signal refused SIGNAL_STALE',
    'signal done ',
    'signal done ',
    ...Array.from({ length: 3 }, () => 'signal refused SIGNAL_REPEATED'),
    'signal refused SIGNAL_POSITION_OPEN',
    'signal done ',
    'signal refused MODE_PAUSE',
  ]);

  const journal = [...readJournal(join(home.dataFolder, 'journal/process-test'))];
  const { trades, causes, unexplainedRatio } = await sessionParity(() => journal);
  expect(trades.map(({ session }) => session?.strategyId)).toEqual(['webhook']);
  expect(causes.signal).toBeGreaterThanOrEqual(1);
  expect(unexplainedRatio).toBe(0);
});

test('in prod an account that is not armed enters nothing, and the tool for rehearsals is refused', {
  timeout: 60_000,
  retry: 1,
}, async () => {
  const { reader, home, start } = await signals({ ENVIRONMENT: 'prod' });
  const url = await takenAt(start('0'));
  const text = JSON.stringify({ kind: 'LONG_ENTRY', symbol: INSTRUMENT, tf: '1m', strategy: 'outside', sl: 9_000, nonce: 'process-0004' });
  expect(await post(url, text, signed(text))).toMatchObject({ status: 409, told: 'MODE_OBSERVATION' });
  const injected = await atalaya(
    ['signal', '--kind', 'EXIT', '--symbol', INSTRUMENT, '--tf', '1m', '--strategy', 'outside'].concat([
      '--url',
      url,
      '--data-dir',
      home.dataFolder,
      '--json',
    ]),
  );
  expect([injected.code, JSON.parse(injected.stdout).signals[0].code]).toEqual([1, 'SIGNAL_INJECTION_REFUSED']);
  expect((await reader.read()).orders).toEqual([]);
  expect(await auditedAll(home, 2)).toEqual(['signal refused MODE_OBSERVATION', 'signal refused SIGNAL_INJECTION_REFUSED']);
});
