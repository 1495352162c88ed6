/** Requests about the market, which anybody may make. */

import { formatLots, formatTicks, type Instrument } from '../../../core/domain/instrument.ts';
import { limitOf, numberOf, type Parameters, Refused, textOf } from './answers.ts';
import { intervalOf, type Kline, klinesOf } from './klines.ts';
import { MOST_AMOUNT } from './order-entry.ts';
import { type PublicEndpoint, type Reply, reply } from './requests.ts';
import { MAXIMUM_LEVERAGE, riskLimits } from './risk-limits.ts';
import { categoryOf, type Listed } from './symbols.ts';
import { tickerText } from './tickers.ts';
import { type BybitVenue, figureText, priceText, turnoverText, volumeText } from './venue.ts';

function time({ clock }: BybitVenue): Reply {
  const now = clock();
  return reply({ timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` });
}

function instruments({ symbols }: BybitVenue, parameters: Parameters): Reply {
  const category = categoryOf(parameters);
  const status = textOf(parameters, 'status');
  const listed = status === '' || status === 'Trading' ? symbols.askedFor(parameters) : [];
  return reply({ category, list: listed.map(category === 'spot' ? spotText : perpetualText), nextPageCursor: '' });
}

/** Told, and not held to: where lots are fine this is too little for orders that an account can pay. */
const MOST_LOTS = 1_000_000_000;

function spotText({ market, symbol, base, quote }: Listed): unknown {
  const { instrument, halted } = market;
  return {
    symbol,
    baseCoin: base,
    quoteCoin: quote,
    innovation: '0',
    status: halted ? 'Closed' : 'Trading',
    marginTrading: 'none',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: formatLots(instrument, 1),
      quotePrecision: '0.00000001',
      minOrderQty: formatLots(instrument, 1),
      maxOrderQty: formatLots(instrument, MOST_LOTS),
      minOrderAmt: figureText(instrument.specification.minimumNotional ?? 0),
      maxOrderAmt: String(MOST_AMOUNT),
    },
    priceFilter: { tickSize: formatTicks(instrument, 1) },
    riskParameters: { priceLimitRatioX: figureText(market.priceBandRatio), priceLimitRatioY: figureText(market.priceBandRatio) },
  };
}

function perpetualText({ market, symbol, base, quote }: Listed): unknown {
  const { instrument, halted, source } = market;
  return {
    symbol,
    contractType: 'LinearPerpetual',
    status: halted ? 'Closed' : 'Trading',
    baseCoin: base,
    quoteCoin: quote,
    launchTime: String(source.time[0]),
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(instrument.tickDecimals),
    leverageFilter: { minLeverage: '1', maxLeverage: MAXIMUM_LEVERAGE.toFixed(2), leverageStep: '0.01' },
    priceFilter: {
      minPrice: formatTicks(instrument, 1),
      maxPrice: formatTicks(instrument, 1_000_000_000),
      tickSize: formatTicks(instrument, 1),
    },
    lotSizeFilter: {
      maxOrderQty: formatLots(instrument, MOST_LOTS),
      minOrderQty: formatLots(instrument, 1),
      qtyStep: formatLots(instrument, 1),
      postOnlyMaxOrderQty: formatLots(instrument, MOST_LOTS),
      maxMktOrderQty: formatLots(instrument, MOST_LOTS),
      minNotionalValue: figureText(instrument.specification.minimumNotional ?? 0),
    },
    unifiedMarginTrade: true,
    fundingInterval: 480,
    settleCoin: quote,
    copyTrading: 'none',
    upperFundingRate: '0.00375',
    lowerFundingRate: '-0.00375',
    isPreListing: false,
    preListingInfo: null,
  };
}

type Write = (kline: Kline, instrument: Instrument) => string[];

const prices: Write = ({ start, open, high, low, close }, instrument) => [
  String(start),
  ...[open, high, low, close].map((price) => priceText(instrument, price)),
];
const withVolume: Write = (kline, instrument) => [
  ...prices(kline, instrument),
  volumeText(instrument, kline.volume),
  turnoverText(instrument, kline.volume, kline.turnover),
];
/** Mark and index are the last price here: there is no premium. */
const premium: Write = ({ start }) => [String(start), '0', '0', '0', '0'];

const klines =
  (write: Write): PublicEndpoint =>
  ({ symbols }, parameters) => {
    const { market, symbol, category } = symbols.asked({ category: 'linear', ...parameters });
    const interval = textOf(parameters, 'interval');
    if (intervalOf(interval, 0) === null) throw new Refused(10001, 'params error: interval invalid');
    const found = klinesOf(market, interval, limitOf(parameters, 200, 1000), numberOf(parameters, 'start'), numberOf(parameters, 'end'));
    return reply({ symbol, category, list: found.map((kline) => write(kline, market.instrument)).reverse() });
  };

function tickers(venue: BybitVenue, parameters: Parameters): Reply {
  const listed = venue.symbols.askedFor(parameters);
  return reply({
    category: categoryOf(parameters),
    list: listed.map((one) => tickerText(one, venue.exchange.now, venue.books.of(one.market, 1))),
  });
}

/** Depths by category: usual and largest. */
const DEPTHS = { spot: [1, 200], linear: [25, 500] } as const;

function orderbook(venue: BybitVenue, parameters: Parameters): Reply {
  const { market, symbol, category } = venue.symbols.asked(parameters);
  const [usual, deepest] = DEPTHS[category];
  const { bids, asks, updates, sequence, at } = venue.books.of(market, limitOf(parameters, usual, deepest));
  return reply({
    s: symbol,
    b: bids.map(levelText(market.instrument)),
    a: asks.map(levelText(market.instrument)),
    ts: at,
    u: updates,
    seq: sequence,
    cts: at,
  });
}

export function levelText(instrument: Instrument): (level: { readonly ticks: number; readonly lots: number }) => [string, string] {
  return ({ ticks, lots }) => [formatTicks(instrument, ticks), lots === 0 ? '0' : formatLots(instrument, lots)];
}

function recentTrades(venue: BybitVenue, parameters: Parameters): Reply {
  const { market, symbol, category } = venue.symbols.asked(parameters);
  const most = category === 'spot' ? 60 : 1000;
  const list = venue.tape
    .of(market)
    .slice(-limitOf(parameters, Math.min(500, most), most))
    .reverse()
    .map(({ number, ticks, lots, side, at }) => ({
      execId: venue.idOf('trade', number),
      symbol,
      price: formatTicks(market.instrument, ticks),
      size: formatLots(market.instrument, lots),
      side,
      time: String(at),
      isBlockTrade: false,
      isRPITrade: false,
      seq: String(number),
    }));
  return reply({ category, list });
}

function fundingHistory({ symbols, exchange }: BybitVenue, parameters: Parameters): Reply {
  const { market, symbol, category } = symbols.asked(parameters);
  if (category !== 'linear') throw new Refused(10001, 'params error: category invalid');
  const [from, to] = [numberOf(parameters, 'startTime'), numberOf(parameters, 'endTime')];
  const { funding } = market;
  const rows =
    funding === null || funding === 'missing' ? [] : [...funding.time].map((at, row) => ({ at, rate: funding.rate[row] as number }));
  const list = rows
    .filter(({ at }) => at <= exchange.now && !(at < from) && !(at > to))
    .reverse()
    .slice(0, limitOf(parameters, 200, 200))
    .map(({ at, rate }) => ({ symbol, fundingRate: figureText(rate), fundingRateTimestamp: String(at) }));
  return reply({ category, list });
}

/** The samples have no open interest: the list is empty, as for a symbol without history. */
function openInterest({ symbols }: BybitVenue, parameters: Parameters): Reply {
  const { symbol, category } = symbols.asked(parameters);
  return reply({ symbol, category, list: [], nextPageCursor: '' });
}

export const MARKET_ENDPOINTS: Readonly<Record<string, PublicEndpoint>> = {
  'GET /v5/market/time': time,
  'GET /v5/market/instruments-info': instruments,
  'GET /v5/market/kline': klines(withVolume),
  'GET /v5/market/mark-price-kline': klines(prices),
  'GET /v5/market/index-price-kline': klines(prices),
  'GET /v5/market/premium-index-price-kline': klines(premium),
  'GET /v5/market/tickers': tickers,
  'GET /v5/market/orderbook': orderbook,
  'GET /v5/market/recent-trade': recentTrades,
  'GET /v5/market/funding/history': fundingHistory,
  'GET /v5/market/open-interest': openInterest,
  'GET /v5/market/risk-limit': riskLimits,
};
