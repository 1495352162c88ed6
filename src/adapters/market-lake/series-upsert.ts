// Putting candles into a series: merged with what is there, period by period, and committed by one rename of the manifest.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../core/domain/result.ts';
import { calendarNamed } from '../../core/market/calendar.ts';
import { type Candles, createCandles, sameCandle, sliceCandles } from '../../core/market/candles.ts';
import { candlesFingerprint } from '../../core/market/fingerprint.ts';
import { findGaps } from '../../core/market/gaps.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import type { ImportReport } from '../../core/market/quality.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { isoText } from '../../core/market/zone.ts';
import { explainDisk } from '../support/explain-disk.ts';
import { tryFileLock } from '../support/file-lock.ts';
import { makeFolder } from '../support/make-folder.ts';
import { syncPath } from './disk.ts';
import { readParquetCandles, writeParquetCandles } from './parquet-candles.ts';
import {
  type FileRecord,
  gapsOf,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  type Manifest,
  readManifest,
  type SeriesInfo,
  type SeriesKey,
  seriesFolder,
  seriesInfo,
  writeManifest,
} from './series-manifest.ts';

const LOCK_NAME = 'lock';
const LOCK_WAIT_MS = 60_000;
const MOST_IMPORTS = 50;
const MOST_REPAIRED = 500;
const GAPS_LISTED = 200;

export interface NewCandles {
  readonly candles: Candles;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  readonly report: ImportReport;
}

/** `unchanged` candles were there already with the same values; `changed` ones took the new values. */
export interface UpsertResult {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly series: SeriesInfo;
}

/**
 * Merges candles into a series; on the same time the new candle wins. One process at a time per series, others wait. What is committed is
 * on disk; what is not leaves the series as it was. InputError SERIES_MISMATCH, LAKE_BUSY, DISK_* (exit code 3).
 */
export async function upsertCandles(lakeFolder: string, key: SeriesKey, update: NewCandles, nowMs: number): Promise<UpsertResult> {
  const folder = seriesFolder(lakeFolder, key);
  try {
    makeFolder(folder);
    const lock = await waitForLock(join(folder, LOCK_NAME));
    try {
      return await mergeLocked(folder, key, update, nowMs);
    } catch (error) {
      leaveAsBefore(folder);
      throw error;
    } finally {
      lock.release();
    }
  } catch (error) {
    throw explainDisk(error, lakeFolder);
  }
}

async function waitForLock(path: string) {
  const until = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    const lock = tryFileLock(path);
    if (lock) return lock;
    if (performance.now() > until)
      throw new InputError('LAKE_BUSY', 'another import has been writing this series for a minute; try again when it has ended', 3, {
        said: IMPORT_FAULTS.busy,
      });
    await sleep(50);
  }
}

async function mergeLocked(folder: string, key: SeriesKey, update: NewCandles, nowMs: number): Promise<UpsertResult> {
  const before = readManifest(folder) ?? emptyManifest(key, update);
  const { candles } = update;
  refuseOtherShape(before, candles);
  const files = new Map(before.files.map((file) => [file.period, file]));
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const { period, from, to } of periodsOf(candles, timeframeMs(key.timeframe))) {
    const old = files.get(period);
    const update = sliceCandles(candles, from, to);
    const merged = mergeCandles(old && (await readOld(folder, old, before, update)), update, counts);
    if (merged) files.set(period, await writePeriod(folder, period, merged, before));
  }
  if (counts.added + counts.changed === 0) return { ...counts, series: seriesInfo(before) };
  const after: Manifest = {
    ...before,
    priceDecimals: Math.max(before.priceDecimals, update.priceDecimals),
    volumeDecimals: Math.max(before.volumeDecimals, update.volumeDecimals),
    files: [...files.values()].sort((a, b) => a.from - b.from),
    imports: [...before.imports, { ...update.report, at: nowMs }].slice(-MOST_IMPORTS),
  };
  syncPath(folder);
  const repaired = repairedGaps(before, after, nowMs);
  const committed = { ...after, repaired: [...before.repaired, ...repaired].slice(-MOST_REPAIRED) };
  writeManifest(folder, committed);
  removeLeftovers(folder, committed);
  return { ...counts, series: seriesInfo(committed) };
}

function emptyManifest(key: SeriesKey, update: NewCandles): Manifest {
  return {
    version: MANIFEST_VERSION,
    ...key,
    calendar: update.report.calendar,
    hasVolume: update.candles.hasVolume,
    hasAsk: update.candles.ask !== undefined,
    priceDecimals: 0,
    volumeDecimals: 0,
    files: [],
    repaired: [],
    imports: [],
  };
}

function refuseOtherShape(manifest: Manifest, candles: Candles): void {
  const shape = (hasVolume: boolean, hasAsk: boolean) =>
    `${hasVolume ? 'volume' : 'no volume'} and ${hasAsk ? 'ask prices' : 'no ask prices'}`;
  const held = shape(manifest.hasVolume, manifest.hasAsk);
  const found = shape(candles.hasVolume, candles.ask !== undefined);
  if (held !== found) {
    throw new InputError(
      'SERIES_MISMATCH',
      `${manifest.venue} ${manifest.symbol} ${manifest.timeframe} holds candles with ${held}, found ${found}; import them under another --venue`,
      1,
      { said: IMPORT_FAULTS.otherShape(manifest, { hasVolume: candles.hasVolume, hasAsk: candles.ask !== undefined }) },
    );
  }
}

/** Files hold a day of seconds, a month of minutes, a year of quarter hours, or everything: small enough to rewrite, few enough to open. */
function periodLength(stepMs: number): 4 | 7 | 10 | 0 {
  if (stepMs < 60_000) return 10;
  if (stepMs < 300_000) return 7;
  return stepMs < 3_600_000 ? 4 : 0;
}

/** Cuts sorted candles at the borders of their UTC day, month or year. */
function periodsOf(candles: Candles, stepMs: number): { period: string; from: number; to: number }[] {
  const periods: { period: string; from: number; to: number }[] = [];
  const length = periodLength(stepMs);
  let endMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < candles.length; i++) {
    const time = candles.time[i] as number;
    if (time < endMs) continue;
    const last = periods.at(-1);
    if (last) last.to = i;
    const period = length === 0 ? 'all' : new Date(time).toISOString().slice(0, length);
    periods.push({ period, from: i, to: candles.length });
    endMs = length === 0 ? Number.POSITIVE_INFINITY : periodEnd(period);
  }
  return periods;
}

function periodEnd(period: string): number {
  const [year = 0, month = 0, day = 0] = period.split('-').map(Number);
  return day > 0 ? Date.UTC(year, month - 1, day + 1) : month > 0 ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
}

/** The candles of a file, or undefined when it is damaged and the update can take its place. InputError LAKE_DAMAGED when it can't. */
async function readOld(folder: string, file: FileRecord, shape: Manifest, update: Candles): Promise<Candles | undefined> {
  try {
    return await readParquetCandles([join(folder, file.name)], file.count, shape);
  } catch {
    const last = update.time[update.length - 1] as number;
    if (update.length >= file.count && (update.time[0] as number) <= file.from && last >= file.to) return undefined;
    throw new InputError(
      'LAKE_DAMAGED',
      `${join(folder, file.name)} is damaged; restore it from a backup, or import a file with all candles from ${isoText(file.from)} to ${isoText(file.to)}`,
      3,
      { said: IMPORT_FAULTS.storedDamaged(isoText(file.from).slice(0, 10), isoText(file.to).slice(0, 10)) },
    );
  }
}

/** The old candles with the new ones put in, counted; undefined when nothing differs. */
function mergeCandles(
  old: Candles | undefined,
  update: Candles,
  counts: { added: number; changed: number; unchanged: number },
): Candles | undefined {
  if (!old) {
    counts.added += update.length;
    return update;
  }
  const merged = createCandles(old.length + update.length, { hasVolume: update.hasVolume, hasAsk: update.ask !== undefined });
  const differed = counts.added + counts.changed;
  let a = 0;
  let b = 0;
  while (a < old.length || b < update.length) {
    const oldTime = a < old.length ? (old.time[a] as number) : Number.POSITIVE_INFINITY;
    const newTime = b < update.length ? (update.time[b] as number) : Number.POSITIVE_INFINITY;
    if (oldTime < newTime) copyCandle(old, a++, merged);
    else {
      if (newTime < oldTime) counts.added++;
      else if (sameCandle(old, a++, update, b)) counts.unchanged++;
      else counts.changed++;
      copyCandle(update, b++, merged);
    }
  }
  return counts.added + counts.changed > differed ? sliceCandles(merged, 0, merged.length) : undefined;
}

const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;

function copyCandle(from: Candles, i: number, to: Candles): void {
  const at = to.length++;
  to.time[at] = from.time[i] as number;
  for (const name of VALUES) to[name][at] = from[name][i] as number;
  if (from.ask && to.ask) for (const name of ['open', 'high', 'low', 'close'] as const) to.ask[name][at] = from.ask[name][i] as number;
}

/** Files are named by their content: a rewrite never touches the file a reader may have open. */
async function writePeriod(folder: string, period: string, candles: Candles, manifest: Manifest): Promise<FileRecord> {
  const fingerprint = candlesFingerprint(candles);
  const name = `${period}.${fingerprint.slice(0, 16)}.parquet`;
  await writeParquetCandles(join(folder, name), candles);
  const gaps = findGaps(candles, timeframeMs(manifest.timeframe), calendarNamed(manifest.calendar), GAPS_LISTED);
  return {
    name,
    period,
    count: candles.length,
    from: candles.time[0] as number,
    to: candles.time[candles.length - 1] as number,
    fingerprint,
    gaps,
  };
}

/** Gaps listed before that nothing overlaps any more. */
function repairedGaps(before: Manifest, after: Manifest, nowMs: number) {
  const left = gapsOf(after).rows;
  return gapsOf(before)
    .rows.filter((gap) => !left.some((other) => other.from < gap.to && other.to > gap.from))
    .map((gap) => ({ ...gap, repairedAt: nowMs }));
}

/** Takes away what a failed import had written so far. The files of a manifest that can't be read are kept. */
function leaveAsBefore(folder: string): void {
  try {
    const manifest = readManifest(folder);
    removeLeftovers(folder, manifest ?? { files: [] });
  } catch {
    // The failure that led here is the one to report; the next import tidies up.
  }
}

/** What no manifest names: files replaced just now, and those of an import that was killed. Only the holder of the lock may do this. */
function removeLeftovers(folder: string, manifest: Pick<Manifest, 'files'>): void {
  const kept = new Set([MANIFEST_NAME, LOCK_NAME, ...manifest.files.map((file) => file.name)]);
  for (const name of readdirSync(folder)) if (!kept.has(name) && !name.startsWith(LOCK_NAME)) rmSync(join(folder, name), { force: true });
}
