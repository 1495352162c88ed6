// What goes wrong in the life of a trader, one disaster after the other, with the exchange as a real process: what it does, what it says, and that nothing is lost.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readLiveConfig } from '../../src/apps/config.ts';
import { type LiveTrader, openLiveTrader } from '../../src/apps/trader/live-trader.ts';
import { WATCH_TIMES, type WatchTimes } from '../../src/apps/trader/live-watch.ts';
import { type SteadyClock, steadyClock } from '../../src/apps/trader/steady-clock.ts';
import { mountDisk } from '../journal/mounted-disk.ts';
import { agreement } from './journal-account.ts';
import { CLEAN, control, type ExchangeProcess, restless, type Stand, type VenueReader } from './processes.ts';
import { openScene } from './scene.ts';

// Real processes on a machine that may have other things to do.
vi.setConfig({ testTimeout: 60_000 });

const FULL = process.env.ATALAYA_FULL !== undefined;
const HOUR = 3_600_000;
/** Enters once and holds, with stop and target at the venue. */
const HOLDING = { strategies: [restless({ stop: 0.2, target: 0.4, hold: 10_000 })] };

const scene = openScene(afterEach);
let exchange: ExchangeProcess;
let reader: VenueReader;
const traders: LiveTrader[] = [];

beforeEach(async () => {
  exchange = await scene.exchange();
  reader = scene.reader(exchange.url);
});
afterEach(async () => {
  for (const trader of traders.splice(0)) await trader.stop();
});

interface Told {
  readonly trader: LiveTrader;
  readonly home: Stand;
  readonly lines: string[];
  /** Settles when a line that begins so has been said, with the line. */
  says(words: string, withinMs?: number): Promise<string>;
}

/** A trader in this process, so that its clock and its patience can be chosen. */
async function trade(settings: object, times: Partial<WatchTimes> = {}, clock?: SteadyClock): Promise<Told> {
  const at = scene.home(exchange.url, settings);
  const lines: string[] = [];
  const trader = await openLiveTrader({
    mode: 'real',
    config: readLiveConfig(at.configuration),
    environment: 'dev',
    dataFolder: at.dataFolder,
    release: 'test',
    key: () => 'demo',
    secret: () => 'demo',
    armed: () => true,
    say: (line) => lines.push(line),
    times: { ...WATCH_TIMES, ...times },
    ...(clock && { clock }),
  });
  traders.push(trader);
  const told: Told = {
    trader,
    home: at,
    lines,
    says: async (words, withinMs = 10_000) => {
      await until(
        () => lines.some((line) => line.startsWith(words)),
        withinMs,
        () => `${words} was not said: ${lines.join('\n')}`,
      );
      return lines.find((line) => line.startsWith(words)) as string;
    },
  };
  await told.says(CLEAN);
  return told;
}

async function until(holds: () => boolean | Promise<boolean>, withinMs: number, otherwise: () => string): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const agrees = ({ dataFolder }: Stand, withinMs = 15_000) => agreement(dataFolder, 'process-test', reader, withinMs);
const position = async () => Number((await reader.read()).positions.BTCUSDT);
const protectedBy = async () => (await reader.read()).orders.filter(({ status }) => status === 'open').length;
const holds = () =>
  until(
    async () => (await position()) !== 0 && (await protectedBy()) === 2,
    15_000,
    () => 'no protected position',
  );

describe('prices', () => {
  test('silent: entries are withdrawn, nothing is entered, the position is closed at market; heard again, trading goes on', async () => {
    const { trader, home: at, says } = await trade(HOLDING, { instrumentMs: [1_500, 3_000], feedMs: 1_200 });
    await holds();
    await exchange.fault({ kind: 'silent', scope: { topic: 'kline' } });
    await says('FEED_SILENT');
    expect(trader.session.engine.risk.mode).toBe('OBSERVATION');
    await says('PRICES_SILENT');
    expect(await position()).not.toBe(0);
    expect(await says('PRICES_LOST')).toContain('closed at market');
    await until(
      async () => (await position()) === 0,
      5_000,
      () => 'the position was not closed',
    );
    await agrees(at);
    await exchange.noFaults();
    // The silent connection itself is given up after 20 s; cut, it comes back at once.
    await exchange.fault({ kind: 'restart', downMs: 0 });
    await says('FEED_HEARD');
    await until(
      () => trader.session.engine.risk.mode === 'NORMAL',
      10_000,
      () => 'still not NORMAL',
    );
    await agrees(at);
  });
});

describe('the venue', () => {
  test('silent: alerted and asked again, then PAUSE; back again it is compared, and only the owner resumes', async () => {
    const { trader, home: at, says } = await trade(HOLDING, { venueMs: [1_500, 3_000], clockEveryMs: 300 });
    await holds();
    await exchange.fault({ kind: 'restart', downMs: 6_000 });
    await says('VENUE_SILENT');
    expect(trader.session.engine.risk.context.modes.isHeld).toBe(true);
    await says('VENUE_PAUSED');
    expect(trader.session.engine.risk.mode).toBe('PAUSE');
    await says('VENUE_HEARD', 15_000);
    await agrees(at);
    expect(trader.session.engine.risk.mode).toBe('PAUSE');
    expect(await protectedBy()).toBe(2);
    const resumed = trader.session.requestMode(
      { kind: 'resume', to: 'NORMAL', by: 'owner', reason: 'looked', pinVerified: true },
      trader.now(),
    );
    expect(resumed.refusal).toBeNull();
  });

  test('in maintenance: the breaker opens and nothing is entered; it closes after three good answers', async () => {
    const { trader, home: at, says } = await trade({}, { clockEveryMs: 300, breaker: { failures: 5, restMs: 1_000, successes: 3 } });
    await exchange.fault({ kind: 'maintenance' });
    trader.reconcile();
    await says('BREAKER_OPEN', 20_000);
    expect(trader.session.engine.risk.mode).toBe('OBSERVATION');
    await exchange.noFaults();
    await says('BREAKER_CLOSED', 20_000);
    await until(
      () => trader.session.engine.risk.mode === 'NORMAL',
      10_000,
      () => 'still not NORMAL',
    );
    await agrees(at);
  });

  test('at its rate limit: what was refused is tried later, and nothing is sent twice', async () => {
    const { home: at } = await trade({});
    await exchange.fault({ kind: 'rate-limit', count: 5, scope: { request: '/v5/order/create' } });
    await until(
      async () => (await agrees(at)).fills > 2,
      20_000,
      () => 'trading did not go on',
    );
  });

  test.runIf(FULL)(
    'restarted without its open orders: found out by asking, the unprotected position is closed',
    { timeout: 90_000, retry: 1 },
    async () => {
      const { home: at, says } = await trade(HOLDING);
      await holds();
      await exchange.fault({ kind: 'restart', downMs: 300, forgetOrders: true });
      await says('VENUE_FORGOT', 40_000);
      await says('POSITION_UNPROTECTED', 15_000);
      await until(
        async () => (await position()) === 0,
        10_000,
        () => 'the position was not closed',
      );
      await agrees(at);
    },
  );

  test('refuses the key: the start ends with 3 and says so', async () => {
    // The simulator knows no key as short as that; secret and key are equal, so that dev lets it through.
    const refused = scene.trader(scene.home(exchange.url), 'a1');
    expect(await refused.ended).toBe(3);
    expect(refused.said()).toContain('KEY_REFUSED');
  });
});

describe("the machine's clock", () => {
  for (const jump of [HOUR, -HOUR])
    test(`set by ${jump / HOUR} h: told, and nothing else changes`, async () => {
      let set = 0;
      const {
        trader,
        home: at,
        says,
      } = await trade(
        {},
        { clockEveryMs: 300 },
        steadyClock(() => Date.now() + set),
      );
      set = jump;
      expect(await says('CLOCK_OFF')).toContain(`set by ${(jump / 1000).toFixed(1)} s`);
      const { fills } = await agrees(at);
      await until(
        async () => (await agrees(at)).fills > fills + 2,
        15_000,
        () => 'trading did not go on',
      );
      expect(trader.session.engine.risk.mode).toBe('NORMAL');
      set = 0;
      await says('CLOCK_RIGHT');
    });

  test("the venue's clock 2 s off: told, corrected for, and trading goes on", async () => {
    const { home: at, says } = await trade({}, { clockEveryMs: 300 });
    await exchange.fault({ kind: 'clock-skew', skewMs: 2_000 });
    await says('CLOCK_OFF', 15_000);
    const { fills } = await agrees(at);
    await until(
      async () => (await agrees(at)).fills > fills,
      15_000,
      () => 'trading did not go on',
    );
  });
});

describe('the disk', () => {
  const disk = mountDisk('tmpfs');
  disk?.remove();

  test.skipIf(disk === null)(
    'full: nothing is entered any more, protection stays, and after a restart with room the journal and the venue agree',
    { timeout: 60_000, retry: 1 },
    onSmallDisk(async ({ at, trader, small }) => {
      const empty = fill(small.folder);
      await trader.says('JOURNAL_WRITE_FAILED');
      const { document } = await control(at, ['status']);
      expect(document).toMatchObject({ mode: { name: 'PAUSE' }, journal: { state: 'failed' } });
      expect(await protectedBy()).toBe(2);
      trader.process.kill('SIGKILL');
      await trader.ended;
      empty();
      const again = scene.trader(at);
      await again.says(CLEAN);
      await agrees(at);
    }),
  );

  test.skipIf(disk === null)(
    'full: a kill that can not be recorded closes everything, and is in force after a restart with room',
    { timeout: 60_000, retry: 1 },
    onSmallDisk(async ({ at, trader, small }) => {
      const empty = fill(small.folder);
      await trader.says('JOURNAL_WRITE_FAILED');
      const { document } = await control(at, ['kill', '--yes', '--reason', 'I want out']);
      expect(document).toMatchObject({ mode: 'EMERGENCY', recorded: false });
      // The journal has failed long before: what closes is not sent by the way of its failure.
      await until(
        async () => Object.values((await reader.read()).positions).every((quantity) => Number(quantity) === 0),
        5_000,
        () => 'something is open 5 s after the kill',
      );
      await trader.says('put aside');
      trader.process.kill('SIGKILL');
      await trader.ended;
      empty();
      for (const _ of ['put aside', 'recorded by the start before']) {
        const again = scene.trader(at);
        await again.says(CLEAN);
        const { document: status } = await control(at, ['status']);
        expect(status).toMatchObject({ mode: { name: 'EMERGENCY' }, journal: { state: 'open' } });
        again.process.kill('SIGTERM');
        expect(await again.ended).toBe(0);
      }
    }),
  );

  test.skipIf(disk === null)(
    'read-only: a start ends with 3 and says so, and what is at the venue stays protected',
    { timeout: 60_000, retry: 1 },
    onSmallDisk(async ({ at, trader, small }) => {
      trader.process.kill('SIGTERM');
      expect(await trader.ended).toBe(0);
      small.remountReadOnly();
      const again = scene.trader(at);
      expect(await again.ended).toBe(3);
      expect(again.said()).toMatch(/EROFS|read-only/);
      expect(await protectedBy()).toBe(2);
      await agrees(at);
    }),
  );
});

type Mounted = NonNullable<ReturnType<typeof mountDisk>>;
type OnDisk = { readonly at: Stand; readonly trader: ReturnType<typeof scene.trader>; readonly small: Mounted };

/** A trader that holds something, its data on a small disk of its own. */
function onSmallDisk(work: (on: OnDisk) => Promise<void>): () => Promise<void> {
  return async () => {
    const small = mountDisk('tmpfs', '80m');
    if (small === null) throw new Error('no disk can be mounted');
    try {
      const at = scene.home(exchange.url, HOLDING, join(small.folder, 'data'));
      const trader = scene.trader(at);
      await trader.says(CLEAN);
      await holds();
      await work({ at, trader, small });
    } finally {
      await scene.close();
      small.remove();
    }
  };
}

/** Fills the disk of a folder to its last kilobyte; returns how it is emptied. */
function fill(folder: string): () => void {
  const filler = join(folder, 'filler');
  for (let kilobytes = 16_384; kilobytes >= 1; ) {
    try {
      writeFileSync(filler, 'x'.repeat(kilobytes * 1024), { flag: 'a' });
    } catch {
      kilobytes /= 2;
    }
  }
  return () => writeFileSync(filler, '');
}
