/**
 * What a closing fill has made for the strategy that held it: against what its own entries have cost, before and after fees and funding. Folded from recorded
 * fills, whose `realised` is against the average of all that the account holds.
 */

import type { Instrument } from '../../domain/instrument.ts';
import type { FillRecord, FundingRecord, Outcomes } from './steps.ts';

/** Held by one strategy of one instrument, what it was bought or sold for, and what it has cost besides: decimal texts. */
export interface OwnCost {
  readonly quantity: string;
  readonly value: string;
  readonly fees: string;
}

/** By strategy and instrument; nothing is held where there is no entry. */
export type OwnCosts = Map<string, OwnCost>;

/** `net` is `gross` less the fee of the close, its part of the fees of the entry, and of the funding paid meanwhile. */
export interface OwnResult {
  readonly gross: string;
  readonly net: string;
}

/** Contract multiplier of an instrument; undefined for one that is not known. */
export type MultiplierOf = (instrumentId: string) => number | undefined;

export function multipliersOf(instruments: readonly Pick<Instrument, 'id' | 'specification'>[]): MultiplierOf {
  const known = new Map(instruments.map(({ id, specification }) => [id, specification.contractMultiplier ?? 1]));
  return (id) => known.get(id);
}

/** Finer than any recorded amount. */
const DECIMALS = 18;
const ONE = 10n ** BigInt(DECIMALS);
/** Amounts of money are rounded to this, half away from zero, as the engine does; what a part leaves stays with what is still held, so that parts add up. */
const QUANTUM = 10n ** 10n;

const keyOf = ({ strategyId, instrumentId }: Pick<FillRecord, 'strategyId' | 'instrumentId'>) => `${strategyId} ${instrumentId}`;

/**
 * Takes in what a step has recorded and says what each of its fills has made. Null for an opening, and where what the position has cost is not known: more is
 * closed than was seen to be opened.
 */
export function ownResults(
  held: OwnCosts,
  { fills = [], funded = [] }: Pick<Outcomes, 'fills' | 'funded'>,
  multiplierOf: MultiplierOf,
): (OwnResult | null)[] {
  let due = funded;
  /** What was paid until then is a cost of what was held then. */
  const bookUntil = (at: number) => {
    due = due.filter((payment) => !(payment.at <= at && bookFunding(held, payment)));
  };
  const results = fills.map((fill) => {
    bookUntil(fill.at);
    return take(held, fill, multiplierOf(fill.instrumentId));
  });
  bookUntil(Number.POSITIVE_INFINITY);
  return results;
}

function take(held: OwnCosts, fill: FillRecord, multiplier: number | undefined): OwnResult | null {
  const key = keyOf(fill);
  if (multiplier === undefined) {
    held.delete(key);
    return null;
  }
  const own = held.get(key);
  const [quantity, value, fees] = [exact(own?.quantity ?? '0'), exact(own?.value ?? '0'), exact(own?.fees ?? '0')];
  const [filled, fee] = [exact(fill.quantity), exact(fill.fee)];
  const filledValue = rounded(exact(fill.price) * filled * exact(String(multiplier)), ONE * ONE);
  if (fill.realised === null) {
    held.set(key, { quantity: text(quantity + filled), value: text(value + filledValue), fees: text(fees + fee) });
    return null;
  }
  if (filled >= quantity) held.delete(key);
  if (filled > quantity) return null;
  const part = (of: bigint) => (filled === quantity ? of : rounded(of * filled, quantity));
  const [valuePart, feesPart] = [part(value), part(fees)];
  if (filled < quantity) held.set(key, { quantity: text(quantity - filled), value: text(value - valuePart), fees: text(fees - feesPart) });
  const gross = fill.side === 'sell' ? filledValue - valuePart : valuePart - filledValue;
  return { gross: text(gross), net: text(gross - fee - feesPart) };
}

/** Funding, positive where it is paid; false where nothing is held. */
function bookFunding(held: OwnCosts, funded: FundingRecord): boolean {
  const own = held.get(keyOf(funded));
  if (own === undefined) return false;
  held.set(keyOf(funded), { ...own, fees: text(exact(own.fees) + exact(funded.amount)) });
  return true;
}

/** A quotient to the quantum, half away from zero. */
function rounded(amount: bigint, divisor: bigint): bigint {
  const by = divisor * QUANTUM;
  const magnitude = amount < 0n ? -amount : amount;
  const quotient = ((magnitude * 2n + by) / (by * 2n)) * QUANTUM;
  return amount < 0n ? -quotient : quotient;
}

function exact(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return amount.startsWith('-') ? -value : value;
}

function text(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction && `.${fraction}`}`;
}
