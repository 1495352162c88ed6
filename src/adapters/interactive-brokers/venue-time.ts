/** The gateway's clock, in whole seconds. */

import { EventName, type IBApi } from '@stoqey/ib';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { isFailure } from './outstanding.ts';
import { Turns } from './turns.ts';

export class VenueTime implements GatewayPart {
  private readonly turns: Turns<number>;

  constructor(gateway: Gateway, answerMs: number) {
    this.turns = new Turns(gateway, 'the time', answerMs, (api) => api.reqCurrentTime());
  }

  attach(api: IBApi): void {
    this.turns.connected();
    api.on(EventName.currentTime, (seconds) => {
      this.turns.row(seconds * 1000);
      this.turns.end();
    });
  }

  async refresh(): Promise<void> {}

  lost(reason: string): void {
    this.turns.lost(reason);
  }

  async ask(mayStillSend: () => boolean): Promise<number | VenueFailure> {
    const rows = await this.turns.ask(mayStillSend);
    return isFailure(rows) ? rows : (rows[0] as number);
  }
}
