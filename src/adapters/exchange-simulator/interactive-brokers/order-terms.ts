/** What an order asks for in the exchange's own units, or the code TWS answers where it can't be taken. */

import type { OrderType, TimeInForce } from '../../../core/domain/order.ts';
import type { Zone } from '../../../core/market/zone.ts';
import type { Code } from './codes.ts';
import type { Security } from './contracts.ts';
import type { OrderRequest } from './order-request.ts';
import { instantOf } from './wire-time.ts';

/** Prices in ticks, NaN where one does not apply. */
export interface Terms {
  readonly side: 1 | -1;
  readonly orderType: string;
  readonly type: OrderType;
  readonly lots: number;
  readonly limit: number;
  readonly trigger: number;
  readonly trailTicks: number;
  /** As TWS calls it, and as the exchange does. */
  readonly timeInForce: string;
  readonly lasts: TimeInForce;
  readonly expireAt: number;
  readonly goodTillDate: string;
  readonly ocaGroup: string;
  readonly ocaType: number;
  readonly orderRef: string;
  readonly outsideRegularHours: boolean;
  readonly parentId: number;
  readonly transmit: boolean;
}

export interface Rejection {
  readonly code: Code;
  readonly detail: string;
}

/** Which prices a type needs: `aux` is a stop price, or for a trailing stop its distance. */
const TYPES: Readonly<Record<string, { readonly type: OrderType; readonly limit: boolean; readonly aux: 'trigger' | 'distance' | null }>> =
  {
    MKT: { type: 'market', limit: false, aux: null },
    LMT: { type: 'limit', limit: true, aux: null },
    STP: { type: 'stop', limit: false, aux: 'trigger' },
    'STP LMT': { type: 'stop-limit', limit: true, aux: 'trigger' },
    MIT: { type: 'take-profit', limit: false, aux: 'trigger' },
    TRAIL: { type: 'trailing-stop', limit: false, aux: 'distance' },
  };

/** How near a whole number of steps a double must be to count as one. */
const WHOLE = 1e-6;

function whole(count: number): number | null {
  const nearest = Math.round(count);
  return Math.abs(count - nearest) <= WHOLE ? nearest : null;
}

export function termsOf(request: OrderRequest, security: Security, zone: Zone, now: number): Terms | Rejection {
  const reject = (code: Code, detail = ''): Rejection => ({ code, detail });
  if (request.unsupported.length > 0) return reject(387, ` ${request.unsupported.join(', ')}`);
  const kind = TYPES[request.orderType.toUpperCase()];
  if (kind === undefined) return reject(387, ` ${request.orderType}`);
  if (security.secType === 'IND') return reject(201, 'The contract is not available for trading.');
  if (request.action !== 'BUY' && request.action !== 'SELL')
    return reject(321, `'action' : cause - expected BUY or SELL, found ${request.action}`);
  const { instrument } = security;
  const lots = whole((request.quantity ?? 0) / instrument.lotSize);
  if (lots === null || lots <= 0) return reject(201, 'The size does not conform to the minimum size increment for this contract.');
  const prices = pricesOf(request, security, kind);
  if (prices === null) return reject(110);
  const lasting = lastingOf(request, security, zone, now);
  if (lasting === null) return reject(201, `Invalid time in force ${request.timeInForce} ${request.goodTillDate}`.trimEnd());
  return {
    side: request.action === 'BUY' ? 1 : -1,
    orderType: request.orderType.toUpperCase(),
    type: kind.type,
    lots,
    ...prices,
    ...lasting,
    ocaGroup: request.ocaGroup,
    ocaType: request.ocaType,
    orderRef: request.orderRef,
    outsideRegularHours: request.outsideRegularHours,
    parentId: request.parentId,
    transmit: request.transmit,
  };
}

/** Null where a price that the type needs is missing or off the grid. */
function pricesOf(
  { limitPrice, auxPrice, trailStopPrice }: OrderRequest,
  { instrument }: Security,
  { limit, aux }: { readonly limit: boolean; readonly aux: 'trigger' | 'distance' | null },
): Pick<Terms, 'limit' | 'trigger' | 'trailTicks'> | null {
  const ticksOf = (price: number | null) =>
    price === null || price <= 0 ? null : whole((price * instrument.ticksPerUnit) / instrument.tickUnits);
  const limitTicks = limit ? ticksOf(limitPrice) : Number.NaN;
  const auxTicks = aux === null ? Number.NaN : ticksOf(auxPrice);
  const start = aux === 'distance' && trailStopPrice !== null ? ticksOf(trailStopPrice) : Number.NaN;
  if (limitTicks === null || auxTicks === null || start === null) return null;
  return aux === 'distance'
    ? { limit: limitTicks, trigger: start, trailTicks: auxTicks }
    : { limit: limitTicks, trigger: auxTicks, trailTicks: 0 };
}

/** DAY ends with the session that holds now, or the next one; null where the client's words say no time. */
function lastingOf(
  { timeInForce, goodTillDate }: OrderRequest,
  { calendar }: Security,
  zone: Zone,
  now: number,
): Pick<Terms, 'timeInForce' | 'lasts' | 'expireAt' | 'goodTillDate'> | null {
  const plain = { timeInForce: timeInForce === '' ? 'DAY' : timeInForce, goodTillDate, expireAt: Number.POSITIVE_INFINITY };
  switch (plain.timeInForce) {
    case 'DAY': {
      const { close } = calendar.sessionFrom(now);
      return Number.isFinite(close) ? { ...plain, lasts: 'GTD', expireAt: close } : { ...plain, lasts: 'GTC' };
    }
    case 'GTC':
    case 'IOC':
    case 'FOK':
      return { ...plain, lasts: plain.timeInForce };
    case 'GTD': {
      const expireAt = instantOf(goodTillDate, zone);
      return expireAt === null || expireAt <= now ? null : { ...plain, lasts: 'GTD', expireAt };
    }
    default:
      return null;
  }
}
