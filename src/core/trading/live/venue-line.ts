/**
 * The line over which a venue tells by itself what happens: while it is down nothing is entered, from the first moment on. Venues cut lines every day, so a mode
 * is demanded only where entries have been held for longer than a line that comes back by itself takes.
 */

import type { RiskControl } from '../risk/control.ts';

/** As long as a lost line to the prices has. */
const GRACE_MS = 10_000;
const DEMAND = 'link';

interface Parts {
  readonly control: Pick<RiskControl, 'holdEntries' | 'raise' | 'clear'>;
  readonly tell: (code: 'VENUE_DOWN' | 'VENUE_UP', message: string) => void;
}

export class VenueLine {
  isDown = false;
  private readonly parts: Parts;
  /** Since when nothing is entered; NaN while nothing is held. Receiver's clock. */
  private heldSince = Number.NaN;
  private reason = '';
  private isDemanded = false;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Inside a step. */
  heard(state: 'up' | 'down', reason: string, at: number): void {
    const wasDown = this.isDown;
    this.isDown = state === 'down';
    if (this.isDown === wasDown) return;
    if (!this.isDown)
      return this.parts.tell(
        'VENUE_UP',
        'the line to the venue stands again: executions are asked for and everything is compared before anything is entered',
      );
    this.reason = reason;
    if (Number.isNaN(this.heldSince)) this.heldSince = at;
    this.parts.control.holdEntries(true);
    this.parts.tell(
      'VENUE_DOWN',
      `the line to the venue is lost (${reason}): nothing is entered until it stands again and the venue has been compared`,
    );
  }

  /** Inside a step. What is back in time is told and demands nothing. */
  look(at: number): void {
    if (this.isDemanded || !(at - this.heldSince >= GRACE_MS)) return;
    this.isDemanded = true;
    this.parts.control.raise({ id: DEMAND, demands: 'OBSERVATION', reason: `the venue can't be heard: ${this.reason}`, by: 'venue', at });
  }

  /** The venue is the same as here, as far as may be. Questions may still be answered while nothing is told: what happens next would not be heard. */
  compared(at: number): void {
    if (this.isDown) return;
    this.heldSince = Number.NaN;
    this.isDemanded = false;
    this.parts.control.holdEntries(false);
    // Of a life before this one too.
    this.parts.control.clear(DEMAND, at);
  }

  /** When `look` has something to do; Infinity for never. */
  get nextAt(): number {
    return this.isDemanded || Number.isNaN(this.heldSince) ? Number.POSITIVE_INFINITY : this.heldSince + GRACE_MS;
  }
}
