/** Bybit v5 behind the venue port: linear perpetuals and spot of a unified account in one-way mode. */

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
import { isPayload, optionalText, type Payload, payload, plainDecimal, rows, text } from '../payload.ts';
import { badAnswer, notSupported, VenueError } from '../venue-error.ts';
import { amendParameters, naming, placeParameters } from './orders.ts';
import { privateScript } from './private-stream.ts';
import { balanceReports, type Category, executionReport, fundingReport, isWaiting, orderReport, positionReport } from './reports.ts';

const RECEIVE_WINDOW_MS = 2_000;
/** History is asked in windows: Bybit gives at most seven days at a time. */
const WINDOW_MS = 7 * 86_400_000;
/** Bybit keeps two years. */
const KEPT_MS = 729 * 86_400_000;
/** A guard against a cursor that never ends. */
const MOST_PAGES = 1_000;

export function bybitCapabilities(options: CcxtLinkOptions): VenueCapabilities {
  return {
    venue: options.venue,
    clientIdUniqueness: 'ever',
    orderTypes: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['GTC', 'IOC', 'FOK'],
    postOnly: true,
    reduceOnly: hasLinear(options),
    amend: true,
    stopWithTarget: hasLinear(options),
    requestLifeMs: options.recvWindowMs ?? RECEIVE_WINDOW_MS,
    shorting: hasLinear(options),
    funding: hasLinear(options),
    ...(hasLinear(options) && { exceptions: spotExceptions(options) }),
  };
}

/** Spot beside perpetuals on one link. */
function spotExceptions({ instruments }: CcxtLinkOptions): VenueCapabilities['exceptions'] {
  const spot = { reduceOnly: false, stopWithTarget: false, shorting: false, funding: false };
  return Object.fromEntries(instruments.flatMap(({ id, category }) => (category === 'spot' ? [[id, spot]] : [])));
}

function hasLinear(options: CcxtLinkOptions): boolean {
  return options.instruments.some(({ category }) => category !== 'spot');
}

/** Options of the ccxt exchange: which markets to load, how long a request lives. */
export function bybitCcxtOptions(options: {
  readonly instruments: CcxtLinkOptions['instruments'];
  readonly recvWindowMs?: number;
}): object {
  const categories = new Set(options.instruments.map(({ category }) => category ?? 'linear'));
  return { fetchMarkets: { types: [...categories] }, recvWindow: options.recvWindowMs ?? RECEIVE_WINDOW_MS };
}

export function bybitLink(session: LinkSession): LinkDialect {
  const { open, book, options } = session;
  const categories = [...new Set(book.entries.map(({ category }) => category))];
  const settleCoins = [
    ...new Set(book.entries.flatMap(({ category, market }) => (category === 'linear' ? [market.settle ?? market.quote] : []))),
  ];
  /** Spot orders that wait for a trigger: they are named under another filter. */
  const conditionals = new Set<string>();

  const get = async (path: string, parameters: object): Promise<Payload> =>
    payload(payload(await open.request(path, 'private', 'GET', parameters), 'answer').result, 'result');
  const post = async (path: string, parameters: object): Promise<Payload> =>
    payload(payload(await open.request(path, 'private', 'POST', parameters), 'answer').result, 'result');

  /** Every page of a list. Fails whole where one page fails. */
  const list = async (path: string, parameters: object): Promise<Payload[]> => {
    const found: Payload[] = [];
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page++) {
      const result = await get(path, { ...parameters, ...(cursor === '' ? {} : { cursor }) });
      const here = rows(result.list, 'list');
      found.push(...here);
      const next = optionalText(result, 'nextPageCursor');
      if (next === '' || next === cursor || here.length === 0) return found;
      cursor = next;
    }
    throw badAnswer(`Bybit: ${path} did not end after ${MOST_PAGES} pages`);
  };
  const history = async (path: string, since: number, parameters: object): Promise<Payload[]> => {
    const found: Payload[] = [];
    const clock = Math.ceil(session.venueTime()) + 1_000;
    // A replay's records may be dated ahead of the clock: asked up to the clock alone, nothing would ever be found.
    const until = since > clock ? Math.floor(since) + WINDOW_MS - 1 : clock;
    for (let start = Math.max(until - KEPT_MS, Math.floor(since)); start <= until; start += WINDOW_MS) {
      const endTime = Math.min(until, start + WINDOW_MS - 1);
      found.push(...(await list(path, { ...parameters, startTime: start, endTime, limit: path === EXECUTIONS ? 100 : 50 })));
    }
    return found;
  };
  const reported = (row: Payload, category: Category): OrderReport => {
    const report = orderReport(row, category, book);
    if (category === 'spot') isWaiting(row) ? remember(report) : forget(report);
    return report;
  };
  const namesOf = (order: { clientOrderId: string; venueOrderId?: string }) =>
    [order.clientOrderId, order.venueOrderId ?? ''].filter((name) => name !== '');
  const remember = (order: Parameters<typeof namesOf>[0]) => namesOf(order).forEach((name) => conditionals.add(name));
  const forget = (order: Parameters<typeof namesOf>[0]) => namesOf(order).forEach((name) => conditionals.delete(name));
  const filterOf = (order: OrderName, entry: BookEntry) =>
    entry.category === 'spot' && (conditionals.has(order.clientOrderId) || conditionals.has(order.venueOrderId ?? ''))
      ? { orderFilter: 'StopOrder' }
      : {};

  const find = async (order: OrderName, since: number): Promise<VenueAnswer> => {
    const entry = book.ofInstrument(order.instrument);
    const where = { category: entry.category, symbol: entry.market.id, ...naming(order) };
    const open_ = await list(REALTIME, where);
    const past = await history(HISTORY, since, where);
    const executed = (await history(EXECUTIONS, since, where)).filter((row) => isNamed(row, order));
    const rowsFound = [...open_, ...past].filter((row) => isNamed(row, order)).map((row) => reported(row, entry.category));
    return { ok: true, kind: 'find', order: latest(rowsFound), executions: executionsOf(executed, entry.category) };
  };
  const executionsOf = (found: readonly Payload[], category: Category): ExecutionReport[] => {
    const byId = new Map<string, ExecutionReport>();
    // They come newest first, and several may carry one time.
    for (const row of found.toReversed()) {
      const report = executionReport(row, category, book);
      if (report) byId.set(report.executionId, report);
    }
    return [...byId.values()].sort((a, b) => a.at - b.at);
  };

  const openOrders = async (): Promise<OrderReport[]> => {
    const found: OrderReport[] = [];
    for (const coin of settleCoins)
      for (const row of await list(REALTIME, { category: 'linear', settleCoin: coin, openOnly: 0, limit: 50 }))
        found.push(reported(row, 'linear'));
    if (categories.includes('spot'))
      for (const row of await list(REALTIME, { category: 'spot', openOnly: 0, limit: 50 })) found.push(reported(row, 'spot'));
    return found.filter(({ status }) => status === 'working');
  };

  const positions = async () => {
    const found: Payload[] = [];
    for (const settleCoin of settleCoins) found.push(...(await list(POSITIONS, { category: 'linear', settleCoin, limit: 200 })));
    const reports = found.map((row) => positionReport(row, book));
    const named = new Set(reports.map(({ instrument }) => instrument));
    const flat = book.entries.filter(({ category, instrument }) => category === 'linear' && !named.has(instrument));
    return [...reports, ...flat.map(({ instrument }) => ({ instrument, quantity: '0', averagePrice: null }))];
  };

  const ask: { [K in VenueRequest['kind']]: (request: Extract<VenueRequest, { kind: K }>) => Promise<VenueAnswer> } = {
    place: async ({ order }) => {
      const parameters = placeParameters(order, book.ofInstrument(order.instrument));
      if (parameters.orderFilter === 'StopOrder') remember(order);
      return { ok: true, kind: 'place', venueOrderId: text(await post('v5/order/create', parameters), 'orderId') };
    },
    amend: async (request) => {
      const entry = book.ofInstrument(request.order.instrument);
      const parameters = { ...amendParameters(request, entry), ...filterOf(request.order, entry) };
      return { ok: true, kind: 'amend', venueOrderId: text(await post('v5/order/amend', parameters), 'orderId') };
    },
    cancel: async ({ order }) => {
      const entry = book.ofInstrument(order.instrument);
      const parameters = { category: entry.category, symbol: entry.market.id, ...naming(order), ...filterOf(order, entry) };
      return { ok: true, kind: 'cancel', venueOrderId: text(await post('v5/order/cancel', parameters), 'orderId') };
    },
    find: ({ order, since }) => find(order, since),
    'open-orders': async () => ({ ok: true, kind: 'open-orders', orders: await openOrders() }),
    executions: async ({ since }) => {
      const found: ExecutionReport[] = [];
      for (const category of categories) found.push(...executionsOf(await history(EXECUTIONS, since, { category }), category));
      return { ok: true, kind: 'executions', executions: found.sort((a, b) => a.at - b.at) };
    },
    positions: async () => ({ ok: true, kind: 'positions', positions: await positions() }),
    balances: async () => {
      const result = await get('v5/account/wallet-balance', { accountType: 'UNIFIED' });
      const coins = rows(result.list, 'list').flatMap((wallet) => rows(wallet.coin, 'coin'));
      return { ok: true, kind: 'balances', balances: balanceReports(coins) };
    },
    funding: async ({ since }) => {
      if (!categories.includes('linear')) throw notSupported('Bybit: no perpetual is configured, so there is no funding');
      const found = await history(EXECUTIONS, since, { category: 'linear', execType: 'Funding' });
      const payments = new Map(found.map((row) => [text(row, 'execId'), fundingReport(row, book)]));
      return { ok: true, kind: 'funding', payments: [...payments.values()].sort((a, b) => a.at - b.at) };
    },
    time: async () => {
      const answer = payload(await open.request('v5/market/time', 'public', 'GET'), 'answer');
      const venueTime = Math.floor(Number(text(payload(answer.result, 'result'), 'timeNano')) / 1e6);
      if (!(venueTime > 0)) throw badAnswer('Bybit: expected a time in timeNano');
      return { ok: true, kind: 'time', venueTime };
    },
  };

  return {
    entries: book.entries,
    answer: (request) => ask[request.kind](request as never),
    account: () => account(get, book.entries),
    rules: (entry) => bybitRules(entry, get, options.venue),
    privateStreams: () => [keptBy(session.options, privateScript(session, reported))],
  };
}

const REALTIME = 'v5/order/realtime';
const HISTORY = 'v5/order/history';
const EXECUTIONS = 'v5/execution/list';
const POSITIONS = 'v5/position/list';

function isNamed(row: Payload, order: OrderName): boolean {
  return order.venueOrderId === null
    ? optionalText(row, 'orderLinkId') === order.clientOrderId
    : optionalText(row, 'orderId') === order.venueOrderId;
}

/** Open list and history may both have it, one a moment older. */
function latest(reports: readonly OrderReport[]): OrderReport | null {
  return reports.reduce<OrderReport | null>((best, one) => (best === null || one.at >= best.at ? one : best), null);
}

async function account(get: (path: string, parameters: object) => Promise<Payload>, entries: readonly BookEntry[]): Promise<AccountReport> {
  const key = await get('v5/user/query-api', {});
  const settings = await get('v5/account/info', {});
  const permissions = payload(key.permissions, 'permissions');
  const may = (group: string) => (Array.isArray(permissions[group]) ? (permissions[group] as unknown[]) : []);
  const linear = entries.filter(({ category }) => category === 'linear');
  const needs = [
    linear.length === 0 || may('ContractTrade').includes('Order') || may('Derivatives').includes('DerivativesTrade'),
    linear.length === entries.length || may('Spot').includes('SpotTrade'),
  ];
  let isHedged = false;
  for (const { market } of linear) {
    const found = await get(POSITIONS, { category: 'linear', symbol: market.id });
    isHedged ||= rows(found.list, 'list').some((row) => optionalText(row, 'positionIdx') !== '0');
  }
  const ips = Array.isArray(key.ips) ? key.ips : [];
  return {
    canTrade: optionalText(key, 'readOnly') === '0' && needs.every(Boolean),
    canWithdraw: may('Wallet').includes('Withdraw'),
    ipBound: ips.length > 0 && !ips.includes('*'),
    accountType: Number(text(settings, 'unifiedMarginStatus')) >= 3 ? 'unified' : 'classic',
    positionMode: linear.length === 0 ? 'none' : isHedged ? 'hedge' : 'one-way',
    marginMode: optionalText(settings, 'marginMode'),
  };
}

/** Without a way to ask for the account's own fees the published ones count. */
export async function bybitRules(
  entry: BookEntry,
  get: ((path: string, parameters: object) => Promise<Payload>) | null,
  venue: string,
): Promise<InstrumentRules> {
  const { market, category } = entry;
  const info = payload(market.info, 'instrument');
  const lots = payload(info.lotSizeFilter, 'lotSizeFilter');
  const prices = payload(info.priceFilter, 'priceFilter');
  const fees = await feesOf(entry, get);
  const limit = (name: string) => (optionalText(lots, name) === '' ? null : plainDecimal(optionalText(lots, name), name));
  const minimumNotional = limit('minNotionalValue') ?? limit('minOrderAmt');
  return {
    specification: {
      id: entry.instrument,
      venue,
      kind: category === 'spot' ? 'spot' : 'perpetual',
      base: market.base,
      quote: market.quote,
      tickSize: Number(text(prices, 'tickSize')),
      lotSize: Number(category === 'spot' ? text(lots, 'basePrecision') : text(lots, 'qtyStep')),
      contractMultiplier: Number(market.contractSize ?? '1'),
      minimumNotional: Number(minimumNotional ?? '0'),
      shorting: category === 'linear',
      makerFeeRatio: Math.max(0, Number(fees.maker)),
      takerFeeRatio: Math.max(0, Number(fees.taker)),
    },
    minimumQuantity: limit('minOrderQty'),
    maximumQuantity: limit('maxOrderQty'),
    minimumNotional,
    feesFrom: fees.from,
  };
}

/** Not every key or simulator tells the account's own rates; then the published ones count, and it is said. */
async function feesOf(
  entry: BookEntry,
  get: ((path: string, parameters: object) => Promise<Payload>) | null,
): Promise<{ maker: string; taker: string; from: InstrumentRules['feesFrom'] }> {
  try {
    const result = await get?.('v5/account/fee-rate', { category: entry.category, symbol: entry.market.id });
    const own = result && rows(result.list, 'list').find((row) => optionalText(row, 'symbol') === entry.market.id);
    if (isPayload(own)) return { maker: text(own, 'makerFeeRate'), taker: text(own, 'takerFeeRate'), from: 'account' };
  } catch (error) {
    if (!(error instanceof VenueError) || error.failure.outcome !== 'refused') throw error;
  }
  const { maker, taker } = entry.market;
  if (maker === undefined || taker === undefined) throw badAnswer(`Bybit: expected fee rates of ${entry.instrument}, found none`);
  return { maker, taker, from: 'published' };
}
