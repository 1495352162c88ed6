/** Isolated-margin liquidation of docs/reference/fill-rules.md section 7. */

import type { Instrument } from '../../domain/instrument.ts';
import { ceilShare, valueOf } from '../ledger/position-book.ts';

interface Held {
  readonly lots: number;
  readonly cost: number;
  readonly margin: number;
}

/** Maintenance margin of a position, by the tier its cost falls in, rounded up. */
export function maintenanceMargin(instrument: Instrument, cost: number): number {
  for (const tier of instrument.tiers) {
    if (cost <= tier.upTo) return ceilShare(cost, tier.maintenance.numerator, tier.maintenance.denominator);
  }
  return 0;
}

/** Whether a position is liquidated at a price in ticks. */
export function isLiquidated(instrument: Instrument, position: Held, ticks: number): boolean {
  const maintenance = maintenanceMargin(instrument, position.cost);
  const value = valueOf(instrument, ticks, Math.abs(position.lots));
  return position.lots > 0
    ? value <= position.cost - position.margin + maintenance
    : value >= position.cost + position.margin - maintenance;
}

/** The price nearest to a loss of exactly the margin that does not exceed it, in ticks, at least 1. */
export function bankruptcyTicks(instrument: Instrument, position: Held): number {
  const long = position.lots > 0;
  const lots = Math.abs(position.lots);
  const target = long ? position.cost - position.margin : position.cost + position.margin;
  let ticks = Math.max(1, Math.floor((target * instrument.valueDivisor) / (lots * instrument.valueMultiplier)));
  if (long) {
    while (ticks > 1 && valueOf(instrument, ticks - 1, lots) >= target) ticks--;
    while (valueOf(instrument, ticks, lots) < target) ticks++;
  } else {
    while (valueOf(instrument, ticks + 1, lots) <= target) ticks++;
    while (ticks > 1 && valueOf(instrument, ticks, lots) > target) ticks--;
  }
  return ticks;
}
