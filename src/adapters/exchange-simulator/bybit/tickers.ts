/** Tickers: last price, best bid and ask, the last day, and for perpetuals mark, index and funding. */

import { formatLots } from '../../../core/domain/instrument.ts';
import { startedBefore } from '../../../core/market/candles.ts';
import type { Market } from '../exchange/market.ts';
import type { BookLevel } from '../exchange/sides.ts';
import type { Listed } from './symbols.ts';
import { figureText, priceText, ticksText, turnoverText, volumeText } from './venue.ts';

const HOUR_MS = 3_600_000;
const FUNDING_MS = 8 * HOUR_MS;

interface Day {
  readonly high: number;
  readonly low: number;
  readonly first: number;
  readonly hourAgo: number;
  readonly volume: number;
  readonly turnover: number;
}

/** The last 24 hours of a market, the candle under way included. */
function lastDay(market: Market, now: number): Day {
  const { source, closed, current, last } = market;
  const from = Math.min(startedBefore(source, now - 24 * HOUR_MS), closed);
  let [high, low, volume, turnover] = [Math.max(current.high, last), Math.min(current.low, last), 0, 0];
  if (market.isUnderWay) [volume, turnover] = [current.volume, market.turnoverOf(closed)];
  for (let row = from; row < closed; row++) {
    high = Math.max(high, source.high[row] as number);
    low = Math.min(low, source.low[row] as number);
    volume += source.volume[row] as number;
    turnover += market.turnoverOf(row);
  }
  const openAt = (at: number) => {
    const row = startedBefore(source, at);
    return row < closed ? (source.open[row] as number) : current.open;
  };
  return { high, low, volume, turnover, first: openAt(now - 24 * HOUR_MS), hourAgo: openAt(now - HOUR_MS) };
}

/** The rate that is paid next and when; the history's own times where it has them. */
export function nextFunding({ funding }: Market, now: number): { readonly rate: number; readonly at: number } {
  const usualAt = (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS;
  if (funding === null) return { rate: 0, at: usualAt };
  if (funding === 'missing') return { rate: 0.0001, at: usualAt };
  const next = funding.time.findIndex((time) => time > now);
  return next < 0 ? { rate: 0, at: usualAt } : { rate: funding.rate[next] as number, at: funding.time[next] as number };
}

export interface Best {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export function tickerText({ market, symbol, category }: Listed, now: number, { bids, asks }: Best): Record<string, string> {
  const { instrument, lastText } = market;
  const day = lastDay(market, now);
  const [bid, ask] = [bids[0], asks[0]];
  const change = figureText(day.first === 0 ? 0 : market.last / day.first - 1, 4);
  const shared = {
    symbol,
    bid1Price: bid ? ticksText(instrument, bid.ticks) : '',
    bid1Size: bid ? formatLots(instrument, bid.lots) : '',
    ask1Price: ask ? ticksText(instrument, ask.ticks) : '',
    ask1Size: ask ? formatLots(instrument, ask.lots) : '',
    lastPrice: lastText,
    prevPrice24h: priceText(instrument, day.first),
    price24hPcnt: change,
    highPrice24h: priceText(instrument, day.high),
    lowPrice24h: priceText(instrument, day.low),
    turnover24h: turnoverText(instrument, day.volume, day.turnover),
    volume24h: volumeText(instrument, day.volume),
  };
  if (category === 'spot') return { ...shared, usdIndexPrice: lastText };
  const funding = nextFunding(market, now);
  return {
    ...shared,
    prevPrice1h: priceText(instrument, day.hourAgo),
    indexPrice: lastText,
    markPrice: lastText,
    // The samples have none.
    openInterest: '0',
    openInterestValue: '0',
    fundingRate: figureText(funding.rate),
    nextFundingTime: String(funding.at),
    predictedDeliveryPrice: '',
    basisRate: '',
    basis: '',
    deliveryFeeRate: '',
    deliveryTime: '0',
    fundingIntervalHour: '8',
    curPreListingPhase: '',
    preOpenPrice: '',
    preQty: '',
  };
}
