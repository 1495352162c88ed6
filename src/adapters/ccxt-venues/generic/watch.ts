/** Keeps one of ccxt's own streams going: asks for its next news again and again, and comes back with growing pauses. */

import type { Exchange } from 'ccxt';
import type { KeptStream, StreamHandlers } from '../keep-stream.ts';
import { failureOf } from './failures.ts';

export interface WatchJob {
  /** A method of ccxt such as watchTrades. */
  readonly method: string;
  readonly parameters: readonly unknown[];
  /** What it throws at is set aside. */
  tell(news: unknown): void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** ccxt tells of a refused login or subscription, never of an accepted one: so long without a refusal counts as one. */
const ACCEPTED_AFTER_MS = 3_000;
/** ccxt gives a connection up where two pings in a row bring nothing: so often, that is under the 30 s in which a dead link has to be known. Its own pace is a minute and more. */
const PING_EVERY_MS = 10_000;

type Watch = (...parameters: unknown[]) => Promise<unknown>;

export function keepWatching(
  exchange: Exchange,
  job: WatchJob,
  handlers: StreamHandlers,
  random: () => number,
  acceptedAfterMs: number = ACCEPTED_AFTER_MS,
): KeptStream {
  const name = `${job.method} ${job.parameters.join(' ')}`.trim();
  let isClosed = false;
  let isUp = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const accepted = () => {
    clearTimeout(timer);
    failures = 0;
    if (isUp || isClosed) return;
    isUp = true;
    handlers.up(name);
  };
  const next = () => {
    if (isClosed) return;
    if (!isUp) timer = setTimeout(accepted, acceptedAfterMs);
    const watch = (exchange as unknown as Readonly<Record<string, Watch>>)[job.method] as Watch;
    watch.apply(exchange, [...job.parameters]).then(took, broke);
  };
  const took = (news: unknown) => {
    if (isClosed) return;
    accepted();
    try {
      job.tell(news);
    } catch (error) {
      handlers.unreadable(name, error);
    }
    next();
  };
  const broke = (error: unknown) => {
    clearTimeout(timer);
    if (isClosed) return;
    isUp = false;
    handlers.down(name, failureOf(error).code);
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
    timer = setTimeout(next, longest * (0.5 + random() / 2));
  };
  const { streaming } = exchange;
  exchange.streaming = { ...streaming, keepAlive: Math.min(PING_EVERY_MS, streaming?.keepAlive ?? PING_EVERY_MS) };
  // A plain ws address needs ccxt's proxy module first.
  exchange.loadHttpProxyAgent().then(next, next);
  return {
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
