/** Trades in public: those that were recorded, or else made of the moves of each market, one at each price a candle passes through, its volume divided among them. */

import type { ExchangeListener } from '../exchange/exchange.ts';
import type { Market } from '../exchange/market.ts';
import { MOVES, type Move } from '../exchange/moves.ts';

export interface PublicTrade {
  readonly number: number;
  readonly at: number;
  readonly ticks: number;
  readonly lots: number;
  readonly side: 'Buy' | 'Sell';
  readonly direction: 'PlusTick' | 'ZeroPlusTick' | 'MinusTick' | 'ZeroMinusTick';
}

const MOST_KEPT = 1_000;

export class Tape {
  private readonly trades: PublicTrade[][];
  private number = 0;

  constructor(markets: readonly Market[]) {
    this.trades = markets.map(() => []);
  }

  /** Newest last. */
  of(market: Market): readonly PublicTrade[] {
    return this.trades[market.index] as PublicTrade[];
  }

  /** The trade that a move of a market makes, null for none. To be called once for each move. */
  moved(market: Market, move: Move): PublicTrade | null {
    const lots = move.trade === undefined ? lotsOf(market, move) : (move.trade?.lots ?? 0);
    if (lots === 0) return null;
    const own = this.trades[market.index] as PublicTrade[];
    const before = own.at(-1);
    const ticks = market.lastTicks;
    const change = before === undefined ? 0 : ticks - before.ticks;
    const rises = change > 0 || (change === 0 && before?.direction !== 'MinusTick' && before?.direction !== 'ZeroMinusTick');
    const buys = move.trade ? move.trade.side > 0 : rises;
    const trade: PublicTrade = {
      number: ++this.number,
      at: move.at,
      ticks,
      lots,
      side: buys ? 'Buy' : 'Sell',
      direction: change === 0 ? (rises ? 'ZeroPlusTick' : 'ZeroMinusTick') : rises ? 'PlusTick' : 'MinusTick',
    };
    own.push(trade);
    if (own.length > 2 * MOST_KEPT) own.splice(0, own.length - MOST_KEPT);
    return trade;
  }
}

/** A lot at the open, then a third of the candle's volume at each price: together all of it. */
function lotsOf(market: Market, { at, candle, part }: Move): number {
  if (part === 'close') return 0;
  const { source, instrument, timeframeMs } = market;
  const whole = source.hasVolume ? Math.round((source.volume[candle] as number) / instrument.lotSize) : MOVES - 1;
  if (part === 'open') return Math.min(1, whole);
  const leg = Math.round(((at - (source.time[candle] as number)) * (MOVES - 1)) / timeframeMs);
  const upTo = (legs: number) => (legs === 0 ? Math.min(1, whole) : Math.max(Math.min(1, whole), Math.round((whole * legs) / 3)));
  return upTo(leg) - upTo(leg - 1);
}

/** Puts every move of an exchange on the tape and tells what was traded. */
export function recordTrades(tape: Tape, traded: (market: Market, trade: PublicTrade) => void): ExchangeListener {
  return {
    moved: (market, move) => {
      const trade = tape.moved(market, move);
      if (trade !== null) traded(market, trade);
    },
  };
}
