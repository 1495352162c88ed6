/** What an entry by hand would come to if it were sent now: the engine's own judgement of it, and what it costs and risks, without any effect. */

import { type Instrument, parseLots } from '../../domain/instrument.ts';
import { accepted, type Refusal, type Result } from '../../domain/result.ts';
import { feeOf, initialMargin, valueOf } from '../ledger/position-book.ts';
import { type Rehearsal, rehearse } from '../risk/rehearsal.ts';
import type { Engine } from './engine.ts';
import { candidateByHand, readEntry } from './manual-entry.ts';
import type { ManualEntry } from './manual-wish.ts';
import { splitFault } from './split-fault.ts';

/** Money in quanta, prices in ticks; what is held already, and what would be. */
export interface ManualPreview extends Rehearsal {
  readonly instrument: Instrument;
  /** Market time of the price it is judged at. */
  readonly at: number;
  /** The quantity asked for; 0 where risk is to size it. */
  readonly asked: number;
  readonly entryTicks: number;
  /** The worst price it may fill at, which value, fee and loss go by: its limit, or of a market order where it is expected to fill. */
  readonly worstTicks: number;
  /** What would be let through if it could fill at `entryTicks` alone; 0 where that is refused too. */
  readonly lotsAtMarket: number;
  /** It would fill at once, and not rest. */
  readonly takes: boolean;
  /** Why the position that it would make can't be left as asked. */
  readonly splitFault: Refusal | null;
  /** NaN without one: then it can be looked at, and not be sent. */
  readonly stopTicks: number;
  /** Of what would be sent: the fee of the entry, and what is lost at the stop with the fees of both ways. NaN where nothing would be, or there is no stop. */
  readonly fee: number;
  readonly loss: number;
  readonly equity: number;
  /** Market time until which a strategy with such losses in a row would rest; null where it would not. */
  readonly restsUntil: number | null;
  readonly gross: Shift;
  readonly instrumentExposure: Shift;
  readonly free: Shift;
  readonly openPositions: Shift;
}

export interface Shift {
  readonly now: number;
  readonly after: number;
}

/** A ticket that would be sent, and how much of it, for who knows where it would fill. */
export interface ExpectedFill {
  readonly instrument: Instrument;
  readonly side: 1 | -1;
  readonly entryTicks: number;
  /** What would be let through, else what is asked for; 0 where neither is known. */
  readonly lots: number;
}

/**
 * Risk sizes by the price now, or by the limit. `expectedTicks` is where so many lots at market are expected to fill: what the fill costs and may lose is
 * worked out from there where that is worse, so that it is never told as less than is expected.
 */
export function previewManual(
  engine: Engine,
  wish: ManualEntry,
  expectedTicks = ({ entryTicks }: ExpectedFill): number => entryTicks,
): Result<ManualPreview> {
  const read = readEntry(engine, wish);
  if (!read.ok) return read;
  engine.quiet.end();
  const { slot, entryTicks, takes, stopTicks } = read.value;
  const { instrument } = slot;
  const { account } = engine;
  const rehearsal = rehearse(engine.risk, candidateByHand(engine, wish, read.value), account);
  const lotsAt = (ticks: number) =>
    rehearse(engine.risk, candidateByHand(engine, wish, { ...read.value, worstTicks: ticks }), account).approved?.lots ?? 0;
  const judgedTicks = read.value.worstTicks;
  const lotsAtMarket = judgedTicks === entryTicks ? (rehearsal.approved?.lots ?? 0) : lotsAt(entryTicks);
  slot.forgetWish();
  const asked = wish.quantity === null ? 0 : (parseLots(instrument, wish.quantity) as number);
  const { lots, value: judgedValue } = rehearsal.approved ?? { lots: 0, value: 0 };
  const worstTicks =
    wish.price === null
      ? worseOf(wish.side, judgedTicks, expectedTicks({ instrument, side: wish.side, entryTicks, lots: lots || asked }))
      : judgedTicks;
  const value = lots === 0 ? 0 : Math.max(judgedValue, valueOf(instrument, worstTicks, lots));
  const approved = rehearsal.approved && { ...rehearsal.approved, value };
  const fee = feeOf(instrument, value, wish.postOnly);
  const held = account.exposureOf(instrument.index);
  const shift = (now: number, more: number): Shift => ({ now, after: now + more });
  return accepted({
    ...{ ...rehearsal, approved, asked },
    ...{ instrument, at: engine.at, entryTicks, worstTicks, lotsAtMarket, takes, stopTicks, equity: engine.equity },
    restsUntil: engine.risk.control.restsUntil(slot.strategy, engine.at),
    splitFault: lots === 0 ? null : splitFault(read.value.protection, instrument, lots),
    fee: lots === 0 ? Number.NaN : fee,
    loss: lots === 0 ? Number.NaN : lossAt(instrument, worstTicks, stopTicks, lots, fee),
    gross: shift(account.grossExposure, value),
    instrumentExposure: shift(held, wish.side * value),
    free: shift(account.free, lots === 0 ? 0 : -initialMargin(instrument, value) - fee),
    openPositions: shift(account.openPositions, lots === 0 ? 0 : 1),
  });
}

const worseOf = (side: 1 | -1, a: number, b: number) => (side > 0 ? Math.max(a, b) : Math.min(a, b));

/** What is lost where the stop fills at its level: the way there, and the fees of both fills. */
function lossAt(instrument: Instrument, entryTicks: number, stopTicks: number, lots: number, fee: number): number {
  if (Number.isNaN(stopTicks)) return Number.NaN;
  const way = valueOf(instrument, Math.abs(entryTicks - stopTicks), lots);
  return way + fee + feeOf(instrument, valueOf(instrument, stopTicks, lots), false);
}
