// Reads a stored series again and says whether it is what its manifest promises, and what is odd about its prices.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calendarNamed } from '../../core/market/calendar.ts';
import { type FactorRow, type SuspectedSplit, unrecordedSplits } from '../../core/market/corporate-actions.ts';
import { candlesFingerprint } from '../../core/market/fingerprint.ts';
import { findJumps, type ImportReport } from '../../core/market/quality.ts';
import { readParquetCandles } from './parquet-candles.ts';
import { type DamagedSeries, type Manifest, type RepairedGap, type SeriesInfo, seriesInfo } from './series-manifest.ts';

export interface SeriesCheck {
  readonly series: SeriesInfo;
  /** Damage: what was promised and what was found. Empty when sound. */
  readonly problems: readonly string[];
  readonly jumps: ImportReport['jumps'];
  /** Overnight moves that look like splits nobody recorded; only on exchange calendars. */
  readonly suspectedSplits: readonly SuspectedSplit[];
  readonly repaired: readonly RepairedGap[];
}

export async function checkSeries(folder: string, manifest: Manifest, factors: readonly FactorRow[]): Promise<SeriesCheck> {
  const problems: string[] = [];
  const calendar = calendarNamed(manifest.calendar);
  const jumps: ImportReport['jumps'][] = [];
  const suspectedSplits: SuspectedSplit[] = [];
  for (const file of manifest.files) {
    const path = join(folder, file.name);
    if (!existsSync(path)) {
      problems.push(`${file.name} is missing`);
      continue;
    }
    try {
      const candles = await readParquetCandles([path], file.count, manifest);
      const found = candlesFingerprint(candles);
      if (found !== file.fingerprint) problems.push(`${file.name}: expected fingerprint ${file.fingerprint}, found ${found}`);
      jumps.push(findJumps(candles));
      if (calendar.alignment === 'session') suspectedSplits.push(...unrecordedSplits(candles, factors, calendar));
    } catch (error) {
      problems.push(`${file.name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  return { series: seriesInfo(manifest), problems, jumps: joinJumps(jumps), suspectedSplits, repaired: manifest.repaired };
}

/** A series whose manifest can't be read: nothing is known of it but where it is. */
export function unreadableSeries({ error, ...key }: DamagedSeries): SeriesCheck {
  const series: SeriesInfo = {
    ...key,
    count: 0,
    from: Number.NaN,
    to: Number.NaN,
    checksum: '',
    calendar: '',
    hasVolume: false,
    hasAsk: false,
    priceDecimals: 0,
    volumeDecimals: 0,
    gaps: { count: 0, missing: 0, longest: 0, rows: [] },
  };
  return { series, problems: [error.message], jumps: joinJumps([]), suspectedSplits: [], repaired: [] };
}

function joinJumps(parts: readonly ImportReport['jumps'][]): ImportReport['jumps'] {
  const largestRatio = parts.reduce((largest, part) => (Math.abs(part.largestRatio) > Math.abs(largest) ? part.largestRatio : largest), 0);
  return { count: parts.reduce((sum, part) => sum + part.count, 0), largestRatio, rows: parts.flatMap((part) => part.rows).slice(0, 100) };
}
