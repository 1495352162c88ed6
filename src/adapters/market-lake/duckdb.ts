// DuckDB as a column reader and writer: one in-memory instance per process, loaded when first needed.
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

let instance: Promise<DuckDBInstance> | undefined;

/** Runs `work` on a connection of its own. */
export async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  instance ??= import('@duckdb/node-api').then(({ DuckDBInstance }) =>
    DuckDBInstance.create(':memory:', { memory_limit: '1GB', temp_directory: '' }),
  );
  const connection = await (await instance).connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

/** Text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Copies the rows of a query whose columns are all DOUBLE into `columns`, which grow as needed; NULL becomes NaN. Returns the number of rows. */
export async function readDoubles(
  connection: DuckDBConnection,
  sql: string,
  place: (row: number, chunkRows: number) => readonly Float64Array[],
): Promise<number> {
  // Room for the decoding threads to run ahead of the copying: the default of 1 MB halves their speed.
  await connection.run("set streaming_buffer_size = '16MB'");
  const result = await connection.stream(sql);
  let row = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    const targets = place(row, rows);
    for (let column = 0; column < targets.length; column++) {
      const vector = chunk.getColumnVector(column) as unknown as {
        items: Float64Array;
        validity: { itemValid(i: number): boolean; data?: unknown };
      };
      const target = targets[column] as Float64Array;
      target.set(vector.items.subarray(0, rows), row);
      if (vector.validity.data !== null) for (let i = 0; i < rows; i++) if (!vector.validity.itemValid(i)) target[row + i] = Number.NaN;
    }
    row += rows;
  }
  return row;
}
