/** Any other ccxt exchange behind the venue port, with ccxt's unified methods; what it can do is what `exchange.has` says. */

import type { Exchange } from 'ccxt';
import type { OrderType } from '../../../core/domain/order.ts';
import type {
  ExecutionReport,
  OrderName,
  PlaceOrder,
  VenueAnswer,
  VenueCapabilities,
  VenueRequest,
} from '../../../core/trading/broker/venue-link.ts';
import type { LinkDialect, LinkSession } from '../dialect.ts';
import type { BookEntry } from '../instrument-book.ts';
import type { CcxtLinkOptions, InstrumentRules } from '../options.ts';
import { optionalText, type Payload, payload, rows, text } from '../payload.ts';
import { badAnswer, notSupported } from '../venue-error.ts';
import { balanceReports, executionReport, fundingReport, orderReport, positionReport } from './reports.ts';
import { keepWatching, type WatchJob } from './watch.ts';

const PAGE = 100;
const MOST_PAGES = 500;

export function genericCapabilities(options: CcxtLinkOptions, exchange: Exchange): VenueCapabilities {
  const has = exchange.has as Readonly<Record<string, unknown>>;
  const can = (method: string) => has[method] === true;
  const types: readonly [OrderType, boolean][] = [
    ['market', can('createMarketOrder') || can('createOrder')],
    ['limit', can('createLimitOrder') || can('createOrder')],
    ['stop', can('createStopMarketOrder') || can('createTriggerOrder')],
    ['stop-limit', can('createStopLimitOrder') || can('createTriggerOrder')],
  ];
  const swap = can('swap') && options.instruments.some(({ category }) => category !== 'spot');
  return {
    venue: options.venue,
    // ccxt does not say; nothing is built on uniqueness that is not known.
    clientIdUniqueness: 'none',
    listsTheDayAlone: true,
    orderTypes: types.filter(([, isThere]) => isThere).map(([type]) => type),
    timesInForce: ['GTC', 'IOC', 'FOK'],
    postOnly: can('createPostOnlyOrder'),
    reduceOnly: can('createReduceOnlyOrder') && swap,
    amend: can('editOrder'),
    stopWithTarget: false,
    requestLifeMs: null,
    shorting: swap,
    funding: can('fetchFundingHistory') && swap,
  };
}

/** ccxt's caches are arrays of a kind of their own. */
function rowsOf(news: unknown): Payload[] {
  return rows(Array.from(news as unknown[]), 'news');
}

type UnifiedMethod = (...parameters: unknown[]) => Promise<unknown>;

export function genericLink(session: LinkSession): LinkDialect {
  const { open, book, options } = session;
  const { exchange } = open;
  const methods = exchange as unknown as Readonly<Record<string, UnifiedMethod>>;
  const has = exchange.has as Readonly<Record<string, unknown>>;
  const clientIds = new Map<string, string>();

  const call = async (method: string, ...parameters: unknown[]): Promise<unknown> => {
    if (has[method] !== true) throw notSupported(`${options.venue}: ccxt has no ${method} for it`);
    return (methods[method] as UnifiedMethod).apply(exchange, parameters);
  };
  /** Pages by time, each from the last row on, until one brings nothing new: venues differ in how many rows they give at once. */
  const since = async (method: string, symbol: string, start: number): Promise<Payload[]> => {
    const found = new Map<string, Payload>();
    let from = start;
    for (let page = 0; page < MOST_PAGES; page++) {
      const here = rows(await call(method, symbol, from, PAGE), method);
      const before = found.size;
      for (const row of here) found.set(text(row, 'id'), row);
      if (found.size === before) return [...found.values()];
      from = Math.max(from, ...here.map((row) => Number(optionalText(row, 'timestamp')) || 0));
    }
    throw badAnswer(`${options.venue}: ${method} did not end after ${MOST_PAGES} pages`);
  };
  const remember = (row: Payload): Payload => {
    const clientId = optionalText(row, 'clientOrderId');
    if (clientId !== '') clientIds.set(text(row, 'id'), clientId);
    return row;
  };
  const idOf = (order: OrderName): string => order.venueOrderId ?? '';
  const naming = (order: OrderName) => (order.venueOrderId === null ? { clientOrderId: order.clientOrderId } : {});
  const reported = (trade: Payload): ExecutionReport =>
    executionReport(trade, optionalText(trade, 'clientOrderId') || (clientIds.get(text(trade, 'order')) ?? ''), book);
  const executionsOf = async (entries: readonly BookEntry[], start: number): Promise<ExecutionReport[]> => {
    const found: ExecutionReport[] = [];
    for (const { market } of entries) for (const trade of await since('fetchMyTrades', market.symbol, start)) found.push(reported(trade));
    return found.sort((a, b) => a.at - b.at);
  };
  const past = async (symbol: string, start: number): Promise<Payload[]> => {
    const method = ['fetchOrders', 'fetchCanceledAndClosedOrders', 'fetchClosedOrders'].find((name) => has[name] === true);
    if (!method) throw notSupported(`${options.venue}: ccxt can not list past orders of it`);
    return since(method, symbol, start);
  };
  const find = async (order: OrderName, start: number): Promise<VenueAnswer> => {
    const entry = book.ofInstrument(order.instrument);
    const open_ = rows(await call('fetchOpenOrders', entry.market.symbol), 'fetchOpenOrders');
    const ended = await past(entry.market.symbol, start);
    const found = [...open_, ...ended]
      .map(remember)
      .findLast((row) =>
        order.venueOrderId === null ? optionalText(row, 'clientOrderId') === order.clientOrderId : row.id === order.venueOrderId,
      );
    const id = order.venueOrderId ?? (found ? text(found, 'id') : null);
    const executions = (await executionsOf([entry], start)).filter((one) =>
      id === null ? one.clientOrderId === order.clientOrderId : one.venueOrderId === id,
    );
    return { ok: true, kind: 'find', order: found ? orderReport(found, book) : null, executions };
  };

  const answers: { [K in VenueRequest['kind']]: (request: Extract<VenueRequest, { kind: K }>) => Promise<VenueAnswer> } = {
    place: async ({ order }) => {
      const placed = payload(
        await call('createOrder', ...placeArguments(order, book.ofInstrument(order.instrument), options.venue)),
        'order',
      );
      clientIds.set(text(placed, 'id'), order.clientOrderId);
      return { ok: true, kind: 'place', venueOrderId: text(placed, 'id') };
    },
    amend: async ({ order, quantity, limitPrice, stopPrice }) => {
      const { market } = book.ofInstrument(order.instrument);
      const row = remember(payload(await call('fetchOrder', idOf(order), market.symbol, naming(order)), 'order'));
      const parameters = { ...naming(order), ...(stopPrice === undefined ? {} : { triggerPrice: stopPrice }) };
      const edited = await call(
        'editOrder',
        text(row, 'id'),
        market.symbol,
        row.type,
        row.side,
        quantity ?? row.amount,
        limitPrice ?? row.price,
        parameters,
      );
      return { ok: true, kind: 'amend', venueOrderId: text(payload(edited, 'order'), 'id') };
    },
    cancel: async ({ order }) => {
      await call('cancelOrder', idOf(order), book.ofInstrument(order.instrument).market.symbol, naming(order));
      return { ok: true, kind: 'cancel', venueOrderId: idOf(order) };
    },
    find: ({ order, since: start }) => find(order, start),
    'open-orders': async () => {
      const found: Payload[] = [];
      for (const { market } of book.entries) found.push(...rows(await call('fetchOpenOrders', market.symbol), 'fetchOpenOrders'));
      return { ok: true, kind: 'open-orders', orders: found.map((row) => orderReport(remember(row), book)) };
    },
    executions: async ({ since: start }) => ({ ok: true, kind: 'executions', executions: await executionsOf(book.entries, start) }),
    positions: async () => {
      const linear = book.entries.filter(({ category }) => category === 'linear');
      if (linear.length === 0) return { ok: true, kind: 'positions', positions: [] };
      const found = rows(
        await call(
          'fetchPositions',
          linear.map(({ market }) => market.symbol),
        ),
        'fetchPositions',
      );
      return { ok: true, kind: 'positions', positions: found.map((row) => positionReport(row, book)) };
    },
    balances: async () => ({ ok: true, kind: 'balances', balances: balanceReports(payload(await call('fetchBalance'), 'balance')) }),
    funding: async ({ since: start }) => {
      const payments: Payload[] = [];
      for (const { market, category } of book.entries)
        if (category === 'linear') payments.push(...(await since('fetchFundingHistory', market.symbol, start)));
      return { ok: true, kind: 'funding', payments: payments.map((row) => fundingReport(row, book)) };
    },
    time: async () => ({ ok: true, kind: 'time', venueTime: Number(await call('fetchTime')) }),
  };

  const jobs: readonly WatchJob[] = [
    {
      method: 'watchOrders',
      parameters: [],
      tell: (news) => rowsOf(news).forEach((row) => session.tell({ kind: 'order', order: orderReport(remember(row), book) })),
    },
    {
      method: 'watchMyTrades',
      parameters: [],
      tell: (news) => rowsOf(news).forEach((row) => session.tell({ kind: 'execution', execution: reported(row) })),
    },
  ];

  return {
    entries: book.entries,
    answer: (request) => answers[request.kind](request as never),
    // ccxt has no common way to ask for a key's rights.
    account: async () => ({
      canTrade: null,
      canWithdraw: null,
      ipBound: null,
      accountType: 'unknown',
      positionMode: 'unknown',
      marginMode: '',
    }),
    rules: async (entry) => genericRules(entry, options.venue),
    privateStreams: () =>
      jobs
        .filter(({ method }) => has[method] === true && !options.newsByAsking)
        .map((job) => (handlers) => keepWatching(exchange, job, handlers, options.random ?? Math.random)),
  };
}

function placeArguments(order: PlaceOrder, { market }: BookEntry, venue: string): unknown[] {
  if (order.type === 'take-profit' || order.type === 'trailing-stop')
    throw notSupported(`${venue}: a ${order.type} order is followed here`);
  const isLimit = order.type === 'limit' || order.type === 'stop-limit';
  if (isLimit && order.limitPrice === null) throw notSupported(`${venue}: expected a limit price on a ${order.type} order, found none`);
  const isStop = order.type === 'stop' || order.type === 'stop-limit';
  if (isStop && order.stopPrice === null) throw notSupported(`${venue}: expected a stop price on a ${order.type} order, found none`);
  if (order.timeInForce === 'GTD') throw notSupported(`${venue}: expected GTC, IOC or FOK, found GTD`);
  const parameters = {
    clientOrderId: order.clientOrderId,
    ...(isLimit && !order.postOnly ? { timeInForce: order.timeInForce } : {}),
    ...(order.postOnly ? { postOnly: true } : {}),
    ...(order.reduceOnly ? { reduceOnly: true } : {}),
    ...(isStop ? { triggerPrice: order.stopPrice, triggerDirection: order.side === 'buy' ? 'ascending' : 'descending' } : {}),
  };
  return [market.symbol, isLimit ? 'limit' : 'market', order.side, order.quantity, isLimit ? order.limitPrice : undefined, parameters];
}

export function genericRules({ instrument, market, category }: BookEntry, venue: string): InstrumentRules {
  const { price, amount } = market.precision;
  if (price === undefined || amount === undefined || market.taker === undefined)
    throw badAnswer(`${venue}: expected steps and fees of ${instrument}, found none`);
  return {
    specification: {
      id: instrument,
      venue,
      kind: category === 'spot' ? 'spot' : 'perpetual',
      base: market.base,
      quote: market.quote,
      tickSize: Number(price),
      lotSize: Number(amount),
      contractMultiplier: Number(market.contractSize ?? '1'),
      minimumNotional: Number(market.limits.cost?.min ?? '0'),
      shorting: category === 'linear',
      makerFeeRatio: Math.max(0, Number(market.maker ?? market.taker)),
      takerFeeRatio: Math.max(0, Number(market.taker)),
    },
    minimumQuantity: market.limits.amount?.min ?? null,
    maximumQuantity: market.limits.amount?.max ?? null,
    minimumNotional: market.limits.cost?.min ?? null,
    feesFrom: 'published',
  };
}
