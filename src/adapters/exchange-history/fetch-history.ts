// Walks an exchange's history page by page: within a request budget, again after a passing fault, and in spans, so that it can go on later.
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../core/domain/result.ts';
import { RETRIES } from '../../core/domain/retries.ts';
import { patiently } from '../support/patiently.ts';
import type { CandleRow, ExchangeClient } from './exchange-client.ts';

/** Instants in epoch milliseconds: from <= t < to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Asks at most `requestsPerSecond`, evenly spaced, and repeats what failed in passing. */
export class PatientCaller {
  private readonly client: ExchangeClient;
  private readonly pause: (ms: number) => Promise<unknown>;
  private next = 0;

  constructor(client: ExchangeClient, pause: (ms: number) => Promise<unknown> = sleep) {
    this.client = client;
    this.pause = pause;
  }

  /** InputError EXCHANGE_UNREACHABLE (exit code 3) after the last attempt, EXCHANGE_REFUSED when asking again can't help. */
  async call<T>(request: () => Promise<T>): Promise<T> {
    const { client, pause } = this;
    let attempts = 0;
    const ask = async () => {
      await this.waitForTurn();
      attempts++;
      return request();
    };
    try {
      return await patiently(ask, { classOf: (error) => client.classOf(error), pause });
    } catch (error) {
      if (error instanceof InputError) throw error;
      const cause = (error as Error).message.split('\n')[0]?.slice(0, 160);
      if (RETRIES[client.classOf(error)].retries === 0)
        throw new InputError('EXCHANGE_REFUSED', `${client.venue} refused the request: ${cause}`);
      throw new InputError(
        'EXCHANGE_UNREACHABLE',
        `${client.venue} did not answer after ${attempts} attempts: ${cause}; run the command again later, it goes on where it stopped`,
        3,
      );
    }
  }

  private async waitForTurn(): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.next);
    this.next = turn + 1000 / this.client.requestsPerSecond;
    if (turn > now) await sleep(turn - now);
  }
}

/** The candles of a span, one page at a time and oldest first; pages without candles (before the listing, in a pause) are passed over. */
export async function* historyPages(
  caller: PatientCaller,
  client: ExchangeClient,
  request: Span & { readonly symbol: string; readonly timeframe: string; readonly timeframeMs: number },
): AsyncGenerator<{ readonly rows: readonly CandleRow[]; readonly reached: number }> {
  const pageMs = client.pageCandles * request.timeframeMs;
  for (let from = request.from; from < request.to; ) {
    const to = Math.min(from + pageMs, request.to);
    const rows = await caller.call(() => client.candles(request.symbol, request.timeframe, from, to));
    yield { rows, reached: to };
    from = to;
  }
}

/** What is still to be fetched of `wanted`, when [stored.from, stored.to] is there except for its gaps; the newest candle is fetched again. */
export function missingSpans(wanted: Span, stored: (Span & { readonly gaps: readonly Span[] }) | undefined): Span[] {
  if (!stored) return [wanted];
  const spans = [
    { from: wanted.from, to: Math.min(wanted.to, stored.from) },
    ...stored.gaps.map((gap) => ({ from: Math.max(gap.from, wanted.from), to: Math.min(gap.to, wanted.to) })),
    { from: Math.max(wanted.from, stored.to), to: wanted.to },
  ];
  return spans.filter(({ from, to }) => from < to);
}
