// Tables that no reader knows, by what the owner says of their columns. The files are invented; totals are summed by hand from their lines.
import { describe, expect, test } from 'vitest';
import { seenTable } from '../../src/adapters/broker-files/mapped-table.ts';
import { textRows } from '../../src/adapters/broker-files/text-table.ts';
import { columnMapping } from '../../src/api/portfolio/mapping.ts';
import { understand } from '../../src/apps/portfolio/import/readers.ts';
import { checkedFile } from '../../src/core/portfolio/book/checked-file.ts';
import { guessMapping } from '../../src/core/portfolio/book/guess-mapping.ts';
import type { ColumnMapping, GuessedMapping } from '../../src/core/portfolio/book/mapping.ts';
import type { ReadFile } from '../../src/core/portfolio/book/read-file.ts';
import { bookOf, cash, quantity } from './broker-files/broker-lab.ts';

const TODAY = '2026-11-24';
const guess = (text: string): GuessedMapping => {
  const seen = seenTable(textRows(Buffer.from(text))) ?? expect.fail('no table');
  return guessMapping(seen.columns, 'My bank', 'Europe/Madrid');
};
const read = (text: string, mapping: ColumnMapping): ReadFile =>
  checkedFile(understand(Buffer.from(text), 'bank.csv', { account: 'A', today: TODAY, mapping, keptMappings: [] }).file, TODAY);
const whole = (guessed: GuessedMapping, more: Partial<ColumnMapping> = {}): ColumnMapping => {
  const { days, mark } = guessed;
  return columnMapping.parse({ ...guessed, days: days ?? 'day', mark: mark ?? ',', ...more }) as ColumnMapping;
};
const faults = ({ rows }: ReadFile) => rows.flatMap((row) => row.faults.map(({ code, column }) => [row.row, code, column]));
const entries = ({ rows }: ReadFile) => rows.flatMap((row) => row.entries);

const SPANISH = `Movimientos de la cuenta de valores;;;;;;;
;;;;;;;
Fecha;Tipo;ISIN;Valor;Títulos;Precio;Importe;Comisión
31/01/2024;Compra;IE00B4L5Y983;iShares World;10;80,50;-805,00;5,00
15/02/2024 16:30;Compra;IE00B4L5Y983;iShares World;2;1.080,25;-2.160,50;5,00
20/03/2024;Venta;IE00B4L5Y983;iShares World;-4;90;360;2,50
21/03/2024;Dividendo;IE00B4L5Y983;iShares World;;;12,30;
22/03/2024;Comisión de custodia;;;;;-3,00;
23/03/2024;Ingreso;;;;;4.000,00;
24/03/2024;Sorteo;;;;;1,00;`;

describe('a Spanish bank', () => {
  test('columns, order of days, mark, words and signs are told by the table; the kind that nobody knows is left to the owner', () => {
    expect(guess(SPANISH)).toMatchObject({
      columns: {
        at: 'Fecha',
        kind: 'Tipo',
        isin: 'ISIN',
        name: 'Valor',
        quantity: 'Títulos',
        price: 'Precio',
        cash: 'Importe',
        fee: 'Comisión',
      },
      ...{ days: 'day', mark: ',', isSigned: true, tellsCash: true, otherwise: null, currency: null },
      kinds: { compra: 'buy', venta: 'sell', dividendo: 'dividend', 'comisión de custodia': 'fee', ingreso: 'deposit' },
    });
  });

  test('no currency is supposed: without one every row is rejected', () => {
    expect(new Set(faults(read(SPANISH, whole(guess(SPANISH)))).map(([, code]) => code))).toEqual(
      new Set(['CURRENCY_MISSING', 'KIND_UNKNOWN']),
    );
  });

  test('shares and cash are those of the lines, fees on top of amounts that are without them', () => {
    const file = read(SPANISH, whole(guess(SPANISH), { currency: 'EUR', isBeforeCharges: true }));
    expect(faults(file)).toEqual([[10, 'KIND_UNKNOWN', 'Tipo']]);
    const lab = bookOf(file);
    expect(quantity(lab, 'IE00B4L5Y983')).toBe(10 + 2 - 4);
    expect(cash(lab, 'EUR')).toBeCloseTo(-805 - 5 - 2_160.5 - 5 + 360 - 2.5 + 12.3 - 3 + 4_000, 8);
    // 16:30 in Madrid in winter is 15:30 in UTC.
    expect(
      entries(file)
        .map(({ at }) => at)
        .slice(0, 2),
    ).toEqual(['2024-01-31', '2024-02-15T15:30:00.000Z']);
  });

  test('amounts that hold the fee: it stays within', () => {
    const lab = bookOf(read(SPANISH, whole(guess(SPANISH), { currency: 'EUR' })));
    expect(cash(lab, 'EUR')).toBeCloseTo(-805 - 2_160.5 + 360 + 12.3 - 3 + 4_000, 8);
  });

  test('a word may be passed over or mean something else', () => {
    const kinds = { ...guess(SPANISH).kinds, sorteo: 'nothing', ingreso: 'by-sign-cash' } as const;
    const file = read(SPANISH, whole(guess(SPANISH), { currency: 'EUR', kinds }));
    expect(faults(file)).toEqual([]);
    expect(file.rows.at(-1)).toMatchObject({ entries: [], why: { en: expect.stringContaining('passed over') } });
    expect(entries(file).at(-1)).toMatchObject({ kind: 'deposit', cash: { amount: '4000.00', currency: 'EUR' } });
  });

  test('an amount that goes the wrong way is rejected, and so is a date that does not fit the order', () => {
    const wrong = SPANISH.replace('-805,00', '805,00').replace('20/03/2024', '03-20-2024');
    const mapping = whole(guess(SPANISH), { currency: 'EUR', kinds: { ...guess(SPANISH).kinds, sorteo: 'nothing' } });
    expect(faults(read(wrong, mapping))).toEqual([
      [4, 'SIGN_UNEXPECTED', 'Importe'],
      [6, 'DATE_INVALID', 'Fecha'],
    ]);
  });
});

const AMERICAN = `Date,Time,Ticker,Shares,Price,Fee,Currency,Trade ID
01/31/2024,09:31:05 AM,AAPL,10,"1,184.40",1.00,USD,t-1
02/01/2024,01:05 PM,AAPL,-4,190.00,0.50,USD,t-2
`;

describe('trades by the sign of their quantity', () => {
  test('amounts are quantity × price with the fee; the id is the broker’s; times of the afternoon are of the afternoon', () => {
    const guessed = guess(AMERICAN);
    expect(guessed).toMatchObject({
      days: 'month',
      mark: '.',
      otherwise: 'by-sign-trade',
      columns: { at: 'Date', time: 'Time', id: 'Trade ID' },
    });
    const file = read(AMERICAN, whole(guessed, { isBeforeCharges: true, zone: 'America/New_York' }));
    expect(faults(file)).toEqual([]);
    expect(file.rows.map(({ id }) => id)).toEqual(['t-1', 't-2']);
    // 10 × 1184.40 + 1.00; 4 × 190.00 − 0.50. New York is five hours behind in winter.
    expect(entries(file)).toMatchObject([
      { kind: 'buy', at: '2024-01-31T14:31:05.000Z', quantity: '10', cash: { amount: '11845', currency: 'USD' }, fee: { amount: '1.00' } },
      { kind: 'sell', at: '2024-02-01T18:05:00.000Z', quantity: '4', cash: { amount: '759.5', currency: 'USD' } },
    ]);
  });
});

test('what can be read in two ways is not guessed', () => {
  const guessed = guess('Date;Type;Symbol;Quantity;Price;Currency\n01/02/2024;buy;BTC;1;1,234;EUR\n03/04/2024;buy;BTC;2;2,345;EUR\n');
  expect([guessed.days, guessed.mark]).toEqual([null, null]);
});

test('columns without a title, or with the same one, have names of their own; a title of the same name is found again', () => {
  const text = 'Fecha;Importe;Importe;\n2024-01-31;-5;EUR;x\n';
  expect(seenTable(textRows(Buffer.from(text)))?.columns.map(({ name }) => name)).toEqual(['Fecha', 'Importe', 'Importe (2)', '#4']);
  const mapping = whole(guess(text), {
    columns: { at: 'Fecha', cash: 'Importe', currency: 'Importe (2)', note: '#4' },
    ...{ otherwise: 'by-sign-cash', isSigned: true },
  });
  expect(entries(read(text, mapping))).toMatchObject([{ kind: 'withdrawal', cash: { amount: '5', currency: 'EUR' }, note: 'x' }]);
});

test('a mapping of other columns is refused by name; one that can’t be used is refused with its fields', () => {
  const other = whole(guess(AMERICAN));
  expect(() => read(SPANISH, other)).toThrow(expect.objectContaining({ code: 'MAPPING_UNFIT' }));
  const paths = columnMapping
    .safeParse({ ...other, columns: {}, otherwise: null, zone: 'Mars/Base' })
    .error?.issues.map(({ path }) => path.join('.'));
  expect(paths).toContain('zone');
  const without = columnMapping.safeParse({ ...other, columns: {}, otherwise: null }).error?.issues.map(({ path }) => path.join('.'));
  expect(without).toEqual(['columns.at', 'columns.cash', 'otherwise']);
});
