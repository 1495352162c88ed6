/** Slippage models of docs/reference/fill-rules.md section 5, exact to the tick. */

import { type Fraction, fractionOf } from '../../domain/instrument.ts';

export type SlippageModel =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly ratio: number }
  | { readonly kind: 'spread'; readonly ratio: number }
  | { readonly kind: 'volume-share'; readonly impact: number };

/** A model with its numbers as exact fractions. */
export interface PreparedSlippage {
  readonly kind: SlippageModel['kind'];
  readonly by: Fraction;
}

const NOTHING: Fraction = { numerator: 0, denominator: 1 };

export function prepareSlippage(model: SlippageModel): PreparedSlippage {
  switch (model.kind) {
    case 'none':
      return { kind: 'none', by: NOTHING };
    case 'fixed':
      return { kind: 'fixed', by: fractionOf(model.ratio) };
    case 'spread': {
      const { numerator, denominator } = fractionOf(model.ratio);
      return { kind: 'spread', by: { numerator, denominator: denominator * 2 } };
    }
    case 'volume-share':
      return { kind: 'volume-share', by: fractionOf(model.impact) };
  }
}

/**
 * A price made worse for `side`, in ticks, never below 1.
 * `volumeLots` is the candle's volume, NaN when unknown; `hasAsk` says that the candle already carries the spread.
 */
export function slip(model: PreparedSlippage, side: 1 | -1, ticks: number, lots: number, volumeLots: number, hasAsk: boolean): number {
  const { numerator, denominator } = model.by;
  if (numerator === 0 || (model.kind === 'spread' && hasAsk)) return ticks;
  if (model.kind === 'volume-share') return slipByVolume(model.by, side, ticks, lots, volumeLots);
  return worsen(side, ticks, numerator, denominator);
}

function worsen(side: 1 | -1, ticks: number, numerator: number, denominator: number): number {
  const product = ticks * (side > 0 ? denominator + numerator : denominator - numerator);
  if (product > 2 ** 52) return worsenExact(side, ticks, BigInt(numerator), BigInt(denominator));
  const floor = Math.floor(product / denominator);
  const worse = side > 0 && floor * denominator !== product ? floor + 1 : floor;
  return worse < 1 ? 1 : worse;
}

function worsenExact(side: 1 | -1, ticks: number, numerator: bigint, denominator: bigint): number {
  const product = BigInt(ticks) * (side > 0 ? denominator + numerator : denominator - numerator);
  if (product <= 0n) return 1;
  const floor = product / denominator;
  const worse = Number(side > 0 && floor * denominator !== product ? floor + 1n : floor);
  return worse < 1 ? 1 : worse;
}

/** impact x share^2, share = lots / volume, at most 1; unknown or zero volume counts as a share of 1. */
function slipByVolume(impact: Fraction, side: 1 | -1, ticks: number, lots: number, volumeLots: number): number {
  const whole = !(volumeLots > lots);
  const share = whole ? 1n : BigInt(lots);
  const volume = whole ? 1n : BigInt(Math.round(volumeLots));
  return worsenExact(side, ticks, BigInt(impact.numerator) * share * share, BigInt(impact.denominator) * volume * volume);
}
