import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLines, newestLine } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'atalaya-logs-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

const line = (text: string, more: object = {}) => ({ at: 1_000, process: 'trader', level: 'info', text, ...more }) as const;
const texts = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

test('lines are found by process, level, words and time, in either order, page by page', async () => {
  const place = folder();
  const writer = new LogWriter(place, { fileBytes: 200 });
  for (let i = 1; i <= 9; i++)
    writer.append(line(`line ${i}`, { at: 1_000 * i, process: i % 3 === 0 ? 'web' : 'trader', level: i === 6 ? 'error' : 'info' }));
  writer.close();
  expect(readdirSync(place).length).toBeGreaterThan(2);
  const all = { order: 'newest', limit: 100 } as const;
  expect(texts(await findLines(place, { ...all, process: 'web' }))).toEqual(['line 9', 'line 6', 'line 3']);
  expect(texts(await findLines(place, { ...all, level: 'warning' }))).toEqual(['line 6']);
  expect(texts(await findLines(place, { ...all, text: 'LINE 4' }))).toEqual(['line 4']);
  expect(texts(await findLines(place, { ...all, to: 3_000, order: 'oldest' }))).toEqual(['line 1', 'line 2', 'line 3']);
  const first = await findLines(place, { order: 'newest', limit: 4 });
  const second = await findLines(place, { order: 'newest', limit: 4, cursor: first.at(-1)?.n });
  expect(texts([...first, ...second])).toEqual([9, 8, 7, 6, 5, 4, 3, 2].map((i) => `line ${i}`));
  expect(texts(await findLines(place, { order: 'oldest', limit: 2, cursor: 5 }))).toEqual(['line 6', 'line 7']);
  expect(await newestLine(place)).toBe(9);
});

test('the oldest files go, and what is left is whole', async () => {
  const place = folder();
  const writer = new LogWriter(place, { fileBytes: 300, files: 3 });
  for (let i = 1; i <= 100; i++) writer.append(line(`line ${i}`));
  writer.close();
  expect(readdirSync(place)).toHaveLength(3);
  const left = await findLines(place, { order: 'oldest', limit: 1_000 });
  expect(left.at(-1)?.text).toBe('line 100');
  const [begin] = left;
  expect(texts(left)).toEqual(Array.from({ length: left.length }, (_, i) => `line ${(begin?.n ?? 0) + i}`));
});

test('a writer goes on after the one before, also where that was killed in the middle of a line', async () => {
  const place = folder();
  const before = new LogWriter(place);
  before.append(line('one'));
  before.append(line('two'));
  before.close();
  appendFileSync(join(place, readdirSync(place)[0] as string), '{"n":3,"at":1000,"process":"tra');
  const after = new LogWriter(place);
  after.append(line('three'));
  after.close();
  expect((await findLines(place, { order: 'oldest', limit: 10 })).map(({ n, text }) => [n, text])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
});

test('fifty thousand lines are searched within a second', async () => {
  const place = folder();
  const writer = new LogWriter(place);
  for (let i = 0; i < 50_000; i++) writer.append(line(i === 7 ? 'the needle' : `plain line number ${i} of no interest to anybody`));
  writer.close();
  const begun = performance.now();
  expect(texts(await findLines(place, { order: 'newest', limit: 10, text: 'needle' }))).toEqual(['the needle']);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
