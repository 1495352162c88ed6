/** Kraken spot behind the venue port. */

import { InputError } from '../../../core/domain/result.ts';
import type {
  ExecutionReport,
  OrderName,
  OrderReport,
  VenueAnswer,
  VenueCapabilities,
  VenueRequest,
} from '../../../core/trading/broker/venue-link.ts';
import type { LinkDialect, LinkSession } from '../dialect.ts';
import type { BookEntry } from '../instrument-book.ts';
import { keptBy } from '../keep-stream.ts';
import type { AccountReport, CcxtLinkOptions, InstrumentRules } from '../options.ts';
import { optionalDecimal, optionalText, type Payload, payload, plainDecimal, text } from '../payload.ts';
import { badAnswer, notSupported, VenueError } from '../venue-error.ts';
import { amendParameters, naming, placeParameters } from './orders.ts';
import { privateScript } from './private-stream.ts';
import { executionReport, type OrderFacts, orderFacts, orderReport } from './reports.ts';
import { createTurns } from './turns.ts';

const DEADLINE_MS = 5_000;
/** TradesHistory and ClosedOrders give 50 rows, QueryOrders takes 50 ids, QueryTrades 20. */
const PAGE = 50;
const QUERY_TRADES = 20;
const MOST_PAGES = 1_000;
const MOST_REMEMBERED = 10_000;

export function krakenCapabilities(options: CcxtLinkOptions): VenueCapabilities {
  return {
    venue: options.venue,
    clientIdUniqueness: 'open',
    orderTypes: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['GTC', 'IOC', 'GTD'],
    postOnly: true,
    reduceOnly: false,
    amend: true,
    stopWithTarget: false,
    requestLifeMs: options.deadlineMs ?? DEADLINE_MS,
    shorting: false,
    funding: false,
  };
}

export function krakenLink(session: LinkSession): LinkDialect {
  const { open, book, options } = session;
  refuseDeadline(options.deadlineMs ?? DEADLINE_MS);
  const turns = createTurns();
  const facts = new Map<string, OrderFacts>();
  risingNonces(session);

  const ask = async (path: string, parameters: object = {}, urgent = false): Promise<Payload> =>
    turns.take(urgent, async () => payload(await open.request(path, 'private', 'POST', parameters), 'result'));
  /** Signed anew when its turn comes, so that the life of the request begins then. */
  const change = (path: string, parameters: (deadline: string) => object): Promise<Payload> =>
    turns.take(true, async () => payload(await open.request(path, 'private', 'POST', parameters(deadlineOf(session))), 'result'));

  const remember = (found: Readonly<Record<string, Payload>>) => {
    for (const [id, row] of Object.entries(found)) {
      if (facts.size >= MOST_REMEMBERED) facts.delete(facts.keys().next().value as string);
      facts.set(id, orderFacts(row));
    }
    return found;
  };
  const named = (result: unknown, name: string): Record<string, Payload> =>
    Object.fromEntries(Object.entries(payload(result, name)).map(([id, row]) => [id, payload(row, name)]));
  const queryOrders = async (ids: readonly string[]) => {
    const found: Record<string, Payload> = {};
    for (const some of inParts(ids, PAGE))
      Object.assign(found, named(await ask('QueryOrders', { txid: some.join(','), trades: 'true' }), 'order'));
    return remember(found);
  };
  /** Newest first, in pages from a fixed end: what happens meanwhile does not shift them. */
  const paged = async (path: string, field: string, since: number, parameters: object = {}): Promise<Record<string, Payload>> => {
    const found: Record<string, Payload> = {};
    const window = { start: Math.max(0, Math.floor(since / 1000) - 1), end: Math.ceil(session.venueTime() / 1000) + 1 };
    for (let page = 0; page < MOST_PAGES; page++) {
      const result = await ask(path, { ...parameters, ...window, ofs: page * PAGE });
      const here = named(result[field], field);
      Object.assign(found, here);
      const total = Number(optionalText(result, 'count') || Object.keys(found).length);
      if (Object.keys(here).length === 0 || (page + 1) * PAGE >= total) return found;
    }
    throw badAnswer(`Kraken: ${path} did not end after ${MOST_PAGES} pages`);
  };
  /** Trades lack the client id: their orders are asked for it once. */
  const reported = async (trades: Readonly<Record<string, Payload>>): Promise<ExecutionReport[]> => {
    const unknown = [...new Set(Object.values(trades).map((row) => text(row, 'ordertxid')))].filter((id) => !facts.has(id));
    await queryOrders(unknown);
    // They come newest first, and several may carry one time.
    return Object.entries(trades)
      .reverse()
      .map(([id, row]) => executionReport(id, row, facts.get(text(row, 'ordertxid')), book))
      .sort((a, b) => a.at - b.at);
  };

  /** Open orders, closed orders, then the trades: the order may have filled between two of the questions. */
  const find = async (order: OrderName, since: number): Promise<VenueAnswer> => {
    const byClient = order.clientOrderId === '' ? {} : { cl_ord_id: order.clientOrderId };
    const openOnes = named((await ask('OpenOrders', { trades: 'true', ...byClient })).open, 'open');
    const closedOnes = await paged('ClosedOrders', 'closed', since, { trades: 'true', ...byClient });
    const direct = order.venueOrderId === null ? {} : await queryOrders([order.venueOrderId]).catch(noneIfUnknown);
    const known = Object.entries(remember({ ...openOnes, ...closedOnes, ...direct })).filter(([id, row]) => isNamed(id, row, order));
    const trades = await paged('TradesHistory', 'trades', since);
    const reports = await reported(trades);
    const id = order.venueOrderId ?? known.at(-1)?.[0];
    const executions = reports.filter((one) => (id === undefined ? one.clientOrderId === order.clientOrderId : one.venueOrderId === id));
    const missing = id === undefined && executions[0] ? await queryOrders([executions[0].venueOrderId]) : {};
    const [found] = [...Object.entries(missing), ...known.reverse()];
    const listed = found ? await alsoListed(found[1], executions, reports) : executions;
    return { ok: true, kind: 'find', order: found ? orderReport(found[0], found[1], book) : null, executions: listed };
  };
  /** An order of before `since` names its trades itself. */
  const alsoListed = async (order: Payload, found: ExecutionReport[], all: readonly ExecutionReport[]): Promise<ExecutionReport[]> => {
    const had = new Set(all.map(({ executionId }) => executionId));
    const ids = (Array.isArray(order.trades) ? order.trades : []).map(String).filter((id) => !had.has(id));
    const more: Record<string, Payload> = {};
    for (const some of inParts(ids, QUERY_TRADES)) Object.assign(more, named(await ask('QueryTrades', { txid: some.join(',') }), 'trade'));
    return [...found, ...(await reported(more))].sort((a, b) => a.at - b.at);
  };
  const openOrders = async (): Promise<OrderReport[]> => {
    const found = remember(named((await ask('OpenOrders')).open, 'open'));
    return Object.entries(found).map(([id, row]) => orderReport(id, row, book));
  };

  const answers: { [K in VenueRequest['kind']]: (request: Extract<VenueRequest, { kind: K }>) => Promise<VenueAnswer> } = {
    place: async ({ order }) => {
      const entry = book.ofInstrument(order.instrument);
      const result = await change('AddOrder', (deadline) => placeParameters(order, entry, deadline));
      const venueOrderId = Array.isArray(result.txid) ? result.txid[0] : undefined;
      if (typeof venueOrderId !== 'string') throw badAnswer('Kraken: expected the id of a new order in txid, found none');
      return { ok: true, kind: 'place', venueOrderId };
    },
    amend: async (request) => {
      book.ofInstrument(request.order.instrument);
      text(await change('AmendOrder', (deadline) => amendParameters(request, deadline)), 'amend_id');
      return { ok: true, kind: 'amend', venueOrderId: request.order.venueOrderId ?? '' };
    },
    cancel: async ({ order }) => {
      const count = Number(text(await ask('CancelOrder', naming(order), true), 'count'));
      if (count === 0) throw new VenueError('refused', 'ORDER_UNKNOWN', 'Kraken: cancelled no order', { venueCode: 'count 0' });
      return { ok: true, kind: 'cancel', venueOrderId: order.venueOrderId ?? '' };
    },
    find: ({ order, since }) => find(order, since),
    'open-orders': async () => ({ ok: true, kind: 'open-orders', orders: await openOrders() }),
    executions: async ({ since }) => ({
      ok: true,
      kind: 'executions',
      executions: (await reported(await paged('TradesHistory', 'trades', since))).filter(({ at }) => at >= since),
    }),
    // Spot holds balances, not positions.
    positions: async () => ({ ok: true, kind: 'positions', positions: [] }),
    balances: async () => {
      const found = await ask('Balance');
      const balances = Object.keys(found).map((asset) => ({
        currency: open.exchange.safeCurrencyCode(asset) as string,
        total: plainDecimal(text(found, asset), asset),
      }));
      return { ok: true, kind: 'balances', balances };
    },
    funding: async () => Promise.reject(notSupported('Kraken spot pays no funding')),
    time: async () => {
      const result = payload(await open.request('Time', 'public', 'GET'), 'result');
      // Whole seconds: the middle of the second is the best guess, half a second the error.
      const venueTime = Number(text(result, 'unixtime')) * 1000 + 500;
      if (!(venueTime > 500)) throw badAnswer('Kraken: expected a time in unixtime');
      return { ok: true, kind: 'time', venueTime };
    },
  };

  return {
    entries: book.entries,
    answer: (request) => answers[request.kind](request as never),
    account: () => account(ask),
    rules: (entry) => krakenRules(entry, ask, options.venue),
    privateStreams: () => [
      keptBy(
        options,
        privateScript(session, async () => text(await ask('GetWebSocketsToken'), 'token')),
      ),
    ],
  };
}

function noneIfUnknown(error: unknown): Record<string, Payload> {
  if (error instanceof VenueError && error.failure.code === 'ORDER_UNKNOWN') return {};
  throw error;
}

/** Kraken takes 2 to 60 seconds; anything else would make it refuse every order. */
function refuseDeadline(deadlineMs: number): void {
  if (deadlineMs >= 2_000 && deadlineMs <= 60_000) return;
  throw new InputError('DEADLINE_INVALID', `kraken: expected a deadline of 2000 to 60000 ms, found ${deadlineMs}`, 2);
}

/** Strictly rising, in microseconds, whatever the clock does and however many requests fall on one millisecond. */
function risingNonces({ open, options }: LinkSession): void {
  let last = 0;
  open.exchange.nonce = () => {
    last = Math.max(last + 1, Math.floor(options.now() * 1000) + (options.nonceAhead ?? 0));
    return last;
  };
}

/** RFC 3339, by the venue's clock: later than this the matching engine refuses the order. */
function deadlineOf(session: LinkSession): string {
  return new Date(session.venueTime() + (session.options.deadlineMs ?? DEADLINE_MS)).toISOString();
}

function isNamed(id: string, row: Payload, order: OrderName): boolean {
  return order.venueOrderId === null ? optionalText(row, 'cl_ord_id') === order.clientOrderId : id === order.venueOrderId;
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/** GetApiKeyInfo names the key's permissions; where it is missing nothing is assumed. */
async function account(ask: (path: string) => Promise<Payload>): Promise<AccountReport> {
  const spot = { accountType: 'spot', positionMode: 'none', marginMode: '' } as const;
  try {
    const key = await ask('GetApiKeyInfo');
    const permissions = Array.isArray(key.permissions) ? key.permissions.map(String) : null;
    return {
      ...spot,
      canTrade: permissions?.includes('modify-trades') ?? null,
      canWithdraw: permissions?.some((permission) => permission.startsWith('withdraw')) ?? null,
      ipBound: Array.isArray(key.ip_allowlist) ? key.ip_allowlist.length > 0 : null,
    };
  } catch (error) {
    if (!(error instanceof VenueError) || error.failure.outcome !== 'refused') throw error;
    return { ...spot, canTrade: null, canWithdraw: null, ipBound: null };
  }
}

/** Without a way to ask for the account's own fees the published ones count. */
export async function krakenRules(
  entry: BookEntry,
  ask: ((path: string, parameters: object) => Promise<Payload>) | null,
  venue: string,
): Promise<InstrumentRules> {
  const { market } = entry;
  const info = payload(market.info, 'asset pair');
  const fees = await feesOf(entry, ask);
  const minimumNotional = optionalDecimal(info, 'costmin');
  return {
    specification: {
      id: entry.instrument,
      venue,
      kind: 'spot',
      base: market.base,
      quote: market.quote,
      // Both are powers of ten in decimals; the tick may be coarser than the decimals shown.
      tickSize: Number(optionalDecimal(info, 'tick_size') ?? market.precision.price),
      lotSize: Number(market.precision.amount),
      minimumNotional: Number(minimumNotional ?? '0'),
      shorting: false,
      makerFeeRatio: fees.maker,
      takerFeeRatio: fees.taker,
    },
    minimumQuantity: optionalDecimal(info, 'ordermin'),
    maximumQuantity: null,
    minimumNotional,
    feesFrom: fees.from,
  };
}

/** TradeVolume gives the account's rates in percent; where it is missing the published first tier counts, and it is said. */
async function feesOf(
  { market, instrument }: BookEntry,
  ask: ((path: string, parameters: object) => Promise<Payload>) | null,
): Promise<{ maker: number; taker: number; from: InstrumentRules['feesFrom'] }> {
  try {
    const result = await ask?.('TradeVolume', { pair: market.id });
    const rate = (table: unknown): number => Number(text(payload(payload(table, 'fees')[market.id], market.id), 'fee')) / 100;
    if (result) return { maker: rate(result.fees_maker), taker: rate(result.fees), from: 'account' };
  } catch (error) {
    if (!(error instanceof VenueError) || error.failure.outcome !== 'refused') throw error;
  }
  if (market.maker === undefined || market.taker === undefined) throw badAnswer(`Kraken: expected fee rates of ${instrument}, found none`);
  return { maker: Number(market.maker), taker: Number(market.taker), from: 'published' };
}
