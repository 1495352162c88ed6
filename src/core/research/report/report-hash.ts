/** The name of a result: the same strategy, parameters, settings and candles that gave the same run have the same hash on every machine. */

import { sha256Hex } from '../../domain/sha256.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReportInput } from './report-input.ts';

/**
 * SHA-256 over the canonical JSON of what was run and what came of it. Left out: timing, language, versions, the number of trials and everything that is
 * computed or worded from the run (metrics, findings, drawings), so that running again gives the same hash.
 */
export function reportHash(input: Pick<ReportInput, 'strategy' | 'parameters' | 'settings' | 'data' | 'run'>): string {
  const { strategy, parameters, settings, data, run } = input;
  return sha256Hex(
    canonicalJson({
      strategy: { id: strategy.id, version: strategy.version },
      parameters,
      settings: { ...settings, fillRules: undefined },
      data: data.map(({ instrumentId, timeframe, fingerprint, from, to, bars }) => ({
        instrumentId,
        timeframe,
        fingerprint,
        from,
        to,
        bars,
      })),
      run: { ...run, warnings: undefined, durationMs: undefined, barsPerSecond: undefined },
    }),
  );
}
