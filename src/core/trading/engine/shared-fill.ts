/** Shares a closing fill out over the slots that hold the position. */

import { mulRound } from '../../domain/decimal.ts';
import type { Slot } from './slot.ts';
import type { SlotFill } from './slot-fill.ts';

interface FillPart {
  readonly slot: Slot;
  readonly lots: number;
  readonly value: number;
  readonly fee: number;
  readonly realised: number;
}

/**
 * The parts of a fill in the order of `slots`: each closes what it can of the rest. Money in quanta is shared by lots, half away from
 * zero, of what is left, so that the parts add up to the fill exactly.
 */
export function shareFill(slots: readonly Slot[], fill: Pick<SlotFill, 'side' | 'lots' | 'value' | 'fee' | 'realised'>): FillPart[] {
  const { side } = fill;
  let { lots, value, fee, realised } = fill;
  const parts: FillPart[] = [];
  for (const slot of slots) {
    const held = slot.position.lots * side < 0 ? Math.abs(slot.position.lots) : 0;
    const own = Math.min(held, lots);
    if (own === 0) continue;
    const share = (left: number) => mulRound(left, own, 1, lots);
    const part = { slot, lots: own, value: share(value), fee: share(fee), realised: share(realised) };
    parts.push(part);
    lots -= part.lots;
    value -= part.value;
    fee -= part.fee;
    realised -= part.realised;
  }
  return parts;
}

/** Tells each slot that holds something its part of a payment on all they hold, in quanta; the last one takes what rounding leaves. */
export function shareFunding(slots: readonly Slot[], quanta: number, tell: (slot: Slot, part: number) => void): void {
  let total = 0;
  let last = -1;
  for (let i = 0; i < slots.length; i++) {
    const { lots } = (slots[i] as Slot).position;
    total += Math.abs(lots);
    if (lots !== 0) last = i;
  }
  let rest = quanta;
  for (let i = 0; i <= last; i++) {
    const slot = slots[i] as Slot;
    const held = Math.abs(slot.position.lots);
    if (held === 0) continue;
    const part = i === last ? rest : Math.round((quanta * held) / total);
    rest -= part;
    tell(slot, part);
  }
}
