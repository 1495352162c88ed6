/** Market news of any other ccxt exchange, by ccxt's own streams. */

import type { FeedDialect, FeedSession, Subscription } from '../dialect.ts';
import { figure, isPayload, milliseconds, oneOf, optionalText, rows } from '../payload.ts';
import { notSupported } from '../venue-error.ts';
import { keepWatching, type WatchJob } from './watch.ts';

const SIDES = { buy: 'buy', sell: 'sell' } as const;

export function genericFeed(session: FeedSession): FeedDialect {
  const has = session.open.exchange.has as Readonly<Record<string, unknown>>;
  const jobs = session.subscriptions.flatMap((subscription) => jobsOf(session, subscription));
  const missing = jobs.find(({ method }) => has[method] !== true);
  if (missing) throw notSupported(`${session.options.venue}: ccxt has no ${missing.method} for it`);
  const random = session.options.random ?? Math.random;
  return {
    streams: () =>
      jobs.map((job) => (handlers) => {
        const tell = (news: unknown) => {
          session.gate.heard();
          job.tell(news);
        };
        return keepWatching(session.open.exchange, { ...job, tell }, handlers, random);
      }),
  };
}

function jobsOf(session: FeedSession, { entry, timeframesMs, quotes, trades }: Subscription): WatchJob[] {
  const { exchange } = session.open;
  const has = exchange.has as Readonly<Record<string, unknown>>;
  const { symbol } = entry.market;
  const { instrument } = entry;
  const jobs: WatchJob[] = timeframesMs.map((timeframeMs) => {
    const name = Object.keys(exchange.timeframes).find((one) => exchange.parseTimeframe(one) * 1000 === timeframeMs);
    if (name === undefined) throw notSupported(`${session.options.venue} has no candles of ${timeframeMs} ms`);
    return {
      method: 'watchOHLCV',
      parameters: [symbol, name],
      tell: (found) => {
        const list = (found as (string | number)[][]).map((row) => row.map(Number) as [number, number, number, number, number, number]);
        session.gate.running(
          list.map(([time, o, h, l, c, v]) => ({ instrument, timeframeMs, time, open: o, high: h, low: l, close: c, volume: v })),
          list.length > 1,
        );
      },
    };
  });
  if (quotes)
    jobs.push({
      // Some tickers come without the best prices.
      ...(has.watchBidsAsks === true
        ? { method: 'watchBidsAsks', parameters: [[symbol]] }
        : { method: 'watchTicker', parameters: [symbol] }),
      tell: (news) => {
        const row = isPayload(news) && isPayload(news[symbol]) ? news[symbol] : news;
        if (!isPayload(row) || optionalText(row, 'bid') === '' || optionalText(row, 'ask') === '') return;
        const size = (name: string) => (optionalText(row, name) === '' ? 0 : figure(row, name));
        const at = optionalText(row, 'timestamp') === '' ? Math.round(session.venueTime()) : milliseconds(row, 'timestamp');
        const [bid, ask] = [figure(row, 'bid'), figure(row, 'ask')];
        session.tell({ kind: 'quote', instrument, at, bid, bidSize: size('bidVolume'), ask, askSize: size('askVolume') });
      },
    });
  if (trades)
    jobs.push({
      method: 'watchTrades',
      parameters: [symbol],
      tell: (found) => {
        for (const row of rows(Array.from(found as unknown[]), 'trades'))
          session.tell({
            kind: 'trade',
            instrument,
            at: milliseconds(row, 'timestamp'),
            price: figure(row, 'price'),
            size: figure(row, 'amount'),
            side: oneOf(row, 'side', SIDES),
          });
      },
    });
  return jobs;
}
