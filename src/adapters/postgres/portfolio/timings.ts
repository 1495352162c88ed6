/** How long answers took, of providers and of our own routes: kept for 30 days. */

import type { Query, Row } from '../database.ts';
import { insertRows } from './insert-rows.ts';

const KEPT_DAYS = 30;

export interface RequestTiming {
  /** Of a route or a provider. */
  readonly route: string;
  /** HTTP status, or the code of a failure. */
  readonly status: string;
  readonly durationMs: number;
  readonly isCacheHit: boolean;
  readonly correlationId: string;
  readonly at: number;
}

/** In milliseconds. */
export interface RouteTimings {
  readonly route: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly failures: number;
  readonly cacheHits: number;
}

export async function addTimings(query: Query, timings: readonly RequestTiming[]): Promise<void> {
  await insertRows(
    query,
    'portfolio.request_timing',
    timings.map(({ route, status, durationMs, isCacheHit, correlationId, at }) => ({
      ...{ route, status, duration_ms: durationMs, is_cache_hit: isCacheHit, correlation_id: correlationId, at: new Date(at) },
    })),
  );
}

export async function forgetOldTimings(query: Query, now: number): Promise<void> {
  await query('delete from portfolio.request_timing where at < $1', [new Date(now - KEPT_DAYS * 86_400_000)]);
}

/** A status below 400 is none of the failures. */
export function summariseTimings(query: Query): Promise<RouteTimings[]> {
  const percentile = (ratio: number) => `percentile_cont(${ratio}) within group (order by duration_ms)`;
  return query<RouteTimings & Row>(
    `select route, count(*) as count, ${percentile(0.5)} as p50, ${percentile(0.95)} as p95, ${percentile(0.99)} as p99,
       count(*) filter (where status !~ '^[123]\\d\\d$') as failures, count(*) filter (where is_cache_hit) as "cacheHits"
     from portfolio.request_timing group by route order by route`,
  );
}
