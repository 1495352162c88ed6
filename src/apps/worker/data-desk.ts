/** Market data for who serves it: what is stored and shipped, how complete it is, its gaps and imports. */

import { openLake } from '../../adapters/market-lake/lake.ts';
import { type Manifest, readManifests, seriesInfo } from '../../adapters/market-lake/series-manifest.ts';
import type { Coverage, CoverageQuery, DataSet, SeriesDetail, SeriesKeyQuery } from '../../api/data.ts';
import { inBoth } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { importOddities } from '../../core/market/import-oddities.ts';
import { listSamples, type Sample } from '../market-data.ts';
import type { CoverageOrder } from './data-tasks.ts';
import { askTask } from './task-process.ts';

/** Coverages kept, so that looking again at a large series costs nothing; one is a few kilobytes. */
const KEPT = 50;

export interface DataDesk {
  /** What the lake holds, then what is shipped. */
  list(): DataSet[];
  /** InputError SERIES_UNKNOWN. */
  series(key: SeriesKeyQuery): SeriesDetail;
  /** InputError SERIES_UNKNOWN, SAMPLE_UNKNOWN, LAKE_DAMAGED. */
  coverage(query: CoverageQuery): Promise<Coverage>;
}

export function openDataDesk(dataFolder: string): DataDesk {
  const lake = openLake(dataFolder);
  const kept = new Map<string, Coverage>();

  function manifestOf({ venue, symbol, timeframe, kind }: SeriesKeyQuery): Manifest {
    const found = readManifests(lake.folder).sound.find(
      (one) => one.venue === venue && one.symbol === symbol && one.timeframe === timeframe && one.kind === kind,
    );
    if (!found)
      throw new InputError(
        'SERIES_UNKNOWN',
        `the lake holds no ${venue} ${symbol} ${timeframe} ${kind}; the list of data sets has what it holds`,
      );
    return found;
  }

  const flagsOf = (manifest: Manifest) => ({
    hasFactors: lake.symbols.factors(manifest.venue, manifest.symbol).length > 0,
    hasFunding: lake.symbols.funding(manifest.venue, manifest.symbol).length > 0,
    hasRules: lake.symbols.instruments(manifest.venue, manifest.symbol).length > 0,
  });

  async function counted(id: string, order: CoverageOrder): Promise<Coverage> {
    const coverage = kept.get(id) ?? ((await askTask('coverage', order, dataFolder)) as Coverage);
    kept.set(id, coverage);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return coverage;
  }

  return {
    list() {
      const { sound, damaged } = readManifests(lake.folder);
      return [
        ...sound.map((manifest) => storedSet(manifest, flagsOf(manifest))),
        ...damaged.map(
          ({ error, ...key }): DataSet => ({
            ...EMPTY,
            ...key,
            flags: [error.code === 'LAKE_DENIED' ? 'denied' : 'damaged'],
            problem: error.message,
          }),
        ),
        ...listSamples().map(shippedSet),
      ];
    },
    series(key) {
      const manifest = manifestOf(key);
      const open = seriesInfo(manifest).gaps.rows.map((gap) => ({ ...gap, repairedAt: null }));
      return {
        dataSet: storedSet(manifest, flagsOf(manifest)),
        gaps: [...open, ...manifest.repaired].sort((a, b) => a.from - b.from),
        imports: manifest.imports.toReversed().map((report) => ({
          ...report,
          rejectedByReason: report.rejectedByReason as Record<string, number>,
          rejectedRows: [...report.rejectedRows],
          duplicates: report.duplicates + report.conflictingDuplicates,
          jumps: report.jumps.count,
          // Of before there were words in both languages there are sentences in English alone.
          notes: [...importOddities(report), ...report.notes.map(inBoth)],
        })),
      };
    },
    async coverage({ sample, venue, symbol, timeframe, kind, cell, from, to }) {
      if (sample !== undefined) return within(await counted(`sample ${sample} ${cell}`, { sample, cell }), from, to);
      if (venue === undefined || symbol === undefined || timeframe === undefined)
        throw new InputError('SERIES_UNKNOWN', 'expected a sample, or venue, symbol and timeframe of a stored series', 2);
      const series = { venue, symbol, timeframe, kind: kind ?? 'trades' };
      const { checksum } = seriesInfo(manifestOf(series));
      return within(await counted(`${Object.values(series).join(' ')} ${checksum} ${cell}`, { series, cell }), from, to);
    },
  };
}

/** The cells that begin in [from, to). */
function within(coverage: Coverage, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): Coverage {
  const kept = coverage.start.map((start) => start >= from && start < to);
  const cut = (column: readonly number[]) => column.filter((_, i) => kept[i]);
  return {
    ...coverage,
    start: cut(coverage.start),
    present: cut(coverage.present),
    expected: cut(coverage.expected),
    flat: cut(coverage.flat),
  };
}

const EMPTY = {
  source: 'lake',
  sample: null,
  calendar: null,
  bars: 0,
  from: null,
  to: null,
  gaps: null,
  completeRatio: null,
  checksum: null,
} as const satisfies Partial<DataSet>;

function storedSet(
  manifest: Manifest,
  { hasFactors, hasFunding, hasRules }: Record<'hasFactors' | 'hasFunding' | 'hasRules', boolean>,
): DataSet {
  const { venue, symbol, timeframe, kind, calendar, count, from, to, gaps, checksum, hasVolume } = seriesInfo(manifest);
  const flags: readonly (readonly [flag: string, holds: boolean])[] = [
    ['gaps', gaps.count > 0],
    ['no-volume', !hasVolume],
    ['quotes', kind === 'quotes'],
    ['jumps', manifest.imports.some(({ jumps }) => jumps.count > 0)],
    ['rejected-rows', manifest.imports.some(({ rejected }) => rejected > 0)],
    ['factors', hasFactors],
    ['funding', hasFunding],
    ['rules-unknown', !hasRules],
  ];
  return {
    source: 'lake',
    sample: null,
    ...{ venue, symbol, timeframe, kind, calendar, checksum },
    bars: count,
    from: known(from),
    to: known(to),
    gaps: { count: gaps.count, missing: gaps.missing, longest: gaps.longest },
    completeRatio: count + gaps.missing > 0 ? count / (count + gaps.missing) : null,
    flags: flags.flatMap(([flag, holds]) => (holds ? [flag] : [])),
    problem: null,
  };
}

const known = (at: number) => (Number.isFinite(at) ? at : null);

function shippedSet({ name, venue, symbol, timeframe, kind, calendar, rows, from, to }: Sample): DataSet {
  const flags = kind === 'quotes' ? ['quotes'] : [];
  return {
    ...EMPTY,
    ...{ venue, symbol, timeframe, kind, calendar, flags },
    source: 'sample',
    sample: name,
    bars: rows,
    from: Date.parse(from),
    to: Date.parse(to),
    problem: null,
  };
}
