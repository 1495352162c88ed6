// Parquet files written by others: their columns by name, their times of any type, into the same raw rows as text.
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { type Candles, createCandles, pickCandles, reserveCandles } from '../../core/market/candles.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import { ASK_ROLES, columnsByName, type LayoutOptions, PRICE_ROLES, type Role } from './csv-layout.ts';
import type { RawRows } from './csv-rows.ts';
import { identifier, literal, readDoubles, withDuckDb } from './duckdb.ts';
import { epochUnit } from './time-text.ts';

/** Reads the candle columns of a Parquet file. InputError CANDLE_FILE_BINARY when it is damaged, CANDLE_COLUMN_MISSING. */
export async function readParquetFile(path: string, options: LayoutOptions): Promise<{ rows: RawRows; notes: readonly Words[] }> {
  return withDuckDb(async (connection) => {
    const table = `read_parquet(${literal(path)})`;
    const described = await connection.runAndReadAll(`describe select * from ${table}`).catch((error: Error) => {
      throw new InputError(
        'CANDLE_FILE_BINARY',
        `${options.source}: the Parquet file cannot be read (${firstLine(error.message)}); write it again`,
        1,
        { said: IMPORT_FAULTS.parquetDamaged(firstLine(error.message).replace(/ in file '.*'/, '')) },
      );
    });
    const header = described.getColumns()[0] as string[];
    const types = described.getColumns()[1] as string[];
    const { columns, notes } = columnsByName(header, options);
    const name = (role: Role) => identifier(header[columns[role] as number] as string);
    const time = await timeExpression(connection, table, name('time'), types[columns.time as number] as string, options.source);
    const hasAsk = columns.askOpen !== undefined;
    const roles: Role[] = [...PRICE_ROLES, ...(columns.volume === undefined ? [] : (['volume'] as const)), ...(hasAsk ? ASK_ROLES : [])];
    const candles = createCandles(0, { hasVolume: columns.volume !== undefined, hasAsk });
    const select = [`${time}::double`, ...roles.map((role) => `try_cast(${name(role)} as double)`)].join(', ');
    const rows = await readDoubles(connection, `select ${select} from ${table}`, (row, more) => {
      candles.length = row;
      if (row + more > candles.time.length) reserveCandles(candles, Math.max(row + more, candles.time.length * 2));
      const { ask } = candles;
      return [
        candles.time,
        ...PRICE_ROLES.map((role) => candles[role]),
        ...(candles.hasVolume ? [candles.volume] : []),
        ...(ask ? PRICE_ROLES.map((role) => ask[role]) : []),
      ];
    });
    candles.length = rows;
    return { rows: parquetRows(candles), notes };
  });
}

async function timeExpression(connection: DuckDBConnection, table: string, column: string, type: string, source: string): Promise<string> {
  // A cast would move times with a zone into the machine's own.
  if (type === 'TIMESTAMP WITH TIME ZONE') return `epoch_ms(${column})`;
  if (/^(TIMESTAMP|DATE)/.test(type)) return `epoch_ms(${column}::timestamp)`;
  if (type === 'VARCHAR') return `epoch_ms(try_cast(${column} as timestamp))`;
  const first = (await connection.runAndReadAll(`select ${column}::double from ${table} limit 1`)).getColumns()[0]?.[0];
  if (typeof first !== 'number')
    throw new InputError('CANDLE_FILE_EMPTY', `${source}: expected candles, found a Parquet file without rows`, 1, {
      said: IMPORT_FAULTS.noRows,
    });
  return `${column}::double * ${epochUnit(first, source, String(first))}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** Binary numbers have no written decimals: the fewest that give every one of the first candles back are taken. */
function writtenDecimals(columns: readonly Float64Array[], length: number): number {
  let decimals = 0;
  for (const column of columns)
    for (let i = 0; i < Math.min(length, 20_000); i++)
      while (decimals < 15 && Number((column[i] as number).toFixed(decimals)) !== column[i]) decimals++;
  return decimals;
}

function parquetRows(read: Candles): RawRows {
  let candles = read;
  let numbers: Uint32Array | undefined;
  return {
    get candles() {
      return candles;
    },
    priceDecimals: writtenDecimals([read.open, read.high, read.low, read.close], read.length),
    volumeDecimals: read.hasVolume ? writtenDecimals([read.volume], read.length) : 0,
    symbols: [],
    flagged: 0,
    sides: new Int8Array(0),
    sequence: new Float64Array(0),
    symbolOfRow: new Uint16Array(0),
    rowAt: (row) => ({
      line: (numbers ? (numbers[row] as number) : row) + 1,
      text: [candles.time, candles.open, candles.high, candles.low, candles.close].map((column) => column[row]).join(','),
    }),
    keep: (passes) => {
      const rows = Uint32Array.from({ length: candles.length }, (_, row) => row).filter(passes);
      numbers = rows.map((row) => (numbers ? (numbers[row] as number) : row));
      candles = pickCandles(candles, rows);
    },
  };
}
