/** Which reader understands a file, by its first bytes. */

import { FLEX, isFlex, readFlex } from '../../../adapters/broker-files/interactive-brokers-flex.ts';
import { readMapped, tableLike, tableOfMapping } from '../../../adapters/broker-files/mapped-table.ts';
import { BROKER_FORMATS, readBrokerFile } from '../../../adapters/broker-files/read-broker-file.ts';
import { type TextRow, textRows } from '../../../adapters/broker-files/text-table.ts';
import { readWorkbook } from '../../../adapters/portfolio-workbook/read-workbook.ts';
import { InputError } from '../../../core/domain/result.ts';
import type { ColumnMapping } from '../../../core/portfolio/book/mapping.ts';
import type { ReadFile } from '../../../core/portfolio/book/read-file.ts';

export interface Understood {
  readonly file: ReadFile;
  /** What a person calls it. */
  readonly formatName: string;
  /** By which a table was read that no reader knows. */
  readonly mapping: ColumnMapping | null;
}

export interface Reading {
  readonly account: string | undefined;
  /** The owner's day, or that of UTC where it is later. */
  readonly today: string;
  /** What the owner says of this file's columns. */
  readonly mapping: ColumnMapping | undefined;
  /** What was said of other files', the last one first. */
  readonly keptMappings: readonly ColumnMapping[];
}

/** An archive, as workbooks are, and what spreadsheets were before, or are under a password: their reader says which, and what to do. */
const SHEETS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0xd0, 0xcf, 0x11, 0xe0],
];
const OWN = { id: 'atalaya', name: 'Atalaya' };
const WORKBOOK = { id: 'workbook', name: 'Excel' };

/** What files can be read. */
export const FORMATS = [WORKBOOK, OWN, FLEX, ...new Map(BROKER_FORMATS.map(({ id, name }) => [id, { id, name }])).values()];

/** InputErrors FILE_EMPTY, MAPPING_UNFIT, and those of the readers: FILE_UNKNOWN where none of them knows it. */
export function understand(bytes: Uint8Array, name: string, reading: Reading): Understood {
  if (bytes.length === 0)
    throw new InputError('FILE_EMPTY', `${name}: expected a file of operations, found nothing in it`, 1, {
      said: { en: 'There is nothing in the file.', es: 'El archivo está vacío.' },
    });
  if (SHEETS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte)))
    return { file: readWorkbook(bytes, reading), formatName: WORKBOOK.name, mapping: null };
  if (isFlex(bytes)) return { file: readFlex(bytes, reading.account), formatName: FLEX.name, mapping: null };
  const rows = textRows(bytes);
  if (reading.mapping === undefined) {
    const known = readBrokerFile(rows, reading.account);
    if (known !== null) return { file: known.file, formatName: known.name, mapping: null };
  }
  const [mappings, tableOf] = reading.mapping === undefined ? [reading.keptMappings, tableLike] : [[reading.mapping], tableOfMapping];
  for (const mapping of mappings) {
    const table = tableOf(rows, mapping);
    if (table !== null) return { file: readMapped(table, mapping, reading.account), formatName: mapping.name, mapping };
  }
  throw reading.mapping === undefined ? unknownTable(rows) : unfit(reading.mapping);
}

function unknownTable(rows: readonly TextRow[]): InputError {
  const seen = rows[0]?.cells.slice(0, 8).join(', ') ?? 'nothing';
  const known = [...new Set(BROKER_FORMATS.map(({ name }) => name))].join(', ');
  return new InputError(
    'FILE_UNKNOWN',
    `expected an export of ${known}, found a table that begins with ${seen}; say what its columns mean on the page Import`,
    1,
    {
      said: {
        en: `No reader knows this table, which begins with ${seen}. There are readers of exports of ${known}. For any other, say on the page Import what its columns mean.`,
        es: `Ningún lector conoce esta tabla, que empieza por ${seen}. Los hay de exportaciones de ${known}. Para cualquier otra, diga en la página Importar qué significan sus columnas.`,
      },
    },
  );
}

function unfit({ columns }: ColumnMapping): InputError {
  const names = Object.values(columns).join(', ');
  return new InputError(
    'MAPPING_UNFIT',
    `expected a table with the columns ${names}, found none; choose among the columns of this file`,
    2,
    {
      said: {
        en: `The file has no table with the columns ${names}. Choose among its own.`,
        es: `El archivo no tiene una tabla con las columnas ${names}. Elija entre las suyas.`,
      },
    },
  );
}
