/**
 * What opens something leaves only when this life of the trader has compared the venue and found nothing, hears it, has its journal on disk, and has nothing
 * left to close first: by what has happened to this life, not by the mode it believes to be in.
 */

import type { PlaceOrder } from '../../core/trading/broker/venue-link.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { World } from './world.ts';

/** Differences beyond this share stop entering (trading rules 11.2). */
export const TOLERANCE_RATIO = 0.001;
/** With an entry on its way to the disk for 2 s nothing new is begun; and who looks at it may be a moment late. */
const STALLED_MS = 3_000;

export class SendingRules {
  private readonly world: World;
  private readonly onBreach: (message: string) => void;
  /** When this life has told of a trade that was not decided here. */
  private strayAt = Number.NEGATIVE_INFINITY;

  constructor(world: World, onBreach: (message: string) => void) {
    this.world = world;
    this.onBreach = onBreach;
  }

  /** A process begins. */
  begins(): void {
    this.strayAt = Number.NEGATIVE_INFINITY;
  }

  stray(): void {
    this.strayAt = this.world.now;
  }

  /** An order that may open is about to leave. */
  opens({ clientOrderId }: PlaceOrder, { session, journal, link }: SimulatedProcess): void {
    if (session === null || journal === null) return;
    const why = (words: string) => this.onBreach(`order ${clientOrderId} opens and left ${words}`);
    const { lastComparison, reconciliation, broker } = session;
    if (lastComparison === null) return why('before the venue was compared');
    if (lastComparison.differences.some(({ ratio }) => ratio > TOLERANCE_RATIO)) why('although the venue has something else');
    if (link.heard.state === 'down') why('while the link was down');
    else if (lastComparison.at < link.heard.at) why('before the venue was compared after the link had been down');
    if (reconciliation.cleanAt < this.strayAt) why('after a trade that was not decided here, and before the venue was compared');
    if (journal.oldestPendingMs(this.world.now) > STALLED_MS) why('while the journal did not reach the disk');
    const order = broker.orderOf(clientOrderId, '');
    for (const other of broker.orders.values())
      if (other.reduceOnly && other.type === 'market' && other.instrument === order?.instrument && other.number < order.number)
        why(`before exit ${other.clientOrderId} was over`);
  }
}
