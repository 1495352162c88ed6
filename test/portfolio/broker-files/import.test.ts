/** Every broker's export into a real book, and once more: each line is counted, and the second time nothing is written. */

import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile } from '../../../src/apps/portfolio/import/import-file.ts';
import { type BookLab, startBook, written } from '../import-lab.ts';

const SAMPLES = new URL('samples/', import.meta.url);
const NAMES = readdirSync(SAMPLES).filter((name) => /\.(csv|xml)$/.test(name));
const HOW = { isPreview: false, isStrict: false, by: 'owner', address: '', at: Date.parse('2026-11-24T09:00:00Z') };
let lab: BookLab;
beforeAll(async () => {
  lab = await startBook();
});
afterAll(() => lab.remove());

const take = (name: string) => importFile(lab.database, { bytes: readFileSync(new URL(name, SAMPLES)), name, account: undefined }, HOW);

test.each(NAMES)('%s', async (name) => {
  const { report } = await take(name);
  expect(report.loaded + report.unchanged + report.rejected).toBe(report.read);
  expect(report.added).toBeGreaterThan(0);
  const before = await written(lab.database);
  const { report: again } = await take(name);
  expect(again).toMatchObject({
    read: report.read,
    loaded: 0,
    unchanged: report.loaded,
    rejected: report.rejected,
    added: 0,
    changed: 0,
    removed: 0,
  });
  expect(await written(lab.database)).toEqual(before);
});
