// The workbook that is watched, and the inbox: over a real book and a real folder.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FileWatch, watchFiles } from '../../src/apps/portfolio/import/watch-files.ts';
import { AT, type BookLab, bookLines, startBook } from './import-lab.ts';

const SAMPLE = new URL('../../samples/portfolio/operaciones.xlsx', import.meta.url);
const BITVAVO = new URL('broker-files/samples/bitvavo-export.csv', import.meta.url);
let lab: BookLab;
let folder: string;
let watch: FileWatch;
let said: string[] = [];
let taken = 0;

beforeAll(async () => {
  lab = await startBook();
});
afterAll(() => lab.remove());
beforeEach(async () => {
  await lab.empty();
  folder = mkdtempSync(join(tmpdir(), 'atalaya-watched-'));
  mkdirSync(join(folder, 'portfolio/inbox'), { recursive: true });
  [said, taken] = [[], 0];
  const now = () => Date.UTC(2026, 10, 24);
  watch = watchFiles({ database: lab.database, dataFolder: folder, now, say: (line) => said.push(line), taken: () => taken++ });
});
afterEach(() => {
  watch.stop();
  rmSync(folder, { recursive: true, force: true });
});
const workbook = () => join(folder, 'portfolio/operaciones.xlsx');
const twice = async () => {
  await watch.look();
  await watch.look();
};

test('the workbook comes in once it lies still, and not again until it was saved anew', async () => {
  copyFileSync(SAMPLE, workbook());
  await watch.look();
  expect(watch.files()).toEqual([]);
  await watch.look();
  expect(watch.files()).toMatchObject([{ file: 'operaciones.xlsx', counts: { read: 23, loaded: 23, rejected: 0 }, refused: null }]);
  expect(taken).toBe(1);
  await twice();
  expect(watch.files()).toHaveLength(1);
  // Saved again without a change.
  utimesSync(workbook(), AT / 1000, AT / 1000);
  await twice();
  expect(watch.files()[0]).toMatchObject({ counts: { loaded: 0, unchanged: 23 } });
  expect([taken, (await bookLines(lab.database)).length]).toEqual([1, 25]);
});

test('the inbox: exports come in, what is refused is told once and changes nothing, and what is still written is left alone', async () => {
  copyFileSync(BITVAVO, join(folder, 'portfolio/inbox/bitvavo.csv'));
  writeFileSync(join(folder, 'portfolio/inbox/broken.xlsx'), 'no archive');
  writeFileSync(join(folder, 'portfolio/inbox/~$operaciones.xlsx'), 'a lock');
  writeFileSync(join(folder, 'portfolio/inbox/notes.pdf'), 'not for us');
  await twice();
  await twice();
  const told = watch.files().map(({ file, counts, refused }) => [file, counts?.loaded ?? null, refused === null]);
  expect(told.toSorted()).toEqual([
    ['bitvavo.csv', 34, true],
    ['broken.xlsx', null, false],
  ]);
  expect(said.filter((line) => line.includes('broken.xlsx'))).toHaveLength(1);
  const growing = join(folder, 'portfolio/inbox/late.csv');
  const bytes = readFileSync(BITVAVO);
  for (const share of [0.3, 0.6]) {
    writeFileSync(growing, bytes.subarray(0, Math.floor(bytes.length * share)));
    await watch.look();
  }
  expect(watch.files().some(({ file }) => file === 'late.csv')).toBe(false);
});
