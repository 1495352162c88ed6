// Strategies as the pages have them: what the folder holds, their forms, their source, and what a check has found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { strategy } from '../../src/api/strategies.ts';
import { STRATEGIES_FOLDER, strategyFiles } from '../../src/apps/strategy-registry.ts';
import { type JobsLab, openJobsLab } from './lab.ts';

let lab: JobsLab;
beforeAll(async () => {
  lab = await openJobsLab();
});
afterAll(() => lab.remove());

test('every file of the folder is there, as its shape says, with a form for its parameters', async () => {
  const list = await lab.desk.strategies.list();
  expect(list.map(({ id }) => id)).toEqual([...strategyFiles().keys()]);
  for (const one of list) strategy.parse(one);
  const cross = await lab.desk.strategies.read('sma-cross');
  expect(cross).toMatchObject({
    problem: null,
    check: null,
    loaded: { title: { es: expect.any(String) }, timeframes: [], indicators: expect.any(Array) },
  });
  expect(cross.loaded?.parameters.map(({ name, kind, unit }) => [name, kind, unit])).toEqual([
    ['fast', 'integer', 'candles'],
    ['slow', 'integer', 'candles'],
    ['direction', 'choice', null],
  ]);
  expect(cross.loaded?.parameters[2]).toMatchObject({ choices: ['long-only', 'long-short'], min: null, step: null });
});

test('the source is the file', () => {
  const { text, fileName } = lab.desk.strategies.source('sma-cross');
  expect(text).toBe(readFileSync(join(STRATEGIES_FOLDER, fileName), 'utf8'));
  expect(() => lab.desk.strategies.source('../package')).toThrow(expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }));
});

test('a check is a job, and what it found stands beside the strategy', async () => {
  const worker = await lab.worker();
  expect(await lab.runs('strategy-check', { strategy: 'sma-cross' })).toMatchObject({ state: 'done', result: { ok: true } });
  await worker.stop();
  expect((await lab.desk.strategies.read('sma-cross')).check).toMatchObject({
    current: true,
    ok: true,
    error: null,
    findings: [
      { id: 'look-ahead', severity: 'ok' },
      { id: 'warm-up', severity: 'ok' },
    ],
  });
});
