// One exchange's public history through ccxt: its markets, its candles, its funding rates. No keys, no orders.
import type { Exchange, Market } from 'ccxt';
import { InputError } from '../../core/domain/result.ts';
import type { ErrorClass } from '../../core/domain/retries.ts';

/** What an exchange gives at once and for how long, and how often it may be asked (half of its published limit). */
const VENUES: Readonly<
  Record<string, { readonly pageCandles: number; readonly requestsPerSecond: number; readonly lastCandlesOnly?: number }>
> = {
  bybit: { pageCandles: 1000, requestsPerSecond: 10 },
  // Kraken's OHLC endpoint returns its last 720 candles whatever `since` says; older ones only exist as trades.
  kraken: { pageCandles: 720, requestsPerSecond: 0.5, lastCandlesOnly: 720 },
};

export interface ExchangeOptions {
  readonly venue: string;
  readonly market: 'spot' | 'perpetual';
  /** Replaces every address of the exchange, for a simulator or a proxy. */
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** time (ms), open, high, low, close, volume, as the exchange gave them. */
export type CandleRow = readonly [number, number, number, number, number, number];

/** The rules of a market today, in plain numbers. */
export interface MarketRules {
  readonly id: string;
  readonly kind: 'spot' | 'perpetual';
  readonly base: string;
  readonly quote: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly minimumNotional: number;
  readonly contractMultiplier: number;
  readonly makerFeeRatio: number;
  readonly takerFeeRatio: number;
}

type ErrorKinds = readonly (readonly [new (message: string) => Error, ErrorClass])[];

export interface ExchangeClient {
  readonly venue: string;
  readonly pageCandles: number;
  readonly requestsPerSecond: number;
  /** Present where older candles can't be had. */
  readonly lastCandlesOnly?: number;
  /** Loads the market list and finds one by its exchange id or unified name. InputError SYMBOL_UNKNOWN. */
  rules(symbol: string): Promise<MarketRules>;
  /** Candles that start in [from, to), at most a page, oldest first. */
  candles(symbol: string, timeframe: string, from: number, to: number): Promise<CandleRow[]>;
  /** Funding paid in [from, to), at most 200, oldest first; empty for spot markets. */
  funding(symbol: string, from: number, to: number): Promise<{ time: number; rate: number }[]>;
  /** Of what class an error is, by ccxt's own classes, not by words: what asking again can't help is of `configuration`. */
  classOf(error: unknown): ErrorClass;
}

/** InputError VENUE_UNKNOWN for a venue without a row in the table above. */
export async function openExchange(options: ExchangeOptions): Promise<ExchangeClient> {
  const limits = VENUES[options.venue];
  if (!limits)
    throw new InputError(
      'VENUE_UNKNOWN',
      `expected a venue with history among ${Object.keys(VENUES).join(', ')}, found ${options.venue}`,
      2,
    );
  const ccxt = await import('ccxt');
  const isPerpetual = options.market === 'perpetual';
  const types = [isPerpetual ? 'linear' : 'spot'];
  const Venue = ccxt.exchanges[options.venue as keyof typeof ccxt.exchanges] as new (config: object) => Exchange;
  const exchange = new Venue({
    enableRateLimit: false,
    timeout: options.timeoutMs ?? 10_000,
    options: { fetchMarkets: { types }, defaultType: isPerpetual ? 'swap' : 'spot' },
  });
  exchange.has.fetchCurrencies = false;
  if (options.baseUrl !== undefined) exchange.urls.api = withBase(exchange.urls.api, options.baseUrl.replace(/\/$/, ''));
  // The most special first.
  const classes: ErrorKinds = [
    [ccxt.RateLimitExceeded, 'api'],
    [ccxt.DDoSProtection, 'api'],
    [ccxt.ExchangeNotAvailable, 'api'],
    [ccxt.InvalidNonce, 'api'],
    [ccxt.NetworkError, 'network'],
    [ccxt.BadResponse, 'data'],
  ];
  return new CcxtClient(exchange, options, limits, classes);
}

/** Every address string becomes the base URL, whatever the nesting. */
function withBase(urls: unknown, baseUrl: string): Exchange['urls']['api'] {
  if (typeof urls !== 'object' || urls === null) return baseUrl as unknown as Exchange['urls']['api'];
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, withBase(url, baseUrl)])) as Exchange['urls']['api'];
}

class CcxtClient implements ExchangeClient {
  readonly venue: string;
  readonly pageCandles: number;
  readonly requestsPerSecond: number;
  declare readonly lastCandlesOnly?: number;
  private readonly exchange: Exchange;
  private readonly market: ExchangeOptions['market'];
  private readonly classes: ErrorKinds;

  constructor(exchange: Exchange, options: ExchangeOptions, limits: (typeof VENUES)[string], classes: ErrorKinds) {
    this.exchange = exchange;
    this.market = options.market;
    this.venue = options.venue;
    this.pageCandles = limits.pageCandles;
    this.requestsPerSecond = limits.requestsPerSecond;
    if (limits.lastCandlesOnly !== undefined) this.lastCandlesOnly = limits.lastCandlesOnly;
    this.classes = classes;
  }

  async rules(symbol: string): Promise<MarketRules> {
    const market = await this.find(symbol);
    return {
      id: market.id,
      kind: this.market,
      base: market.base,
      quote: market.quote,
      tickSize: market.precision.price ?? Number.NaN,
      lotSize: market.precision.amount ?? Number.NaN,
      minimumNotional: market.limits.cost?.min ?? 0,
      contractMultiplier: market.contractSize ?? 1,
      makerFeeRatio: market.maker ?? 0,
      takerFeeRatio: market.taker ?? 0,
    };
  }

  async candles(symbol: string, timeframe: string, from: number, to: number): Promise<CandleRow[]> {
    const market = await this.find(symbol);
    const rows = await this.exchange.fetchOHLCV(market.symbol, timeframe, from, this.pageCandles, { until: to - 1 });
    return (rows as unknown as CandleRow[]).filter(([time]) => time >= from && time < to).sort(([a], [b]) => a - b);
  }

  async funding(symbol: string, from: number, to: number): Promise<{ time: number; rate: number }[]> {
    if (this.market !== 'perpetual' || !this.exchange.has.fetchFundingRateHistory) return [];
    const market = await this.find(symbol);
    const rows = await this.exchange.fetchFundingRateHistory(market.symbol, from, 200, { until: to - 1 });
    return rows
      .map(({ timestamp, fundingRate }) => ({ time: timestamp as number, rate: fundingRate as number }))
      .filter(({ time }) => time >= from && time < to)
      .sort((a, b) => a.time - b.time);
  }

  classOf(error: unknown): ErrorClass {
    return this.classes.find(([kind]) => error instanceof kind)?.[1] ?? 'configuration';
  }

  private async find(
    symbol: string,
  ): Promise<Market & { id: string; symbol: string; base: string; quote: string; precision: { price?: number; amount?: number } }> {
    // ccxt keeps the promise of a load that has failed: it has to be told to load again.
    await this.exchange.loadMarkets(this.exchange.markets === undefined);
    const all = Object.values(this.exchange.markets ?? {});
    const found = all.find((market) => market?.symbol === symbol || market?.id === symbol);
    if (!found) {
      const near = all.map((market) => market?.id).filter((id) => id?.startsWith(symbol.slice(0, 3)));
      throw new InputError(
        'SYMBOL_UNKNOWN',
        `${this.venue} has no ${this.market} market ${symbol}${near.length > 0 ? `; near it: ${near.slice(0, 8).join(', ')}` : ''}`,
      );
    }
    return found as never;
  }
}
