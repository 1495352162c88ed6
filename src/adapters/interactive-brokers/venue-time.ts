/** The broker's clock: asked for, and followed between answers for all that the gateway tells without a time. */

import { EventName, type IBApi } from '@stoqey/ib';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { isFailure } from './outstanding.ts';
import { Turns } from './turns.ts';
import { instantOf } from './wire-time.ts';

/** As many as are asked for at once: older ones must not outlive a jump of a clock. */
const MEASUREMENTS = 3;

export class VenueTime implements GatewayPart {
  private readonly turns: Turns<number>;
  /** Added to the monotonic clock; null before anything was heard. */
  private offset: number | null = null;
  private last = Number.NEGATIVE_INFINITY;
  /** Between which two offsets each of the last answers puts the broker's clock against ours: it tells whole seconds. */
  private measured: readonly (readonly [least: number, most: number])[] = [];
  private askedAt = 0;
  private readonly receiverNow: () => number;

  /** `now`: the receiver's clock, epoch ms. */
  constructor(gateway: Gateway, answerMs: number, now: () => number) {
    this.receiverNow = now;
    this.turns = new Turns(gateway, 'the time', answerMs, (api) => {
      this.askedAt = now();
      api.reqCurrentTime();
    });
  }

  attach(api: IBApi): void {
    this.turns.connected();
    api.on(EventName.server, (_, text) => {
      const at = instantOf(text);
      if (at !== null) this.heard(at);
    });
    api.on(EventName.currentTime, (seconds) => {
      this.heard(seconds * 1000);
      this.measured = [...this.measured, [seconds * 1000 - this.receiverNow(), seconds * 1000 + 1000 - this.askedAt] as const].slice(
        -MEASUREMENTS,
      );
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

  /** The offset nearest to none that the last answers allow, ms. */
  get offsetMs(): number {
    const least = Math.max(...this.measured.map(([low]) => low));
    const most = Math.min(...this.measured.map(([, high]) => high));
    if (this.measured.length === 0 || (least <= 0 && most >= 0)) return 0;
    return least > 0 ? least : most;
  }

  async ask(mayStillSend: () => boolean): Promise<number | VenueFailure> {
    const rows = await this.turns.ask(mayStillSend);
    return isFailure(rows) ? rows : (rows[0] as number);
  }
}
