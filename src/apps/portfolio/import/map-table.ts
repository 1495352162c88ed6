/** A table that no reader knows, as it is shown to the owner who says what its columns mean. */

import { seenTable } from '../../../adapters/broker-files/mapped-table.ts';
import { textRows } from '../../../adapters/broker-files/text-table.ts';
import type { ImportPreview } from '../../../api/portfolio/imports.ts';
import type { SeenTable } from '../../../api/portfolio/mapping.ts';
import { InputError } from '../../../core/domain/result.ts';
import { guessMapping } from '../../../core/portfolio/book/guess-mapping.ts';

/** `name`: of the file. `zone`: the owner's. Null where there is no table in it. */
export function tableToMap(bytes: Uint8Array, name: string, zone: string): SeenTable | null {
  const seen = seenTable(textRows(bytes));
  return seen && { ...seen, guess: guessMapping(seen.columns, name.replace(/\.[^.]*$/, '').slice(0, 60), zone) };
}

/** What is answered instead where no reader knows the file. */
export async function unlessUnknown(looked: Promise<ImportPreview>, instead: () => Promise<ImportPreview | null>): Promise<ImportPreview> {
  try {
    return await looked;
  } catch (error) {
    const other = error instanceof InputError && error.code === 'FILE_UNKNOWN' ? await instead() : null;
    if (other === null) throw error;
    return other;
  }
}
