/** Positions that a venue refuses to close because they are less than it takes: told once, and left alone until the position or the venue's minimum changes. */

import { formatLots, type Instrument } from '../../domain/instrument.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { Engine } from './engine.ts';
import type { EngineOrder } from './engine-order.ts';
import type { Slot } from './slot.ts';

/** The word of a venue is taken after so many refusals in a row where the rules known here say something else. */
const REFUSALS_BELIEVED = 3;
/** And is asked for again after so long: what can be closed must not stay open for a venue's passing fault. */
const ASKED_AGAIN_MS = 3_600_000;
/** Products of doubles are off by less than this share. */
const EXACT = 1e-9;

interface TooSmall {
  /** The position that could not be closed. */
  readonly lots: number;
  /** What the venue took at the least, as it was known then. */
  readonly minimum: string;
  /** It is less than that, so that a higher price may help; otherwise only the venue says so. */
  readonly isBelow: boolean;
  readonly refusals: number;
  readonly refusedAt: number;
  /** It is left alone. */
  readonly rests: boolean;
  readonly told: boolean;
  /** Why it was to be left. */
  readonly reason: string;
}

/** By slot. */
export type TooSmallSnapshot = Readonly<Record<string, TooSmall>>;

/** Whether the venue's minimum holds for what closes a position of this instrument too. */
export type MinimumHolds = (instrument: Instrument) => boolean;

export class TooSmallPositions {
  private readonly engine: Engine;
  private readonly minimumHolds: MinimumHolds;
  private readonly bySlot = new Map<number, TooSmall>();

  constructor(engine: Engine, minimumHolds: MinimumHolds) {
    this.engine = engine;
    this.minimumHolds = minimumHolds;
  }

  /** The venue has refused an exit as less than it takes. True when the position is left alone from now on. */
  refused(slot: Slot, { reason }: EngineOrder, at: number): boolean {
    const { instrument, position } = slot;
    const { lots } = position;
    const minimum = minimumText(instrument);
    const known = this.bySlot.get(slot.index);
    const isSame = known?.lots === lots && known.minimum === minimum;
    const refusals = isSame ? known.refusals + 1 : 1;
    const isBelow = this.minimumHolds(instrument) && !this.isEnough(slot);
    const rests = isBelow || refusals >= REFUSALS_BELIEVED;
    const wasTold = isSame && known.told;
    this.bySlot.set(slot.index, { lots, minimum, isBelow, refusals, refusedAt: at, rests, told: wasTold || rests, reason });
    if (!rests) return false;
    slot.tooSmallLots = lots;
    if (!wasTold)
      this.engine.observer.noticed(
        'POSITION_TOO_SMALL',
        `${slot.definition.id}: ${formatLots(instrument, Math.abs(lots))} ${instrument.id} can't be closed, the venue takes no order of so little (as known here: ${minimum}); it is tried again when the position or the minimum changes${isBelow ? '' : ', and every hour'}`,
        at,
      );
    return true;
  }

  /** Whether the slot's position is left alone. One that may be closed by now is taken up again. */
  rests(slot: Slot, at: number): boolean {
    const known = this.bySlot.get(slot.index);
    if (known === undefined || !known.rests) return false;
    const isSame = slot.position.lots === known.lots && minimumText(slot.instrument) === known.minimum;
    const isDue = known.isBelow ? this.isEnough(slot) : at - known.refusedAt >= ASKED_AGAIN_MS;
    if (isSame && !isDue) return true;
    this.bySlot.set(slot.index, { ...known, rests: false });
    slot.tooSmallLots = Number.NaN;
    this.engine.sendExit(slot, known.reason);
    return true;
  }

  /** An exit has come to something else, or nothing is held any more. True when it was left alone, or about to be. */
  forget(slot: Slot): boolean {
    const wasKnown = this.bySlot.delete(slot.index);
    if (wasKnown) slot.tooSmallLots = Number.NaN;
    return wasKnown;
  }

  /** At the last price, which an order at market may miss by a little: the venue has the last word. */
  private isEnough({ instrument, position }: Slot): boolean {
    const { minimumQuantity = 0 } = instrument.specification;
    const lots = Math.abs(position.lots);
    if (lots * instrument.lotSize < minimumQuantity * (1 - EXACT)) return false;
    const ticks = this.engine.markTicks(instrument.index);
    return ticks === 0 || valueOf(instrument, ticks, lots) >= instrument.minimumNotional;
  }

  get size(): number {
    return this.bySlot.size;
  }

  snapshot(): TooSmallSnapshot {
    return Object.fromEntries(this.bySlot);
  }

  restore(snapshot: TooSmallSnapshot): void {
    this.bySlot.clear();
    for (const slot of this.engine.slots) slot.tooSmallLots = Number.NaN;
    for (const [index, known] of Object.entries(snapshot)) {
      this.bySlot.set(Number(index), known);
      const slot = this.engine.slots[Number(index)];
      if (slot !== undefined && known.rests) slot.tooSmallLots = known.lots;
    }
  }
}

function minimumText({ specification: { minimumQuantity = 0, minimumNotional = 0, base, quote } }: Instrument): string {
  return `at least ${minimumQuantity} ${base} and ${minimumNotional} ${quote}`;
}
