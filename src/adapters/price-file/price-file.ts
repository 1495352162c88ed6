/** Prices out of a file that the owner keeps: a table with a row for each price. What has no provider can be priced this way. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';

const HEADERS = {
  symbol: ['symbol', 'isin', 'simbolo'],
  day: ['date', 'day', 'fecha'],
  price: ['price', 'precio'],
  currency: ['currency', 'moneda'],
};

interface Row {
  readonly symbol: string;
  readonly day: string;
  readonly price: string;
  readonly currency: string;
}

/** `symbol,date,price,currency` (or in Spanish), days as 2026-11-22; read again when it has changed. Without the file it tells nothing. */
export function openPriceFile(path: string): QuoteProvider {
  let known: { readonly stamp: string; readonly rows: readonly Row[] } | null = null;
  function rows(): readonly Row[] {
    if (!existsSync(path)) throw new ProviderTrouble('PROVIDER_UNKNOWN', 'there is no file of prices');
    const { mtimeMs, size } = statSync(path);
    const stamp = `${mtimeMs} ${size}`;
    if (known?.stamp !== stamp) known = { stamp, rows: rowsIn(readFileSync(path, 'utf8')) };
    return known.rows;
  }
  const of = (symbol: string) => rows().filter((row) => row.symbol === symbol);
  return {
    name: 'price-file',
    most: 1_000,
    async quotes(asked) {
      return asked.flatMap(({ symbol }) => {
        const last = of(symbol).at(-1);
        return last === undefined ? [] : [{ symbol, price: last.price, currency: last.currency, at: Date.parse(last.day) }];
      });
    },
    async closes(symbol, from) {
      return of(symbol)
        .filter(({ day }) => day >= from)
        .map(({ day, price, currency }) => ({ day, price, currency, adjustedOn: null }));
    },
  };
}

function rowsIn(text: string): Row[] {
  const unclear = (what: string) => new ProviderTrouble('PROVIDER_UNCLEAR', `the file of prices: expected ${what}`);
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, delimiter: [',', ';', '\t'], trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw unclear(`a table, found none (${(error as Error).message})`);
  }
  const [head = [], ...body] = lines;
  const columnOf = (names: readonly string[]) => head.findIndex((title) => names.includes(title.toLowerCase()));
  const columns = Object.entries(HEADERS).map(([field, names]) => [field, columnOf(names)] as const);
  const absent = columns.find(([, at]) => at === -1);
  if (absent !== undefined) throw unclear(`a column ${absent[0]}, found ${head.join(', ').slice(0, 80)}`);
  const read = body.map((cells, i): Row => {
    const row = Object.fromEntries(columns.map(([field, at]) => [field, cells[at] ?? ''])) as unknown as Row;
    const whole = wholePrice(row.price, row.currency);
    if (whole === null || !/^\d{4}-\d{2}-\d{2}$/.test(row.day) || Number.isNaN(Date.parse(row.day)))
      throw unclear(
        `symbol, a day such as 2026-11-22, a price above 0 such as 12.5 and a currency, found line ${i + 2}: ${cells.join(', ').slice(0, 80)}`,
      );
    return { ...row, ...whole };
  });
  return read.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
