// The market lake: candles of many venues on disk as Parquet, opened as columns. Layout: venue / symbol / timeframe / kind.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { calendarNamed } from '../../core/market/calendar.ts';
import { type Candles, sliceCandles, startedBefore } from '../../core/market/candles.ts';
import { adjustCandles } from '../../core/market/corporate-actions.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { isoText } from '../../core/market/zone.ts';
import { symbolKey } from './csv-rows.ts';
import { deniedFile } from './find-series.ts';
import { checkSeries, type SeriesCheck, unreadableSeries } from './lake-check.ts';
import { readParquetCandles } from './parquet-candles.ts';
import {
  type DamagedSeries,
  type Manifest,
  mayBePart,
  readManifest,
  readManifests,
  type SeriesInfo,
  type SeriesKey,
  type SeriesKind,
  seriesFolder,
  seriesInfo,
  UNKNOWN_PART,
} from './series-manifest.ts';
import { type NewCandles, type UpsertResult, upsertCandles } from './series-upsert.ts';
import { SymbolFiles } from './symbol-files.ts';

export interface CandleQuery {
  /** Needed when several venues hold the symbol. */
  readonly venue?: string;
  /** Compared without case and separators: BTC/USDT finds BTCUSDT. */
  readonly symbol: string;
  readonly timeframe: string;
  /** Trades before quotes when absent. */
  readonly kind?: SeriesKind;
  /** Candles that start in [from, to), epoch milliseconds. */
  readonly from?: number;
  readonly to?: number;
  /** Prices corrected by the stored split and dividend factors. */
  readonly adjusted?: boolean;
  /** For aggregation on an exchange calendar; see the aggregator. */
  readonly outsideHours?: 'drop' | 'include';
  /** Columns in shared memory, for worker threads. */
  readonly shared?: boolean;
}

export interface OpenedCandles {
  readonly candles: Candles;
  readonly timeframeMs: number;
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  /** The stored series the candles come from; a smaller timeframe when they were aggregated. */
  readonly series: SeriesInfo;
  readonly aggregatedFrom?: string;
}

export function openLake(dataFolder: string): Lake {
  return new Lake(join(dataFolder, 'lake'));
}

export class Lake {
  readonly folder: string;
  /** Instruments, funding rates and factors. */
  readonly symbols: SymbolFiles;

  constructor(folder: string) {
    this.folder = folder;
    this.symbols = new SymbolFiles(folder);
  }

  /** The series that can be read; see {@link damaged} for the others. */
  list(): SeriesInfo[] {
    return readManifests(this.folder).sound.map(seriesInfo);
  }

  damaged(): DamagedSeries[] {
    return readManifests(this.folder).damaged;
  }

  /** The series under exactly this key, or undefined. */
  series(key: SeriesKey): SeriesInfo | undefined {
    const manifest = readManifest(seriesFolder(this.folder, key));
    return manifest && seriesInfo(manifest);
  }

  /** Merges candles into a series; see {@link upsertCandles}. */
  upsert(key: SeriesKey, update: NewCandles, nowMs: number = Date.now()): Promise<UpsertResult> {
    return upsertCandles(this.folder, key, update, nowMs);
  }

  /** Reads every file of every series again and compares it with its manifest. */
  async check(filter: Partial<SeriesKey> = {}): Promise<SeriesCheck[]> {
    const checks: SeriesCheck[] = [];
    const { sound, damaged } = readManifests(this.folder);
    const isOther = (key: SeriesKey) => Object.entries(filter).some(([name, value]) => !mayBePart(key[name as keyof SeriesKey], value));
    for (const one of damaged) if (!isOther(one)) checks.push(unreadableSeries(one));
    for (const manifest of sound) {
      if (isOther(manifest)) continue;
      checks.push(await checkSeries(seriesFolder(this.folder, manifest), manifest, this.symbols.factors(manifest.venue, manifest.symbol)));
    }
    return checks;
  }

  /**
   * Candles as columns. A timeframe that is not stored is built from the largest stored one that divides it.
   * InputError LAKE_EMPTY, SYMBOL_UNKNOWN, VENUE_UNCLEAR, TIMEFRAME_ABSENT, CANDLES_NONE, LAKE_DAMAGED, LAKE_DENIED.
   */
  async openCandles(query: CandleQuery): Promise<OpenedCandles> {
    const wantedMs = timeframeMs(query.timeframe);
    const manifest = chooseSeries(this.candidates(query), query, wantedMs);
    const storedMs = timeframeMs(manifest.timeframe);
    const calendar = calendarNamed(manifest.calendar);
    // A larger candle needs the smaller ones from its own start on.
    const margin = storedMs === wantedMs ? 0 : wantedMs + (calendar.alignment === 'session' ? 86_400_000 : 0);
    let candles = await this.readFiles(manifest, query, margin);
    if (storedMs !== wantedMs) {
      const options = { volumeDecimals: manifest.volumeDecimals, ...(query.outsideHours && { outsideHours: query.outsideHours }) };
      candles = aggregateCandles(candles, storedMs, wantedMs, calendar, options);
    }
    candles = between(candles, query);
    if (candles.length === 0) {
      const { from, to } = seriesInfo(manifest);
      throw new InputError(
        'CANDLES_NONE',
        `${manifest.venue} ${manifest.symbol} ${query.timeframe}: no candle in the span asked for; the lake holds ${isoText(from)} to ${isoText(to)}`,
      );
    }
    if (query.adjusted) candles = adjustCandles(candles, this.symbols.factors(manifest.venue, manifest.symbol), calendar);
    return {
      candles,
      timeframeMs: wantedMs,
      priceDecimals: manifest.priceDecimals,
      volumeDecimals: manifest.volumeDecimals,
      series: seriesInfo(manifest),
      ...(storedMs !== wantedMs && { aggregatedFrom: manifest.timeframe }),
    };
  }

  private candidates(query: CandleQuery): Manifest[] {
    const { sound: all, damaged } = readManifests(this.folder);
    const isWanted = ({ symbol, venue }: SeriesKey) =>
      (symbol === UNKNOWN_PART || symbolKey(symbol) === symbolKey(query.symbol)) && mayBePart(venue, query.venue);
    const usable = all.filter((one) => isWanted(one) && timeframeMs(query.timeframe) % timeframeMs(one.timeframe) === 0);
    const isHiddenWhole = ({ symbol, timeframe }: SeriesKey) => symbol !== UNKNOWN_PART && timeframe === UNKNOWN_PART;
    // What is asked for may be in a series that can't be read: then that is the answer, not another one.
    const hidden = damaged.find((one) => isWanted(one) && (one.timeframe === query.timeframe || isHiddenWhole(one) || usable.length === 0));
    if (hidden) throw hidden.error;
    if (all.length === 0) {
      throw new InputError(
        'LAKE_EMPTY',
        `the lake in ${this.folder} holds no candles; bring some with: atalaya data import FILE --symbol ${query.symbol} --timeframe ${query.timeframe}`,
      );
    }
    const symbols = [...new Set(all.map(({ symbol }) => symbol))];
    const ofSymbol = all.filter(({ symbol }) => symbolKey(symbol) === symbolKey(query.symbol));
    if (ofSymbol.length === 0)
      throw new InputError(
        'SYMBOL_UNKNOWN',
        `expected one of the lake's symbols (${symbols.slice(0, 12).join(', ')}), found ${query.symbol}; import its candles first`,
      );
    const ofVenue = ofSymbol.filter(({ venue }) => query.venue === undefined || venue === query.venue);
    const venues = [...new Set(ofVenue.map(({ venue }) => venue))];
    if (venues.length === 0)
      throw new InputError(
        'SYMBOL_UNKNOWN',
        `${query.symbol} is not in the lake for venue ${query.venue}, only for ${[...new Set(ofSymbol.map(({ venue }) => venue))].join(', ')}`,
      );
    if (venues.length > 1)
      throw new InputError('VENUE_UNCLEAR', `several venues hold ${query.symbol} (${venues.join(', ')}); choose one with --venue`, 2);
    return ofVenue.filter(({ kind }) => query.kind === undefined || kind === query.kind);
  }

  /** A rewrite may take a file away between reading the manifest and the file: then the new manifest is read. */
  private async readFiles(manifest: Manifest, query: CandleQuery, marginMs: number): Promise<Candles> {
    const folder = seriesFolder(this.folder, manifest);
    let current = manifest;
    for (let attempt = 1; ; attempt++) {
      const files = current.files.filter(
        ({ from, to }) => to >= (query.from ?? -Infinity) - marginMs && from < (query.to ?? Infinity) + marginMs,
      );
      const paths = files.map(({ name }) => join(folder, name));
      const absent = paths.find((path) => !existsSync(path));
      try {
        if (absent === undefined) {
          const count = files.reduce((sum, file) => sum + file.count, 0);
          return await readParquetCandles(paths, count, {
            hasVolume: current.hasVolume,
            hasAsk: current.hasAsk,
            shared: query.shared ?? false,
          });
        }
      } catch (error) {
        const denied = deniedFile(this.folder, paths);
        if (denied !== null) throw denied;
        if (attempt >= 3)
          throw new InputError(
            'LAKE_DAMAGED',
            `${folder}: ${(error as Error).message.split('\n')[0]}; run atalaya data check, and import the file again`,
            3,
          );
      }
      if (attempt >= 3)
        throw new InputError('LAKE_DAMAGED', `${absent} is missing; restore it from a backup or import its candles again`, 3);
      current = readManifest(folder) ?? current;
    }
  }
}

function chooseSeries(candidates: readonly Manifest[], query: CandleQuery, wantedMs: number): Manifest {
  const usable = candidates
    .filter(({ timeframe }) => wantedMs % timeframeMs(timeframe) === 0)
    .sort((a, b) => timeframeMs(b.timeframe) - timeframeMs(a.timeframe) || (a.kind === 'trades' ? -1 : 1));
  const chosen = usable.find(({ kind }) => kind === 'trades') ?? usable[0];
  if (!chosen) {
    const held = candidates.map(({ timeframe, kind }) => `${timeframe} ${kind}`).join(', ') || 'nothing of that kind';
    throw new InputError(
      'TIMEFRAME_ABSENT',
      `${query.symbol}: expected ${query.timeframe}, or a timeframe it can be built from; the lake holds ${held}`,
    );
  }
  return chosen;
}

function between(candles: Candles, { from = -Infinity, to = Infinity }: CandleQuery): Candles {
  const first = startedBefore(candles, from);
  const end = startedBefore(candles, to);
  return first === 0 && end === candles.length ? candles : sliceCandles(candles, first, Math.max(first, end));
}
