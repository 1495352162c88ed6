/** Instruments: what is traded, in which steps, and what one tick times one lot is worth in the account's quanta. */

import { formatScaled, parseScaled, powerOfTen } from './decimal.ts';
import { InputError } from './result.ts';

export interface MarginTier {
  /** Highest position cost of this tier in account currency; null in the last tier. */
  readonly upTo: number | null;
  /** Maintenance margin as a share of position cost. */
  readonly maintenanceRatio: number;
}

/** An instrument as configuration states it, in plain numbers. */
export interface InstrumentSpecification {
  readonly id: string;
  readonly venue: string;
  readonly kind: 'spot' | 'perpetual' | 'equity' | 'forex' | 'cfd' | 'index';
  readonly base: string;
  readonly quote: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly contractMultiplier?: number;
  /** Smallest order value in quote currency; 0 for none. */
  readonly minimumNotional?: number;
  /** Smallest order in units, where the venue names one. */
  readonly minimumQuantity?: number;
  readonly shorting?: boolean;
  readonly leverage?: number;
  readonly maintenanceTiers?: readonly MarginTier[];
  readonly makerFeeRatio?: number;
  readonly takerFeeRatio?: number;
}

/** A ratio as an exact reduced fraction of integers, so that products with money stay in the fast exact branch. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Fractions found before: a session asks for the same few again and again. */
const KNOWN_FRACTIONS = new Map<number, Fraction>();
const MOST_KNOWN = 4096;

/** The fraction of a number's shortest decimal text: 0.00055 is 11/20000. */
export function fractionOf(ratio: number): Fraction {
  const known = KNOWN_FRACTIONS.get(ratio);
  if (known !== undefined) return known;
  if (KNOWN_FRACTIONS.size === MOST_KNOWN) KNOWN_FRACTIONS.clear();
  const fraction = Object.freeze(newFraction(ratio));
  KNOWN_FRACTIONS.set(ratio, fraction);
  return fraction;
}

function newFraction(ratio: number): Fraction {
  if (!Number.isFinite(ratio)) throw new InputError('RATIO_INVALID', `expected a finite ratio such as 0.001, found ${ratio}`, 2);
  let denominator = 1;
  let numerator = ratio;
  for (let decimals = 0; decimals <= 15; decimals++) {
    denominator = powerOfTen(decimals);
    numerator = Math.round(ratio * denominator);
    if (numerator / denominator === ratio) break;
  }
  const divisor = greatestCommonDivisor(Math.abs(numerator), denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? 1 : a;
}

/** An instrument ready for arithmetic in one account's quanta. Shapes are stable: the bar loop reads these fields. */
export interface Instrument {
  readonly index: number;
  readonly id: string;
  readonly specification: InstrumentSpecification;
  /** Prices: price = ticks * tickSize; ticks = round(price * ticksPerUnit / tickUnits). */
  readonly tickSize: number;
  readonly tickDecimals: number;
  readonly ticksPerUnit: number;
  readonly tickUnits: number;
  readonly lotSize: number;
  readonly lotDecimals: number;
  /** value in quanta = mulRound(ticks, lots, valueMultiplier, valueDivisor). */
  readonly valueMultiplier: number;
  readonly valueDivisor: number;
  readonly minimumNotional: number;
  readonly shorting: boolean;
  readonly leverage: Fraction;
  readonly tiers: readonly { readonly upTo: number; readonly maintenance: Fraction }[];
  readonly makerFee: Fraction;
  readonly takerFee: Fraction;
}

/**
 * Prepares an instrument for an account whose quantum is 10^-quantumDecimals.
 * InputError INSTRUMENT_INVALID when a size is not a positive decimal number.
 */
export function prepareInstrument(specification: InstrumentSpecification, index: number, quantumDecimals: number): Instrument {
  const positive = (name: string, value: number): Fraction => {
    if (!(value > 0))
      throw new InputError('INSTRUMENT_INVALID', `instrument ${specification.id}: expected a positive ${name}, found ${value}`, 2);
    return fractionOf(value);
  };
  const fee = (name: string, ratio: number): Fraction => {
    if (!(ratio >= 0))
      throw new InputError(
        'INSTRUMENT_INVALID',
        `instrument ${specification.id}: expected a ${name} fee of 0 or more, found ${ratio}; rebates are not modelled, use 0`,
        2,
      );
    return fractionOf(ratio);
  };
  const tick = positive('tick size', specification.tickSize);
  const lot = positive('lot size', specification.lotSize);
  const multiplier = positive('contract multiplier', specification.contractMultiplier ?? 1);
  const leverage = positive('leverage', specification.leverage ?? 1);
  const top = BigInt(tick.numerator) * BigInt(lot.numerator) * BigInt(multiplier.numerator) * 10n ** BigInt(quantumDecimals);
  const bottom = BigInt(tick.denominator) * BigInt(lot.denominator) * BigInt(multiplier.denominator);
  let [a, b] = [top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const tickDecimals = decimalPlaces(tick.denominator);
  const scale = powerOfTen(quantumDecimals);
  return {
    index,
    id: specification.id,
    specification,
    tickSize: specification.tickSize,
    tickDecimals,
    ticksPerUnit: tick.denominator,
    tickUnits: tick.numerator,
    lotSize: specification.lotSize,
    lotDecimals: decimalPlaces(lot.denominator),
    valueMultiplier: Number(top / a),
    valueDivisor: Number(bottom / a),
    minimumNotional: Math.round((specification.minimumNotional ?? 0) * scale),
    shorting: specification.shorting ?? specification.kind !== 'spot',
    leverage,
    tiers: (specification.maintenanceTiers ?? []).map((tier) => ({
      upTo: tier.upTo === null ? Number.POSITIVE_INFINITY : Math.round(tier.upTo * scale),
      maintenance: fractionOf(tier.maintenanceRatio),
    })),
    makerFee: fee('maker', specification.makerFeeRatio ?? specification.takerFeeRatio ?? 0),
    takerFee: fee('taker', specification.takerFeeRatio ?? 0),
  };
}

/** Decimal places needed by a reduced denominator made of twos and fives. */
function decimalPlaces(denominator: number): number {
  for (let decimals = 0; decimals <= 15; decimals++) if (powerOfTen(decimals) % denominator === 0) return decimals;
  throw new InputError('INSTRUMENT_INVALID', `expected a size with at most 15 decimals, found one over ${denominator}`, 2);
}

/**
 * The tick nearest to a price in units. Written with floor: prices are whole ticks but for the noise of doubles, and what Math.round does depends on
 * the side that noise falls on, which a processor can't foresee. Exact below 2^52 ticks.
 */
export function priceToTicks(instrument: Instrument, price: number): number {
  return Math.floor((price * instrument.ticksPerUnit) / instrument.tickUnits + 0.5);
}

export function ticksToPrice(instrument: Instrument, ticks: number): number {
  return (ticks * instrument.tickUnits) / instrument.ticksPerUnit;
}

/** Exact decimal text of a price in ticks. */
export function formatTicks(instrument: Instrument, ticks: number): string {
  return formatScaled(
    ticks * ((instrument.tickUnits * powerOfTen(instrument.tickDecimals)) / instrument.ticksPerUnit),
    instrument.tickDecimals,
  );
}

/** Exact decimal text of a quantity in lots. */
export function formatLots(instrument: Instrument, lots: number): string {
  return formatScaled(lots * Math.round(instrument.lotSize * powerOfTen(instrument.lotDecimals)), instrument.lotDecimals);
}

/** Whole ticks of a price in exact decimal text; null when it is none, or lies between two ticks. */
export function parseTicks(instrument: Instrument, text: string): number | null {
  return parseSteps(text, instrument.tickDecimals, (instrument.tickUnits * powerOfTen(instrument.tickDecimals)) / instrument.ticksPerUnit);
}

/** Whole lots of a quantity in exact decimal text; null when it is none, or lies between two lots. */
export function parseLots(instrument: Instrument, text: string): number | null {
  return parseSteps(text, instrument.lotDecimals, Math.round(instrument.lotSize * powerOfTen(instrument.lotDecimals)));
}

function parseSteps(text: string, decimals: number, step: number): number | null {
  const scaled = parseScaled(text, decimals);
  return scaled === null || scaled % step !== 0 ? null : scaled / step;
}
