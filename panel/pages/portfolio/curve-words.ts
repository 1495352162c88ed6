/** The words of curves. */

import { pageWords } from '../../i18n/words.ts';

export const useCurveWords = pageWords(
  {
    time: 'Day',
    curve: 'Value and return',
    curveValue: 'Value',
    invested: 'Put in',
    twr: 'Time-weighted',
    drawdown: 'Below its peak',
    benchmark: 'Compare with',
    noBenchmark: 'nothing',
    noStart: (symbol: string) => `${symbol} has no price on the first day of the period.`,
    curveSummary: (from: string, to: string) => `Value and return from ${from} to ${to}`,
    hidden: 'Amounts are hidden.',
  },
  {
    time: 'Día',
    curve: 'Valor y rentabilidad',
    curveValue: 'Valor',
    invested: 'Aportado',
    twr: 'Ponderada por tiempo',
    drawdown: 'Bajo su máximo',
    benchmark: 'Comparar con',
    noBenchmark: 'nada',
    noStart: (symbol: string) => `${symbol} no tiene precio el primer día del periodo.`,
    curveSummary: (from: string, to: string) => `Valor y rentabilidad del ${from} al ${to}`,
    hidden: 'Los importes están ocultos.',
  },
);
