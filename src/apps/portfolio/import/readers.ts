/** Which reader understands a file, by its first bytes. */

import { readWorkbook } from '../../../adapters/portfolio-workbook/read-workbook.ts';
import { InputError } from '../../../core/domain/result.ts';
import type { ReadFile } from '../../../core/portfolio/book/read-file.ts';

export interface Understood {
  readonly file: ReadFile;
  /** What a person calls it. */
  readonly formatName: string;
}

export interface Reading {
  readonly account: string | undefined;
  /** The owner's day, or that of UTC where it is later. */
  readonly today: string;
}

interface Reader {
  /** As it is kept. */
  readonly id: string;
  readonly name: string;
  recognises(bytes: Uint8Array): boolean;
  read(bytes: Uint8Array, reading: Reading): ReadFile;
}

/** An archive, as workbooks are, and what spreadsheets were before, or are under a password: their reader says which, and what to do. */
const SHEETS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0xd0, 0xcf, 0x11, 0xe0],
];

const READERS: readonly Reader[] = [
  {
    id: 'workbook',
    name: 'Excel',
    recognises: (bytes) => SHEETS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte)),
    read: readWorkbook,
  },
];

/** What files can be read. */
export const FORMATS = READERS.map(({ id, name }) => ({ id, name }));

/** InputError FILE_EMPTY, FILE_UNKNOWN, and those of the reader. */
export function understand(bytes: Uint8Array, name: string, reading: Reading): Understood {
  if (bytes.length === 0)
    throw new InputError('FILE_EMPTY', `${name}: expected a file of operations, found nothing in it`, 1, {
      said: { en: 'There is nothing in the file.', es: 'El archivo está vacío.' },
    });
  const reader = READERS.find((each) => each.recognises(bytes));
  if (reader === undefined) {
    const formats = READERS.map((each) => each.name).join(', ');
    throw new InputError('FILE_UNKNOWN', `${name}: expected a file of one of these formats, found another: ${formats}`, 1, {
      said: {
        en: `No reader knows this file. There are readers of: ${formats}.`,
        es: `Ningún lector conoce este archivo. Los hay de: ${formats}.`,
      },
    });
  }
  return { file: reader.read(bytes, reading), formatName: reader.name };
}
