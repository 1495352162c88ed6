/** The parts of a workbook file, within limits that are held before anything is inflated. */

import { unzipSync } from 'fflate';
import { InputError } from '../../core/domain/result.ts';

/** A hundred thousand operations are some 60 MB of text. */
const LARGEST_PART_BYTES = 400 * 1024 ** 2;
const LARGEST_WHOLE_BYTES = 600 * 1024 ** 2;
const MOST_PARTS = 2_000;
/** Text of numbers shrinks to a tenth; what shrinks to a thousandth was made to. */
const LARGEST_RATIO = 400;

const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b];

/** By name. InputError WORKBOOK_*: what else the file is, or what about it can't be trusted. */
export function workbookParts(bytes: Uint8Array): Record<string, Uint8Array> {
  if (OLE.every((byte, i) => bytes[i] === byte)) throw isEncrypted(bytes) ? encrypted() : old();
  if (!ZIP.every((byte, i) => bytes[i] === byte))
    throw fault('WORKBOOK_UNREADABLE', 'expected an .xlsx workbook, found another kind of file; save it as .xlsx');
  let [parts, whole] = [0, 0];
  try {
    const found = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        parts++;
        whole += originalSize;
        if (
          parts > MOST_PARTS ||
          originalSize > LARGEST_PART_BYTES ||
          whole > LARGEST_WHOLE_BYTES ||
          originalSize > (size + 1_000) * LARGEST_RATIO
        )
          throw fault(
            'WORKBOOK_TOO_LARGE',
            `expected a workbook of ordinary size, found ${name} of ${originalSize} bytes in ${size}; it was not opened`,
          );
        // Pictures and the like are not read.
        return /\.(xml|rels)$/i.test(name) || /vbaProject/i.test(name);
      },
    });
    if (Object.keys(found).some((name) => /vbaProject/i.test(name)))
      throw fault('WORKBOOK_MACRO', 'expected a workbook without macros, found one with; save it as .xlsx and take that');
    return found;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw fault(
      'WORKBOOK_CUT',
      `expected a whole .xlsx workbook, found one that can't be unpacked (${(error as Error).message}); copy or download it again`,
    );
  }
}

/** An encrypted workbook is a container with a stream of this name, in UTF-16. */
const isEncrypted = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
const encrypted = () =>
  fault('WORKBOOK_ENCRYPTED', 'expected a workbook without a password, found one with; take the password off and try again');
const old = () => fault('WORKBOOK_OLD', 'expected an .xlsx workbook, found one of the old .xls kind; save it as .xlsx');

export const fault = (code: string, message: string): InputError => new InputError(code, message);
