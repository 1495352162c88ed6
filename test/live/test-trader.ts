/** Test support: the trader of `up` in this process, on its own folder and without a database unless one is given, and every message it gave out. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveMessage } from '../../src/api/live.ts';
import { type PaperConfig, readPaperConfig } from '../../src/apps/config.ts';
import type { DatabaseRole } from '../../src/apps/trader/database-role.ts';
import { eachMessage } from '../../src/apps/trader/session-source.ts';
import { openTrader, type Trader } from '../../src/apps/trader/trader.ts';

const NO_DATABASE: DatabaseRole = {
  status: () => ({ state: 'ready', since: 0, lastError: null, projectedSequence: null }),
  isExpected: () => false,
  follow() {},
  rebuild() {},
  stop: async () => {},
};

export interface Heard {
  readonly message: LiveMessage;
  /** Newest close that was durable when the message came. */
  readonly durableUntil: number;
}

export interface TestTrader {
  readonly trader: Trader;
  readonly heard: readonly Heard[];
  /** Lines at the terminal. */
  readonly said: readonly string[];
}

export class TraderLab {
  readonly folder: string;
  private readonly traders: Trader[] = [];

  /** In a folder of its own, or in one that is there: it is removed at the end. */
  constructor(folder = mkdtempSync(join(tmpdir(), 'atalaya-trader-'))) {
    this.folder = folder;
  }

  /** Opens the trader and lets the day run. */
  async start(changes: Partial<PaperConfig> = {}, database?: DatabaseRole): Promise<TestTrader> {
    const opened = await this.open(changes, database);
    opened.trader.start();
    return opened;
  }

  /** Opens the trader as a start does, before the first candle; what it publishes is kept. */
  async open(changes: Partial<PaperConfig> = {}, database = NO_DATABASE): Promise<TestTrader> {
    const config = { ...readPaperConfig(), ...changes };
    const said: string[] = [];
    const trader = await openTrader({
      config,
      dataFolder: this.folder,
      release: '0.0.0',
      speed: Number.POSITIVE_INFINITY,
      database,
      begunWith: [],
      say: (line) => void said.push(line),
    });
    this.traders.push(trader);
    const heard: Heard[] = [];
    let durableUntil = Number.NEGATIVE_INFINITY;
    trader.source.subscribe(
      eachMessage((message) => {
        if (message.type === 'equity') durableUntil = message.series.time.at(-1) as number;
        heard.push({ message, durableUntil });
      }),
    );
    return { trader, heard, said };
  }

  async stop(trader: Trader): Promise<void> {
    this.traders.splice(this.traders.indexOf(trader), 1);
    await trader.stop();
  }

  async end(): Promise<void> {
    for (const trader of [...this.traders]) await this.stop(trader);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until the replay is over and its last step is durable and told. */
export async function played({ trader }: TestTrader): Promise<void> {
  await trader.finished;
  await until(() => lastMark(trader) === trader.feed.endsAt);
}

/**
 * Waits until the source has told all that the feed, which stands still, had given. Where the disk is slower than the clock, what came after the
 * last message may have changed everything it said.
 */
export async function toldAll(trader: Trader): Promise<void> {
  await until(() => {
    const { lastSequence, durableSequence } = trader.source.snapshot().status.journal;
    return lastSequence === durableSequence && lastMark(trader) === trader.feed.lastAt;
  });
  // An open at the time of the last close is an entry of its own: durable by now, and told in the next turns of the loop.
  await new Promise((resolve) => setTimeout(resolve, 100));
}

function lastMark({ source }: Trader): number | undefined {
  return (source.equity({ points: 10 }) as { time: number[] }).time.at(-1);
}

export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error('what was waited for did not come within 10 s');
}
