// A loopback server that speaks Bybit's v5 market history over the shipped sample candles, and fails when told to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Candles } from '../../src/core/market/candles.ts';

export type Fault = 'rate-limit' | 'cut' | 'hang' | 'refuse';

export interface HistoryServer {
  readonly url: string;
  /** Query strings of the kline requests that were answered, in order. */
  readonly klines: URLSearchParams[];
  /** Faults for the kline requests to come, one each; undefined answers. */
  readonly faults: (Fault | undefined)[];
  close(): Promise<void>;
}

const INSTRUMENTS: Readonly<Record<string, object>> = {
  spot: {
    symbol: 'BTCUSDT',
    baseCoin: 'BTC',
    quoteCoin: 'USDT',
    innovation: '0',
    status: 'Trading',
    marginTrading: 'both',
    lotSizeFilter: {
      basePrecision: '0.000001',
      quotePrecision: '0.00000001',
      minOrderQty: '0.000048',
      maxOrderQty: '71.73956243',
      minOrderAmt: '1',
      maxOrderAmt: '2000000',
    },
    priceFilter: { tickSize: '0.01' },
  },
  linear: {
    symbol: 'BTCUSDT',
    contractType: 'LinearPerpetual',
    status: 'Trading',
    baseCoin: 'BTC',
    quoteCoin: 'USDT',
    settleCoin: 'USDT',
    launchTime: '1585526400000',
    deliveryTime: '0',
    priceScale: '2',
    fundingInterval: 480,
    leverageFilter: { minLeverage: '1', maxLeverage: '100', leverageStep: '0.01' },
    priceFilter: { minPrice: '0.5', maxPrice: '999999', tickSize: '0.5' },
    lotSizeFilter: { maxOrderQty: '100', minOrderQty: '0.001', qtyStep: '0.001' },
  },
};

/** Serves `candles` (oldest first) as the klines of BTCUSDT, spot and linear, and `funding` as its funding history. */
export async function startHistoryServer(
  candles: Candles,
  funding: readonly { time: number; rate: number }[] = [],
): Promise<HistoryServer> {
  const klines: URLSearchParams[] = [];
  const faults: (Fault | undefined)[] = [];
  const answer = (response: ServerResponse, result: unknown, retCode = 0, retMsg = 'OK') => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ retCode, retMsg, result, retExtInfo: {}, time: 1_670_976_000_000 }));
  };
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://loopback');
    const category = query.get('category') ?? '';
    if (pathname === '/v5/market/instruments-info')
      return answer(response, { category, list: [INSTRUMENTS[category]], nextPageCursor: '' });
    if (pathname === '/v5/market/funding/history') return answer(response, { category, list: fundingRows(funding, query) });
    if (pathname !== '/v5/market/kline') return answer(response, {}, 10404, `no such path: ${pathname}`);
    const fault = faults.shift();
    if (fault === 'hang') return undefined;
    if (fault === 'cut') return request.socket.destroy();
    if (fault === 'refuse') return answer(response, {}, 10001, 'params error: Invalid period!');
    if (fault === 'rate-limit') {
      response.statusCode = 429;
      return answer(response, {}, 10006, 'Too many visits!');
    }
    klines.push(query);
    return answer(response, { category, symbol: 'BTCUSDT', list: klineRows(candles, query) });
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    klines,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Newest first, strings, at most `limit`, both ends included: as Bybit answers. */
function klineRows(candles: Candles, query: URLSearchParams): string[][] {
  const start = Number(query.get('start') ?? 0);
  const end = Number(query.get('end') ?? Number.POSITIVE_INFINITY);
  const limit = Number(query.get('limit') ?? 200);
  const rows: string[][] = [];
  for (let i = candles.length - 1; i >= 0 && rows.length < limit; i--) {
    const time = candles.time[i]!;
    if (time < start || time > end) continue;
    const values = [candles.open[i]!, candles.high[i]!, candles.low[i]!, candles.close[i]!, candles.volume[i]!];
    rows.push([String(time), ...values.map(String), String(candles.volume[i]! * candles.close[i]!)]);
  }
  return rows;
}

function fundingRows(funding: readonly { time: number; rate: number }[], query: URLSearchParams): object[] {
  const [start, end] = [Number(query.get('startTime') ?? 0), Number(query.get('endTime') ?? Number.POSITIVE_INFINITY)];
  return funding
    .filter(({ time }) => time >= start && time <= end)
    .sort((a, b) => b.time - a.time)
    .map(({ time, rate }) => ({ symbol: 'BTCUSDT', fundingRate: String(rate), fundingRateTimestamp: String(time) }));
}
