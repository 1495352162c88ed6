/** What must be said beside a result: what the instrument, the candles or the length of the history could not give the strategy. */

import { isoText } from '../market/zone.ts';
import type { Slot } from '../trading/engine/slot.ts';
import type { RiskProfile } from '../trading/risk/profile.ts';
import type { Backtest } from './backtest.ts';
import type { Warning } from './result.ts';

const DAY_MS = 86_400_000;
/** Daily candles the rule regime needs before it is more than a stand-in (its longest average). */
const REGIME_DAYS = 200;

/** One sentence per caution. */
export function cautionsOf({ session, recorder }: Backtest, risk: RiskProfile): Warning[] {
  const said = session.slots
    .flatMap((slot) => [shortingCaution(slot), volumeCaution(slot), leverageCaution(slot)])
    .filter((warning) => warning !== null);
  const refused = recorder.refusalCounts.STRATEGY_REGIME ?? 0;
  if (refused > 0 && risk.regimes.gateStrategies) said.push(regimeCaution(session.slots, refused));
  const ruined = ruinedAt(recorder);
  if (ruined !== null) said.push(ruinCaution(ruined));
  return [...new Map(said.map((warning) => [warning.en, warning])).values()];
}

type Caution = Exclude<Warning, string>;

function shortingCaution({ definition, parameters, instrument, shortable }: Slot): Caution | null {
  if (!definition.needs?.shorting || shortable || (parameters as Record<string, unknown>).allowShort === false) return null;
  return {
    en: `${definition.id} also sells short and ${instrument.id} can't be sold short here: it runs long only`,
    es: `${definition.id} también vende en corto y ${instrument.id} no se puede vender en corto aquí: solo opera en largo`,
  };
}

function volumeCaution({ definition, instrument, candles }: Slot): Caution | null {
  if (!definition.needs?.volume || candles.hasVolume) return null;
  return {
    en: `${definition.id} needs volume and the candles of ${instrument.id} have none: it will never enter`,
    es: `${definition.id} necesita volumen y las velas de ${instrument.id} no lo tienen: nunca entrará`,
    preventsEntries: true,
  };
}

function leverageCaution({ instrument: { id, leverage, tiers } }: Slot): Caution | null {
  if (leverage.numerator <= leverage.denominator || tiers.length > 0) return null;
  const times = leverage.numerator / leverage.denominator;
  return {
    en: `${id} is traded at ${times}x without maintenance tiers: no liquidation is modelled, and losses can pass the deposit; a stored series (--symbol) takes the tiers from maintenanceTiers in its instrument.json`,
    es: `${id} se opera a ${times}x sin tramos de mantenimiento: no se modela ninguna liquidación, y las pérdidas pueden superar el depósito; una serie guardada (--symbol) toma los tramos de maintenanceTiers en su instrument.json`,
  };
}

/** The first close (epoch ms) at which nothing was left of the account, or null. */
export function ruinedAt(recorder: Backtest['recorder']): number | null {
  // Nothing is left of an account that has fallen by all of its peak.
  if (recorder.equityWatch.maxDrawdownRatio < 1) return null;
  const lost = recorder.equity.findIndex((equity) => equity <= 0);
  return lost < 0 ? null : (recorder.equityTime[lost] as number);
}

function ruinCaution(at: number): Caution {
  return {
    en: `THE ACCOUNT WAS LOST: equity went to or below zero at the close of ${isoText(at)}; no venue would have let the run go on, and nothing after it means anything`,
    es: `SE PERDIÓ LA CUENTA: el patrimonio llegó a cero o menos en el cierre de ${isoText(at)}; ningún mercado habría dejado seguir, y nada de lo posterior significa nada`,
  };
}

function regimeCaution(slots: readonly Slot[], refused: number): Caution {
  const gated = slots.filter(({ definition }) => definition.regimes !== undefined);
  const who = (words: string) =>
    [...new Set(gated.map(({ definition }) => `${definition.id} ${words} ${definition.regimes?.join(', ')}`))].join('; ');
  const days = Math.min(...gated.map(({ candles }) => daysOf(candles.time, candles.length)));
  const short = days < REGIME_DAYS;
  return {
    en: `STRATEGY_REGIME refused ${refused} entries: ${who('enters only in')}; ${
      short
        ? `the data hold ${days} of the ${REGIME_DAYS} days a regime needs, so it is unknown throughout and counts as range`
        : `the regime is unknown in the first ${REGIME_DAYS} of ${days} days and counts as range there`
    }`,
    es: `STRATEGY_REGIME rechazó ${refused} entradas: ${who('solo entra en')}; ${
      short
        ? `los datos tienen ${days} de los ${REGIME_DAYS} días que pide un régimen, así que no se conoce nunca y cuenta como range`
        : `el régimen no se conoce en los primeros ${REGIME_DAYS} de ${days} días y cuenta como range en ellos`
    }`,
  };
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
