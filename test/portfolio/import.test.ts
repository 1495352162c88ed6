/** Files into the book on a real PostgreSQL: overlaps, versions of the workbook, corrections under it, closed years. */

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyAudit } from '../../src/adapters/postgres/audit-log.ts';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { listAccounts } from '../../src/adapters/postgres/portfolio/accounts.ts';
import { listFiles } from '../../src/adapters/postgres/portfolio/files.ts';
import { bookByHand, correctByHand, listBook, retractByHand, versionsOf } from '../../src/adapters/postgres/portfolio/operations.ts';
import { setLock } from '../../src/adapters/postgres/portfolio/year-locks.ts';
import { OWN_COLUMNS, readOwnExport } from '../../src/core/portfolio/book/own-export.ts';
import type { ReadFile } from '../../src/core/portfolio/book/read-file.ts';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { AT, type BookLab, bookLines, brokerFile, counts, type Purchase, rowOf, startBook, take, workbook, written } from './import-lab.ts';

let lab: BookLab;
let database: Database;
beforeAll(async () => {
  lab = await startBook();
  database = lab.database;
});
afterAll(() => lab.remove());
beforeEach(() => lab.empty());

const JANUARY: Purchase = ['2024-01-10', 'BTC', '0.5', '20000'];
const MARCH: Purchase = ['2024-03-10', 'VWCE', '10', '1100'];
const JUNE: Purchase = ['2024-06-10', 'ETH', '2', '6000'];
const [AS_JANUARY, AS_MARCH, AS_JUNE] = [
  '2024-01-10 BTC 0.5 for 20000',
  '2024-03-10 VWCE 10 for 1100',
  '2024-06-10 ETH 2 for 6000',
] as const;
const HAND = { by: 'marta', at: AT, cause: 'typed wrong' };
const operationOf = async (symbol: string) => {
  const found = (await listBook(database.query)).find(({ entry }) => entry.asset?.symbol === symbol);
  if (found === undefined) throw new Error(`expected ${symbol} in the book`);
  return found;
};

test('the same file again writes no row at all', async () => {
  const file = brokerFile([JANUARY, JANUARY, MARCH]);
  expect(counts(await take(database, 'q1.csv', file))).toEqual({ read: 3, loaded: 3, unchanged: 0, rejected: 0 });
  const before = await written(database);
  expect(counts(await take(database, 'q1.csv', file))).toEqual({ read: 3, loaded: 0, unchanged: 3, rejected: 0 });
  expect(counts(await take(database, 'copy of q1.csv', file))).toEqual({ read: 3, loaded: 0, unchanged: 3, rejected: 0 });
  expect(await written(database)).toEqual(before);
  const one = brokerFile([JUNE]);
  await take(database, 'june.csv', one);
  expect(await written(database)).not.toEqual(before);
});

test('January to March and January to June are the book of the longer one, in either order', async () => {
  const [first, whole] = [brokerFile([JANUARY, JANUARY, MARCH]), brokerFile([JANUARY, JANUARY, MARCH, JUNE])];
  const expected = [AS_JANUARY, AS_JANUARY, AS_MARCH, AS_JUNE].sort();
  await take(database, 'q1.csv', first);
  expect(counts(await take(database, 'h1.csv', whole))).toEqual({ read: 4, loaded: 1, unchanged: 3, rejected: 0 });
  expect(await bookLines(database)).toEqual(expected);
  await lab.empty();
  await take(database, 'h1.csv', whole);
  expect(counts(await take(database, 'q1.csv', first))).toEqual({ read: 3, loaded: 0, unchanged: 3, rejected: 0 });
  expect(await bookLines(database)).toEqual(expected);
});

test('a trade that the broker has corrected is one trade, as the later file says it', async () => {
  const [before, after]: Purchase[] = [
    ['2024-01-10', 'BTC', '0.5', '20000', 'T1'],
    ['2024-01-10', 'BTC', '0.5', '20010', 'T1'],
  ] as const;
  const files = [
    ['q1.csv', brokerFile([before as Purchase, MARCH])],
    ['h1.csv', brokerFile([after as Purchase, MARCH, JUNE])],
  ] as const;
  for (const order of [files, files.toReversed()]) {
    await lab.empty();
    for (const [name, file] of order) await take(database, name, file);
    expect(await bookLines(database)).toEqual(['2024-01-10 BTC 0.5 for 20010', AS_MARCH, AS_JUNE].sort());
  }
});

test('whatever files come in whatever order, the book is the same', { timeout: 30_000 }, async () => {
  const purchase = fc.tuple(
    fc.constantFrom('2024-01-10', '2024-02-10', '2024-03-10'),
    fc.constantFrom('BTC', 'ETH'),
    fc.constant('1'),
    fc.constantFrom('10', '20'),
    fc.constantFrom(undefined, 'x', 'y'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(purchase, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 3 }), async (given) => {
      const books: string[][] = [];
      for (const order of [given, given.toReversed()]) {
        await lab.empty();
        for (const lines of order) await take(database, 'f.csv', brokerFile(lines as unknown as Purchase[]));
        books.push(await bookLines(database));
      }
      expect(books[1]).toEqual(books[0]);
    }),
    { numRuns: 12 },
  );
});

test('two files at the same moment are one after the other', async () => {
  const files = [brokerFile([JANUARY, JANUARY, MARCH]), brokerFile([JANUARY, JANUARY, MARCH, JUNE])];
  await Promise.all(files.map((file, at) => take(database, `${at}.csv`, file)));
  expect(await bookLines(database)).toEqual([AS_JANUARY, AS_JANUARY, AS_MARCH, AS_JUNE].sort());
});

test('whatever versions the workbook has had, the book is what the last one says', { timeout: 30_000 }, async () => {
  const purchase = fc.tuple(
    fc.constantFrom('2024-01-10', '2024-02-10', '2024-03-10'),
    fc.constantFrom('BTC', 'ETH'),
    fc.constantFrom('1', '2'),
    fc.constant('10'),
  );
  const versions = fc.array(fc.array(purchase, { maxLength: 7 }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(versions, async (given) => {
      await lab.empty();
      for (const lines of given) await take(database, 'operaciones.xlsx', workbook(lines));
      const last = given.at(-1) ?? [];
      expect(await bookLines(database)).toEqual(
        last.map(([day, symbol, quantity, euros]) => `${day} ${symbol} ${quantity} for ${euros}`).sort(),
      );
      const rows = (await listBook(database.query)).map(({ row }) => row).sort((a, b) => (a ?? 0) - (b ?? 0));
      expect(rows).toEqual(last.map((_, at) => at + 2));
    }),
    { numRuns: 15 },
  );
});

test('versions of the workbook: one, two, one again is one, and each operation has kept its history', async () => {
  const [one, two] = [workbook([JANUARY, MARCH, JUNE]), workbook([JANUARY, ['2024-03-10', 'VWCE', '10', '1200'], JUNE, JUNE])];
  await take(database, 'operaciones.xlsx', one);
  const { operationId } = await operationOf('VWCE');
  const second = await take(database, 'operaciones.xlsx', two);
  expect(second.report).toMatchObject({ read: 4, loaded: 2, unchanged: 2, rejected: 0, added: 1, changed: 1, removed: 0 });
  expect(await bookLines(database)).toEqual([AS_JANUARY, '2024-03-10 VWCE 10 for 1200', AS_JUNE, AS_JUNE].sort());
  const third = await take(database, 'operaciones.xlsx', one);
  expect(third.report).toMatchObject({ added: 0, changed: 1, removed: 1 });
  expect(await bookLines(database)).toEqual([AS_JANUARY, AS_MARCH, AS_JUNE].sort());
  const versions = await versionsOf(database.query, operationId);
  expect(versions.map(({ version, entry, endedAt }) => [version, entry.cash?.amount, endedAt])).toEqual([
    [3, '1100', null],
    [2, '1200', AT],
    [1, '1100', AT],
  ]);
  expect((await listFiles(database.query)).map(({ isReplaced }) => isReplaced)).toEqual([false, true, true]);
  expect(await verifyAudit(database)).toMatchObject({ fault: null });
});

test('a row put in above moves the others: they are the same operations, at the place where they now stand', async () => {
  await take(database, 'operaciones.xlsx', workbook([JANUARY, JUNE]));
  const before = await operationOf('ETH');
  expect(before).toMatchObject({ sheet: 'Operaciones', row: 3, version: 1 });
  await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH, JUNE]));
  const after = await operationOf('ETH');
  expect(after).toMatchObject({ operationId: before.operationId, row: 4, version: 1 });
  expect(after.fileId).not.toBe(before.fileId);
});

test('what was corrected by hand stays through every import, and is marked once the file changes under it', async () => {
  await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH, JUNE]));
  const { operationId, version, entry } = await operationOf('VWCE');
  const corrected: Entry = { ...entry, cash: { amount: '1111', currency: 'EUR' } };
  await database.transaction((query) => correctByHand(query, operationId, version, corrected, HAND));
  const asCorrected = [AS_JANUARY, '2024-03-10 VWCE 10 for 1111', AS_JUNE].sort();
  await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH, JUNE]));
  expect(await bookLines(database)).toEqual(asCorrected);
  expect(await operationOf('VWCE')).toMatchObject({ isDisputed: false, version: 2, recordedBy: 'marta' });
  await take(database, 'operaciones.xlsx', workbook([JANUARY, JUNE]));
  expect(await operationOf('VWCE')).toMatchObject({ isDisputed: true, version: 2 });
  await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH, JUNE]));
  expect(await operationOf('VWCE')).toMatchObject({ isDisputed: false, version: 2 });
  await take(database, 'operaciones.xlsx', workbook([JANUARY, ['2024-03-10', 'VWCE', '10', '1150'], JUNE]));
  expect(await bookLines(database)).toEqual(asCorrected);
  expect(await operationOf('VWCE')).toMatchObject({ isDisputed: true, operationId });
  await take(database, 'operaciones.xlsx', workbook([JANUARY, JUNE]));
  expect(await bookLines(database)).toEqual(asCorrected);
  // Looked at and corrected again: that settles it.
  await database.transaction((query) => correctByHand(query, operationId, 2, corrected, HAND));
  expect(await operationOf('VWCE')).toMatchObject({ isDisputed: false, version: 3 });
});

test('what was taken back by hand is not brought in again by its file', async () => {
  const file = brokerFile([JANUARY, MARCH]);
  await take(database, 'q1.csv', file);
  const { operationId, version } = await operationOf('VWCE');
  await database.transaction((query) => retractByHand(query, operationId, version, HAND));
  await take(database, 'q1.csv', file);
  await take(database, 'h1.csv', brokerFile([JANUARY, MARCH, JUNE]));
  expect(await bookLines(database)).toEqual([AS_JANUARY, AS_JUNE].sort());
  expect(await versionsOf(database.query, operationId)).toMatchObject([{ version: 1, endedAt: AT }]);
});

test('by hand: nobody corrects what somebody else has changed meanwhile', async () => {
  const entry = rowOf(JANUARY, 0).entries[0] as Entry;
  const id = await database.transaction((query) => bookByHand(query, entry, HAND));
  await database.transaction((query) => correctByHand(query, id, 1, { ...entry, quantity: '0.6' }, HAND));
  await expect(database.transaction((query) => correctByHand(query, id, 1, entry, HAND))).rejects.toMatchObject({
    code: 'OPERATION_CHANGED',
  });
  await database.transaction((query) => retractByHand(query, id, 2, HAND));
  await expect(database.transaction((query) => retractByHand(query, id, 2, HAND))).rejects.toMatchObject({ code: 'OPERATION_UNKNOWN' });
  expect(await bookLines(database)).toEqual([]);
});

test('in a closed year nothing is added, changed or removed, by no file and no hand; each is told with its row', async () => {
  const last: Purchase = ['2023-12-30', 'BTC', '1', '38000'];
  await take(database, 'operaciones.xlsx', workbook([last, JANUARY]));
  await database.transaction((query) => setLock(query, 2023, true, HAND));
  const before = await bookLines(database);
  const dearer: Purchase = ['2023-12-30', 'BTC', '1', '38001'];
  const changed = await take(database, 'operaciones.xlsx', workbook([dearer, JANUARY, MARCH]));
  expect(counts(changed)).toEqual({ read: 3, loaded: 1, unchanged: 1, rejected: 1 });
  expect(changed.errors).toMatchObject([{ code: 'YEAR_LOCKED', sheet: 'Operaciones', row: 2, found: 'buy 2023-12-30' }]);
  const removed = await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH]));
  expect(removed.errors).toMatchObject([{ code: 'YEAR_LOCKED' }]);
  const added = await take(database, 'old.csv', brokerFile([['2023-05-01', 'ETH', '1', '1700']]));
  expect(counts(added)).toEqual({ read: 1, loaded: 0, unchanged: 0, rejected: 1 });
  expect(await bookLines(database)).toEqual([...before, AS_MARCH].sort());
  const { operationId, version, entry } = await operationOf('BTC');
  for (const act of [
    () => database.transaction((query) => retractByHand(query, operationId, version, HAND)),
    () => database.transaction((query) => correctByHand(query, operationId, version, { ...entry, at: '2024-01-01' }, HAND)),
    () => database.transaction((query) => bookByHand(query, { ...entry, at: '2023-12-31T22:00:00Z' }, HAND)),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'YEAR_LOCKED', message: expect.stringContaining('2023') });
  // Half past eleven at night in Greenwich is the next year in Madrid.
  await database.transaction((query) => bookByHand(query, { ...entry, at: '2023-12-31T23:30:00Z' }, HAND));
  await database.transaction((query) => setLock(query, 2023, false, HAND));
  // Opened again, each file says what it has said all along.
  expect((await take(database, 'operaciones.xlsx', workbook([JANUARY, MARCH]))).report).toMatchObject({ removed: 1, rejected: 0 });
  expect(counts(await take(database, 'old.csv', brokerFile([['2023-05-01', 'ETH', '1', '1700']])))).toMatchObject({ loaded: 1 });
});

test('a file that goes to another account takes its operations along; what another file has too, or a closed year keeps, stays', async () => {
  const last: Purchase = ['2023-12-30', 'BTC', '1', '38000'];
  const inAccount = async () => (await listBook(database.query)).map(({ entry }) => `${entry.account} ${entry.at}`).sort();
  await take(database, 'a.csv', brokerFile([last, JANUARY], 'X'));
  await database.transaction((query) => setLock(query, 2023, true, HAND));
  expect((await take(database, 'a.csv', brokerFile([last, JANUARY], 'Y'))).report).toMatchObject({ added: 1, removed: 1, rejected: 1 });
  expect(await inAccount()).toEqual(['X 2023-12-30', 'Y 2024-01-10']);
  await take(database, 'b.csv', brokerFile([last, MARCH], 'X'));
  await database.transaction((query) => setLock(query, 2023, false, HAND));
  expect((await take(database, 'a.csv', brokerFile([last, JANUARY], 'Y'))).report).toMatchObject({ added: 1, removed: 0, rejected: 0 });
  expect(await inAccount()).toEqual(['X 2023-12-30', 'X 2024-03-10', 'Y 2023-12-30', 'Y 2024-01-10']);
});

test('an account tells its cash where all of its files do, whichever came first; without files, once cash is written down by hand', async () => {
  const [silent, telling] = [brokerFile([JANUARY]), { ...brokerFile([MARCH]), tellsCash: true }];
  const told = async () => Object.fromEntries((await listAccounts(database.query)).map(({ name, tellsCash }) => [name, tellsCash]));
  for (const order of [
    [silent, telling],
    [telling, silent],
  ]) {
    await lab.empty();
    await take(database, 'first.csv', order[0] as ReadFile);
    expect(await told()).toEqual({ Broker: order[0] === telling });
    await take(database, 'second.csv', order[1] as ReadFile);
    expect(await told()).toEqual({ Broker: false });
  }
  await lab.empty();
  const entry = rowOf(JUNE, 0).entries[0] as Entry;
  const deposit: Entry = { kind: 'deposit', at: '2024-06-01', account: 'Broker', cash: { amount: '6000', currency: 'EUR' } };
  const byHand = (each: Entry) => database.transaction((query) => bookByHand(query, each, HAND));
  await byHand(entry);
  expect(await told()).toEqual({ Broker: false });
  await take(database, 'telling.csv', telling);
  expect(await told()).toEqual({ Broker: true });
  await byHand({ ...deposit, account: 'Bank' });
  await byHand({ ...entry, account: 'Bank' });
  expect(await told()).toEqual({ Bank: true, Broker: true });
  await take(database, 'silent.csv', silent);
  await byHand(deposit);
  expect(await told()).toEqual({ Bank: true, Broker: false });
});

test('good rows load though others fail; strict is all or nothing, and a preview is nothing at all', async () => {
  const file = brokerFile([JANUARY, ['2024-02-30', 'BTC', '1', '1'], MARCH]);
  const before = await written(database);
  const strict = await take(database, 'q1.csv', file, { isStrict: true });
  expect(counts(strict)).toEqual({ read: 3, loaded: 0, unchanged: 0, rejected: 3 });
  expect(counts(await take(database, 'q1.csv', file, { isPreview: true }))).toEqual({ read: 3, loaded: 2, unchanged: 0, rejected: 1 });
  expect(await written(database)).toEqual(before);
  const taken = await take(database, 'q1.csv', file);
  expect(counts(taken)).toEqual({ read: 3, loaded: 2, unchanged: 0, rejected: 1 });
  expect(taken.errors).toMatchObject([{ code: 'DATE_INVALID', row: 3, column: 'at', found: '2024-02-30' }]);
  expect(await bookLines(database)).toEqual([AS_JANUARY, AS_MARCH]);
});

test('the same operations under another name or account are refused: they would count twice', async () => {
  const purchases = [JANUARY, MARCH, JUNE, ['2024-06-11', 'ETH', '1', '3000']] as const;
  await take(database, 'operaciones.xlsx', workbook(purchases));
  const copy = workbook([...purchases, ['2024-06-12', 'ETH', '1', '3000']]);
  await expect(take(database, 'operaciones (1).xlsx', copy)).rejects.toMatchObject({ code: 'FILE_LIKE_ANOTHER' });
  await take(database, 'h1.csv', brokerFile(purchases), {}, 'Broker');
  await expect(take(database, 'h1.csv', brokerFile(purchases.slice(0, 4).toReversed()), {}, 'Other')).rejects.toMatchObject({
    code: 'FILE_LIKE_ANOTHER',
    exitCode: 1,
  });
});

/** As it is written and read back. */
function exportedFile(book: readonly { readonly key: string; readonly entry: Entry }[]): ReadFile {
  return readOwnExport(
    book.map(({ key, entry }, at) => ({
      row: at + 2,
      cells: new Map(OWN_COLUMNS.map(({ name, value }) => [name, value({ key, entry, tellsCash: false }) ?? ''])),
    })),
  );
}

test('the platform’s own export is nothing new to the book it is of, and makes the same book elsewhere', async () => {
  await take(database, 'q1.csv', brokerFile([JANUARY, JANUARY, MARCH]));
  const entry = rowOf(JUNE, 0).entries[0] as Entry;
  await database.transaction((query) => bookByHand(query, entry, HAND));
  const book = await listBook(database.query);
  const lines = await bookLines(database);
  const exported = exportedFile(book);
  expect(counts(await take(database, 'atalaya.csv', exported))).toEqual({ read: 4, loaded: 0, unchanged: 4, rejected: 0 });
  expect(await listBook(database.query)).toEqual(book);
  await lab.empty();
  expect(counts(await take(database, 'atalaya.csv', exported))).toEqual({ read: 4, loaded: 4, unchanged: 0, rejected: 0 });
  expect(await bookLines(database)).toEqual(lines);
  // The broker's file after that: its rows are known by what they say.
  expect(counts(await take(database, 'q1.csv', brokerFile([JANUARY, JANUARY, MARCH])))).toEqual({
    read: 3,
    loaded: 0,
    unchanged: 3,
    rejected: 0,
  });
  expect(await bookLines(database)).toEqual(lines);
});
