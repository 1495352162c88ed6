/** Questions about a million decisions in the embedded database, each asked many times. */

import { type Archive, createArchive } from '../../src/adapters/postgres/archive.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { startThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { decisionFilter, decisionSearch } from '../../src/api/archive.ts';
import { makeDecisions } from '../made-decisions.ts';
import { median, percentile } from '../measure.ts';
import type { Outcome, Row } from '../row.ts';

const ROWS = 1_000_000;
const ROUNDS = 30;
/** What is promised for every question. */
const WITHIN_MS = 200;

type Ask = (archive: Archive) => Promise<unknown>;

const page =
  (search: Record<string, unknown>): Ask =>
  (archive) =>
    archive.decisions('bench', decisionSearch.parse(search));
const count =
  (filter: Record<string, unknown>): Ask =>
  (archive) =>
    archive.decisionCounts('bench', decisionFilter.parse(filter));
/** Pages 2 and back to 1. */
const thereAndBack =
  (search: Record<string, unknown>): Ask =>
  async (archive) => {
    const parsed = decisionSearch.parse(search);
    const first = await archive.decisions('bench', parsed);
    const second = await archive.decisions('bench', { ...parsed, cursor: first.next as string });
    return archive.decisions('bench', { ...parsed, cursor: second.previous as string });
  };

const DAY_MS = 86_400_000;
const FROM = 1_700_000_000_000 + 100 * DAY_MS + 12_345_678;
const quarter = { from: FROM, to: FROM + 90 * DAY_MS };
const slot = { strategyId: 'strategy-3', instrumentId: ['COIN4-USDT', 'COIN5-USDT'] };

/** Name, how many questions it takes, and the question. */
const QUESTIONS: readonly (readonly [name: string, asked: number, ask: Ask])[] = [
  ['newest', 1, page({})],
  ['oldest', 1, page({ descending: false })],
  ['of a strategy', 1, page({ strategyId: 'strategy-3' })],
  ['of a rare kind', 1, page({ strategyId: 'strategy-10', code: 'RISK_RULE_20', instrumentId: 'COIN10-USDT' })],
  ['approved, of a quarter', 1, page({ outcome: 'approved', ...quarter })],
  ['500 rows, refused', 1, page({ outcome: 'refused', limit: 500 })],
  ['by strategy', 1, page({ sort: 'strategy' })],
  ['by instrument, of a quarter', 1, page({ sort: 'instrument', ...quarter })],
  ['by code, approved left out', 1, page({ sort: 'code', outcome: 'refused', descending: false })],
  ['by confidence', 1, page({ sort: 'confidence' })],
  ['by confidence, of a slot', 1, page({ sort: 'confidence', ...slot })],
  ['confidence above 0.98', 1, page({ minConfidence: 0.98 })],
  ['confidence above 0.9999, of a strategy', 1, page({ minConfidence: 0.9999, strategyId: 'strategy-9' })],
  ['by code, confidence above 0.9999', 1, page({ minConfidence: 0.9999, sort: 'code' })],
  ['prefix of an instrument', 1, page({ prefix: 'coin1' })],
  ['prefix of an id', 1, page({ prefix: '1-5000' })],
  ['prefix of many ids', 1, page({ prefix: '1-1' })],
  ['two pages on and one back', 3, thereAndBack(slot)],
  ['count of all', 1, count({})],
  ['count of a slot', 1, count(slot)],
  ['count of what was refused', 1, count({ outcome: 'refused' })],
  ['count of a quarter', 1, count(quarter)],
  ['count of two days', 1, count({ from: FROM, to: FROM + 2 * DAY_MS })],
  ['count, prefix of a code', 1, count({ prefix: 'risk_rule_1' })],
  ['count, prefix of an id', 1, count({ prefix: '1-5000' })],
  ['count, prefix of many ids', 1, count({ prefix: '1-1' })],
  ['count, confidence, of a quarter', 1, count({ minConfidence: 0.6, ...quarter })],
  ['count, confidence (sample)', 1, count({ minConfidence: 0.6 })],
  ['one decision', 1, (archive) => archive.decision('bench', '1-500000-1')],
];

interface Taken {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds of each question, asked `ROUNDS` times after once for nothing. */
export async function askAll(archive: Archive): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const [name, asked, ask] of QUESTIONS) {
    await ask(archive);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await ask(archive);
      times.push((performance.now() - start) / asked);
    }
    times.sort((a, b) => a - b);
    taken.push({ name, p50: median(times), p95: percentile(times, 0.95) });
  }
  return taken;
}

async function measure(): Promise<Outcome> {
  const server = await startThrowAwayServer();
  const { database } = server;
  try {
    await migrate(database);
    await makeDecisions(database, 'bench', ROWS);
    const taken = await askAll(createArchive(database));
    const worst = Math.max(...taken.map(({ p95 }) => p95));
    return {
      figures: { 'archive.questionP50Ms': median(taken.map(({ p50 }) => p50)), 'archive.slowestP95Ms': worst },
      lines: taken.map(({ name, p50, p95 }) => ({
        label: `archive: ${name}`,
        value: `${p50.toFixed(1)} ms, 95 % ${p95.toFixed(1)} ms`,
        note: p95 > WITHIN_MS ? `longer than the ${WITHIN_MS} ms promised` : '',
      })),
    };
  } finally {
    await server.remove();
  }
}

export const archiveRow: Row = { name: 'archive', figures: ['archive.questionP50Ms', 'archive.slowestP95Ms'], measure };
