/** The bench: npm run bench [-- --json FILE] [--no-peers] [--only ROW]. Prints one table and writes the figures; ends with 1 when a result disagrees with another. */

import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { builtInProfile } from '../src/core/trading/risk/profile.ts';
import { BARS } from './market.ts';
import { Disagreement, type Line, type Row } from './row.ts';
import { archiveRow } from './rows/archive.ts';
import { busyPageRow } from './rows/busy-page.ts';
import { feedRow } from './rows/feed.ts';
import { journalRow } from './rows/journal.ts';
import { lakeRow } from './rows/lake.ts';
import { memoryRow } from './rows/memory.ts';
import { peersRow } from './rows/peers.ts';
import { pixelsRow } from './rows/pixels.ts';
import { platformRow } from './rows/platform.ts';
import { portfolioRow } from './rows/portfolio.ts';
import { publishedRow } from './rows/published.ts';
import { replayRow } from './rows/replay.ts';
import { simulateRow } from './rows/simulate.ts';
import { smaRow } from './rows/sma.ts';
import { heavyRow, leveredRow, unseenRow } from './rows/strategies.ts';
import { sweepRow } from './rows/sweep.ts';
import { traderRow } from './rows/trader.ts';
import { viewersRow } from './rows/viewers.ts';

/** In this order: sma-cross first loads every strategy into the process. */
const ROWS: readonly Row[] = [
  smaRow,
  heavyRow,
  leveredRow,
  unseenRow,
  memoryRow,
  sweepRow,
  peersRow,
  publishedRow,
  lakeRow,
  journalRow,
  feedRow,
  replayRow,
  simulateRow,
  portfolioRow,
  archiveRow,
  traderRow,
  viewersRow,
  platformRow,
  busyPageRow,
  pixelsRow,
];
const NEEDS_PYPI: readonly Row[] = [peersRow, publishedRow];
/** Minutes long: only when named. */
const LONG: readonly Row[] = [archiveRow, traderRow, viewersRow, platformRow, busyPageRow, pixelsRow];
interface Report {
  readonly figures: Record<string, number>;
  readonly missing: Record<string, string>;
  readonly lines: Line[];
  readonly disagreements: string[];
}

async function takeRow(row: Row, report: Report): Promise<void> {
  const start = performance.now();
  process.stderr.write(`${row.name} ...`);
  try {
    const { figures, lines, missing, disagreements = [] } = await row.measure();
    Object.assign(report.figures, figures);
    Object.assign(report.missing, missing);
    report.lines.push(...lines);
    report.disagreements.push(...disagreements);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Disagreement) report.disagreements.push(message);
    for (const figure of row.figures) report.missing[figure] = message.split('\n')[0] as string;
  }
  process.stderr.write(` ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
}

function conditions(): Record<string, unknown> {
  const [{ model } = { model: 'unknown' }] = cpus();
  return {
    node: process.version,
    cpu: model.trim(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
    candles: `${BARS} of one minute, seeded walk in ticks of 1/64`,
    work: 'SMA 10/30, long only, one unit, fee 0.1 %, decided at a close, filled at the next open; equity and drawdown on every candle',
    risk: `${builtInProfile('evaluate-all').name}: every check is evaluated and none refuses`,
  };
}

function print({ lines, missing, disagreements }: Report): void {
  const widest = (part: (line: Line) => string) => Math.max(...lines.map((line) => part(line).length), 0);
  const [label, value] = [widest((line) => line.label), widest((line) => line.value)];
  for (const line of lines) console.log(`${line.label.padEnd(label)}  ${line.value.padStart(value)}  ${line.note ?? ''}`.trimEnd());
  for (const [figure, reason] of Object.entries(missing)) console.log(`not taken: ${figure}: ${reason}`);
  for (const disagreement of disagreements) console.log(`DISAGREES: ${disagreement}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((word) => word !== '--'),
    options: { json: { type: 'string' }, only: { type: 'string' }, 'no-peers': { type: 'boolean', default: false } },
  });
  const rows = ROWS.filter((row) =>
    values.only === undefined ? !LONG.includes(row) && !(values['no-peers'] && NEEDS_PYPI.includes(row)) : row.name === values.only,
  );
  if (rows.length === 0) throw new Error(`--only expects one of ${ROWS.map(({ name }) => name).join(', ')}, found ${values.only}`);
  const before = conditions();
  const report: Report = { figures: {}, missing: {}, lines: [], disagreements: [] };
  for (const row of ROWS.filter((one) => !rows.includes(one))) for (const figure of row.figures) report.missing[figure] = 'not asked for';
  for (const row of rows) await takeRow(row, report);
  print(report);
  const { figures, missing, disagreements } = report;
  if (values.json) {
    const document = { conditions: { ...before, loadAverageAfter: loadavg(), missing, disagreements }, figures };
    writeFileSync(values.json, `${JSON.stringify(document, null, 2)}\n`);
  }
  return disagreements.length > 0 ? 1 : 0;
}

process.exitCode = await main();
