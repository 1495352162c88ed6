/** Which reader understands a file, by its first bytes. */

import { FLEX, isFlex, readFlex } from '../../../adapters/broker-files/interactive-brokers-flex.ts';
import { BROKER_FORMATS, readBrokerFile } from '../../../adapters/broker-files/read-broker-file.ts';
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

/** InputError FILE_EMPTY, and those of the readers: FILE_UNKNOWN where none of them knows it. */
export function understand(bytes: Uint8Array, name: string, reading: Reading): Understood {
  if (bytes.length === 0)
    throw new InputError('FILE_EMPTY', `${name}: expected a file of operations, found nothing in it`, 1, {
      said: { en: 'There is nothing in the file.', es: 'El archivo está vacío.' },
    });
  if (SHEETS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte)))
    return { file: readWorkbook(bytes, reading), formatName: WORKBOOK.name };
  if (isFlex(bytes)) return { file: readFlex(bytes, reading.account), formatName: FLEX.name };
  const { file, name: broker } = readBrokerFile(bytes, reading.account);
  return { file, formatName: broker };
}
