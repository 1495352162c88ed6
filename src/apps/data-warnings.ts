/** What a backtest says of odd data, one line each: gaps, jumps, candles off the grid, rows that came twice. */

import type { TradingCalendar } from '../core/market/calendar.ts';
import type { Candles } from '../core/market/candles.ts';
import type { GapSummary } from '../core/market/gaps.ts';
import { findJumps, type ImportReport } from '../core/market/quality.ts';
import { isoText } from '../core/market/zone.ts';
import type { Warning } from '../core/research/result.ts';

/** Candles off their own grid by more than this share of the steps are worth a word. */
const MOST_OFF_GRID_RATIO = 0.01;

/** Rows of a time that was there already. */
export function duplicateWarnings({ duplicates }: ImportReport): Warning[] {
  if (duplicates === 0) return [];
  return [
    {
      en: `${duplicates} ${duplicates === 1 ? 'row repeats a candle and was' : 'rows repeat a candle and were'} left out`,
      es: `${duplicates} ${duplicates === 1 ? 'fila repite una vela y se dejó' : 'filas repiten una vela y se dejaron'} fuera`,
    },
  ];
}

/** Gaps, jumps and irregular times of the candles a run uses, each with its count and its first place. */
export function oddityWarnings(candles: Candles, timeframeMs: number, gaps: GapSummary, calendar: TradingCalendar): Warning[] {
  return [...gapWarnings(gaps), ...jumpWarnings(candles), ...(calendar.continuous ? gridWarnings(candles, timeframeMs) : [])];
}

function gapWarnings({ count, missing, longest, rows }: GapSummary): Warning[] {
  const [first] = rows;
  if (!first) return [];
  const at = isoText(first.from);
  return [
    {
      en: `${count} ${count === 1 ? 'gap' : 'gaps'} in the candles, ${missing} missing, the longest ${longest}; the first from ${at}: stops and entries there were not possible`,
      es: `${count} ${count === 1 ? 'hueco' : 'huecos'} en las velas, faltan ${missing}, el mayor de ${longest}; el primero desde ${at}: ahí no hubo stops ni entradas posibles`,
    },
  ];
}

function jumpWarnings(candles: Candles): Warning[] {
  const { count, largestRatio, rows } = findJumps(candles);
  const [first] = rows;
  if (!first) return [];
  const worst = rows.find(({ ratio }) => ratio === largestRatio);
  const where = worst && worst !== first ? ` (${isoText(worst.time)})` : '';
  const [at, percent] = [isoText(first.time), (largestRatio * 100).toFixed(1)];
  return [
    {
      en: `${count} ${count === 1 ? 'move' : 'moves'} of more than 10 % within a candle or from one to the next, the largest ${percent} %${where}; the first at ${at}: make sure they are real`,
      es: `${count} ${count === 1 ? 'movimiento' : 'movimientos'} de más del 10 % en una vela o de una a la siguiente, el mayor del ${percent.replace('.', ',')} %${where}; el primero en ${at}: comprueba que son reales`,
    },
  ];
}

function gridWarnings({ time, length }: Candles, timeframeMs: number): Warning[] {
  let off = 0;
  let first = 0;
  for (let i = 1; i < length; i++) {
    if (((time[i] as number) - (time[i - 1] as number)) % timeframeMs === 0) continue;
    if (off === 0) first = time[i] as number;
    off++;
  }
  if (off <= length * MOST_OFF_GRID_RATIO) return [];
  return [
    {
      en: `${off} of ${length - 1} steps between candles are no multiple of the timeframe; the first at ${isoText(first)}: the times are irregular`,
      es: `${off} de ${length - 1} pasos entre velas no son múltiplo del marco temporal; el primero en ${isoText(first)}: los tiempos son irregulares`,
    },
  ];
}
