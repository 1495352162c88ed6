/** The one candidate record of a slot: what never changes of it, and its size rule. The rest is written at each wish. */

import { fractionOf, priceToTicks } from '../../domain/instrument.ts';
import { InputError } from '../../domain/result.ts';
import type { Candidate } from '../risk/candidate.ts';
import { lotsForShare } from '../venue-model/funds.ts';
import type { Slot } from './slot.ts';

/** A run's own size rule instead of the strategies': a share of equity, or a fixed quantity in units. */
export type SizeRule = { readonly kind: 'share'; readonly share: number } | { readonly kind: 'units'; readonly units: number };

export function newCandidate(slot: Slot, size: SizeRule | undefined): Candidate {
  const own = slot.definition.size(slot.parameters);
  const { lotSize, id } = slot.instrument;
  if (size?.kind === 'units' && size.units > 0 && Math.round(size.units / lotSize) === 0) {
    throw new InputError(
      'SIZE_BELOW_LOT',
      `expected a size of at least one lot of ${id}, ${lotSize} units, found ${size.units}; ask for more, or state a smaller lot`,
      2,
    );
  }
  return {
    at: 0,
    createdAt: 0,
    score: Number.NaN,
    sound: true,
    ownerApproved: false,
    ownerOrder: false,
    byHand: false,
    duplicateKey: '',
    slot: slot.index,
    strategy: slot.strategy,
    instrument: slot.instrument,
    side: 1,
    confidence: 0,
    entryTicks: 0,
    stopDistanceTicks: Number.NaN,
    marketTicks: 0,
    sizing: size ? (size.kind === 'units' ? 'lots' : 'share') : own.kind === 'risk' ? 'risk' : 'share',
    share: size?.kind === 'share' ? size.share : size || own.kind === 'risk' ? 0 : own.kind === 'share' ? own.share : 1,
    lots: size?.kind === 'units' ? Math.round(size.units / lotSize) : 0,
    maxFraction: own.kind === 'risk' ? own.maxFraction : Number.POSITIVE_INFINITY,
    riskRatio: Number.NaN,
    mostLots: 0,
    candles: slot.candles,
    index: 0,
    gap: false,
    ignoresVolume: slot.definition.anyVolume === true,
    regimes: slot.definition.regimes ?? null,
  };
}

/** Lots that a share of equity buys at the slot's last close; 0 where that is less than one. */
export function lotsOfShare({ equity }: { readonly equity: number }, slot: Slot, share: number): number {
  return lotsForShare(slot.instrument, fractionOf(share), equity, priceToTicks(slot.instrument, slot.close()));
}
