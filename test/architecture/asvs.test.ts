// docs/reference/asvs.md is held to the standard's own list of ids, and to the files and tests it names as evidence.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from './source.ts';

const PAGE = 'docs/reference/asvs.md';
const ANSWERS = ['met', 'not met', 'not applicable'];

interface Row {
  readonly id: string;
  readonly asked: string;
  readonly answer: string;
  readonly evidence: string;
}

function rowsOf(page: string): Row[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('| V'))
    .map((line) => {
      const [, id = '', asked = '', answer = '', evidence = '', ...more] = line.split('|').map((cell) => cell.trim());
      if (more.length !== 1) throw new Error(`expected four cells, found others: ${line}`);
      return { id, asked, answer, evidence };
    });
}

/** What is wrong with a row, given what files hold. */
function faultsOf({ id, asked, answer, evidence }: Row, read: (path: string) => string | null): string[] {
  const files = [...evidence.matchAll(/`([\w./-]+\.\w+)`/g)].map(([, path = '']) => path);
  const tests = [...evidence.matchAll(/`([\w./-]+\.test\.tsx?)` \(“([^”]+)”\)/g)].map(([, path = '', title = '']) => ({ path, title }));
  const documents = files.filter((path) => /^docs\/.*\.md$/.test(path));
  const faults = [
    asked.length < 5 && 'says not what is asked for',
    !ANSWERS.includes(answer) && `answers "${answer}"`,
    evidence.length < 10 && 'gives no evidence and no reason',
    answer === 'met' && tests.length + documents.length === 0 && 'is met without a test or a page',
    ...files.filter((path) => path.includes('/') && read(path) === null).map((path) => `names ${path}, which is not there`),
    ...tests
      .filter(({ path, title }) => !read(path)?.includes(title))
      .map(({ path, title }) => `names a test that ${path} does not have: ${title}`),
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `${id} ${fault}`);
}

const inRepository = (path: string) => (existsSync(join(REPOSITORY, path)) ? readFileSync(join(REPOSITORY, path), 'utf8') : null);
const page = inRepository(PAGE) ?? '';
const rows = rowsOf(page);

test('every requirement of levels 1 and 2 has one row, in the order of the standard', () => {
  const listed = (inRepository('test/architecture/asvs-levels-1-and-2.txt') ?? '').split('\n').filter((line) => /^V/.test(line));
  // 70 of level 1 and 183 of level 2 in the list of the standard itself, with 92 more of level 3.
  expect(['1', '2'].map((level) => listed.filter((line) => line.endsWith(` ${level}`)).length)).toEqual([70, 183]);
  expect(rows.map(({ id }) => id)).toEqual(listed.map((line) => line.split(' ')[0]));
});

test('every row has an answer, and evidence that is there', () => {
  expect(rows.flatMap((row) => faultsOf(row, inRepository))).toEqual([]);
});

test('the counts on top are those of the rows', () => {
  const [met, not, none] = ANSWERS.map((answer) => rows.filter((row) => row.answer === answer).length);
  expect(page).toContain(`**${met} met, ${not} not met, ${none} not applicable**, of ${rows.length}.`);
});

test('planted faults are found', () => {
  const read = (path: string) => (path === 'test/a.test.ts' ? "test('a door is shut')" : null);
  const row = { id: 'V1.1.1', asked: 'Doors are shut', answer: 'met', evidence: '`test/a.test.ts` (“a door is shut”)' };
  expect(faultsOf(row, read)).toEqual([]);
  for (const fault of [
    { evidence: '`test/a.test.ts` (“a door is open”)' },
    { evidence: '`test/b.test.ts` (“a door is shut”)' },
    { evidence: 'Everybody knows that it is so' },
    { evidence: '' },
    { answer: 'mostly' },
    { asked: '' },
  ])
    expect(faultsOf({ ...row, ...fault }, read).length, JSON.stringify(fault)).toBeGreaterThan(0);
});
