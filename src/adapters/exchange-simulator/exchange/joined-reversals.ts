/**
 * A reversal is one match on a venue's wire and two fills in the model, which closes the position first and opens the other one with what is left. Where a
 * venue tells it as one execution, this stands between the model and the account and puts the two together.
 */

import type { Fill, VenueListener } from '../../../core/trading/venue-model/venue.ts';

export interface JoinedListener extends VenueListener {
  /** `closedLots` of the fill have closed a position, the rest has opened one; by its kind where absent. */
  onFill(fill: Fill, closedLots?: number): void;
  /** Whether a fill leaves nothing of a position, and of its order something that may open the other one. */
  mayReverse(fill: Fill): boolean;
}

export class JoinedReversals implements VenueListener {
  private readonly listener: JoinedListener;
  /** What has closed a position, until it is known whether something opens. */
  private closing: Fill | null = null;
  /** What has ended because of it, to be told after it. */
  private readonly after: (() => void)[] = [];

  constructor(listener: JoinedListener) {
    this.listener = listener;
  }

  onFill(fill: Fill): void {
    const { closing, listener } = this;
    if (
      closing !== null &&
      fill.kind === 'open' &&
      fill.order === closing.order &&
      fill.ticks === closing.ticks &&
      fill.at === closing.at
    ) {
      this.tell({ ...closing, lots: closing.lots + fill.lots, fee: closing.fee + fill.fee }, closing.lots);
      return;
    }
    this.settle();
    // The model fills in one record again and again.
    if (listener.mayReverse(fill)) this.closing = { ...fill };
    else listener.onFill(fill);
  }

  onDone(...done: Parameters<VenueListener['onDone']>): void {
    if (this.closing?.order === done[0]) this.settle();
    if (this.closing === null) this.listener.onDone(...done);
    else this.after.push(() => this.listener.onDone(...done));
  }

  onFunding(...paid: Parameters<VenueListener['onFunding']>): void {
    this.settle();
    this.listener.onFunding(...paid);
  }

  /** Nothing has opened: the fill has closed a position and no more. Called when the model is at rest. */
  settle(): void {
    if (this.closing !== null) this.tell(this.closing);
  }

  private tell(fill: Fill, closedLots?: number): void {
    this.closing = null;
    this.listener.onFill(fill, closedLots);
    for (const act of this.after.splice(0)) act();
  }
}
