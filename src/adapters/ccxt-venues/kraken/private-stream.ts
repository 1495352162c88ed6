/** Kraken's private stream v2: the executions channel (orders and fills) and balances. */

import type { ExecutionReport, OrderReport } from '../../../core/trading/broker/venue-link.ts';
import type { LinkSession } from '../dialect.ts';
import type { StreamScript } from '../keep-stream.ts';
import { decimal, isPayload, oneOf, optionalDecimal, optionalText, type Payload, parseExact, rows, text } from '../payload.ts';
import { streamUrl } from '../stream-url.ts';
import { badAnswer } from '../venue-error.ts';
import { SIDES } from './reports.ts';

const CHANNELS = {
  executions: { snap_orders: true, snap_trades: true, order_status: true },
  balances: { snapshot: true },
};

const STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  pending_new: 'working',
  new: 'working',
  partially_filled: 'working',
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
};

const LIQUIDITY = { m: 'maker', t: 'taker' } as const;

/** The fees of one execution are a list; more than one currency would not fit one report. */
function feeOf(row: Payload): { fee: string; feeCurrency: string } {
  const [fee, ...more] = rows(row.fees ?? [], 'fees');
  if (!fee) return { fee: '0', feeCurrency: '' };
  if (more.length > 0) throw badAnswer(`Kraken: expected a fee in one currency, found ${more.length + 1}`);
  return { fee: decimal(fee, 'qty'), feeCurrency: text(fee, 'asset') };
}

/**
 * Later events of an order carry only what changed: symbol, side, quantity and client id stay with the first. What is known of each open order is
 * therefore kept, fed by the snapshot of every new subscription.
 */
function createExecutionsDecoder(session: LinkSession): (rows: readonly Payload[]) => void {
  const known = new Map<string, Payload>();

  const tellOrder = (id: string, row: Payload) => {
    const isEnded = !['pending_new', 'new', 'partially_filled'].includes(text(row, 'order_status'));
    if (isEnded) known.delete(id);
    if (optionalText(row, 'symbol') === '' || optionalText(row, 'order_qty') === '')
      return session.notice('ORDER_INCOMPLETE', `order ${id}: an event without its order; the next reconciliation asks for it`);
    session.tell({ kind: 'order', order: orderOf(id, row) });
  };
  const orderOf = (id: string, row: Payload): OrderReport => {
    const triggers = row.triggers;
    return {
      clientOrderId: optionalText(row, 'cl_ord_id'),
      venueOrderId: id,
      instrument: session.book.nameOf('spot', text(row, 'symbol')),
      side: oneOf(row, 'side', SIDES),
      status: oneOf(row, 'order_status', STATUSES),
      quantity: decimal(row, 'order_qty'),
      filled: optionalDecimal(row, 'cum_qty') ?? '0',
      limitPrice: optionalDecimal(row, 'limit_price'),
      stopPrice: optionalDecimal(row, 'stop_price') ?? (isPayload(triggers) ? optionalDecimal(triggers, 'price') : null),
      reduceOnly: row.reduce_only === true,
      code: '',
      at: timeOf(row),
    };
  };
  const tellTrade = (id: string, row: Payload, whole: Payload) => {
    const execution: ExecutionReport = {
      executionId: text(row, 'exec_id'),
      clientOrderId: optionalText(whole, 'cl_ord_id'),
      venueOrderId: id,
      instrument: session.book.nameOf('spot', text(whole, 'symbol')),
      side: oneOf(whole, 'side', SIDES),
      quantity: decimal(row, 'last_qty'),
      price: decimal(row, 'last_price'),
      ...feeOf(row),
      liquidity: oneOf(row, 'liquidity_ind', LIQUIDITY),
      kind: 'trade',
      at: timeOf(row),
    };
    session.tell({ kind: 'execution', execution });
  };
  return (data) => {
    for (const row of data) {
      const id = text(row, 'order_id');
      const whole = { ...known.get(id), ...row };
      // A fill's event says nothing about its order that can be built on: its status may lag, what is filled in all is missing (Kraken's own words).
      if (optionalText(row, 'exec_type') === 'trade') tellTrade(id, row, whole);
      else {
        known.set(id, whole);
        tellOrder(id, whole);
      }
    }
  };
}

export function timeOf(row: Payload): number {
  const at = Date.parse(text(row, 'timestamp'));
  if (Number.isFinite(at)) return at;
  throw badAnswer(`expected a time in timestamp, found "${text(row, 'timestamp').slice(0, 40)}"`);
}

export function privateScript(session: LinkSession, token: () => Promise<string>): StreamScript {
  const channels: Record<string, (data: readonly Payload[]) => void> = {
    balances: (data) =>
      data.forEach((row) => session.tell({ kind: 'balance', balance: { currency: text(row, 'asset'), total: decimal(row, 'balance') } })),
  };
  return {
    name: 'private',
    url: streamUrl(session.open.exchange, ['privateV2']),
    prepare: token,
    ping: { method: 'ping' },
    begin: (connection, prepared) => {
      const open = new Set(Object.keys(CHANNELS));
      // Each subscription begins with a snapshot: what an earlier connection knew of ended orders is not kept.
      channels.executions = createExecutionsDecoder(session);
      for (const [channel, wishes] of Object.entries(CHANNELS))
        connection.send({ method: 'subscribe', params: { channel, ...wishes, token: prepared } });
      return (frame) => {
        const message = parseExact(frame);
        if (!isPayload(message)) throw badAnswer(`expected a frame as JSON, found ${frame.length} characters of something else`);
        if (message.method === 'subscribe') {
          if (message.success !== true) return connection.fail('subscription refused');
          if (isPayload(message.result)) open.delete(optionalText(message.result, 'channel'));
          if (open.size === 0) connection.ready();
        }
        const tell = channels[optionalText(message, 'channel')];
        if (tell && Array.isArray(message.data)) tell(rows(message.data, 'data'));
      };
    },
  };
}
