import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../entry.ts';
import { type BookRow, identified } from './book-row.ts';
import { editedRows } from './edited-rows.ts';
import { type BookFile, lastDayOf, rowsInForce } from './in-force.ts';
import type { ReadFile, ReadRow } from './read-file.ts';

/** A day of 2024, how much was paid in, and the broker's id where there is one. */
interface Line {
  readonly day: string;
  readonly amount: string;
  readonly id?: string;
}

function rowOf({ day, amount, id }: Line, at: number): ReadRow {
  const entry: Entry = { kind: 'deposit', at: day, account: 'A', cash: { amount, currency: 'EUR' } };
  const plain = { row: at + 2, content: `${day}|${amount}|${id ?? ''}`, entries: [entry], faults: [], warnings: [] };
  return id === undefined ? plain : { ...plain, id };
}

const fileOf = (lines: readonly Line[], isLiving = false): ReadFile => ({
  format: 'broker',
  isLiving,
  tellsCash: true,
  rows: lines.map(rowOf),
});
const rowsOf = (lines: readonly Line[]): BookRow[] => identified(fileOf(lines), { name: 'f.csv', account: '' });

let numbers = 0;
function bookFile(lines: readonly Line[]): BookFile {
  const rows = rowsOf(lines);
  numbers += 1;
  return { fileId: numbers, lastDay: lastDayOf(rows), rows };
}

/** What is in the book, whatever the order. */
const bookOf = (files: readonly BookFile[]) => [...rowsInForce(files).values()].map(({ row }) => row.content).sort();

const january: Line = { day: '2024-01-10', amount: '100' };
const march: Line = { day: '2024-03-10', amount: '300' };
const june: Line = { day: '2024-06-10', amount: '600' };

test('two equal rows of one file are two, and in a second file that has them too still two', () => {
  const twice = [january, january, march];
  expect(bookOf([bookFile(twice)])).toHaveLength(3);
  expect(bookOf([bookFile(twice), bookFile(twice)])).toHaveLength(3);
  expect(bookOf([bookFile([january]), bookFile(twice)])).toHaveLength(3);
});

test('January to March beside January to June is January to June, in either order', () => {
  const [first, whole] = [bookFile([january, march]), bookFile([january, march, june])];
  expect(bookOf([first, whole])).toEqual(bookOf([whole]));
  expect(bookOf([whole, first])).toEqual(bookOf([whole]));
});

test('what the broker has corrected counts as the file says it that reaches farthest', () => {
  const [before, after] = [
    { ...january, id: '7' },
    { ...january, amount: '101', id: '7' },
  ];
  const [first, whole] = [bookFile([before, march]), bookFile([after, march, june])];
  const expected = ['2024-01-10|101|7', '2024-03-10|300|', '2024-06-10|600|'];
  expect(bookOf([first, whole])).toEqual(expected);
  expect(bookOf([whole, first])).toEqual(expected);
});

test('two rows of one id are two, whichever of them the file has first', () => {
  const [one, other] = [
    { ...january, id: '7' },
    { ...january, amount: '101', id: '7' },
  ];
  const byContent = (rows: readonly BookRow[]) => Object.fromEntries(rows.map(({ content, identity }) => [content, identity]));
  expect(byContent(rowsOf([one, other]))).toEqual(byContent(rowsOf([other, one])));
  expect(new Set(rowsOf([one, other]).map(({ identity }) => identity)).size).toBe(2);
});

test('another account, another format and another id are other rows', () => {
  const place = { name: 'f.csv', account: '' };
  const file = fileOf([january]);
  const identityOf = (each: ReadFile) => identified(each, place)[0]?.identity;
  const [row] = file.rows as [ReadRow];
  const elsewhere = { ...row, entries: row.entries.map((entry) => ({ ...entry, account: 'B' })) };
  const others = [{ ...file, format: 'other' }, { ...file, rows: [elsewhere] }, fileOf([{ ...january, id: '1' }])].map(identityOf);
  expect(new Set([identityOf(file), ...others]).size).toBe(4);
});

const line = fc.record({ day: fc.constantFrom('2024-01-10', '2024-02-10', '2024-03-10', '2024-04-10'), amount: fc.constantFrom('1', '2') });
const lineWithId = fc.tuple(line, fc.constantFrom('x', 'y', undefined)).map(([each, id]) => (id === undefined ? each : { ...each, id }));
const files = fc.array(fc.array(lineWithId, { maxLength: 8 }), { minLength: 1, maxLength: 4 });

test('the order in which files come in is irrelevant, and so is the order of their lines', () => {
  fc.assert(
    fc.property(files, fc.infiniteStream(fc.nat()), (given, random) => {
      const shuffled = <Value>(values: readonly Value[]) =>
        values
          .map((value) => [random.next().value, value] as const)
          .sort(([a], [b]) => a - b)
          .map(([, value]) => value);
      const inOrder = bookOf(given.map(bookFile));
      expect(bookOf(shuffled(given).map((lines) => bookFile(shuffled(lines))))).toEqual(inOrder);
      expect(bookOf([...given, ...given].map(bookFile))).toEqual(inOrder);
    }),
    { numRuns: 200 },
  );
});

test('without ids each row is there as often as in the file that has it most', () => {
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), (given) => {
      const most = new Map<string, number>();
      for (const lines of given) {
        const counts = new Map<string, number>();
        for (const { day, amount } of lines) counts.set(`${day}|${amount}|`, (counts.get(`${day}|${amount}|`) ?? 0) + 1);
        for (const [content, count] of counts) most.set(content, Math.max(most.get(content) ?? 0, count));
      }
      const expected = [...most].flatMap(([content, count]) => new Array<string>(count).fill(content)).sort();
      expect(bookOf(given.map(bookFile))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('a row that was edited in place goes on; one put in between is new, one taken out is gone', () => {
  const living = (lines: readonly Line[]) => identified(fileOf(lines, true), { name: 'book.xlsx', account: '' });
  const edited = { ...march, amount: '301' };
  const [former, now] = [living([january, march, june]), living([january, edited, june])];
  expect(editedRows(former, now)).toEqual(new Map([[former[1]?.identity, now[1]?.identity]]));
  expect(editedRows(former, living([january, june])).size).toBe(0);
  const shorter = living([march, { ...june, amount: '601' }]);
  expect(editedRows(former, shorter)).toEqual(new Map([[former[2]?.identity, shorter[1]?.identity]]));
  expect(editedRows(former, living([january, { ...march, day: '2024-02-01' }, march, june])).size).toBe(0);
});
