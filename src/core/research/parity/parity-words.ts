/** Words and figures of the parity report, wherever it is shown. */

import type { Words } from '../../domain/parameters.ts';
import type { CostLine } from './cost-model.ts';
import type { Difference } from './differences.ts';

export const COST_WORDS: Readonly<Record<CostLine['what'], Words>> = {
  'slippage-buying': { en: 'slippage, buying', es: 'deslizamiento al comprar' },
  'slippage-selling': { en: 'slippage, selling', es: 'deslizamiento al vender' },
  'taker-fee': { en: 'taker fee', es: 'comisión al tomar' },
  'maker-fee': { en: 'maker fee', es: 'comisión al poner' },
  latency: { en: 'time on the way', es: 'tiempo de camino' },
};

/** Basis points, or milliseconds. */
export function costFigure({ what }: Pick<CostLine, 'what'>, value: number): string {
  return what === 'latency' ? `${Math.round(value)} ms` : `${Number((value * 10_000).toFixed(2))} bps`;
}

/** `sma-cross BTCUSDT`, or what is there of it. */
export function whereText({ strategyId, instrumentId }: Pick<Difference, 'strategyId' | 'instrumentId'>): string {
  return [strategyId, instrumentId].filter((part) => part).join(' ') || 'account';
}
