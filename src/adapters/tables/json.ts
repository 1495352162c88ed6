/** A table as one JSON array of its rows, whole as the interface has them, one to a line. */

import type { Table } from './table.ts';

export async function* jsonOf<Row>({ batches }: Table<Row>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield before + batch.map((row) => JSON.stringify(row)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
