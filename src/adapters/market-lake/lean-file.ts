// LEAN zips: what their names say (day, resolution, trade or quote) and the layout that follows from it.
import { basename } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import { daysFromCivil, type Zone, zoneNamed } from '../../core/market/zone.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { TimeFormat } from './time-text.ts';

const DAY_MS = 86_400_000;
/** LEAN keeps United States equity prices as integers of a hundredth of a cent. */
const EQUITY_SCALE_DECIMALS = 4;
/** A United States daily bar starts with its session, at 09:30. */
const EQUITY_OPEN_MS = 9.5 * 3_600_000;
const RESOLUTION_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, daily: DAY_MS };

export interface LeanFile {
  readonly layout: CsvLayout;
  readonly zone: Zone;
  /** Named by the path or the entry, else undefined. */
  readonly timeframeMs?: number;
  readonly scaleDecimals: number;
  /** Ticks are built into candles of this length. */
  readonly ticksToMs?: number;
  readonly isEquity: boolean;
}

/** Whether a path and the entry of its zip are named as LEAN names them. */
export function isLeanName(path: string, entry: string): boolean {
  return /^\d{8}_.+_(tick|second|minute)_(trade|quote)|^\d{8}_.+_(trade|quote)_tick/i.test(entry) || leanFolder(path) !== undefined;
}

/** `<asset>/<market>/<resolution>/...` somewhere in the path. */
export function leanFolder(path: string): { asset: string; market: string; resolution: string } | undefined {
  const match = /(?:^|\/)(equity|crypto|cryptofuture|forex|cfd|future|index)\/([^/]+)\/(tick|second|minute|hour|daily)\//i.exec(
    path.replaceAll('\\', '/'),
  );
  return match
    ? {
        asset: (match[1] as string).toLowerCase(),
        market: (match[2] as string).toLowerCase(),
        resolution: (match[3] as string).toLowerCase(),
      }
    : undefined;
}

/**
 * The layout of one LEAN file. `asset` (from --format lean-equity) stands in where the path does not name the kind of asset.
 * InputError LEAN_ASSET_UNKNOWN, LEAN_LAYOUT_UNKNOWN.
 */
export function leanLayout(path: string, entry: string, firstLine: string, asset?: 'equity'): LeanFile {
  const folder = leanFolder(path);
  const kind = asset ?? folder?.asset;
  const fields = firstLine.split(',').length;
  const day = /^(\d{4})(\d{2})(\d{2})_/.exec(entry);
  const time: TimeFormat = day
    ? { kind: 'since-midnight', midnightMs: daysFromCivil(Number(day[1]), Number(day[2]), Number(day[3])) * DAY_MS }
    : { kind: 'ymd' };
  const resolution = /_(tick|second|minute)(_|\.)/i.exec(entry)?.[1]?.toLowerCase() ?? folder?.resolution;
  const isTick = resolution === 'tick';
  const isQuote = /quote/i.test(entry);
  if (kind === undefined && !isQuote && /^[^,]+,\d{5,},\d{5,}/.test(firstLine)) {
    throw new InputError(
      'LEAN_ASSET_UNKNOWN',
      `${basename(path)}: expected LEAN's folders (equity/usa/...) to tell whether prices are scaled by 10,000; name it with --format lean-equity or lean`,
      2,
      { said: IMPORT_FAULTS.leanAsset },
    );
  }
  const isEquity = kind === 'equity';
  const columns = leanColumns(fields, isTick, isQuote);
  if (!columns)
    throw new InputError(
      'LEAN_LAYOUT_UNKNOWN',
      `${basename(path)}: expected LEAN rows of trades or quotes, found ${fields} columns (${firstLine.slice(0, 80)})`,
      1,
      { said: IMPORT_FAULTS.leanLayout(fields, firstLine.slice(0, 80)) },
    );
  const timeframeMs = isTick ? 1000 : RESOLUTION_MS[resolution ?? ''];
  return {
    layout: { delimiter: 44, skipLines: 0, columns, timeFormat: time, decimalComma: false, header: [], ticks: isTick, notes: [] },
    zone: isEquity
      ? timeframeMs === DAY_MS
        ? sessionStart(zoneNamed('America/New_York'))
        : zoneNamed('America/New_York')
      : zoneNamed('UTC'),
    ...(timeframeMs !== undefined && { timeframeMs }),
    scaleDecimals: isEquity ? EQUITY_SCALE_DECIMALS : 0,
    ...(isTick && { ticksToMs: 1000 }),
    isEquity,
  };
}

function sessionStart(zone: Zone): Zone {
  return { ...zone, toUtc: (wallMs, later) => zone.toUtc(wallMs + EQUITY_OPEN_MS, later) };
}

function leanColumns(fields: number, isTick: boolean, isQuote: boolean): CsvLayout['columns'] | undefined {
  const bar = { time: 0, open: 1, high: 2, low: 3, close: 4 };
  if (!isTick) {
    if (fields === 6) return { ...bar, volume: 5 };
    return fields === 11 ? { ...bar, askOpen: 6, askHigh: 7, askLow: 8, askClose: 9 } : undefined;
  }
  const tick = { time: 0, open: 1, high: 1, low: 1, close: 1 };
  // Six columns: price, size, exchange, condition, and a flag on ticks the vendor suspects.
  if (!isQuote) return fields === 6 ? { ...tick, volume: 2, flag: 5 } : fields === 3 ? { ...tick, volume: 2 } : undefined;
  const ask = fields === 3 ? 2 : fields === 5 ? 3 : 0;
  return ask > 0 ? { ...tick, askOpen: ask, askHigh: ask, askLow: ask, askClose: ask } : undefined;
}
