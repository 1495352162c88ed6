/** The broker's clock: asked for, and followed between answers for all that the gateway tells without a time. */

import { EventName, type IBApi } from '@stoqey/ib';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { isFailure } from './outstanding.ts';
import { Turns } from './turns.ts';
import { instantOf } from './wire-time.ts';

export class VenueTime implements GatewayPart {
  private readonly turns: Turns<number>;
  /** Added to the monotonic clock; null before anything was heard. */
  private offset: number | null = null;
  private last = Number.NEGATIVE_INFINITY;

  constructor(gateway: Gateway, answerMs: number) {
    this.turns = new Turns(gateway, 'the time', answerMs, (api) => api.reqCurrentTime());
  }

  attach(api: IBApi): void {
    this.turns.connected();
    api.on(EventName.server, (_, text) => {
      const at = instantOf(text);
      if (at !== null) this.heard(at);
    });
    api.on(EventName.currentTime, (seconds) => {
      this.heard(seconds * 1000);
      this.turns.row(seconds * 1000);
      this.turns.end();
    });
  }

  async refresh(): Promise<void> {
    await this.ask(() => true);
  }

  lost(reason: string): void {
    this.turns.lost(reason);
  }

  /** It is at least this late at the broker. */
  heard(at: number): void {
    this.offset = at - performance.now();
  }

  /** The broker's time as far as it is known, epoch ms. It never goes back: who compares two reports goes by it. */
  now(): number {
    if (this.offset === null) return Date.now();
    this.last = Math.max(this.last, Math.round(this.offset + performance.now()));
    return this.last;
  }

  async ask(mayStillSend: () => boolean): Promise<number | VenueFailure> {
    const rows = await this.turns.ask(mayStillSend);
    return isFailure(rows) ? rows : (rows[0] as number);
  }
}
