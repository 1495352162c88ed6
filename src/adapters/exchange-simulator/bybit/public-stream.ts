/** The public streams: order books, tickers, klines and trades, each as a snapshot and what changes after it. */

import { formatLots, formatTicks } from '../../../core/domain/instrument.ts';
import { changesBetween } from '../exchange/book-changes.ts';
import type { Market } from '../exchange/market.ts';
import type { Move } from '../exchange/moves.ts';
import type { WireSocket } from '../wire/wire-socket.ts';
import { plainText } from './answers.ts';
import type { ShownBook } from './book.ts';
import { intervalOf, type Kline, klinesOf } from './klines.ts';
import { levelText } from './market-requests.ts';
import { answerPing, type Frame, readFrame, said } from './stream-words.ts';
import type { Listed } from './symbols.ts';
import type { PublicTrade } from './tape.ts';
import { tickerText } from './tickers.ts';
import { type BybitVenue, priceText, turnoverText, volumeText } from './venue.ts';

const DEPTHS = [1, 50, 200, 500, 1000];
const MOST_SPOT_TOPICS = 10;

type Send = (message: Record<string, unknown>) => void;

/** One topic of one instrument, with what its listeners have been told. */
interface Topic {
  readonly name: string;
  readonly listed: Listed;
  readonly sockets: Set<WireSocket>;
  /** First message of a new listener; absent where there is none. */
  readonly begin?: (send: Send) => void;
  readonly moved?: (move: Move, send: Send) => void;
  readonly traded?: (trade: PublicTrade, send: Send) => void;
}

type Part = Omit<Topic, 'name' | 'listed' | 'sockets'>;

export class PublicStreams {
  private readonly venue: BybitVenue;
  /** By market, then by name. */
  private readonly topics: Map<string, Topic>[];
  private connections = 0;

  constructor(venue: BybitVenue) {
    this.venue = venue;
    this.topics = venue.symbols.all.map(() => new Map());
  }

  connect(category: string, socket: WireSocket): void {
    const connection = `public-${++this.connections}`;
    const own = new Set<Topic>();
    socket.onClose(() => {
      for (const topic of own) this.leave(topic, socket);
    });
    socket.onMessage((text) => {
      const frame = readFrame(text);
      if (frame === null) return socket.close(1007, 'expected JSON');
      if (frame.op === 'ping') return socket.send({ topic: 'pong' }, answerPing(frame, connection, 'public', this.venue.clock()));
      if (frame.op === 'subscribe') this.subscribe(category, frame, connection, socket, own);
      else if (frame.op === 'unsubscribe') this.unsubscribe(frame, connection, socket, own);
      else socket.send({ topic: '' }, said(frame, connection, false, `error:handler not found,op:${frame.op}`));
    });
  }

  moved(market: Market, move: Move): void {
    for (const topic of this.topicsOf(market).values()) topic.moved?.(move, this.sender(topic));
  }

  traded(market: Market, trade: PublicTrade): void {
    for (const topic of this.topicsOf(market).values()) topic.traded?.(trade, this.sender(topic));
  }

  private topicsOf(market: Market): Map<string, Topic> {
    return this.topics[market.index] as Map<string, Topic>;
  }

  private subscribe(category: string, frame: Frame, connection: string, socket: WireSocket, own: Set<Topic>): void {
    const answer = (success: boolean, words: string) => socket.send({ topic: 'subscribe' }, said(frame, connection, success, words));
    if (category === 'spot' && frame.args.length > MOST_SPOT_TOPICS) return answer(false, 'args size >10');
    const topics: Topic[] = [];
    for (const name of new Set(frame.args.map(plainText))) {
      const topic = this.topicNamed(category, name);
      if (topic === null) return answer(false, `error:handler not found,topic:${name}`);
      topics.push(topic);
    }
    answer(true, category === 'spot' ? 'subscribe' : '');
    for (const topic of topics) {
      if (own.has(topic)) continue;
      own.add(topic);
      this.topicsOf(topic.listed.market).set(topic.name, topic);
      topic.begin?.(this.sender({ ...topic, sockets: new Set([socket]) }));
      topic.sockets.add(socket);
    }
  }

  private unsubscribe(frame: Frame, connection: string, socket: WireSocket, own: Set<Topic>): void {
    const names = frame.args.map(plainText);
    for (const topic of own) {
      if (!names.includes(topic.name)) continue;
      own.delete(topic);
      this.leave(topic, socket);
    }
    socket.send({ topic: 'unsubscribe' }, said(frame, connection, true, ''));
  }

  private leave(topic: Topic, socket: WireSocket): void {
    topic.sockets.delete(socket);
    if (topic.sockets.size === 0) this.topicsOf(topic.listed.market).delete(topic.name);
  }

  private sender({ name, listed, sockets }: Topic): Send {
    const subject = { topic: name, instrument: listed.market.instrument.id };
    return (message) => {
      const whole = { topic: name, ts: this.venue.exchange.now, ...message };
      for (const socket of sockets) socket.send(subject, whole);
    };
  }

  /** The topic of this name, made where nobody listened to it yet; null where there is none. */
  private topicNamed(category: string, name: string): Topic | null {
    const [kind = '', ...rest] = name.split('.');
    const symbol = rest.at(-1) ?? '';
    const listed = this.venue.symbols.find(category, symbol);
    if (listed === undefined) return null;
    const known = this.topicsOf(listed.market).get(name);
    if (known !== undefined) return known;
    const part = this.partOf(kind, rest.length === 2 ? (rest[0] as string) : '', listed);
    return part === null ? null : { name, listed, sockets: new Set(), ...part };
  }

  private partOf(kind: string, detail: string, listed: Listed): Part | null {
    if (kind === 'orderbook' && DEPTHS.includes(Number(detail))) return bookTopic(this.venue, listed, Number(detail));
    if (kind === 'kline' && intervalOf(detail, 0) !== null) return klineTopic(this.venue, listed, detail);
    if (detail !== '') return null;
    if (kind === 'tickers') return tickerTopic(this.venue, listed);
    return kind === 'publicTrade' ? tradeTopic(this.venue, listed) : null;
  }
}

function bookTopic(venue: BybitVenue, { market, symbol }: Listed, depth: number): Part {
  let told = venue.books.of(market, depth);
  // Updates of one depth follow each other without a gap: those of deeper levels are not counted.
  let update = told.updates;
  const write = levelText(market.instrument);
  const data = (bids: ShownBook['bids'], asks: ShownBook['asks']) => ({
    s: symbol,
    b: bids.map(write),
    a: asks.map(write),
    u: update,
    seq: told.sequence,
  });
  const whole = () => ({ type: 'snapshot', data: data(told.bids, told.asks), cts: told.at });
  return {
    begin: (send) => send(whole()),
    moved(_, send) {
      const before = told;
      told = venue.books.of(market, depth);
      if (told.updates === before.updates) return;
      const bids = changesBetween('bids', before.bids, told.bids);
      const asks = changesBetween('asks', before.asks, told.asks);
      // What has changed lies deeper than this topic shows.
      if (bids.length + asks.length === 0) return;
      update++;
      // The best level alone is always told whole.
      send(depth === 1 ? whole() : { type: 'delta', data: data(bids, asks), cts: told.at });
    },
  };
}

/** Spot tickers carry no best bid and ask, and are told whole. */
const NOT_ON_SPOT = ['bid1Price', 'bid1Size', 'ask1Price', 'ask1Size'];

function tickerTopic(venue: BybitVenue, listed: Listed): Part {
  const isSpot = listed.category === 'spot';
  let sequence = 0;
  const now = () => {
    const ticker = Object.entries(tickerText(listed, venue.exchange.now, venue.books.of(listed.market, 1)));
    return Object.fromEntries(isSpot ? ticker.filter(([name]) => !NOT_ON_SPOT.includes(name)) : ticker);
  };
  let told: Record<string, string> = now();
  const message = (type: string, data: Record<string, string>) => ({ type, cs: ++sequence, data });
  return {
    begin: (send) => send(message('snapshot', told)),
    moved(_, send) {
      const before = told;
      told = now();
      const changed = Object.fromEntries(Object.entries(told).filter(([name, value]) => before[name] !== value));
      if (Object.keys(changed).length === 0) return;
      send(isSpot ? message('snapshot', told) : message('delta', { symbol: listed.symbol, ...changed }));
    },
  };
}

function klineTopic(venue: BybitVenue, { market }: Listed, interval: string): Part {
  const { instrument, timeframeMs } = market;
  let unconfirmed: Kline | null = null;
  const price = (value: number) => priceText(instrument, value);
  const write = ({ start, end, open, high, low, close, volume, turnover }: Kline, confirm: boolean) => ({
    type: 'snapshot',
    data: [
      {
        start,
        end: end - 1,
        interval,
        open: price(open),
        close: price(close),
        high: price(high),
        low: price(low),
        volume: volumeText(instrument, volume),
        turnover: turnoverText(instrument, volume, turnover),
        confirm,
        timestamp: venue.exchange.now,
      },
    ],
  });
  return {
    moved({ candle, part, trade }, send) {
      // Updates of a recorded book are no news of its candles.
      if (trade === null && part === 'inside' && market.sides !== null) return;
      const kline = klinesOf(market, interval, 1, Number.NaN, Number.NaN)[0];
      if (kline === undefined) return;
      // Where the interval's last candle is missing, the next interval says that it is over.
      if (unconfirmed !== null && unconfirmed.start !== kline.start) send(write(unconfirmed, true));
      const isOver = part === 'close' && (market.source.time[candle] as number) + timeframeMs >= kline.end;
      send(write(kline, isOver));
      unconfirmed = isOver ? null : kline;
    },
  };
}

function tradeTopic(venue: BybitVenue, { market, symbol }: Listed): Part {
  const { instrument } = market;
  return {
    traded({ number, at, ticks, lots, side, direction }, send) {
      const trade = {
        T: at,
        s: symbol,
        S: side,
        v: formatLots(instrument, lots),
        p: formatTicks(instrument, ticks),
        L: direction,
        i: venue.idOf('trade', number),
        BT: false,
        seq: number,
      };
      send({ type: 'snapshot', data: [trade] });
    },
  };
}
