// Candle columns to and from the lake's own Parquet files.
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { type Candles, createCandles } from '../../core/market/candles.ts';
import { syncPath, temporaryName } from './disk.ts';
import { literal, readDoubles, withDuckDb } from './duckdb.ts';

const PRICES = ['open', 'high', 'low', 'close'] as const;
const ASK_COLUMNS = { open: 'ask_open', high: 'ask_high', low: 'ask_low', close: 'ask_close' } as const;
/** DuckDB's vector length. */
const CHUNK_ROWS = 2048;

function columnNames(shape: { hasVolume: boolean; hasAsk: boolean }): string[] {
  return ['time', ...PRICES, ...(shape.hasVolume ? ['volume'] : []), ...(shape.hasAsk ? PRICES.map((name) => ASK_COLUMNS[name]) : [])];
}

function columnsOf(candles: Candles): Float64Array[] {
  const { ask } = candles;
  return [
    candles.time,
    ...PRICES.map((name) => candles[name]),
    ...(candles.hasVolume ? [candles.volume] : []),
    ...(ask ? PRICES.map((name) => ask[name]) : []),
  ];
}

/** Writes candles to a new file at `path`: complete and on disk, or not there at all. The same candles give the same bytes. */
export async function writeParquetCandles(path: string, candles: Candles): Promise<void> {
  const temporary = temporaryName(path);
  try {
    // DuckDB's own message about a full or read-only disk names no error code: ask the file system first.
    closeSync(openSync(temporary, 'w', 0o600));
    await copyToParquet(temporary, candles);
    syncPath(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

async function copyToParquet(path: string, candles: Candles): Promise<void> {
  const { DOUBLE, DuckDBDataChunk } = await import('@duckdb/node-api');
  const names = columnNames({ hasVolume: candles.hasVolume, hasAsk: candles.ask !== undefined });
  const columns = columnsOf(candles);
  await withDuckDb(async (connection) => {
    const table = `candles_${temporaryName('').replace(/\W/g, '_')}`;
    await connection.run(`create temp table ${table} (${names.map((name) => `${name} double`).join(', ')})`);
    const appender = await connection.createAppender(table);
    for (let from = 0; from < candles.length; from += CHUNK_ROWS) {
      const to = Math.min(from + CHUNK_ROWS, candles.length);
      const chunk = DuckDBDataChunk.create(
        columns.map(() => DOUBLE),
        to - from,
      );
      columns.forEach((column, k) => {
        const vector = chunk.getColumnVector(k) as unknown as { items: Float64Array; flush(): void };
        vector.items.set(column.subarray(from, to));
        vector.flush();
      });
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    const select = names.map((name) => (name === 'time' ? 'time::bigint as time' : name)).join(', ');
    await connection.run(
      `copy (select ${select} from ${table}) to ${literal(path)} (format parquet, compression zstd, parquet_version 'V2')`,
    );
    await connection.run(`drop table ${table}`);
  });
}

/** Reads files in the given order into columns of exactly `count` candles. Throws when they hold another number. */
export async function readParquetCandles(
  paths: readonly string[],
  count: number,
  shape: { hasVolume: boolean; hasAsk: boolean; shared?: boolean },
): Promise<Candles> {
  const candles = createCandles(count, shape);
  if (paths.length === 0) return candles;
  const columns = columnsOf(candles);
  const select = columnNames(shape).map((name) => (name === 'time' ? 'time::double' : name));
  const rows = await withDuckDb((connection) =>
    readDoubles(connection, `select ${select.join(', ')} from read_parquet([${paths.map(literal).join(', ')}])`, (row, more) => {
      if (row + more > count) throw new RangeError(`expected ${count} candles in ${paths.length} files, found more`);
      return columns;
    }),
  );
  if (rows !== count) throw new RangeError(`expected ${count} candles in ${paths.length} files, found ${rows}`);
  candles.length = count;
  return candles;
}
