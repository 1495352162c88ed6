/** An account of Interactive Brokers as a venue: its link, its market feed, its instruments, over one connection to TWS or IB Gateway. */

import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import type { FeedListener, PastCandle } from '../../core/market/market-feed.ts';
import type {
  LinkListener,
  RequestKind,
  VenueAnswer,
  VenueAnswers,
  VenueCapabilities,
  VenueFailure,
  VenueLink,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import { Account } from './account.ts';
import { Executions } from './executions.ts';
import { notSent, unknown } from './failures.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { MarketFeed } from './market-feed.ts';
import { OrderLists } from './order-lists.ts';
import { ORDER_TYPES, TIMES_IN_FORCE } from './order-words.ts';
import { Orders } from './orders.ts';
import { isFailure } from './outstanding.ts';
import { PastCandles } from './past-candles.ts';
import { RequestIds } from './request-ids.ts';
import { Securities, type Security } from './securities.ts';
import { VenueTime } from './venue-time.ts';

export interface InteractiveBrokersOptions extends GatewayOptions {
  readonly securities: readonly Security[];
  /** How long an answer is waited for, ms. */
  readonly answerMs?: number;
  /** The receiver's clock, epoch ms; the machine's own where absent. */
  readonly now?: () => number;
  /** What the owner has to know and no request is about, such as market data that is not subscribed. */
  readonly warn?: (message: string) => void;
}

export interface InteractiveBrokers extends VenueLink {
  /** Connects. InputError where port, account and environment do not belong together, the client id is taken, or nobody answers. */
  start(): Promise<void>;
  close(): void;
  /** Of a started link. InputError IB_SECURITY where one of them means no contract, or several. */
  instruments(): InstrumentSpecification[];
  /** The broker's clock minus ours, ms, as last measured; 0 while it can't be told apart. */
  readonly serverTimeOffsetMs: number;
  readonly feed: {
    listen(listener: FeedListener): void;
    /** Minutes that are over, from a time on, oldest first. */
    history(instrument: string, since: number): Promise<readonly PastCandle[]>;
  };
}

const ANSWER_MS = 10_000;

const CAPABILITIES: VenueCapabilities = {
  venue: 'interactive-brokers',
  clientIdUniqueness: 'none',
  listsTheDayAlone: true,
  orderTypes: ORDER_TYPES,
  timesInForce: TIMES_IN_FORCE,
  postOnly: false,
  reduceOnly: false,
  amend: true,
  // Two exits for one position need a group that the port does not name.
  stopWithTarget: false,
  requestLifeMs: null,
  shorting: true,
  funding: false,
  spotAsPositions: true,
  // A currency bought is paid for with another one; a contract for difference is not paid for.
  paidInMoney: ['equity', 'forex', 'spot'],
  moneyRounding: '0.01',
};

type Asked<K extends RequestKind> = Extract<VenueRequest, { kind: K }>;
type Ask = { readonly [K in RequestKind]: (what: Asked<K>, mayStillSend: () => boolean) => Promise<VenueAnswers[K] | VenueFailure> };

export function openInteractiveBrokers(options: InteractiveBrokersOptions): InteractiveBrokers {
  const { answerMs = ANSWER_MS, securities: wanted, now = Date.now, warn = () => {} } = options;
  let listener: LinkListener | null = null;
  const tell = (news: VenueNews) => listener?.told(news, now());
  const ids = new RequestIds();
  const gateway = new Gateway(options, {
    state: (state, reason) => {
      if (state === 'up') feed.subscribe();
      tell({ kind: 'link', state, reason });
      feed.tell({ kind: 'link', state, reason });
    },
    refused: ({ message }) => warn(message),
  });
  const securities = new Securities(gateway, ids, wanted, answerMs);
  const time = new VenueTime(gateway, answerMs, now);
  const orders = new Orders({ gateway, securities, time }, answerMs, (order) => tell({ kind: 'order', order }));
  const lists = new OrderLists({ gateway, orders, securities, time }, answerMs);
  const executions = new Executions({ gateway, ids, securities, time }, answerMs, (execution) => tell({ kind: 'execution', execution }));
  const account = new Account(gateway, ids, securities, answerMs, (position) => {
    tell({ kind: 'position', position });
    executions.positionMoved();
  });
  const past = new PastCandles({ gateway, ids, time }, answerMs);
  const feed = new MarketFeed({ gateway, ids, securities, time, past }, now, warn);
  gateway.parts.push(time, securities, orders, lists, executions, account, past, feed);
  const ask = asksOf({ orders, lists, executions, account, time });
  return {
    capabilities: CAPABILITIES,
    listen: (to) => {
      listener = to;
    },
    ask: (request, what, mayStillSend) => {
      void answerTo(ask, what, mayStillSend).then((answer) => listener?.answered(request, answer, now()));
    },
    start: () => gateway.start(),
    close: () => gateway.close(),
    instruments: () => securities.specifications(),
    get serverTimeOffsetMs() {
      return time.offsetMs;
    },
    feed: { listen: (to) => feed.listen(to), history: (instrument, since) => feed.history(instrument, since) },
  };
}

async function answerTo(ask: Ask, what: VenueRequest, mayStillSend: () => boolean): Promise<VenueAnswer> {
  try {
    const act = ask[what.kind] as (request: VenueRequest, may: () => boolean) => Promise<object>;
    const got = await act(what, mayStillSend);
    return isFailure(got) ? got : ({ ok: true, kind: what.kind, ...got } as VenueAnswer);
  } catch (error) {
    return unknown('BAD_ANSWER', `the answer to ${what.kind} could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

interface Parts {
  readonly orders: Orders;
  readonly lists: OrderLists;
  readonly executions: Executions;
  readonly account: Account;
  readonly time: VenueTime;
}

/** An answer under the name the port has for it. */
async function named<N extends string, T>(name: N, rows: Promise<T | VenueFailure>): Promise<Record<N, T> | VenueFailure> {
  const got = await rows;
  return isFailure(got) ? got : ({ [name]: got } as Record<N, T>);
}

function asksOf({ orders, lists, executions, account, time }: Parts): Ask {
  return {
    place: (what, may) => orders.place(what, may),
    amend: (what, may) => orders.amend(what, may),
    cancel: (what, may) => orders.cancel(what, may),
    find: (what, may) => find({ lists, executions }, what, may),
    'open-orders': (_, may) => named('orders', lists.open(may)),
    executions: ({ since }, may) => named('executions', executions.since(since, may)),
    positions: (_, may) => named('positions', account.positions(may)),
    balances: (_, may) => named('balances', account.balances(may)),
    funding: async () => notSent('NOT_SUPPORTED', 'expected no question about funding, which Interactive Brokers has not got'),
    time: (_, may) => named('venueTime', time.ask(may)),
  };
}

/** Among the open orders, then the completed ones, then in the executions: nothing else knows an order by its reference. */
async function find(
  { lists, executions }: Pick<Parts, 'lists' | 'executions'>,
  { order: { clientOrderId, venueOrderId }, since }: Asked<'find'>,
  mayStillSend: () => boolean,
): Promise<VenueAnswers['find'] | VenueFailure> {
  const is = (found: { readonly clientOrderId: string; readonly venueOrderId: string }) =>
    clientOrderId === '' ? found.venueOrderId === venueOrderId : found.clientOrderId === clientOrderId;
  const open = await lists.open(mayStillSend);
  if (isFailure(open)) return open;
  const completed = await lists.completed(mayStillSend);
  if (isFailure(completed)) return completed;
  const fills = await executions.since(since, mayStillSend);
  if (isFailure(fills)) return fills;
  return { order: open.find(is) ?? completed.find(is) ?? null, executions: fills.filter(is) };
}
