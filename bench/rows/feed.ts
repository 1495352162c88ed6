/** The feed: order-book changes taken in by one process, beside what ccxt.pro makes of the very same frames. */

import ccxt from 'ccxt';
import { BybitBook } from '../../src/adapters/ccxt-venues/bybit/book.ts';
import { nextRandom, uniform } from '../../src/core/trading/engine/random.ts';
import { median } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const FRAMES = 200_000;
const DEPTH = 50;
const ROUNDS = 5;

/** Frames as Bybit sends them: a snapshot, then changes of one to six levels around a price that wanders. */
function frames(): string[] {
  let state = 1;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  const price = (ticks: number) => (ticks / 100).toFixed(2);
  const size = () => (random() < 0.3 ? '0' : (random() * 5).toFixed(3));
  let middle = 1_650_000;
  const made: string[] = [];
  for (let i = 0; i < FRAMES; i++) {
    const isSnapshot = i === 0;
    const level = (side: 1 | -1, depth: number) => [price(middle + side * (1 + depth)), isSnapshot ? '1.000' : size()];
    const count = isSnapshot ? DEPTH : 1 + Math.floor(random() * 3);
    const levels = (side: 1 | -1) =>
      Array.from({ length: count }, (_, k) => level(side, isSnapshot ? k : Math.floor(random() ** 2 * DEPTH)));
    const cts = 1_672_304_484_976 + i;
    made.push(
      `{"topic":"orderbook.${DEPTH}.BTCUSDT","type":"${isSnapshot ? 'snapshot' : 'delta'}","ts":${cts + 2},"data":${JSON.stringify({ s: 'BTCUSDT', b: levels(-1), a: levels(1), u: i + 1000, seq: 7_961_638_724 + i })},"cts":${cts}}`,
    );
    if (random() < 0.05) middle += Math.floor(random() * 3) - 1;
  }
  return made;
}

async function measure(): Promise<Outcome> {
  const made = frames();
  const [own, theirs]: [number[], number[]] = [[], []];
  let best: readonly number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const kept = new BybitBook(DEPTH);
    const start = performance.now();
    for (const frame of made) kept.take(JSON.parse(frame));
    own.push(FRAMES / ((performance.now() - start) / 1000));
    best = [kept.book.bid, kept.book.ask];
    const { perSecond, bid, ask } = withCcxt(made);
    theirs.push(perSecond);
    agree('best bid and ask of the same frames', [bid, ask], best);
  }
  const [ours, peer] = [median(own), median(theirs)];
  return {
    figures: { 'feed.deltasPerSecond': ours, 'feed.ccxtDeltasPerSecond': peer },
    lines: [
      {
        label: 'feed: order-book changes',
        value: `${Math.round(ours / 1000)}k/s`,
        note: `frames of Bybit parsed and kept, ${DEPTH} levels, one symbol; ccxt.pro ${Math.round(peer / 1000)}k/s on the same frames`,
      },
    ],
  };
}

/** ccxt.pro's own way from a frame to its book, with nobody listening. */
function withCcxt(made: readonly string[]): { readonly perSecond: number; readonly bid: number; readonly ask: number } {
  const exchange = new ccxt.pro.bybit({ newUpdates: true });
  const market = exchange.safeMarketStructure({
    id: 'BTCUSDT',
    symbol: 'BTC/USDT:USDT',
    base: 'BTC',
    quote: 'USDT',
    settle: 'USDT',
    type: 'swap',
    swap: true,
    linear: true,
    contract: true,
    active: true,
  });
  exchange.markets = { 'BTC/USDT:USDT': market } as typeof exchange.markets;
  exchange.markets_by_id = { BTCUSDT: [market] } as typeof exchange.markets_by_id;
  const client = { url: 'wss://stream/v5/public/linear', subscriptions: {}, futures: {}, resolve: () => {}, reject: () => {} };
  const start = performance.now();
  for (const frame of made) exchange.handleOrderBook(client as never, JSON.parse(frame));
  const perSecond = made.length / ((performance.now() - start) / 1000);
  const book = exchange.orderbooks['BTC/USDT:USDT'] as { bids: number[][]; asks: number[][] };
  return { perSecond, bid: book.bids[0]?.[0] ?? Number.NaN, ask: book.asks[0]?.[0] ?? Number.NaN };
}

export const feedRow: Row = { name: 'feed', figures: ['feed.deltasPerSecond', 'feed.ccxtDeltasPerSecond'], measure };
