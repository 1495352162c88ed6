/** The parity report as a newcomer reads it at a terminal. */

import type { CostLine } from '../../core/research/parity/cost-model.ts';
import { FILLS_NEEDED } from '../../core/research/parity/cost-model.ts';
import type { Difference } from '../../core/research/parity/differences.ts';
import type { ParityReport } from '../../core/research/parity/parity.ts';
import { COST_WORDS, costFigure, whereText } from '../../core/research/parity/parity-words.ts';
import { table } from './output.ts';

/** Lines of differences at a terminal; the files have all. */
const MOST_LINES = 40;

export function parityText(account: string, report: ParityReport): string[] {
  const { counts, trades, alerts } = report;
  const begun = report.differences.filter(({ cause }) => cause !== 'carried');
  const carried = report.differences.length - begun.length;
  return [
    `${account}: ${trades.length} trades from ${minute(report.from)} to ${minute(report.to)}, ${report.starts} start${report.starts === 1 ? '' : 's'}`,
    '',
    `  same in session and backtest  ${counts.equal}`,
    `  different                     ${counts.differs}${followingText(report)}`,
    `  missed (only in the backtest) ${counts.missed}`,
    `  extra (only in the session)   ${counts.extra}`,
    `  unexplained                   ${(report.unexplainedRatio * 100).toFixed(1)} % (alert above 5 %)`,
    `  daily returns                 ${correlationText(report)}`,
    '',
    ...(begun.length > 0 ? differenceLines(begun) : carried > 0 ? [] : ['No differences: the session did what the backtest says.']),
    ...(carried > 0 ? [carriedLine(carried, begun.length)] : []),
    '',
    ...costText(report.costs),
    ...alerts.map(({ code, message }) => `ALERT ${code}: ${message}`),
  ];
}

/** How many of the different trades would be the same but for other differences. */
function followingText({ trades, differences }: ParityReport): string {
  const begun = new Set(differences.filter(({ cause }) => cause !== 'carried').map(({ number }) => number));
  const following = trades.filter(
    ({ state, differences: numbers }) => state === 'differs' && !numbers.some((number) => begun.has(number)),
  ).length;
  return following === 0 ? '' : `, ${following} of them only because of other differences`;
}

function carriedLine(carried: number, begun: number): string {
  const because = begun === 0 ? 'of what began before this time' : begun === 1 ? 'of it' : 'of these';
  return `${carried === 1 ? '1 trade differs' : `${carried} trades differ`} only because ${because} (--json, --csv and --report list them)`;
}

function correlationText({ daily }: ParityReport): string {
  const days = `${daily.days.length} day${daily.days.length === 1 ? '' : 's'}`;
  if (daily.correlation === null)
    return daily.absent === 'no-variation' ? `no correlation: one side never moved in ${days}` : `${days}: a correlation needs three`;
  return `correlated by ${daily.correlation.toFixed(2)} over ${days}${daily.insufficient ? ` (too few to rely on: ${daily.insufficient.need})` : ''}, alert below 0.70`;
}

function differenceLines(differences: readonly Difference[]): string[] {
  const rows = differences
    .slice(0, MOST_LINES)
    .map((one) => [
      String(one.number),
      minute(one.at),
      whereText(one),
      one.aspect,
      one.session,
      one.backtest,
      `${one.cause === 'unexplained' ? 'UNEXPLAINED' : one.cause}: ${one.evidence}`,
    ]);
  const more = differences.length - rows.length;
  return [
    ...table([['#', 'when', 'where', 'what', 'session', 'backtest', 'cause'], ...rows]),
    ...(more > 0 ? [`and ${more} more (--json, --csv and --report list them)`] : []),
  ];
}

function costText(costs: readonly CostLine[]): string[] {
  if (costs.length === 0) return ['Costs: no fills yet.'];
  const rows = costs.map((line) => [
    line.instrumentId,
    COST_WORDS[line.what].en,
    String(line.seen.fills),
    costFigure(line, line.seen.median),
    costFigure(line, line.seen.upperQuartile),
    line.configured === null ? 'no single figure' : costFigure(line, line.configured),
    line.proposed === null ? `insufficient (${FILLS_NEEDED} fills needed)` : costFigure(line, line.proposed),
  ]);
  return [
    'What trading cost, and what to assume:',
    ...table([['instrument', 'cost', 'fills', 'median', '75th', 'configured', 'proposed'], ...rows]),
  ];
}

const minute = (at: number) => (Number.isFinite(at) ? `${new Date(at).toISOString().slice(0, 16)}Z` : 'nothing yet');
