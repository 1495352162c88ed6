/** What the data commands say: the same figures as text for a person and as JSON. */

import type { SeriesCheck } from '../../adapters/market-lake/lake-check.ts';
import type { SeriesInfo } from '../../adapters/market-lake/series-manifest.ts';
import { importOddities } from '../../core/market/import-oddities.ts';
import { isoText } from '../../core/market/zone.ts';
import type { ImportOutcome } from '../market-data.ts';

/** Sums over the files of one import. */
export function totals(outcomes: readonly ImportOutcome[]) {
  const sum = (pick: (outcome: ImportOutcome) => number) => outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  return {
    rowsRead: sum(({ report }) => report.rowsRead),
    accepted: sum(({ report }) => report.accepted),
    rejected: sum(({ report }) => report.rejected),
    duplicates: sum(({ report }) => report.duplicates + report.conflictingDuplicates),
    added: sum(({ added }) => added),
    changed: sum(({ changed }) => changed),
    unchanged: sum(({ unchanged }) => unchanged),
  };
}

export function outcomeJson({ file, format, report, series, added, changed, unchanged }: ImportOutcome) {
  return {
    ...report,
    notes: report.notes.map(({ en }) => en),
    told: { notes: [...importOddities(report), ...report.notes] },
    file,
    format,
    added,
    changed,
    unchanged,
    from: isoOrNull(report.from),
    to: isoOrNull(report.to),
    series: seriesJson(series),
  };
}

/** A series without its list of gaps. */
export function seriesJson({ gaps, ...series }: SeriesInfo) {
  return {
    ...series,
    from: isoOrNull(series.from),
    to: isoOrNull(series.to),
    gaps: { count: gaps.count, missing: gaps.missing, longest: gaps.longest },
  };
}

const isoOrNull = (time: number) => (Number.isFinite(time) ? isoText(time) : null);
export const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** A short report a person reads in one look: what came, what happened, what is odd. */
export function describeImport({ file, format, report, series, added, changed, unchanged }: ImportOutcome): string[] {
  return [
    `${file}  (${format})`,
    `  into      ${series.venue} ${series.symbol} ${series.timeframe} ${series.kind}: ${plural(series.count, 'candle')}, ${isoText(series.from)} to ${isoText(series.to)}`,
    `  rows      ${report.rowsRead} read, ${report.accepted} accepted, ${report.rejected} rejected`,
    `  candles   ${added} added, ${changed} changed, ${unchanged} unchanged`,
    ...[...importOddities(report), ...report.notes].map(({ en }) => `  note      ${en}`),
    ...report.rejectedRows.slice(0, 5).map(({ line, reason, text }) => `  rejected  line ${line}: ${reason}: ${text}`),
    ...(report.rejected > 5 ? [`  rejected  and ${report.rejected - 5} more (--json lists up to 100)`] : []),
    `  checksum  ${series.checksum}`,
  ];
}

export function describeCheck({ series, problems, jumps, suspectedSplits }: SeriesCheck): string[] {
  const { gaps } = series;
  return [
    `${series.venue} ${series.symbol} ${series.timeframe} ${series.kind}: ${problems.length === 0 ? 'sound' : 'DAMAGED'}, ${plural(series.count, 'candle')}, ${plural(gaps.count, 'gap')} (${gaps.missing} missing), ${plural(jumps.count, 'jump')} over 10 %`,
    ...problems.map((problem) => `  damage  ${problem.includes(';') ? problem : `${problem}; import its file again`}`),
    ...gaps.rows.slice(0, 5).map((gap) => `  gap     ${isoText(gap.from)} to ${isoText(gap.to)}, ${gap.missing} missing, ${gap.cause}`),
    ...(gaps.count > 5 ? [`  gap     and ${gaps.count - 5} more (--json lists them)`] : []),
    ...suspectedSplits.map(
      ({ time, ratio, split }) =>
        `  split?  ${isoText(time)}: close before is ${ratio.toFixed(4)} times the open, near ${split}, and no action is recorded; import its factors (--format factors)`,
    ),
  ];
}
