/** Whether a position can be left in the two parts that somebody asked for, the owner by hand or a signal from outside. */

import { formatLots, type Instrument, priceToTicks } from '../../domain/instrument.ts';
import type { Refusal } from '../../domain/result.ts';
import type { Protection } from './protection.ts';
import { firstPart, isEnough, leastPart } from './watched-targets.ts';

/** Why a position of so many lots can't be left in the parts that were asked for: the first target would have nothing to close, or leave nothing. */
export function splitFault({ firstTarget: first }: Protection, instrument: Instrument, lots: number): Refusal | null {
  if (first === undefined) return null;
  const ticks = priceToTicks(instrument, first.price);
  const part = firstPart(lots, first.closeRatio);
  if (isEnough(instrument, ticks, part) && isEnough(instrument, ticks, lots - part)) return null;
  const least = leastPart(instrument, ticks);
  const refuse = (message: string, limit?: number) => ({
    ...{ code: 'TARGET_TOO_SMALL', message },
    ...(limit !== undefined && { measured: first.closeRatio, limit }),
  });
  const [whole, smallest] = [formatLots(instrument, lots), formatLots(instrument, least)];
  if (lots < 2 * least) return refuse(`${whole} can't be closed in two parts of at least ${smallest} each: name one target`);
  const isLow = part < least;
  const ratio = (isLow ? Math.ceil((least / lots) * 1e6) : Math.floor((1 - least / lots) * 1e6)) / 1e6;
  return refuse(
    `the first target would close ${formatLots(instrument, part)} of ${whole}, and the smallest part is ${smallest}: expected a share of at ${isLow ? 'least' : 'most'} ${ratio}, found ${first.closeRatio}`,
    ratio,
  );
}
