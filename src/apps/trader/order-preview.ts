/** A preview of an order by hand in the words of the web interface: risk's own judgement, and what a fill is expected to cost. */

import type { EntryTicket, OrderPreview } from '../../api/orders.ts';
import { formatScaled } from '../../core/domain/decimal.ts';
import { formatLots, formatTicks, ticksToPrice } from '../../core/domain/instrument.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import { type ManualPreview, previewManual, type Shift } from '../../core/trading/engine/manual-preview.ts';
import type { ManualEntry } from '../../core/trading/engine/manual-wish.ts';
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

/** A ticket in the engine's terms. */
export function wishOf(ticket: EntryTicket, most: ManualEntry['most']): ManualEntry {
  const { instrumentId: instrument, side, type, limitPrice, postOnly, quantity, riskRatio, stopPrice, targets, breakEven } = ticket;
  return {
    ...{ kind: 'entry', instrument, side: side === 'buy' ? 1 : -1, type, postOnly, targets, breakEven, most },
    ...{ price: limitPrice ?? null, quantity: quantity ?? null, riskRatio: riskRatio ?? null, stop: stopPrice ?? null },
  };
}

/** A ticket that makes no sense by itself is a refusal: there is nothing risk could be asked about. */
export function previewOf(parts: PreviewParts, ticket: EntryTicket, closed: Refusal | null): OrderPreview | Refusal {
  const { engine, quantumDecimals, currency } = parts;
  const wish = wishOf(ticket, null);
  const result = previewManual(engine, wish);
  if (!result.ok) return result.refusal;
  const looked = result.value;
  const { instrument, approved, asked, stopTicks, loss, equity } = looked;
  const money = (quanta: number) => formatScaled(Math.round(quanta), quantumDecimals);
  const share = (quanta: number) => ({ money: money(quanta), ratio: equity > 0 ? quanta / equity : 0 });
  const shift = ({ now, after }: Shift) => ({ now: share(now), after: share(after) });
  // As a journal gives them back.
  const known = (figure: number | null) => (Number.isFinite(figure) ? figure : null);
  const checks = tellingChecks(looked.checks, engine.risk.mode).map(
    ([code, passed, measured, limit]): CheckRecord => [code, passed, known(measured), known(limit)],
  );
  const refusal = closed ?? refusalOf(looked) ?? (Number.isNaN(stopTicks) ? STOP_MISSING : null);
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
    ...expected(parts, ticket, looked),
    fee: Number.isNaN(looked.fee) ? null : money(looked.fee),
    lossAtStop: Number.isNaN(loss) ? null : share(loss),
    grossExposure: shift(looked.gross),
    instrumentExposure: shift(looked.instrumentExposure),
    free: shift(looked.free),
    openPositions: looked.openPositions,
  };
}

const STOP_MISSING: Refusal = { code: 'STOP_MISSING', message: 'expected a stop: a position is never opened by hand without one' };

function refusalOf({ refusal }: ManualPreview): Refusal | null {
  if (refusal === null) return null;
  const { code, message, measured, limit } = refusal;
  const figure = (value: number) => (Number.isNaN(value) ? undefined : (shown(code, value) as number));
  const [found, allowed] = [figure(measured), figure(limit)];
  return { code, message, ...(found !== undefined && { measured: found }), ...(allowed !== undefined && { limit: allowed }) };
}

/** What the fill is expected at. A limit order waits for its own price. */
function expected(
  { book, slippageRatio }: PreviewParts,
  { side, type }: EntryTicket,
  { instrument, entryTicks, approved, asked }: ManualPreview,
): Pick<OrderPreview, 'expectedPrice' | 'expectedFrom' | 'slippageRatio'> {
  const price = formatTicks(instrument, entryTicks);
  if (type === 'limit') return { expectedPrice: price, expectedFrom: 'limit', slippageRatio: null };
  const levels = book(instrument.id, side === 'buy' ? 'ask' : 'bid');
  const walked = levels && walk(levels, (approved?.lots || asked || 1) * instrument.lotSize);
  const judged = ticksToPrice(instrument, entryTicks);
  const sign = side === 'buy' ? 1 : -1;
  if (walked != null)
    return { expectedPrice: walked.toFixed(instrument.tickDecimals), expectedFrom: 'book', slippageRatio: sign * (walked / judged - 1) };
  const worse = slippageRatio === null ? judged : judged * (1 + sign * slippageRatio);
  return { expectedPrice: worse.toFixed(instrument.tickDecimals), expectedFrom: 'last-close', slippageRatio };
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
