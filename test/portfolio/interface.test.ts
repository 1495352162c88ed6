// The portfolio over HTTP: a workbook goes in, and its figures come out, over a real database and in its own thread.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import type { Download } from '../../src/api/contract/operation.ts';
import { openPortfolioThread, type PortfolioThread } from '../../src/apps/portfolio/ask-thread.ts';
import { statementOf } from '../../src/apps/portfolio/statement.ts';
import { addPaperAccount } from './trading-rows.ts';

const ACTOR = { by: 'owner', address: '127.0.0.1' };
const VIEW = { method: 'fifo' } as const;
let server: ThrowAwayServer;
let thread: PortfolioThread;
let folder: string;

beforeAll(async () => {
  server = await startThrowAwayServer();
  await migrate(server.database);
  folder = mkdtempSync(join(tmpdir(), 'atalaya-portfolio-'));
  thread = openPortfolioThread({
    address: () => server.server.connection,
    dataFolder: folder,
    ratesUrl: null,
    quotes: null,
    say: () => {},
  });
});
afterAll(async () => {
  await thread?.close();
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const nothing = { params: undefined, query: undefined, body: undefined };
const asked = <Query>(query: Query) => ({ ...nothing, query });
const SAMPLE = readFileSync(new URL('../../samples/portfolio/operaciones.xlsx', import.meta.url));

test('the sample: previewed without a trace, taken in, the same again changes nothing', async () => {
  const { desk } = thread;
  const keep = () => desk.keep('operaciones.xlsx', Readable.from([SAMPLE]));
  const query = { name: 'operaciones.xlsx' };
  const preview = await desk.preview({ query, upload: await keep() }, ACTOR);
  expect(preview.report).toMatchObject({ read: 23, loaded: 23, unchanged: 0, rejected: 0, fileId: null });
  expect((await desk.accounts(nothing, ACTOR)).rows).toEqual([]);
  const body = { upload: preview.upload, strict: false };
  // 20 rows of Operaciones, 3 of Investments of which 2 tell a value.
  expect(await desk.import({ ...nothing, body }, ACTOR)).toMatchObject({ read: 23, loaded: 23, added: 25, rejected: 0 });
  const again = { upload: await keep(), strict: false };
  expect(await desk.import({ ...nothing, body: again }, ACTOR)).toMatchObject({
    read: 23,
    loaded: 0,
    unchanged: 23,
    added: 0,
    changed: 0,
    removed: 0,
  });
});

test('holdings: what was bought less what was sold, at the first costs, with the day of each price', async () => {
  const { rows } = await thread.desk.holdings(asked(VIEW), ACTOR);
  const of = (symbol: string, account: string) => rows.find((row) => row.instrument.symbol === symbol && row.account === account);
  // Kraken: 0.05 + 0.03 + 0.02 + 0.01 - 0.02; of the 0.02 sold all were of the first 0.05 at 27150.50.
  const btc = of('BTC', 'Kraken');
  expect(btc?.quantity).toBe('0.09');
  // 0.03 × 27150.5 = 814.515; 974.40 + 797.40 (797.404) + 543.20 as they were paid.
  expect(Number(btc?.costInBase)).toBeCloseTo(0.6 * 1_357.53 + 974.4 + 797.4 + 543.2, 2);
  // 0.02 of 1357.53 for 0.05 cost 543.012; sold for 1824.80.
  expect(Number(btc?.realised?.total)).toBeCloseTo(1_824.8 - 0.4 * 1_357.53, 2);
  // The last price that the book itself tells of it.
  expect(btc?.price).toMatchObject({ price: '91240', currency: 'EUR', provider: 'operation', day: '2025-07-14' });
  expect(of('ETH', 'Kraken')?.quantity).toBe('0.7');
});

test('the overview says what it can value, what it can not, and why', async () => {
  const overview = await thread.desk.overview(asked(VIEW), ACTOR);
  expect(overview.total).toBe(overview.known);
  expect(overview.quality.findings).toBe(0);
  expect(overview.measures.map(({ name }) => name)).toEqual(['twr', 'xirr', 'roai', 'simple']);
  expect(overview.book).toMatchObject({ operations: 25, accounts: ['Bitvavo', 'Investments', 'Kraken'], first: '2023-09-01' });
  // 7412.35 as the workbook says, on the day it was saved.
  const fund = overview.boxes.find(({ instrument }) => instrument.name.includes('Global'));
  expect(fund).toMatchObject({ value: '7412.35', price: { day: '2025-10-01' } });
});

test('how prices stand is told unasked, for the page of metrics', async () => {
  await expect.poll(() => thread.counts(), { timeout: 10_000 }).not.toBeNull();
  const { quality } = await thread.desk.overview(asked(VIEW), ACTOR);
  expect(thread.counts()).toEqual({ stale: quality.stale, missing: 0, quarantined: 0 });
  expect(quality.stale).toBeGreaterThan(0);
});

test('an operation is booked, corrected and taken back; each version stays', async () => {
  const { desk } = thread;
  const entry = { kind: 'deposit', at: '2025-01-02', account: 'Bank', cash: { amount: '100', currency: 'EUR' } } as const;
  const booked = await desk.book({ ...nothing, body: { entry } }, ACTOR);
  const params = { id: booked.id };
  const corrected = await desk.correct(
    { ...nothing, params, body: { version: 1, reason: 'a digit too few', entry: { ...entry, cash: { amount: '1000', currency: 'EUR' } } } },
    ACTOR,
  );
  expect(corrected).toMatchObject({ version: 2, entry: { cash: { amount: '1000' } } });
  await expect(desk.retract({ ...nothing, params, body: { version: 1, reason: 'late' } }, ACTOR)).rejects.toMatchObject({
    code: 'OPERATION_CHANGED',
  });
  await desk.retract({ ...nothing, params, body: { version: 2, reason: 'twice' } }, ACTOR);
  await expect(desk.operation({ ...nothing, params }, ACTOR)).rejects.toMatchObject({ code: 'OPERATION_UNKNOWN' });
  const { rows } = await desk.versions({ ...nothing, params }, ACTOR);
  expect(rows.map(({ version, endedAt }) => [version, endedAt !== null])).toEqual([
    [2, true],
    [1, true],
  ]);
});

test('an entry that can not be booked says which field, in both languages', async () => {
  const entry = {
    kind: 'buy',
    at: '2025-01-02',
    account: 'Bank',
    asset: { symbol: 'X' },
    quantity: '1',
    cash: { amount: '100', currency: 'EURO' },
  } as const;
  await expect(thread.desk.book({ ...nothing, body: { entry } }, ACTOR)).rejects.toMatchObject({
    code: 'ENTRY_INVALID',
    fields: [{ path: 'entry.cash.currency', code: 'CURRENCY_UNKNOWN', suggestion: 'EUR' }],
  });
});

test('operations with the owner’s own columns: target price, gain, net gain and the way to the target', async () => {
  const { rows, total } = await thread.desk.operations(
    asked({ limit: 100, sort: 'oldest', account: 'Kraken', text: 'BTC' } as const),
    ACTOR,
  );
  expect(total).toBe(5);
  const [first] = rows;
  // 27150.5 with a target of 100 %: 54301; at 91240 it has gained 236.05 %; 0.05 × 91240 - 1357.53.
  expect(first?.own).toMatchObject({ targetPrice: '54301', netGain: { amount: '3204.47', currency: 'EUR' } });
  expect(first?.own?.gainRatio).toBeCloseTo(91_240 / 27_150.5 - 1, 12);
  expect(first?.own?.toTargetRatio).toBeCloseTo(54_301 / 91_240 - 1, 12);
  expect(first?.origin).toMatchObject({ file: 'operaciones.xlsx', sheet: 'Operaciones', row: 2 });
});

test('bought in a currency without a rate: what it cost is not known, and nothing is made up', async () => {
  const { desk } = thread;
  const entry = {
    kind: 'buy',
    at: '2025-02-03',
    account: 'Kraken',
    asset: { symbol: 'SOL', kind: 'crypto' },
    quantity: '1',
    cash: { amount: '200', currency: 'USD' },
  } as const;
  const booked = await desk.book({ ...nothing, body: { entry } }, ACTOR);
  const overview = await desk.overview(asked(VIEW), ACTOR);
  expect([overview.invested, overview.unrealised]).toEqual([null, null]);
  expect((await desk.holdings(asked(VIEW), ACTOR)).findings).toMatchObject([{ code: 'RATE_MISSING', operation: booked.id }]);
  await desk.retract({ ...nothing, params: { id: booked.id }, body: { version: 1, reason: 'a try' } }, ACTOR);
});

test('a period is that of the book: a first day long ago makes no days before its first operation, and none lies ahead', async () => {
  const { desk } = thread;
  const told = async (period: { from?: string; to?: string }) => {
    const { from, to } = await desk.performance(asked({ ...VIEW, ...period }), ACTOR);
    return [from, to];
  };
  const today = (await told({}))[1];
  expect(await told({ from: '0001-01-01', to: '9999-12-31' })).toEqual(['2023-09-01', today]);
  expect(await told({ to: '2020-01-01' })).toEqual(['2020-01-01', '2020-01-01']);
  await expect(told({ from: '2024-02-01', to: '2024-01-01' })).rejects.toMatchObject({ code: 'PERIOD_REVERSED' });
});

test('where no method is asked for, the owner’s own counts', async () => {
  const { desk } = thread;
  const method = async () => (await desk.holdings(asked({}), ACTOR)).method;
  expect(await method()).toBe('fifo');
  await desk.saveSettings({ ...nothing, body: { method: 'average' } }, ACTOR);
  expect(await method()).toBe('average');
  await desk.saveSettings({ ...nothing, body: { method: 'fifo' } }, ACTOR);
});

describe('files that go out', () => {
  const wholeOf = async ({ content }: Download) => {
    const parts: Buffer[] = [];
    for await (const part of content as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  };
  const exported = async (format: 'csv' | 'xlsx') => {
    const file = await thread.desk.exportOperations(asked({ format }), ACTOR);
    return { name: file.fileName, bytes: await wholeOf(file) };
  };
  const held = async (desk: typeof thread.desk) => {
    const { rows } = await desk.holdings(asked(VIEW), ACTOR);
    return rows.map(({ instrument, account, quantity, costInBase, realised }) => [
      instrument.symbol,
      account,
      quantity,
      costInBase,
      realised,
    ]);
  };

  test.each(['csv', 'xlsx'] as const)('the book as %s is nothing new to itself, and the same book elsewhere', async (format) => {
    const file = await exported(format);
    const take = async (desk: typeof thread.desk) =>
      desk.import({ ...nothing, body: { upload: await desk.keep(file.name, Readable.from([file.bytes])), strict: true } }, ACTOR);
    expect(await take(thread.desk)).toMatchObject({ read: 25, loaded: 0, unchanged: 25, rejected: 0, added: 0, changed: 0 });
    const other = await startThrowAwayServer();
    const elsewhere = openPortfolioThread({
      ...{ address: () => other.server.connection, dataFolder: folder, ratesUrl: null, quotes: null, say: () => {} },
    });
    try {
      await migrate(other.database);
      expect(await take(elsewhere.desk)).toMatchObject({ read: 25, loaded: 25, added: 25, rejected: 0 });
      expect(await held(elsewhere.desk)).toEqual(await held(thread.desk));
    } finally {
      await elsewhere.close();
      await other.remove();
    }
  });
  test('what is held on paper: a PDF of the same figures, in the language that is asked for', async () => {
    const at = Date.UTC(2025, 9, 2, 10);
    const [overview, holdings] = [await thread.desk.overview(asked(VIEW), ACTOR), await thread.desk.holdings(asked(VIEW), ACTOR)];
    const { told, blocks } = statementOf({ overview, holdings, at, zone: 'Europe/Madrid', from: undefined }, 'es');
    expect(told).toMatch(/2 de octubre de 2025.*12:00 \(Europe\/Madrid\)/);
    const tables = blocks.flatMap((block) => ('rows' in block ? [block.rows] : []));
    const held = tables.flat().find(([asset, account]) => asset === 'BTC' && account === 'Kraken');
    // As the table of holdings above: 0.6 × 1357.53 + 974.40 + 797.40 + 543.20 = 3129.52; 0.09 × 91240 = 8211.60.
    expect(held?.slice(2, 6)).toEqual(['0,09', '91.240 EUR\n2025-07-14\noperación propia', '3.129,52', '8.211,60']);
    const file = await thread.desk.exportStatement(asked({ ...VIEW, language: 'en' as const }), ACTOR);
    expect(file).toMatchObject({ fileName: 'portfolio.pdf', contentType: 'application/pdf' });
    const bytes = file.content as Buffer;
    expect([bytes.subarray(0, 5).toString(), bytes.subarray(-6).toString().trim()]).toEqual(['%PDF-', '%%EOF']);
    if (process.env.ATALAYA_KEEP_PDF !== undefined) writeFileSync(process.env.ATALAYA_KEEP_PDF, bytes);
  });

  test('what is held as a table: a row for each, with its price and where it comes from', async () => {
    const { content, contentType } = await thread.desk.exportHoldings(asked({ ...VIEW, format: 'csv' as const }), ACTOR);
    const parts: Buffer[] = [];
    for await (const part of content as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
    const lines = Buffer.concat(parts).toString('utf8').trim().split('\r\n');
    expect([contentType, lines.length - 1]).toEqual(['text/csv; charset=utf-8', (await held(thread.desk)).length]);
    expect(lines.find((line) => line.startsWith('BTC,') && line.includes('Kraken'))).toContain(',0.09,91240,EUR,operation,');
  });
});

test('a table that no reader knows: its columns are shown, what they mean is said once, the next file is read without asking', async () => {
  const { desk } = thread;
  const head = 'Fecha;Movimiento;Activo;Cantidad;Precio;Divisa\n';
  const [january, june] = ['2025-01-10;Compra;ZZTOP;3;10,50;EUR\n', '2025-06-10;Venta;ZZTOP;1;12,25;EUR\n'];
  const look = async (name: string, text: string) =>
    desk.preview({ query: { name, account: 'Bank' }, upload: await desk.keep(name, Readable.from([Buffer.from(text)])) }, ACTOR);
  const seen = await look('bank.csv', head + january);
  expect(seen).toMatchObject({
    report: null,
    sample: [],
    table: { rowCount: 1, guess: { days: 'year', mark: ',', kinds: { compra: 'buy' } } },
  });
  const { guess } = seen.table as NonNullable<typeof seen.table>;
  const mapping = { ...guess, name: 'My bank', days: 'year', mark: ',', kinds: { compra: 'buy', venta: 'sell' } } as const;
  const body = { upload: seen.upload, account: 'Bank', mapping };
  const mapped = await desk.previewMapped({ ...nothing, body }, ACTOR);
  expect(mapped).toMatchObject({ report: { read: 1, loaded: 1, rejected: 0, formatName: 'My bank' }, table: null });
  expect(await desk.import({ ...nothing, body: { ...body, strict: false } }, ACTOR)).toMatchObject({ loaded: 1, added: 1 });
  // January to June holds January: its row is not counted twice.
  const longer = await look('bank-june.csv', head + january + june);
  expect(longer).toMatchObject({ table: null, report: { read: 2, loaded: 1, unchanged: 1, added: 1, formatName: 'My bank' } });
  await desk.import({ ...nothing, body: { upload: longer.upload, account: 'Bank', strict: false } }, ACTOR);
  const held = (await desk.holdings(asked(VIEW), ACTOR)).rows.find(({ instrument }) => instrument.symbol === 'ZZTOP');
  // 3 bought less 1 sold, at 10.50.
  expect([held?.quantity, Number(held?.costInBase)]).toEqual(['2', 21]);
  // Said otherwise of the same bytes: the book follows, and nothing is doubled.
  const again = await look('bank-june.csv', head + january + june);
  const other = { ...mapping, kinds: { compra: 'buy', venta: 'nothing' } } as const;
  const changed = await desk.import({ ...nothing, body: { upload: again.upload, account: 'Bank', mapping: other, strict: false } }, ACTOR);
  expect(changed).toMatchObject({ added: 0, removed: 1 });
  // Another table with these columns and one more is another one.
  expect((await look('more.csv', `${head.trim()};Saldo\n${june.trim()};9\n`)).table).not.toBeNull();
  // Another table is asked about again, and a row's meaning is never supposed.
  expect((await look('other.csv', 'a;b;c\n1;2;3\n')).table?.guess.columns).toEqual({});
});

test('what the trading engine holds is told beside the book, labelled, and in no total', async () => {
  const { query } = server.database;
  const { total } = await thread.desk.overview(asked(VIEW), ACTOR);
  expect(await thread.desk.tradingAccounts(nothing, ACTOR)).toEqual({ rows: [] });
  await addPaperAccount(query);
  const [account, ...others] = (await thread.desk.tradingAccounts(nothing, ACTOR)).rows;
  expect(others).toEqual([]);
  expect(account).toMatchObject({ name: 'paper', world: 'paper', environment: 'demo', currency: 'USDT', equity: '1009.71', fills: 3 });
  expect(account?.fees).toEqual([{ currency: 'USDT', amount: '0.29' }]);
  expect(Number(account?.realised)).toBe(10);
  expect(account?.positions).toEqual([
    { instrumentId: 'BTCUSDT', strategyId: 'trend', side: 'long', quantity: '1.5', cost: '150', charges: '0.15' },
    { instrumentId: 'ETHUSDT', strategyId: 'revert', side: 'short', quantity: '3', cost: '30', charges: '0.03' },
  ]);
  expect((await thread.desk.overview(asked(VIEW), ACTOR)).total).toBe(total);
});
