// The manifest of one series in the lake: which files hold it, what is in them, and how it came there. The manifest is the commit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { calendarNamed } from '../../core/market/calendar.ts';
import { createCandles } from '../../core/market/candles.ts';
import { combinedFingerprint } from '../../core/market/fingerprint.ts';
import { findGaps, type Gap, type GapSummary } from '../../core/market/gaps.ts';
import type { ImportReport } from '../../core/market/quality.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { writeFileWhole } from './disk.ts';
import { deniedIn, findSeries } from './find-series.ts';

export const MANIFEST_VERSION = 1;
export const MANIFEST_NAME = 'series.json';

/** Trades and quotes of one symbol are two series: a trade candle and a bid candle must never mix. */
export type SeriesKind = 'trades' | 'quotes';

export interface SeriesKey {
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly kind: SeriesKind;
}

/** One Parquet file: all candles of one period. */
export interface FileRecord {
  readonly name: string;
  readonly period: string;
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly fingerprint: string;
  readonly gaps: GapSummary;
}

export interface RepairedGap extends Gap {
  readonly repairedAt: number;
}

export interface Manifest extends SeriesKey {
  readonly version: number;
  readonly calendar: string;
  readonly hasVolume: boolean;
  readonly hasAsk: boolean;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  readonly files: readonly FileRecord[];
  readonly repaired: readonly RepairedGap[];
  /** Reports of the imports that changed something, newest last, at most 50. */
  readonly imports: readonly (ImportReport & { readonly at: number })[];
}

/** A series as `data list` shows it. Instants are epoch milliseconds. */
export interface SeriesInfo extends SeriesKey {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  /** Changes when, and only when, a stored candle changes. */
  readonly checksum: string;
  readonly calendar: string;
  readonly hasVolume: boolean;
  readonly hasAsk: boolean;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  readonly gaps: GapSummary;
}

/** The folder of a series below the lake; names are percent-encoded, so any symbol is a folder. */
export function seriesFolder(lakeFolder: string, key: SeriesKey): string {
  return join(symbolFolder(lakeFolder, key.venue, key.symbol), `timeframe=${key.timeframe}`, `kind=${key.kind}`);
}

export function symbolFolder(lakeFolder: string, venue: string, symbol: string): string {
  return join(lakeFolder, `venue=${encodeURIComponent(venue)}`, `symbol=${encodeURIComponent(symbol)}`);
}

/** The manifest in a series folder, or undefined before the first import. InputError LAKE_DAMAGED, LAKE_DENIED, LAKE_TOO_NEW (exit code 3). */
export function readManifest(folder: string, lakeFolder = join(folder, '../../../..')): Manifest | undefined {
  const path = join(folder, MANIFEST_NAME);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (typeof manifest.version !== 'number') throw new TypeError('no manifest');
    if (manifest.version === MANIFEST_VERSION && !Array.isArray(manifest.files)) throw new TypeError('no files');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const denied = deniedIn(lakeFolder, path, error);
    if (denied !== null) throw denied;
    throw new InputError(
      'LAKE_DAMAGED',
      `${path} cannot be read; restore it from a backup, or remove the series folder and import again`,
      3,
    );
  }
  if (manifest.version !== MANIFEST_VERSION) {
    throw new InputError(
      'LAKE_TOO_NEW',
      `${path} has version ${manifest.version}, this Atalaya reads ${MANIFEST_VERSION}; use the version that wrote it`,
      3,
    );
  }
  return manifest;
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileWhole(join(folder, MANIFEST_NAME), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** Of a place that can't be looked into: what it holds has no name here. */
export const UNKNOWN_PART = '*';

/** A series whose manifest can't be read: its key, from its folder (`*` where a whole folder of them may not be read), and the error that says what to do. */
export interface DamagedSeries extends SeriesKey {
  readonly error: InputError;
}

/** All series of a lake, by venue, symbol, timeframe and kind; one that can't be read keeps no other from being used. */
export function readManifests(lakeFolder: string): { readonly sound: Manifest[]; readonly damaged: DamagedSeries[] } {
  const { series, denied } = findSeries(lakeFolder);
  const sound: Manifest[] = [];
  const damaged: DamagedSeries[] = denied.map(({ path, error }) => ({ ...keyOfFolder(path), error }));
  for (const path of series) {
    try {
      const manifest = readManifest(join(lakeFolder, path), lakeFolder);
      if (manifest !== undefined) sound.push(manifest);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push({ ...keyOfFolder(path), error });
    }
  }
  return { sound, damaged };
}

/** What the folder names say: the other way round of {@link seriesFolder}. */
function keyOfFolder(path: string): SeriesKey {
  const part = (name: string) => {
    const found = new RegExp(`${name}=([^/\\\\]*)`).exec(path)?.[1];
    return found === undefined ? UNKNOWN_PART : decodeURIComponent(found);
  };
  return { venue: part('venue'), symbol: part('symbol'), timeframe: part('timeframe'), kind: part('kind') as SeriesKind };
}

/** Whether a part of a key is the one asked for, or may be. */
export const mayBePart = (part: string, asked: string | undefined): boolean =>
  asked === undefined || part === UNKNOWN_PART || part === asked;

export function seriesInfo(manifest: Manifest): SeriesInfo {
  const { venue, symbol, timeframe, kind, calendar, hasVolume, hasAsk, priceDecimals, volumeDecimals, files } = manifest;
  return {
    venue,
    symbol,
    timeframe,
    kind,
    count: files.reduce((sum, file) => sum + file.count, 0),
    from: files[0]?.from ?? Number.NaN,
    to: files.at(-1)?.to ?? Number.NaN,
    checksum: combinedFingerprint(files.map((file) => file.fingerprint)),
    calendar,
    hasVolume,
    hasAsk,
    priceDecimals,
    volumeDecimals,
    gaps: gapsOf(manifest),
  };
}

/** Gaps inside the files and between them. */
export function gapsOf(manifest: Manifest): GapSummary {
  const parts = manifest.files.flatMap((file, i) => {
    const before = manifest.files[i - 1];
    return before ? [gapsBetween(before.to, file.from, manifest), file.gaps] : [file.gaps];
  });
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    missing: parts.reduce((sum, part) => sum + part.missing, 0),
    longest: Math.max(0, ...parts.map((part) => part.longest)),
    rows: parts.flatMap((part) => part.rows).slice(0, 1000),
  };
}

function gapsBetween(last: number, first: number, manifest: Manifest): GapSummary {
  const edges = createCandles(2);
  edges.length = 2;
  edges.time.set([last, first]);
  return findGaps(edges, timeframeMs(manifest.timeframe), calendarNamed(manifest.calendar));
}
