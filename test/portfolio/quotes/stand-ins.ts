/** Providers of prices on loopback, with answers in the shape of their published descriptions, made-up figures, and the faults they are known for. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { QuotePlaces } from '../../../src/apps/portfolio/quotes/quote-places.ts';

export type Fault = 'none' | 'busy' | 'quota' | 'consent' | 'error-body' | 'cut' | 'slow' | 'key' | 'gone';
type Service = 'coinmarketcap' | 'kraken' | 'yahoo' | 'twelve-data' | 'funds';

/** A price and when it is of, in seconds. */
export interface Listed {
  price: number | string;
  currency: string;
  at: number;
  name?: string;
}

export interface StandIns {
  readonly places: QuotePlaces;
  readonly fundUrl: string;
  faults: Record<Service, Fault>;
  /** By service and symbol; coins by number and currency (`1 EUR`). */
  prices: Record<Service, Record<string, Listed>>;
  /** ISIN to symbols, as Yahoo's search tells them. */
  found: Record<string, string[]>;
  closes: Record<string, { currency: string; days: [day: string, close: number | null][] }>;
  /** What Yahoo answers when it is asked for a crumb. */
  crumb: string;
  fundPage: (isin: string) => string;
  /** Addresses that were asked, and the headers that came. */
  readonly asked: { service: Service; path: string; headers: IncomingMessage['headers'] }[];
  count(service: Service): number;
  close(): Promise<void>;
}

const CONSENT = '<!doctype html><html><body><h1>Before you continue</h1><form>We use cookies</form></body></html>';
const COOKIE = 'A3=d=AQABBstand-in&S=AQAAAstand-in';

export async function startStandIns(): Promise<StandIns> {
  const asked: StandIns['asked'] = [];
  const servers: Server[] = [];
  const open = async (service: Service, answer: (url: URL, request: IncomingMessage, response: ServerResponse) => void) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      asked.push({ service, path: `${url.pathname}${url.search}`, headers: request.headers });
      if (!faulty(stand.faults[service], response, service)) answer(url, request, response);
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const stand: StandIns = {
    faults: { coinmarketcap: 'none', kraken: 'none', yahoo: 'none', 'twelve-data': 'none', funds: 'none' },
    prices: { coinmarketcap: {}, kraken: {}, yahoo: {}, 'twelve-data': {}, funds: {} },
    ...{ found: {}, closes: {}, crumb: 'aB3.cD/eF9x', asked },
    fundPage: (isin) => fundPage(isin, stand.prices.funds[isin]),
    count: (service) => asked.filter((one) => one.service === service).length,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
    places: undefined as unknown as QuotePlaces,
    fundUrl: '',
  };
  const yahoo = await open('yahoo', (url, request, response) => yahooAnswer(stand, url, request, response));
  return Object.assign(stand, {
    fundUrl: await open('funds', (url, _, response) =>
      response.setHeader('content-type', 'text/html').end(stand.fundPage(url.pathname.slice(1))),
    ),
    places: {
      urls: {
        coinmarketcap: await open('coinmarketcap', (url, request, response) => coinMarketCapAnswer(stand, url, request, response)),
        kraken: await open('kraken', (url, _, response) => krakenAnswer(stand, url, response)),
        'twelve-data': await open('twelve-data', (url, request, response) => twelveDataAnswer(stand, url, request, response)),
        ...{ yahoo, yahooCookie: `${yahoo}/cookie` },
      },
      keys: { coinmarketcap: 'stand-in-coin-key', 'twelve-data': 'stand-in-share-key' },
      fundPages: true,
    },
  });
}

const ERROR_BODIES: Record<Service, object> = {
  coinmarketcap: { status: { error_code: 1009, error_message: "You've exceeded your daily credit limit.", credit_count: 0 } },
  kraken: { error: ['EService:Unavailable'] },
  yahoo: { finance: { result: null, error: { code: 'internal-error', description: 'Internal' } } },
  'twelve-data': { code: 429, message: 'You have run out of API credits for the current minute.', status: 'error' },
  funds: {},
};

/** True where the answer is the fault. */
function faulty(fault: Fault, response: ServerResponse, service: Service): boolean {
  const faults: Record<Fault, () => void> = {
    none: () => {},
    slow: () => {},
    busy: () => response.writeHead(500).end('Internal Server Error'),
    quota: () => response.writeHead(429, { 'retry-after': '120' }).end('Too Many Requests'),
    consent: () => response.writeHead(200, { 'content-type': 'text/html' }).end(CONSENT),
    'error-body': () => json(response, ERROR_BODIES[service]),
    cut: () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"chart":{"result":[{"meta":{"curr'),
    key: () =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"status":{"error_code":1001,"error_message":"invalid"}}'),
    gone: () => response.socket?.destroy(),
  };
  faults[fault]();
  return fault !== 'none';
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function coinMarketCapAnswer({ prices }: StandIns, url: URL, { headers }: IncomingMessage, response: ServerResponse) {
  const status = { timestamp: new Date().toISOString(), error_code: 0, error_message: null, elapsed: 4, credit_count: 1 };
  if (headers['x-cmc_pro_api_key'] !== 'stand-in-coin-key')
    return json(response, { status: { ...status, error_code: 1001, error_message: 'This API Key is invalid.' } }, 401);
  if (url.pathname === '/v1/cryptocurrency/map') {
    const letters = url.searchParams.get('symbol');
    const data = [
      { id: 20_000, rank: 4_000, name: `${letters} of another`, symbol: letters, slug: 'other', is_active: 1 },
      { id: 1, rank: 1, name: 'Bitcoin', symbol: letters, slug: 'bitcoin', is_active: 1 },
      { id: 30_000, rank: null, name: 'Gone', symbol: letters, slug: 'gone', is_active: 0 },
    ];
    return json(response, { status, data });
  }
  const convert = url.searchParams.get('convert') ?? '';
  const ids = (url.searchParams.get('id') ?? '').split(',');
  const data = Object.fromEntries(
    ids.flatMap((id) => {
      const one = prices.coinmarketcap[`${id} ${convert}`];
      const quote = one && { [convert]: { price: one.price, last_updated: new Date(one.at * 1000).toISOString() } };
      return one === undefined ? [] : [[id, { id: Number(id), name: one.name ?? id, symbol: 'X', quote }]];
    }),
  );
  return json(response, { status, data });
}

function krakenAnswer({ prices }: StandIns, url: URL, response: ServerResponse) {
  const pair = url.searchParams.get('pair') ?? '';
  const one = prices.kraken[pair];
  if (one === undefined) return json(response, { error: ['EQuery:Unknown asset pair'] });
  response.setHeader('date', new Date(one.at * 1000).toUTCString());
  return json(response, {
    error: [],
    result: { [`X${pair}`]: { a: [one.price, '1', '1'], b: [one.price, '1', '1'], c: [one.price, '0.1'] } },
  });
}

function yahooAnswer({ prices, crumb, found, closes }: StandIns, url: URL, { headers }: IncomingMessage, response: ServerResponse) {
  const { pathname: path, searchParams: query } = url;
  if (path === '/cookie') return response.writeHead(404, { 'set-cookie': `${COOKIE}; Domain=.yahoo.com; Path=/` }).end();
  if (path === '/v1/test/getcrumb') return response.writeHead(headers.cookie === COOKIE ? 200 : 401).end(crumb);
  const metaOf = (symbol: string) => {
    const one = prices.yahoo[symbol];
    return (
      one && {
        symbol,
        currency: one.currency,
        regularMarketPrice: one.price,
        regularMarketTime: one.at,
        gmtoffset: 3600,
        instrumentType: 'EQUITY',
      }
    );
  };
  if (path === '/v7/finance/quote') {
    if (query.get('crumb') !== crumb || headers.cookie !== COOKIE)
      return json(response, { finance: { result: null, error: { code: 'Unauthorized', description: 'Invalid Crumb' } } }, 401);
    const result = (query.get('symbols') ?? '').split(',').flatMap((symbol) => metaOf(symbol) ?? []);
    return json(response, { quoteResponse: { result, error: null } });
  }
  if (path === '/v1/finance/search') {
    const quotes = (found[query.get('q') ?? ''] ?? []).map((symbol) => ({
      symbol,
      shortname: `${symbol} plc`,
      quoteType: 'EQUITY',
      exchDisp: 'Somewhere',
    }));
    return json(response, { count: quotes.length, quotes, news: [] });
  }
  const symbol = decodeURIComponent(path.split('/').at(-1) ?? '');
  const history = closes[symbol];
  const meta = metaOf(symbol) ?? (history && { symbol, currency: history.currency, gmtoffset: 3600 });
  if (meta === undefined)
    return json(
      response,
      { chart: { result: null, error: { code: 'Not Found', description: 'No data found, symbol may be delisted' } } },
      404,
    );
  const days = query.has('period1') ? (history?.days ?? []) : [];
  const timestamp = days.map(([day]) => Date.parse(`${day}T08:00:00Z`) / 1000);
  return json(response, {
    chart: { result: [{ meta, timestamp, indicators: { quote: [{ close: days.map(([, close]) => close) }] } }], error: null },
  });
}

function twelveDataAnswer({ prices }: StandIns, url: URL, { headers }: IncomingMessage, response: ServerResponse) {
  if (headers.authorization !== 'apikey stand-in-share-key')
    return json(response, { code: 401, message: 'apikey parameter is incorrect', status: 'error' }, 200);
  const symbols = (url.searchParams.get('symbol') ?? '').split(',');
  const told = symbols.map((symbol) => {
    const one = prices['twelve-data'][symbol];
    if (one === undefined) return [symbol, { code: 404, message: `symbol not found: ${symbol}`, status: 'error' }] as const;
    const { price, currency, at } = one;
    return [symbol, { symbol, currency, close: String(price), datetime: '2026-11-20', timestamp: at, is_market_open: false }] as const;
  });
  return json(response, told.length === 1 ? told[0]?.[1] : Object.fromEntries(told));
}

function fundPage(isin: string, one: Listed | undefined): string {
  if (one === undefined) return '<html><body>404</body></html>';
  const [year, month, day] = new Date(one.at * 1000).toISOString().slice(0, 10).split('-');
  return `<!doctype html><html><body><h1>Fondo de prueba</h1><dl><dt>ISIN</dt><dd>${isin}</dd></dl>
    <div class="vl"><b>${one.price}</b> <i>${one.currency}</i><small>Fecha: ${day}/${month}/${year}</small></div></body></html>`;
}
