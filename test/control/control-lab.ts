/** Test support: the trader of `up` with its door, a PIN that can be locked, and calls to the door. */

import { randomUUID } from 'node:crypto';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import type { ControlDesk } from '../../src/adapters/control-socket/control-desk.ts';
import { type Door, openDoor } from '../../src/adapters/control-socket/door.ts';
import {
  CONTROL_PATHS,
  type ControlCommand,
  controlDone,
  controlMode,
  controlOrders,
  controlPositions,
  controlStatus,
} from '../../src/api/control.ts';
import type { PaperConfig } from '../../src/apps/config.ts';
import type { PinAnswer, PinCheck } from '../../src/apps/trader/control-desk.ts';
import type { DatabaseRole } from '../../src/apps/trader/database-role.ts';
import { createPaperControl } from '../../src/apps/trader/paper-control.ts';
import { createSessionDesk } from '../../src/apps/trader/session-desk.ts';
import { eachMessage } from '../../src/apps/trader/session-source.ts';
import { openTraderFigures } from '../../src/apps/trader/trader-figures.ts';
import { type TestTrader, TraderLab, toldAll, until } from '../live/test-trader.ts';

/** Stands in for the PIN: says what it is told to, and counts how often it was asked. */
export class TestPin implements PinCheck {
  answer: PinAnswer | null = null;
  asked = 0;

  async verify(pin: string): Promise<PinAnswer> {
    this.asked++;
    return this.answer ?? (pin === '4711' ? { ok: true } : { ok: false, code: 'PIN_WRONG', retryAt: null });
  }
}

export interface Controlled extends TestTrader {
  readonly door: Door;
  readonly desk: ControlDesk;
}

/** Strategies that hold something most of the time. */
export const BUSY: Partial<PaperConfig> = {
  risk: 'none',
  strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 } }],
};

type Draft = ControlCommand extends infer C ? (C extends unknown ? Omit<C, 'commandId' | 'by' | 'sentAt'> : never) : never;

export class ControlLab {
  readonly traders = new TraderLab();
  private readonly doors: Door[] = [];

  get folder(): string {
    return this.traders.folder;
  }

  async open(changes: Partial<PaperConfig> = {}, pin?: PinCheck, database?: DatabaseRole): Promise<Controlled> {
    const opened = await this.traders.open(changes, database);
    const desk = createPaperControl({ trader: opened.trader, dataFolder: this.folder, release: '0.0.0', ...(pin && { pin }) });
    const { trader } = opened;
    const session = createSessionDesk({
      source: trader.source,
      orders: trader.orders,
      takesSignals: changes.signals === true,
      signal: (wish) => trader.signal(wish),
      audit: (entry) => trader.audit(entry),
      figures: openTraderFigures(null),
    });
    const door = await openDoor({ desk, session, dataFolder: this.folder });
    this.doors.push(door);
    return { ...opened, desk, door };
  }

  /** Lets the day run until something is held, and stops its clock there. */
  async holding(opened: Controlled): Promise<void> {
    const { trader } = opened;
    const held = () => trader.source.snapshot().status.positions.length;
    trader.source.subscribe(
      eachMessage((message) => {
        if (message.type === 'fill' && message.fill.kind === 'open') trader.feed.pause();
      }),
    );
    // Slow enough for the clock to stand still where the fill was, not where the disk has caught up.
    trader.feed.setSpeed(3600);
    trader.start();
    for (let tries = 0; tries < 20; tries++) {
      await until(() => trader.feed.state !== 'running');
      await toldAll(trader);
      if (held() > 0) return;
      trader.feed.resume();
    }
    throw new Error('nothing was ever held when the clock stood still');
  }

  private ask<T extends Parameters<typeof askTrader>[0]['answer']>(path: string, answer: T, body?: unknown) {
    const method = body === undefined ? 'GET' : 'POST';
    return askTrader<T>({ dataFolder: this.folder, method, path, answer, timeoutMs: 10_000, ...(body !== undefined && { body }) });
  }

  command(draft: Draft, more: Partial<Pick<ControlCommand, 'commandId' | 'sentAt'>> = {}) {
    return this.ask(CONTROL_PATHS.commands, controlDone, { commandId: randomUUID(), by: 'ana', sentAt: Date.now(), ...draft, ...more });
  }

  readonly status = () => this.ask(CONTROL_PATHS.status, controlStatus);
  readonly mode = () => this.ask(CONTROL_PATHS.mode, controlMode);
  readonly positions = () => this.ask(CONTROL_PATHS.positions, controlPositions);
  readonly orders = (limit = 100) => this.ask(`${CONTROL_PATHS.orders}?limit=${limit}`, controlOrders);

  /** Ends one trader as its process would; another one may open after it. */
  async stop({ trader, door }: Controlled): Promise<void> {
    this.doors.splice(this.doors.indexOf(door), 1);
    await door.close();
    await this.traders.stop(trader);
  }

  async end(): Promise<void> {
    for (const door of this.doors.splice(0)) await door.close();
    await this.traders.end();
  }
}
