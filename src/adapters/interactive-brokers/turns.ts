/** A list that the gateway answers without a number: asked for one at a time, since two answers could not be told apart. */

import type { IBApi } from '@stoqey/ib';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { notConnected } from './failures.ts';
import type { Gateway } from './gateway.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';

export class Turns<T> {
  private readonly gateway: Gateway;
  private readonly what: string;
  private readonly send: (api: IBApi) => void;
  private readonly outstanding: Outstanding;
  private before: Promise<unknown> = Promise.resolve();
  private current: Awaited<readonly T[]> | null = null;
  private rows: T[] = [];
  /** Lists that this connection still has to end: one that nobody waits for any more comes before the next one. */
  private owed = 0;

  constructor(gateway: Gateway, what: string, answerMs: number, send: (api: IBApi) => void) {
    this.gateway = gateway;
    this.what = what;
    this.send = send;
    this.outstanding = new Outstanding(answerMs);
  }

  connected(): void {
    this.owed = 0;
  }

  /** The rows of an answer that begins after this call. */
  ask(mayStillSend: () => boolean): Promise<readonly T[] | VenueFailure> {
    const turn = this.before.then(() => this.run(mayStillSend));
    this.before = turn;
    return turn;
  }

  private async run(mayStillSend: () => boolean): Promise<readonly T[] | VenueFailure> {
    let awaited: Awaited<readonly T[]> | null = null;
    await this.gateway.send(false, mayStillSend, (api) => {
      this.owed++;
      this.rows = [];
      awaited = this.current = this.outstanding.expect<readonly T[]>(this.what);
      this.send(api);
    });
    if (awaited === null) return notConnected();
    const answer = await (awaited as Awaited<readonly T[]>).answer;
    this.current = null;
    // Should its end still come, or never, it could not be known whose it is.
    if (isFailure(answer) && answer.code === 'TIMEOUT') this.gateway.giveUp(`no answer to ${this.what}`);
    return answer;
  }

  row(row: T): void {
    if (this.current !== null && this.owed === 1) this.rows.push(row);
  }

  end(): void {
    if (this.owed > 0) this.owed--;
    if (this.owed === 0) this.current?.settle(this.rows);
  }

  lost(reason: string): void {
    this.outstanding.lost(reason);
  }
}
