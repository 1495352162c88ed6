/** One connection of the stream: what it has subscribed to, what it asks for, and what it is told. */

import type { Move } from '../exchange/moves.ts';
import type { KrakenAccount } from './account.ts';
import { balanceRow, balanceSnapshot, executionRows, executionSnapshot } from './account-channels.ts';
import { INVALID_SESSION, KrakenError, krakenErrorIn } from './errors.ts';
import { type Fields, flagOf, integerOf, nestedOf, textOf, textsOf } from './fields.ts';
import {
  BOOK_DEPTHS,
  type ChannelOptions,
  instrumentData,
  MARKET_CHANNELS,
  type MarketChannel,
  OHLC_INTERVALS,
} from './market-channels.ts';
import type { Pair } from './pairs.ts';
import { answerTo, type RequestHead } from './stream-message.ts';
import { STREAM_METHODS } from './stream-methods.ts';
import type { AccountNews, KrakenVenue, VenueListener } from './venue.ts';

/** The public and the private stream are two endpoints: neither serves what the other is for. */
export type Endpoint = 'public' | 'private';

/** Sends a message. What it is, of which account, and whether it answers the request at hand, is for the faults. */
export type Send = (what: string, account: string, message: object, isAnswer?: boolean) => void;

interface MarketSubscription {
  readonly pair: Pair;
  readonly channel: MarketChannel;
}

interface AccountSubscription {
  readonly account: KrakenAccount;
  /** Rises with each message of the subscription. */
  sequence: number;
  /** Executions: whether all changes are told, or only that orders open and end. */
  readonly everyStatus: boolean;
}

const ENDS_AND_BEGINNINGS = new Set(['new', 'filled', 'canceled', 'expired']);

export class StreamSession implements VenueListener {
  private readonly venue: KrakenVenue;
  private readonly endpoint: Endpoint;
  private readonly connection: number;
  private readonly send: Send;
  /** By channel, options and pair, such as `book 10 BTC/USD`. */
  private readonly markets = new Map<string, MarketSubscription>();
  private readonly accounts = new Map<string, AccountSubscription>();
  private hasInstruments = false;

  constructor(venue: KrakenVenue, endpoint: Endpoint, connection: number, send: Send) {
    this.venue = venue;
    this.endpoint = endpoint;
    this.connection = connection;
    this.send = send;
  }

  /** Said to whoever connects, and whenever the state changes. */
  statusChanged(): void {
    const system = this.venue.status;
    const data = [
      { version: '2.0.10', system, api_version: 'v2', connection_id: this.connection, upcoming_maintenance: [], emergency: [] },
    ];
    this.send('status', '', { channel: 'status', type: 'update', data });
  }

  beat(): void {
    if (this.markets.size + this.accounts.size > 0 || this.hasInstruments) this.send('heartbeat', '', { channel: 'heartbeat' });
  }

  /** The account a request speaks for; empty where it has no good token. */
  ownerOf(request: Fields): string {
    const { token } = (request.params ?? {}) as Fields;
    return typeof token === 'string' ? (this.venue.ownerOf(token)?.id ?? '') : '';
  }

  /** Works on a request and answers it. */
  take(request: Fields, head: RequestHead): void {
    let params: Fields = {};
    try {
      params = nestedOf(request, 'params') ?? {};
      if (head.method === 'ping') this.answer({ ...head, method: 'pong' }, '', {});
      else if (head.method === 'subscribe' || head.method === 'unsubscribe') this.takeSubscription(head, params);
      else this.takeMethod(head, params);
    } catch (error) {
      const refusal = krakenErrorIn(error);
      if (refusal === null) throw error;
      const { channel } = params;
      const isSession = refusal.message === INVALID_SESSION && channel !== undefined;
      this.refuse(head, refusal.message, isSession ? { channel, status: 'error' } : {});
    }
  }

  refuse(head: RequestHead, error: string, more: object = {}): void {
    this.answer(head, '', { ...more, error, success: false });
  }

  private answer(head: RequestHead, account: string, rest: object): void {
    this.send(head.method, account, answerTo(head, this.venue.wallNow(), rest), true);
  }

  private takeMethod(head: RequestHead, params: Fields): void {
    if (!Object.hasOwn(STREAM_METHODS, head.method)) throw new KrakenError('EGeneral:Unknown method');
    const method = STREAM_METHODS[head.method] as (typeof STREAM_METHODS)[string];
    const account = this.speaker(params);
    for (const answer of method({ venue: this.venue, account, params, receivedAt: head.receivedAt }))
      this.answer(head, account.id, { ...answer, success: !('error' in answer) });
  }

  private speaker(params: Fields): KrakenAccount {
    if (this.endpoint === 'public')
      throw new KrakenError('Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com');
    const account = this.venue.ownerOf(textOf(params, 'token') ?? '');
    if (account === undefined) throw new KrakenError(INVALID_SESSION);
    return account;
  }

  private takeSubscription(head: RequestHead, params: Fields): void {
    const channel = textOf(params, 'channel') ?? '';
    const wanted = head.method === 'subscribe';
    if (channel === 'executions' || channel === 'balances') return this.takeAccountChannel(head, channel, params, wanted);
    if (this.endpoint === 'private')
      throw new KrakenError('Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com');
    if (channel === 'instrument') return this.takeInstruments(head, params, wanted);
    if (!Object.hasOwn(MARKET_CHANNELS, channel)) throw new KrakenError('Subscription name invalid');
    const options = optionsOf(channel, params);
    const symbols = textsOf(params, 'symbol');
    if (symbols.length === 0) throw new KrakenError('Symbol(s) missing');
    for (const symbol of symbols) this.takeMarketChannel(head, channel as keyof typeof MARKET_CHANNELS, symbol, options, params, wanted);
  }

  private takeMarketChannel(
    head: RequestHead,
    name: keyof typeof MARKET_CHANNELS,
    symbol: string,
    options: ChannelOptions,
    params: Fields,
    wanted: boolean,
  ): void {
    const pair = this.venue.pairs.find((known) => known.symbol === symbol);
    if (pair === undefined) return this.refuse(head, `Currency pair not supported ${symbol}`, { symbol });
    const { depth, interval } = options;
    const detail = name === 'book' ? { depth } : name === 'ohlc' ? { interval } : {};
    const key = [name, ...Object.values(detail), symbol].join(' ');
    if (wanted === this.markets.has(key)) return this.refuse(head, wanted ? 'Already subscribed' : 'Subscription Not Found', { symbol });
    const snapshot = snapshotWanted(params, name !== 'trade');
    this.answer(head, '', { result: { channel: name, symbol, ...detail, ...(wanted && { snapshot }) }, success: true });
    if (!wanted) return void this.markets.delete(key);
    const channel = MARKET_CHANNELS[name](this.venue, pair, options);
    this.markets.set(key, { pair, channel });
    if (snapshot) this.send(name, '', channel.snapshot());
  }

  private takeInstruments(head: RequestHead, params: Fields, wanted: boolean): void {
    this.hasInstruments = wanted;
    const snapshot = snapshotWanted(params, true);
    this.answer(head, '', { result: { channel: 'instrument', ...(wanted && { snapshot }) }, success: true });
    if (wanted && snapshot) this.send('instrument', '', instrumentData(this.venue));
  }

  private takeAccountChannel(head: RequestHead, name: 'executions' | 'balances', params: Fields, wanted: boolean): void {
    const account = this.speaker(params);
    if (wanted === this.accounts.has(name)) throw new KrakenError(wanted ? 'Already subscribed' : 'Subscription Not Found');
    const asked = (flag: string, otherwise: boolean) => (textOf(params, flag) === undefined ? otherwise : flagOf(params, flag));
    const snapshot = snapshotWanted(params, true);
    const orders = snapshot && asked('snap_orders', true);
    const trades = snapshot && asked('snap_trades', false);
    const detail = name === 'executions' ? { snap_orders: orders, snap_trades: trades } : { snapshot };
    this.answer(head, account.id, { result: { channel: name, ...(wanted && detail) }, success: true });
    if (!wanted) return void this.accounts.delete(name);
    const subscription = { account, sequence: 0, everyStatus: asked('order_status', true) };
    this.accounts.set(name, subscription);
    if (!snapshot) return;
    const data = name === 'executions' ? executionSnapshot(account, { orders, trades }) : balanceSnapshot(account);
    this.tell(name, subscription, 'snapshot', data);
  }

  private tell(channel: string, subscription: AccountSubscription, type: 'snapshot' | 'update', data: readonly object[]): void {
    this.send(channel, subscription.account.id, { channel, type, data, sequence: ++subscription.sequence });
  }

  told(account: KrakenAccount, news: AccountNews): void {
    const executions = this.accounts.get('executions');
    if (executions?.account === account) {
      for (const row of executionRows(account, news)) {
        const { exec_type: type } = row as { exec_type: string };
        if (executions.everyStatus || ENDS_AND_BEGINNINGS.has(type)) this.tell('executions', executions, 'update', [row]);
      }
    }
    const balances = this.accounts.get('balances');
    if (balances?.account === account && news.kind === 'trade') this.tell('balances', balances, 'update', news.entries.map(balanceRow));
  }

  moved(pair: Pair, move: Move): void {
    for (const subscription of this.markets.values()) {
      if (subscription.pair !== pair) continue;
      const message = subscription.channel.moved(move);
      if (message !== null) this.send((message as { channel: string }).channel, '', message);
    }
  }
}

function snapshotWanted(params: Fields, otherwise: boolean): boolean {
  return textOf(params, 'snapshot') === undefined ? otherwise : flagOf(params, 'snapshot');
}

function optionsOf(channel: string, params: Fields): ChannelOptions {
  const depth = integerOf(params, 'depth') ?? 10;
  const interval = integerOf(params, 'interval') ?? 1;
  if (channel === 'book' && !BOOK_DEPTHS.includes(depth)) throw new KrakenError('Subscription depth not supported');
  if (channel === 'ohlc' && !OHLC_INTERVALS.includes(interval)) throw new KrakenError('Subscription ohlc interval not supported');
  return { depth, interval };
}
