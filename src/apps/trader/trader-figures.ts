/** What the process that trades tells of itself to whoever reads its stream. */

import { readOwnFigures } from '../../adapters/host-metrics/own-figures.ts';
import type { ProcessFigures } from '../../api/figures.ts';
import type { Durations } from '../../core/operations/figures/durations.ts';

/** `orders`: how long the venue took for each; null where none answers for itself, as in a replay. */
export function openTraderFigures(orders: Durations | null): () => ProcessFigures {
  const own = readOwnFigures();
  return () => {
    const took = orders?.take() ?? null;
    return { ...own.read(), orderLatencySeconds: took && { count: took.count, p50: took.p50, p95: took.p95 } };
  };
}
