/** A preview of an order by hand in the words of the web interface: risk's own judgement, and what a fill is expected to cost. */

import type { EntryTicket, OrderPreview } from '../../api/orders.ts';
import { formatScaled } from '../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, priceToTicks, ticksToPrice } from '../../core/domain/instrument.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import { STOP_MISSING } from '../../core/trading/engine/manual.ts';
import { type ExpectedFill, type ManualPreview, previewManual, type Shift } from '../../core/trading/engine/manual-preview.ts';
import type { ManualEntry } from '../../core/trading/engine/manual-wish.ts';
import { prepareSlippage, slip } from '../../core/trading/venue-model/slippage.ts';
import { checksOf, shown } from './rows.ts';
import { type CheckRecord, tellingChecks } from './trader-recorder.ts';

export interface BookSide {
  readonly price: number;
  readonly size: number;
}

export interface PreviewParts {
  readonly engine: Engine;
  readonly quantumDecimals: number;
  readonly currency: string;
  /** Share of the price by which the session's own fills at market are worse; null where an outside venue fills them. */
  readonly slippageRatio: number | null;
  /** The side of an instrument's order book that an order would meet, best first; null where none is kept. */
  readonly book: (instrument: string, side: 'bid' | 'ask') => readonly BookSide[] | null;
  readonly now: () => number;
}

/** A ticket in the engine's terms, beside what it would meet in the book as it is now. */
export function wishOf(
  { engine, book }: Pick<PreviewParts, 'engine' | 'book'>,
  ticket: EntryTicket,
  most: ManualEntry['most'],
): ManualEntry {
  const { instrumentId: instrument, side, type, limitPrice, postOnly, quantity, riskRatio, stopPrice, targets, breakEven } = ticket;
  const traded = engine.instruments.find(({ id }) => id === instrument);
  const met = traded && book(instrument, metBy(side))?.[0];
  return {
    ...{ kind: 'entry', instrument, side: side === 'buy' ? 1 : -1, type, postOnly, targets, breakEven, most },
    ...{ price: limitPrice ?? null, quantity: quantity ?? null, riskRatio: riskRatio ?? null, stop: stopPrice ?? null },
    ...(met !== undefined && traded !== undefined && { market: formatTicks(traded, priceToTicks(traded, met.price)) }),
  };
}

/** The side of the book that an order takes from. */
const metBy = (side: EntryTicket['side']) => (side === 'buy' ? 'ask' : 'bid');

/** A ticket that makes no sense by itself is a refusal: there is nothing risk could be asked about. */
export function previewOf(parts: PreviewParts, ticket: EntryTicket, closed: Refusal | null): OrderPreview | Refusal {
  const { engine, quantumDecimals, currency } = parts;
  const wish = wishOf(parts, ticket, null);
  const result = previewManual(engine, wish, (fill) => expectedTicks(parts, fill));
  if (!result.ok) return result.refusal;
  const looked = result.value;
  const { instrument, approved, asked, loss, equity } = looked;
  const money = (quanta: number) => formatScaled(Math.round(quanta), quantumDecimals);
  const share = (quanta: number) => ({ money: money(quanta), ratio: equity > 0 ? quanta / equity : 0 });
  const shift = ({ now, after }: Shift) => ({ now: share(now), after: share(after) });
  // As a journal gives them back.
  const known = (figure: number | null) => (Number.isFinite(figure) ? figure : null);
  const checks = tellingChecks(looked.checks, engine.risk.mode).map(
    ([code, passed, measured, limit]): CheckRecord => [code, passed, known(measured), known(limit)],
  );
  // In the order in which sending looks.
  const refusal = closed ?? (ticket.stopPrice == null ? STOP_MISSING.refusal : (refusalOf(looked) ?? looked.splitFault));
  return {
    ...{ instrumentId: instrument.id, side: ticket.side, madeAt: parts.now(), currency, equity: money(equity) },
    at: Number.isFinite(looked.at) ? looked.at : null,
    sendable: refusal === null,
    refusal: refusal && { measured: null, limit: null, ...refusal },
    askedQuantity: asked === 0 ? null : formatLots(instrument, asked),
    quantity: approved && formatLots(instrument, approved.lots),
    value: approved && money(approved.value),
    cuts: [...(approved?.cuts ?? [])],
    checks: checksOf({ checks }, approved?.cuts ?? []),
    price: formatTicks(instrument, looked.entryTicks),
    worstPrice: formatTicks(instrument, looked.worstTicks),
    quantityAtPrice: looked.lotsAtMarket === 0 ? null : formatLots(instrument, looked.lotsAtMarket),
    ...expected(parts, ticket, looked),
    fee: Number.isNaN(looked.fee) ? null : money(looked.fee),
    lossAtStop: Number.isNaN(loss) ? null : share(loss),
    grossExposure: shift(looked.gross),
    instrumentExposure: shift(looked.instrumentExposure),
    free: shift(looked.free),
    openPositions: looked.openPositions,
    restsUntil: looked.restsUntil,
  };
}

function refusalOf({ refusal }: ManualPreview): Refusal | null {
  if (refusal === null) return null;
  const { code, message, measured, limit } = refusal;
  const figure = (value: number) => (Number.isNaN(value) ? undefined : (shown(code, value) as number));
  const [found, allowed] = [figure(measured), figure(limit)];
  return { code, message, ...(found !== undefined && { measured: found }), ...(allowed !== undefined && { limit: allowed }) };
}

/** What the fill is expected at. A limit order that rests waits for its own price; one that takes gets the market's, never worse than its limit. */
function expected(
  { book, slippageRatio }: PreviewParts,
  { side, limitPrice }: EntryTicket,
  { instrument, entryTicks, takes, approved, asked }: ManualPreview,
): Pick<OrderPreview, 'expectedPrice' | 'expectedFrom' | 'slippageRatio'> {
  if (!takes) return { expectedPrice: formatTicks(instrument, entryTicks), expectedFrom: 'limit', slippageRatio: null };
  const sign = side === 'buy' ? 1 : -1;
  const limit = limitPrice == null ? sign * Number.POSITIVE_INFINITY : Number(limitPrice);
  const text = (price: number) => price.toFixed(instrument.tickDecimals);
  const walked = walkedPrice(book(instrument.id, metBy(side)), sign, limit, instrument, approved?.lots || asked);
  if (walked !== null) {
    const judged = ticksToPrice(instrument, entryTicks);
    return { expectedPrice: text(walked), expectedFrom: 'book', slippageRatio: sign * (walked / judged - 1) };
  }
  const worse = slippedTicks(slippageRatio, sign, entryTicks);
  const ticks = limitPrice == null ? worse : sign * Math.min(sign * worse, sign * priceToTicks(instrument, limit));
  return { expectedPrice: text(ticksToPrice(instrument, ticks)), expectedFrom: 'last-close', slippageRatio };
}

/** Where so much at market is expected to fill, to the tick that is worse: what it costs is never told as less. */
function expectedTicks({ book, slippageRatio }: PreviewParts, { instrument, side, entryTicks, lots }: ExpectedFill): number {
  const walked = walkedPrice(book(instrument.id, side > 0 ? 'ask' : 'bid'), side, side * Number.POSITIVE_INFINITY, instrument, lots);
  if (walked === null) return slippedTicks(slippageRatio, side, entryTicks);
  const ticks = (walked * instrument.ticksPerUnit) / instrument.tickUnits;
  return side > 0 ? Math.ceil(ticks - NOISE) : Math.floor(ticks + NOISE);
}

/** Of doubles that are whole ticks but for their last bits. */
const NOISE = 1e-6;

/** As the session's own venue fills a market order. */
function slippedTicks(ratio: number | null, side: 1 | -1, ticks: number): number {
  return ratio === null ? ticks : slip(prepareSlippage({ kind: 'fixed', ratio }), side, ticks, 0, Number.NaN, false);
}

/** Mean price of what is taken of a side of the book; null without one, or where it does not hold as much. */
function walkedPrice(
  levels: readonly BookSide[] | null,
  side: 1 | -1,
  limit: number,
  { lotSize }: Instrument,
  lots: number,
): number | null {
  return levels && walk(within(levels, side, limit), (lots || 1) * lotSize);
}

/** What a limit lets be taken of a side, and then the limit itself: what is not there waits at it. */
function within(levels: readonly BookSide[], sign: 1 | -1, limit: number): readonly BookSide[] {
  if (!Number.isFinite(limit)) return levels;
  return [...levels.filter(({ price }) => (price - limit) * sign <= 0), { price: limit, size: Number.POSITIVE_INFINITY }];
}

/** Mean price of a quantity taken from the best level on; null where the levels known do not hold as much. */
export function walk(levels: readonly BookSide[], quantity: number): number | null {
  let left = quantity;
  let paid = 0;
  for (const { price, size } of levels) {
    const taken = Math.min(left, size);
    paid += taken * price;
    left -= taken;
    if (left <= 1e-12 * quantity) return paid / quantity;
  }
  return null;
}
