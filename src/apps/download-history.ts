/** `data download`: an exchange's candles, rules and funding rates into the lake, a page at a time, so that a kill loses at most one page. */

import { type ExchangeOptions, type MarketRules, openExchange } from '../adapters/exchange-history/exchange-client.ts';
import { historyPages, missingSpans, PatientCaller } from '../adapters/exchange-history/fetch-history.ts';
import type { Lake } from '../adapters/market-lake/lake.ts';
import type { SeriesInfo, SeriesKey } from '../adapters/market-lake/series-manifest.ts';
import { decimalsOf } from '../core/domain/decimal.ts';
import { ALWAYS_OPEN } from '../core/market/calendar.ts';
import { type Candles, createCandles } from '../core/market/candles.ts';
import { cleanCandles } from '../core/market/quality.ts';
import { timeframeMs } from '../core/market/timeframe.ts';

const MOST_DECIMALS = 8;
const DEFAULT_PAGES = 10;

export interface DownloadRequest extends ExchangeOptions {
  readonly symbol: string;
  readonly timeframe: string;
  /** Epoch milliseconds; absent: the newest stored candle, or ten pages back. */
  readonly from?: number;
  /** Absent: now. */
  readonly to?: number;
  /** Waits before something is asked again; in real time when absent. */
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly nowMs?: number;
  onProgress?(progress: { readonly candles: number; readonly at: number; readonly until: number }): void;
}

export interface DownloadResult {
  readonly added: number;
  readonly changed: number;
  readonly pages: number;
  readonly warnings: readonly string[];
  /** Undefined when the exchange had nothing. */
  readonly series: SeriesInfo | undefined;
}

/** The lake keeps perpetuals apart from the spot market of the same name. */
export function lakeSymbol(symbol: string, market: ExchangeOptions['market']): string {
  return market === 'perpetual' && !symbol.endsWith('-PERP') ? `${symbol}-PERP` : symbol;
}

export async function downloadHistory(lake: Lake, request: DownloadRequest): Promise<DownloadResult> {
  const { symbol, timeframe, venue, market, nowMs = Date.now() } = request;
  const stepMs = timeframeMs(timeframe);
  const client = await openExchange(request);
  const caller = new PatientCaller(client, request.pause);
  const rules = await caller.call(() => client.rules(symbol));
  const key: SeriesKey = { venue, symbol: lakeSymbol(symbol, market), timeframe, kind: 'trades' };
  const stored = lake.series(key);
  const warnings: string[] = [];
  const until = Math.min(request.to ?? nowMs, nowMs);
  let from = Math.floor((request.from ?? stored?.to ?? nowMs - DEFAULT_PAGES * client.pageCandles * stepMs) / stepMs) * stepMs;
  if (client.lastCandlesOnly !== undefined && from < nowMs - client.lastCandlesOnly * stepMs) {
    from = Math.ceil((nowMs - client.lastCandlesOnly * stepMs) / stepMs) * stepMs;
    warnings.push(`${venue} gives only its last ${client.lastCandlesOnly} candles: the download starts at ${new Date(from).toISOString()}`);
  }
  noteRules(lake, key, rules, nowMs);
  const spans = missingSpans({ from, to: until }, stored && { from: stored.from, to: stored.to, gaps: stored.gaps.rows });
  let [added, changed, pages] = [0, 0, 0];
  for (const span of spans) {
    for await (const { rows, reached } of historyPages(caller, client, { ...span, symbol, timeframe, timeframeMs: stepMs })) {
      pages++;
      const finished = rows.filter(([time]) => time + stepMs <= nowMs);
      if (finished.length > 0) {
        const result = await lake.upsert(key, checkedPage(finished, key, rules, nowMs), nowMs);
        added += result.added;
        changed += result.changed;
      }
      request.onProgress?.({ candles: added, at: reached, until });
    }
  }
  if (market === 'perpetual') await fetchFunding(lake, client, caller, { ...request, key, from, until });
  return { added, changed, pages, warnings, series: lake.series(key) };
}

function checkedPage(rows: readonly (readonly number[])[], key: SeriesKey, rules: MarketRules, nowMs: number) {
  const candles = columnsOf(rows);
  const checked = cleanCandles(candles, {
    source: `${key.venue} ${key.symbol} ${key.timeframe}`,
    nowMs,
    badRows: 'report',
    order: 'sort',
    rowAt: (row) => ({ line: row + 1, text: (rows[row] as readonly number[]).join(',') }),
    timeframeMs: timeframeMs(key.timeframe),
    calendar: ALWAYS_OPEN,
  });
  const volumeDecimals = rows.reduce((most, row) => Math.max(most, decimalsOf(row[5] as number, MOST_DECIMALS)), 0);
  return { ...checked, priceDecimals: decimalsOf(rules.tickSize, MOST_DECIMALS), volumeDecimals };
}

function columnsOf(rows: readonly (readonly number[])[]): Candles {
  const candles = createCandles(rows.length);
  candles.length = rows.length;
  (['time', 'open', 'high', 'low', 'close', 'volume'] as const).forEach((name, column) => {
    rows.forEach((row, i) => {
      candles[name][i] = row[column] ?? Number.NaN;
    });
  });
  return candles;
}

/** Keeps the rules of the day: when they differ from the last ones known, those end now and the new ones begin. */
function noteRules(lake: Lake, key: SeriesKey, rules: MarketRules, nowMs: number): void {
  const { id: _, ...figures } = rules;
  const specification = { id: key.symbol, venue: key.venue, ...figures };
  const known = lake.symbols.instruments(key.venue, key.symbol);
  const last = known.at(-1);
  if (last && Object.entries(specification).every(([name, value]) => last[name as keyof typeof last] === value)) return;
  const ended = known.map((version) => (version === last ? { ...version, validTo: nowMs } : version));
  lake.symbols.writeInstruments(key.venue, key.symbol, [
    ...ended,
    {
      ...specification,
      validFrom: last ? nowMs : null,
      validTo: null,
      source: `${key.venue}, ${new Date(nowMs).toISOString().slice(0, 10)}`,
    },
  ]);
}

type Client = Awaited<ReturnType<typeof openExchange>>;

async function fetchFunding(
  lake: Lake,
  client: Client,
  caller: PatientCaller,
  request: DownloadRequest & { key: SeriesKey; from: number; until: number },
): Promise<void> {
  const { key, until, symbol } = request;
  const newest = lake.symbols.funding(key.venue, key.symbol).at(-1)?.time ?? 0;
  // 200 payments of at least an hour each are asked for at a time.
  const spanMs = 200 * 3_600_000;
  for (let from = Math.max(request.from, newest + 1); from < until; from += spanMs) {
    const rates = await caller.call(() => client.funding(symbol, from, Math.min(from + spanMs, until)));
    if (rates.length > 0) lake.symbols.writeFunding(key.venue, key.symbol, rates);
  }
}
