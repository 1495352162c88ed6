/** What the journal says has been filled, by order: gathered as steps are written, and at every start anew from what the start reads. */

import { parseScaled } from '../../core/domain/decimal.ts';
import { type Instrument, parseLots } from '../../core/domain/instrument.ts';
import type { Step } from '../../core/trading/engine/steps.ts';
import { QUANTUM_DECIMALS } from './simulated-market.ts';

export interface Sum {
  readonly lots: number;
  readonly fee: number;
}

export class RecordedFills {
  /** By client order id; empty for what belongs to no order of ours. */
  readonly byOrder = new Map<string, Sum>();
  /** Entry in which an intent was written. */
  readonly intents = new Map<string, number>();
  /** Whether an order was decided as one that opens. */
  readonly opening = new Set<string>();
  private readonly clientIds = new Map<string, string>();
  private readonly instruments: readonly Instrument[];
  /** The steps that say anything of it. */
  private steps: { readonly step: Step; readonly sequence: number }[] = [];

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments;
  }

  /** Forgets the entries after this one: they are read from the disk, as far as they have reached it. */
  keepThrough(last: number): void {
    for (const gathered of [this.byOrder, this.intents, this.opening, this.clientIds]) gathered.clear();
    const kept = this.steps.filter(({ sequence }) => sequence <= last);
    this.steps = [];
    for (const { step, sequence } of kept) this.add(step, sequence);
  }

  add(step: Step, sequence: number): void {
    const { orders = [], fills = [] } = step;
    if (orders.length + fills.length > 0) this.steps.push({ step, sequence });
    for (const { orderId, clientOrderId, purpose, reduceOnly } of orders) {
      if (purpose === 'entry' || (purpose === 'owner' && !reduceOnly)) this.opening.add(clientOrderId);
      this.clientIds.set(orderId, clientOrderId);
      this.intents.set(clientOrderId, sequence);
    }
    for (const { orderId, instrumentId, quantity, fee } of fills) {
      const instrument = this.instruments.find(({ id }) => id === instrumentId) as Instrument;
      const id = orderId === null ? '' : (this.clientIds.get(orderId) ?? '');
      addTo(this.byOrder, id, parseLots(instrument, quantity) as number, parseScaled(fee, QUANTUM_DECIMALS) as number);
    }
  }
}

export function addTo(sums: Map<string, Sum>, id: string, lots: number, fee: number): void {
  const sum = sums.get(id) ?? { lots: 0, fee: 0 };
  sums.set(id, { lots: sum.lots + lots, fee: sum.fee + fee });
}
