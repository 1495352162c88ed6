/** An entry the owner asks for by hand, as a wish of the owner's slot: read exactly, and put before risk like any other. */

import { parseLots, parseTicks, ticksToPrice } from '../../domain/instrument.ts';
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
  /** What it is judged at: the limit, or the last close. */
  readonly entryTicks: number;
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
  const { instrument } = slot;
  const ticksOf = (text: string) => parseTicks(instrument, text);
  const entryTicks = wish.price === null ? engine.markTicks(instrument.index) : ticksOf(wish.price);
  if ((type === 'limit') !== (wish.price !== null) || (wish.postOnly && type !== 'limit'))
    return refused('ORDER_INVALID', 'expected a price with a limit order and with no other, and post-only with a limit order alone');
  if (entryTicks === null || entryTicks <= 0) return offStep('the price', wish.price, instrument.tickSize);
  const stopTicks = wish.stop === null ? Number.NaN : ticksOf(wish.stop);
  if (stopTicks === null || stopTicks <= 0) return offStep('the stop', wish.stop, instrument.tickSize);
  if ((entryTicks - stopTicks) * side <= 0)
    return refused(
      'STOP_WRONG_SIDE',
      `expected the stop ${side > 0 ? 'below' : 'above'} the price the order is judged at, found ${wish.stop}`,
      ticksToPrice(instrument, stopTicks),
      ticksToPrice(instrument, entryTicks),
    );
  const lots = wish.quantity === null ? 0 : parseLots(instrument, wish.quantity);
  if (lots === null || (wish.quantity !== null && !(lots > 0))) return offStep('the quantity', wish.quantity, instrument.lotSize);
  const targets = targetsOf(wish, entryTicks, ticksOf);
  if (targets !== null) return refused('TARGET_INVALID', targets);
  const tooMuch = riskFault(engine, wish);
  if (tooMuch !== null) return { ok: false, refusal: tooMuch };
  const protection = protectionOf(wish);
  return accepted({ slot, lots, riskRatio: wish.riskRatio ?? Number.NaN, entryTicks, stopTicks, protection });
}

function offStep(what: string, found: string | null, step: number): Result<never> {
  return refused('ORDER_INVALID', `expected ${what} above 0 in whole steps of ${step}, found ${found ?? 'none'}`);
}

/** What is wrong with the targets, in words. */
function targetsOf({ side, targets }: ManualEntry, entryTicks: number, ticksOf: (text: string) => number | null): string | null {
  let before = entryTicks;
  for (const { price } of targets) {
    const ticks = ticksOf(price);
    if (ticks === null) return `expected a target in whole ticks, found ${price}`;
    if ((ticks - before) * side <= 0)
      return `expected each target ${side > 0 ? 'above' : 'below'} the price and the target before it, found ${price}`;
    before = ticks;
  }
  const [first, second] = targets;
  const isWhole = first === undefined || (second === undefined ? first.closeRatio === 1 : first.closeRatio > 0 && first.closeRatio < 1);
  return isWhole && targets.length <= 2 ? null : 'expected one target for the whole position, or two of which the first closes a part';
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
 * a strategy that is sure of itself, and lets no more through than that. Without a stop only the quantity counts.
 */
export function candidateByHand(
  engine: Engine,
  { side }: ManualEntry,
  { slot, lots, riskRatio, stopTicks, protection }: ReadEntry,
): Candidate {
  slot.enter(side, protection);
  slot.wishes = false;
  const candidate = candidateOf(engine, slot);
  candidate.ownerApproved = true;
  candidate.ownerOrder = false;
  candidate.sizing = Number.isNaN(stopTicks) ? 'lots' : 'risk';
  candidate.lots = candidate.mostLots = lots;
  candidate.riskRatio = riskRatio;
  candidate.maxFraction = Number.POSITIVE_INFINITY;
  return candidate;
}
