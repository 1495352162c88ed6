/** Orders at the venue that are none of ours and that the owner wants cancelled: like everything that is sent, written down before it leaves. */

import type { BrokerListener } from './broker-options.ts';
import type { Requests } from './requests.ts';
import type { OrderName, VenueAnswer } from './venue-link.ts';

/** What was accepted and has not left yet is forgotten at a restart: the next comparison finds the order again. */
export class ForeignCancels {
  private readonly waiting: { readonly order: OrderName; sequence: number | null }[] = [];
  private readonly requests: Requests;
  private readonly listener: Pick<BrokerListener, 'onAlert' | 'onGap'>;

  constructor(requests: Requests, listener: Pick<BrokerListener, 'onAlert' | 'onGap'>) {
    this.requests = requests;
    this.listener = listener;
  }

  add(order: OrderName): void {
    this.waiting.push({ order, sequence: null });
  }

  recorded(sequence: number): void {
    for (const one of this.waiting) one.sequence ??= sequence;
  }

  /** Sends what is on disk, once. */
  send(released: number, at: number, mayStillSend: () => boolean): void {
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      const { order, sequence } = first;
      if (sequence === null || sequence > released) return;
      const whenAnswered = (answer: VenueAnswer, answeredAt: number) => this.answered(order, answer, answeredAt);
      if (!this.requests.question({ kind: 'cancel', order }, at, whenAnswered, mayStillSend)) return;
      this.waiting.shift();
    }
  }

  /** The comparison that follows says whether it is gone. */
  private answered({ venueOrderId }: OrderName, answer: VenueAnswer, at: number): void {
    if (answer.ok) this.listener.onAlert('CORRECTION', `order ${venueOrderId}: the venue has taken its cancellation`, at);
    else {
      const { code, venueCode, message } = answer;
      this.listener.onAlert('CHANGE_REFUSED', `cancel of order ${venueOrderId}, which is not ours: ${code} ${venueCode} ${message}`, at);
    }
    this.listener.onGap(at);
  }
}
