/** What must be said beside a result: what the instrument, the candles or the length of the history could not give the strategy. */

import type { Slot } from '../trading/engine/slot.ts';
import type { RiskProfile } from '../trading/risk/profile.ts';
import type { Backtest } from './backtest.ts';

const DAY_MS = 86_400_000;
/** Daily candles the rule regime needs before it is more than a stand-in (its longest average). */
const REGIME_DAYS = 200;

/** One sentence per caution, in no particular language but English. */
export function cautionsOf({ session, recorder }: Backtest, risk: RiskProfile): string[] {
  const said = session.slots.flatMap((slot) => [shortingCaution(slot), volumeCaution(slot)]);
  const refused = recorder.refusalCounts.STRATEGY_REGIME ?? 0;
  if (refused > 0 && risk.regimes.gateStrategies) said.push(regimeCaution(session.slots, refused));
  return [...new Set(said.filter((sentence) => sentence !== null))];
}

function shortingCaution({ definition, parameters, instrument, shortable }: Slot): string | null {
  if (!definition.needs?.shorting || shortable || (parameters as Record<string, unknown>).allowShort === false) return null;
  return `${definition.id} also sells short and ${instrument.id} can't be sold short here: it runs long only`;
}

function volumeCaution({ definition, instrument, candles }: Slot): string | null {
  if (!definition.needs?.volume || candles.hasVolume) return null;
  return `${definition.id} needs volume and the candles of ${instrument.id} have none: it will never enter`;
}

function regimeCaution(slots: readonly Slot[], refused: number): string {
  const gated = slots.filter(({ definition }) => definition.regimes !== undefined);
  const who = [...new Set(gated.map(({ definition }) => `${definition.id} enters only in ${definition.regimes?.join(', ')}`))].join('; ');
  const days = Math.min(...gated.map(({ candles }) => daysOf(candles.time, candles.length)));
  const unknown =
    days < REGIME_DAYS
      ? `the data hold ${days} of the ${REGIME_DAYS} days a regime needs, so it is unknown throughout and counts as range`
      : `the regime is unknown in the first ${REGIME_DAYS} of ${days} days and counts as range there`;
  return `STRATEGY_REGIME refused ${refused} entries: ${who}; ${unknown}`;
}

/** UTC days that have a candle. */
function daysOf(time: Float64Array, length: number): number {
  let days = 0;
  let last = Number.NaN;
  for (let i = 0; i < length; i++) {
    const day = Math.floor((time[i] as number) / DAY_MS);
    if (day !== last) days++;
    last = day;
  }
  return days;
}
