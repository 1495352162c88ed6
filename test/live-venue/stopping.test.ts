// Kill switch, stop in good order and prod without arming, with the trader and the venue as real processes. They go by the wall clock: where the machine
// was held up for seconds, a test is tried once more.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { agreement } from './journal-account.ts';
import { CLEAN, control, type ExchangeProcess, restless, type VenueReader } from './processes.ts';
import { openScene, PIN, setPin } from './scene.ts';

const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
const HOLDING = { stop: 0.2, target: 0.4, hold: 10_000 };

const scene = openScene(afterEach);

/** Perpetuals whose price stands still but for a tick. */
function candleFiles(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const rows = Array.from({ length: 3_000 }, (_, i) => {
    const at = Date.UTC(2024, 0, 1) + i * 60_000;
    return `${at},100.0,100.2,99.8,100.${i % 2},1000`;
  });
  return INSTRUMENTS.map((symbol) => {
    const file = join(folder, `${symbol}-PERP-1m.csv`);
    writeFileSync(file, `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
    return file;
  });
}

async function exchangeWith(more?: readonly string[]): Promise<{ exchange: ExchangeProcess; reader: VenueReader }> {
  const exchange = await scene.exchange(more);
  return { exchange, reader: scene.reader(exchange.url) };
}

const ORDERS_COUNTED = { kind: 'latency', delayMs: 0, scope: { request: '/v5/order/create' } };

/** How many requests that place orders have reached the exchange since they are counted: by a fault that delays them by nothing. */
async function ordersAsked({ url }: ExchangeProcess): Promise<number> {
  const { faults } = (await (await fetch(`${url}/__faults`)).json()) as { faults: { seen: number }[] };
  return faults[0]?.seen ?? Number.NaN;
}

/** Looks until it is so. */
async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean, withinMs: number): Promise<{ found: T; afterMs: number }> {
  const began = performance.now();
  for (;;) {
    const found = await look();
    const afterMs = performance.now() - began;
    if (holds(found)) return { found, afterMs };
    if (afterMs > withinMs) throw new Error(`not so after ${withinMs} ms: ${JSON.stringify(found).slice(0, 800)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How many lots of a perpetual at 100 are worth so much. */
async function lotsWorth({ url }: ExchangeProcess, symbol: string, value: number): Promise<number> {
  const asked = await fetch(`${url}/v5/market/instruments-info?category=linear&symbol=${symbol}`);
  const { result } = (await asked.json()) as { result: { list: { lotSizeFilter: { qtyStep: string } }[] } };
  return Math.round(value / 100 / Number(result.list[0]?.lotSizeFilter.qtyStep));
}

const holding = (positions: Readonly<Record<string, string>>) => Object.values(positions).filter((size) => Number(size) !== 0);

describe('the kill switch', () => {
  test('closes three positions within 5 s by the account of the venue, with the PIN locked and no database, and is in force after a restart', {
    timeout: 90_000,
    retry: 1,
  }, async () => {
    const scratch = scene.home('http://127.0.0.1:1');
    const { exchange, reader } = await exchangeWith([
      '--speed',
      '60',
      '--history',
      '60',
      '--replay',
      ...candleFiles(join(scratch.folder, 'candles')),
    ]);
    const at = scene.home(exchange.url, {
      instruments: INSTRUMENTS.map((symbol) => ({ id: `${symbol}-PERP`, symbol })),
      strategies: INSTRUMENTS.map((symbol) => restless(HOLDING, 0.2, `${symbol}-PERP`)),
    });
    const pin = await setPin(at);
    const trader = scene.trader(at);
    await trader.says(CLEAN);
    await until(
      () => reader.read(),
      ({ positions, orders }) => holding(positions).length === 3 && orders.filter(({ status }) => status === 'open').length === 6,
      20_000,
    );
    for (let i = 0; i < 5; i++) await pin.verify('000000');
    expect((await control(at, ['resume', '--pin-stdin'], PIN)).said).toContain('PIN_LOCKED');

    const killed = control(at, ['kill', '--yes']);
    const { found, afterMs } = await until(
      () => reader.read(),
      ({ positions, orders }) => holding(positions).length === 0 && !orders.some(({ status }) => status === 'open'),
      5_000,
    );
    expect((await killed).code).toBe(0);
    expect(afterMs).toBeLessThan(5_000);
    expect(found.fills).toHaveLength(6);

    trader.process.kill('SIGKILL');
    await trader.ended;
    const again = scene.trader(at);
    await again.says(CLEAN);
    expect((await control(at, ['status'])).document.mode.name).toBe('EMERGENCY');
    await agreement(at.dataFolder, 'process-test', reader);
    // Nothing was entered again.
    expect(holding((await reader.read()).positions)).toEqual([]);
  });

  test('leaves 11 % of drawdown: the reset is refused with the right PIN, and still after a crash and after a stop in good order', {
    timeout: 120_000,
    retry: 1,
  }, async () => {
    const scratch = scene.home('http://127.0.0.1:1');
    const candles = candleFiles(join(scratch.folder, 'candles'));
    const { exchange, reader } = await exchangeWith(['--speed', '60', '--history', '60', '--replay', ...candles]);
    const at = scene.home(exchange.url, {
      instruments: INSTRUMENTS.map((symbol) => ({ id: `${symbol}-PERP`, symbol })),
      // Nothing but what is traded by hand: it asks for more than it may have.
      strategies: [restless(HOLDING, 0.000001)],
      risk: 'crypto_only',
      externalTrades: 'adopt',
    });
    await setPin(at);
    let trader = scene.trader(at);
    await trader.says(CLEAN);
    for (const symbol of INSTRUMENTS) {
      const scope = { account: 'demo', instrument: `${symbol}-PERP` };
      await exchange.fault({ kind: 'manual-trade', side: 'buy', lots: await lotsWorth(exchange, symbol, 18_333), scope });
    }
    await until(
      async () => (await control(at, ['positions'])).document.rows,
      (rows) => rows.length === 3,
      30_000,
    );
    // Three positions of 18 % each, and closing them costs a fifth of their value: 100 000 become about 89 000.
    await exchange.fault({ kind: 'fee-change', makerRatio: 0.2, takerRatio: 0.2 });
    const killed = control(at, ['kill', '--yes']);
    const { found } = await until(
      () => reader.read(),
      ({ positions }) => holding(positions).length === 0,
      5_000,
    );
    expect((await killed).code).toBe(0);
    expect(found.fills).toHaveLength(6);
    expect(Math.round((100_000 - Number(found.wallet)) / 1000)).toBe(11);

    const reset = () => control(at, ['mode', 'reset', '--yes', '--pin-stdin'], PIN);
    const refused = async () => {
      const { found: refusal } = await until(reset, ({ said }) => said.includes('RESET_DRAWDOWN'), 20_000);
      expect(refusal.code).toBe(1);
      expect((await control(at, ['status'])).document.mode.name).toBe('EMERGENCY');
    };
    await refused();
    for (const [signal, ending] of [
      ['SIGKILL', 'SIGKILL'],
      ['SIGTERM', 0],
    ] as const) {
      trader.process.kill(signal);
      expect(await trader.ended).toBe(ending);
      trader = scene.trader(at);
      await trader.says(CLEAN);
      await refused();
    }
    expect(await reader.read()).toEqual(found);
  });
});

describe('SIGTERM', () => {
  test('ends with 0 and leaves stop and target at the venue; the next start goes on without a PIN', {
    timeout: 60_000,
    retry: 1,
  }, async () => {
    const { exchange, reader } = await exchangeWith();
    await exchange.fault(ORDERS_COUNTED);
    const at = scene.home(exchange.url, { strategies: [restless(HOLDING)] });
    const trader = scene.trader(at);
    await trader.says(CLEAN);
    const protectedBy = ({ orders }: { orders: readonly { status: string }[] }) => orders.filter(({ status }) => status === 'open').length;
    const { found: before } = await until(
      () => reader.read(),
      (account) => protectedBy(account) === 2,
      20_000,
    );
    expect(holding(before.positions)).toHaveLength(1);
    expect(await ordersAsked(exchange)).toBeGreaterThan(2);

    trader.process.kill('SIGTERM');
    expect(await trader.ended).toBe(0);
    expect(trader.said()).toContain('stopped: 2 protective or undecided orders stay at the venue');
    const after = await reader.read();
    expect([protectedBy(after), after.positions]).toEqual([2, before.positions]);
    await agreement(at.dataFolder, 'process-test', reader);

    const again = scene.trader(at);
    await again.says(/OBSERVATION to NORMAL/);
    expect((await control(at, ['positions'])).document.rows).toHaveLength(1);
    await agreement(at.dataFolder, 'process-test', reader);
  });
});

describe('prod', () => {
  test('without arming records 50 decisions and sends the venue no order', { timeout: 60_000, retry: 1 }, async () => {
    const { exchange, reader } = await exchangeWith(['--speed', '600', '--history', '60']);
    await exchange.fault(ORDERS_COUNTED);
    const at = scene.home(exchange.url);
    const trader = scene.trader(at, 'demo', { ENVIRONMENT: 'prod' });
    await trader.says(CLEAN);
    const refused = async () =>
      [...readJournal(join(at.dataFolder, 'journal/process-test'))].flatMap(({ kind, body }) =>
        kind === 'step' ? ((body as Step).refused ?? []) : [],
      );
    const { found } = await until(refused, (rows) => rows.length >= 50, 40_000);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['MODE_OBSERVATION']));
    expect((await reader.read()).orders).toEqual([]);
    expect(await ordersAsked(exchange)).toBe(0);
    expect((await control(at, ['status'])).document).toMatchObject({ armed: false, mode: { name: 'OBSERVATION' } });
  });
});
