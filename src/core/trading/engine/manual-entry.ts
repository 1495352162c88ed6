/** An entry the owner asks for by hand, as a wish of the owner's slot: read exactly, and put before risk like any other. */

import { powerOfTen } from '../../domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, parseLots, parseTicks, ticksToPrice } from '../../domain/instrument.ts';
import { accepted, type Refusal, type Result, refused } from '../../domain/result.ts';
import type { Candidate } from '../risk/candidate.ts';
import type { Engine } from './engine.ts';
import { candidateOf } from './entries.ts';
import type { ManualEntry } from './manual-wish.ts';
import { OWNER_ID } from './owner.ts';
import type { Protection } from './protection.ts';
import type { Slot } from './slot.ts';

export const MANUAL = 'manual';

/** Whole ticks and lots of what was typed. */
interface ReadEntry {
  readonly slot: Slot;
  /** 0: as much as risk allows. */
  readonly lots: number;
  /** NaN: what the profile allows for a trade. */
  readonly riskRatio: number;
  /** What its stop and targets are judged at: the price it would get now where it takes, else its limit. */
  readonly entryTicks: number;
  /** The worst price it may fill at, which its size and its loss go by: its limit, or of a market order what it is judged at. */
  readonly worstTicks: number;
  /** Where the market is: what the order would meet in the book, else the last close. */
  readonly marketTicks: number;
  /** It would fill at once. */
  readonly takes: boolean;
  /** NaN without one. */
  readonly stopTicks: number;
  readonly protection: Protection;
}

/** Checks what can be checked without risk. What is asked without a stop can be looked at, never sent: `manual.ts` refuses it. */
export function readEntry(engine: Engine, wish: ManualEntry): Result<ReadEntry> {
  const { side, type } = wish;
  const slot = engine.slots.find(({ definition, instrument }) => definition.id === OWNER_ID && instrument.id === wish.instrument);
  if (slot === undefined)
    return refused('INSTRUMENT_UNKNOWN', `expected an instrument the owner may trade by hand in this session, found ${wish.instrument}`);
  if (slot.view.index < 0)
    return refused('ORDER_NO_PRICE', `${slot.instrument.id} has no closed candle yet: there is no price to judge an order by`);
  if ((type === 'limit') !== (wish.price !== null) || (wish.postOnly && type !== 'limit'))
    return refused('ORDER_INVALID', 'expected a price with a limit order and with no other, and post-only with a limit order alone');
  const { instrument } = slot;
  const marketTicks = marketOf(engine, wish, instrument);
  const limit = wish.price === null ? accepted(Number.NaN) : ticksOf(instrument, 'the price', wish.price);
  if (!limit.ok) return limit;
  const takes = !((limit.value - marketTicks) * side < 0);
  const fault = wish.postOnly && takes ? postOnlyFault(wish, instrument, limit.value, marketTicks) : null;
  if (fault !== null) return { ok: false, refusal: fault };
  const entryTicks = takes ? marketTicks : limit.value;
  const stop = wish.stop === null ? accepted(Number.NaN) : stopOf(wish, instrument, entryTicks);
  if (!stop.ok) return stop;
  const worstTicks = wish.price === null ? entryTicks : limit.value;
  const quantity = wish.quantity === null ? accepted(0) : lotsOf(instrument, wish.quantity, Math.max(entryTicks, worstTicks));
  if (!quantity.ok) return quantity;
  const wrong = targetFault(wish, instrument, entryTicks) ?? riskFault(engine, wish);
  if (wrong !== null) return { ok: false, refusal: wrong };
  return accepted({
    ...{ slot, lots: quantity.value, riskRatio: wish.riskRatio ?? Number.NaN },
    ...{ entryTicks, worstTicks, marketTicks, takes, stopTicks: stop.value, protection: protectionOf(wish) },
  });
}

function marketOf(engine: Engine, { market }: ManualEntry, instrument: Instrument): number {
  return (market === undefined ? null : parseTicks(instrument, market)) ?? engine.markTicks(instrument.index);
}

/** A last close may itself have been the price to join: without a book only what is beyond it is known to take. */
function postOnlyFault(
  { side, price, market }: ManualEntry,
  instrument: Instrument,
  limitTicks: number,
  marketTicks: number,
): Refusal | null {
  if (market === undefined && limitTicks === marketTicks) return null;
  const there = formatTicks(instrument, marketTicks);
  return {
    code: 'POST_ONLY_WOULD_TAKE',
    message: `a post-only order to ${side > 0 ? 'buy' : 'sell'} at ${price} would fill at once, the market is at ${there}: ${side > 0 ? 'lower' : 'raise'} the price, or send it without post-only`,
    ...{ measured: ticksToPrice(instrument, limitTicks), limit: ticksToPrice(instrument, marketTicks) },
  };
}

function stopOf({ side, stop }: ManualEntry, instrument: Instrument, entryTicks: number): Result<number> {
  const read = ticksOf(instrument, 'the stop', stop as string);
  if (!read.ok || (entryTicks - read.value) * side > 0) return read;
  return refused(
    'STOP_WRONG_SIDE',
    `expected the stop ${side > 0 ? 'below' : 'above'} ${formatTicks(instrument, entryTicks)}, the price the order is judged at, found ${stop}`,
    ticksToPrice(instrument, read.value),
    ticksToPrice(instrument, entryTicks),
  );
}

function ticksOf(instrument: Instrument, what: string, text: string): Result<number> {
  const { valueDivisor, valueMultiplier, tickSize, tickDecimals } = instrument;
  // Beyond this not even one lot could be valued exactly.
  const most = Math.min(largestCount(tickSize, tickDecimals), Math.floor((Number.MAX_SAFE_INTEGER * valueDivisor) / valueMultiplier));
  if (Number(text) > ticksToPrice(instrument, most)) return tooBig(what, text, formatTicks(instrument, most));
  const ticks = parseTicks(instrument, text);
  return ticks === null || ticks <= 0 ? offStep(what, text, tickSize) : accepted(ticks);
}

function lotsOf(instrument: Instrument, text: string, entryTicks: number): Result<number> {
  const { valueDivisor, valueMultiplier, lotSize, lotDecimals } = instrument;
  const worth = Math.floor((Number.MAX_SAFE_INTEGER * valueDivisor) / (entryTicks * valueMultiplier));
  const most = Math.min(largestCount(lotSize, lotDecimals), worth);
  if (Number(text) > most * lotSize) return tooBig('the quantity', text, formatLots(instrument, most));
  const lots = parseLots(instrument, text);
  return lots === null || lots <= 0 ? offStep('the quantity', text, lotSize) : accepted(lots);
}

/** As many steps as text of that many decimals can hold. */
const largestCount = (step: number, decimals: number) => Math.floor(Number.MAX_SAFE_INTEGER / Math.round(step * powerOfTen(decimals)));

function tooBig(what: string, found: string, most: string): Result<never> {
  return refused(
    'ORDER_TOO_BIG',
    `${what} is too large: at most ${most} can be counted exactly, found ${found}`,
    Number(found),
    Number(most),
  );
}

function offStep(what: string, found: string, step: number): Result<never> {
  return refused('ORDER_INVALID', `expected ${what} above 0 in whole steps of ${step}, found ${found}`);
}

function targetFault({ side, targets }: ManualEntry, instrument: Instrument, entryTicks: number): Refusal | null {
  const invalid = (message: string): Refusal => ({ code: 'TARGET_INVALID', message });
  let before = entryTicks;
  for (const { price } of targets) {
    const read = ticksOf(instrument, 'the target', price);
    if (!read.ok) return read.refusal;
    if ((read.value - before) * side <= 0)
      return {
        ...invalid(
          `expected each target ${side > 0 ? 'above' : 'below'} the price the order is judged at and the target before it, found ${price}`,
        ),
        ...{ measured: Number(price), limit: ticksToPrice(instrument, before) },
      };
    before = read.value;
  }
  const [first, second] = targets;
  const isWhole = first === undefined || (second === undefined ? first.closeRatio === 1 : first.closeRatio > 0 && first.closeRatio < 1);
  if (isWhole && targets.length <= 2) return null;
  return invalid('expected one target for the whole position, or two of which the first closes a part');
}

function riskFault({ risk }: Engine, { riskRatio, quantity }: ManualEntry): Refusal | null {
  if (riskRatio === null) return null;
  if (quantity !== null) return { code: 'ORDER_INVALID', message: 'expected a quantity or a share of equity to risk, found both' };
  const limit = risk.riskPerTrade;
  if (!(riskRatio > 0)) return { code: 'ORDER_INVALID', message: `expected a share of equity above 0 to risk, found ${riskRatio}` };
  const percent = (ratio: number) => `${Number((ratio * 100).toFixed(4))} %`;
  return riskRatio > limit
    ? {
        code: 'ORDER_RISK_TOO_HIGH',
        message: `a trade may risk ${percent(limit)} of equity, ${percent(riskRatio)} was asked for`,
        measured: riskRatio,
        limit,
      }
    : null;
}

function protectionOf({ type, price, postOnly, stop, targets, breakEven }: ManualEntry): Protection {
  const [first, second] = targets;
  const last = second ?? first;
  return {
    ...{ confidence: 1, reason: MANUAL, type, byOwner: true },
    ...(price === null ? {} : { price: Number(price) }),
    ...(postOnly ? { postOnly } : {}),
    ...(stop === null ? {} : { stopPrice: Number(stop) }),
    ...(last === undefined ? {} : { targetPrice: Number(last.price) }),
    ...(first === undefined || second === undefined
      ? {}
      : { firstTarget: { price: Number(first.price), closeRatio: first.closeRatio, breakEven } }),
  };
}

/**
 * The candidate of an entry by hand, with its wish in the slot. Its quantity is the most that is wanted: risk sizes by the loss at the stop, as it does for
 * a strategy that is sure of itself, and lets no more through than that. Without a stop only the quantity counts. A limit that takes may fill anywhere up
 * to its limit: the loss at the stop is counted from there, and its value at the dearer end.
 */
export function candidateByHand(
  engine: Engine,
  { side }: ManualEntry,
  { slot, lots, riskRatio, entryTicks, worstTicks, marketTicks, stopTicks, protection }: ReadEntry,
): Candidate {
  slot.enter(side, protection);
  slot.wishes = false;
  const candidate = candidateOf(engine, slot);
  candidate.ownerApproved = true;
  candidate.ownerOrder = false;
  candidate.byHand = true;
  candidate.entryTicks = Math.max(entryTicks, worstTicks);
  candidate.marketTicks = marketTicks;
  candidate.stopDistanceTicks = Math.abs(worstTicks - stopTicks);
  candidate.sizing = Number.isNaN(stopTicks) ? 'lots' : 'risk';
  candidate.lots = candidate.mostLots = lots;
  candidate.riskRatio = riskRatio;
  candidate.maxFraction = Number.POSITIVE_INFINITY;
  return candidate;
}
