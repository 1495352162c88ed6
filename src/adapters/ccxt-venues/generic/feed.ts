/** Market news of any other ccxt exchange, by ccxt's own streams. */

import type { FeedDialect, FeedSession, Subscription } from '../dialect.ts';
import { figure, isPayload, milliseconds, oneOf, optionalText, rows } from '../payload.ts';
import { notSupported } from '../venue-error.ts';

type Watch = (...parameters: unknown[]) => Promise<unknown>;

const SIDES = { buy: 'buy', sell: 'sell' } as const;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export function genericFeed(session: FeedSession): FeedDialect {
  const { exchange } = session.open;
  const has = exchange.has as Readonly<Record<string, unknown>>;
  const watches = session.subscriptions.flatMap((subscription) => watchesOf(session, subscription));
  const missing = watches.find(({ method }) => has[method] !== true);
  if (missing) throw notSupported(`${session.options.venue}: ccxt has no ${missing.method} for it`);
  let isClosed = false;
  let pauses: NodeJS.Timeout[] = [];
  const up = new Set<object>();

  const run = async (watch: ReturnType<typeof watchesOf>[number]) => {
    let failures = 0;
    while (!isClosed) {
      try {
        const found = await (exchange as unknown as Record<string, Watch>)[watch.method]?.apply(exchange, watch.parameters as unknown[]);
        if (isClosed) return;
        failures = 0;
        session.gate.heard();
        if (!up.has(watch)) {
          up.add(watch);
          if (up.size === watches.length) session.tell({ kind: 'link', state: 'up', reason: 'news of every subscription' });
        }
        watch.tell(found);
      } catch (error) {
        if (isClosed) return;
        const wasUp = up.size === watches.length;
        up.delete(watch);
        const reason = error instanceof Error ? error.constructor.name : 'failed';
        session.gate.interrupted();
        if (wasUp) session.tell({ kind: 'link', state: 'down', reason });
        session.notice('STREAM_FAILED', `${watch.method}: ${reason}`);
        const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
        await new Promise<void>((resolve) => {
          pauses = [...pauses, setTimeout(resolve, longest * (0.5 + (session.options.random ?? Math.random)() / 2))];
        });
      }
    }
  };
  // Streams of a plain ws address need ccxt's proxy module first.
  const ready = exchange.loadHttpProxyAgent().catch(() => undefined);
  void ready.then(() => watches.forEach((watch) => void run(watch)));
  return {
    streams: () => [],
    close: () => {
      isClosed = true;
      pauses.forEach(clearTimeout);
    },
  };
}

interface WatchJob {
  readonly method: string;
  readonly parameters: readonly unknown[];
  tell(found: unknown): void;
}

function watchesOf(session: FeedSession, { entry, timeframesMs, quotes, trades }: Subscription): WatchJob[] {
  const { exchange } = session.open;
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
      method: 'watchTicker',
      parameters: [symbol],
      tell: (row) => {
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
