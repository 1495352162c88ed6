/** Risk limits: an instrument's maintenance tiers as the venue writes them, and the one that a position is in. */

import type { Instrument } from '../../../core/domain/instrument.ts';
import { type Parameters, Refused } from './answers.ts';
import { type Reply, reply } from './requests.ts';
import { categoryOf, type Listed } from './symbols.ts';
import { type BybitVenue, figureText } from './venue.ts';

export const MAXIMUM_LEVERAGE = 100;
/** Here the last tier has no end, and the venue's must have one. */
const ENDLESS = '1000000000';

/** Number and limit of the tier that a position of this cost, in quanta, is in. */
export function riskLimitOf(
  venue: Pick<BybitVenue, 'quantumDecimals'>,
  { tiers }: Instrument,
  cost: number,
): { readonly riskId: number; readonly riskLimitValue: string } {
  const at = Math.max(
    0,
    tiers.findIndex(({ upTo }) => cost <= upTo),
  );
  return { riskId: at + 1, riskLimitValue: limitText(venue, tiers[at]?.upTo) };
}

/** Leverage is the same in every tier, and a tier's ratio holds for the whole position: nothing is deducted. */
export function riskLimits(venue: BybitVenue, parameters: Parameters): Reply {
  const category = categoryOf(parameters);
  if (category !== 'linear' && category !== 'inverse') throw new Refused(10001, 'params error: category invalid');
  return reply({ category, list: venue.symbols.askedFor(parameters).flatMap((listed) => tiersText(venue, listed)), nextPageCursor: '' });
}

function tiersText(venue: BybitVenue, { market, symbol }: Listed): unknown[] {
  return market.instrument.tiers.map(({ upTo, maintenance }, row) => ({
    id: row + 1,
    symbol,
    riskLimitValue: limitText(venue, upTo),
    maintenanceMargin: figureText(maintenance.numerator / maintenance.denominator),
    initialMargin: figureText(1 / MAXIMUM_LEVERAGE),
    isLowestRisk: row === 0 ? 1 : 0,
    maxLeverage: MAXIMUM_LEVERAGE.toFixed(2),
    mmDeduction: '',
  }));
}

function limitText({ quantumDecimals }: Pick<BybitVenue, 'quantumDecimals'>, upTo = Number.POSITIVE_INFINITY): string {
  return upTo === Number.POSITIVE_INFINITY ? ENDLESS : figureText(upTo / 10 ** quantumDecimals);
}
