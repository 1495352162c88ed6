// The bytes of a file of candles: read, unpacked, and refused when they can't be text.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../../core/domain/result.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import { zipEntries } from './zip-entries.ts';

const LARGEST_FILE_BYTES = 2 ** 31;

/** The whole file, unpacked when gzip. InputError FILE_MISSING, FILE_UNREADABLE (exit code 3), CANDLE_FILE_EMPTY, CANDLE_FILE_BINARY, FILE_TOO_LARGE. */
export function readBytes(path: string, mostUnpackedBytes = LARGEST_FILE_BYTES): Buffer {
  const source = basename(path);
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size === 0)
      throw new InputError('CANDLE_FILE_EMPTY', `${source}: expected candles, found a file of 0 bytes; fetch it again`, 1, {
        said: IMPORT_FAULTS.noBytes,
      });
    if (size > LARGEST_FILE_BYTES)
      throw new InputError(
        'FILE_TOO_LARGE',
        `${source}: ${size} bytes are more than the 2 GiB read at once; split it by year or convert it to Parquet`,
        1,
        { said: IMPORT_FAULTS.tooLarge },
      );
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw new InputError('FILE_MISSING', `${path}: no such file; check the path`, 3, { said: IMPORT_FAULTS.unreadable });
    throw new InputError('FILE_UNREADABLE', `${path} cannot be read (${code}); expected a readable file of candles`, 3, {
      said: IMPORT_FAULTS.unreadable,
    });
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpackedBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLargeUnpacked(source);
    throw new InputError('CANDLE_FILE_BINARY', `${source}: the gzip data is damaged or cut short; fetch the file again`, 1, {
      said: IMPORT_FAULTS.gzipDamaged,
    });
  }
}

/** A small file can unpack to more than a machine has. */
function tooLargeUnpacked(source: string): InputError {
  return new InputError(
    'FILE_TOO_LARGE',
    `${source}: unpacked it is more than the 2 GiB read at once; split it by year or convert it to Parquet`,
    1,
    { said: IMPORT_FAULTS.tooLarge },
  );
}

/** By its first bytes; one that holds nothing begins with the end of its directory. */
export const isZip = (bytes: Buffer) => ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(bytes.toString('latin1', 0, 4));
export const isParquet = (bytes: Buffer) => bytes.toString('latin1', 0, 4) === 'PAR1';

/** The one table of a zip, or the one named `entry`. InputError ZIP_ENTRY_UNCLEAR, CANDLE_FILE_BINARY. */
export function unzipTable(
  bytes: Buffer,
  source: string,
  entry?: string,
  mostUnpackedBytes = LARGEST_FILE_BYTES,
): { name: string; bytes: Buffer } {
  const orDamaged = <T>(read: () => T): T => {
    try {
      return read();
    } catch {
      throw new InputError('CANDLE_FILE_BINARY', `${source}: the zip is damaged or cut short; fetch the file again`, 1, {
        said: IMPORT_FAULTS.zipDamaged,
      });
    }
  };
  const found = orDamaged(() => zipEntries(bytes)).filter(({ name }) => !name.endsWith('/') && (entry === undefined || name === entry));
  const [table] = found;
  if (table === undefined || found.length > 1) {
    const names = found.map(({ name }) => name);
    throw new InputError(
      'ZIP_ENTRY_UNCLEAR',
      `${source}: expected one table in the zip${entry ? ` named ${entry}` : ''}, found ${names.length === 0 ? 'none' : `${names.length}: ${names.slice(0, 5).join(', ')}`}; choose one with --entry`,
      2,
      { said: IMPORT_FAULTS.zipTables(names) },
    );
  }
  if (table.size > mostUnpackedBytes) throw tooLargeUnpacked(source);
  return { name: table.name, bytes: orDamaged(() => table.unpack()) };
}

/** Text that says by its first bytes that it is UTF-16, as Excel writes "Unicode text", as UTF-8; every other as it is. */
export function asUtf8(bytes: Buffer): Buffer {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return Buffer.from(bytes.toString('utf16le', 2));
  if (first !== 0xfe || second !== 0xff) return bytes;
  return Buffer.from(
    Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le'),
  );
}

/** Text has no control bytes; a file with one in its first kilobytes is something else. */
export function refuseBinary(bytes: Buffer, source: string): void {
  const head = bytes.subarray(0, 8192);
  if (head.every((byte) => byte === 32 || (byte >= 9 && byte <= 13) || byte === 0xef || byte === 0xbb || byte === 0xbf)) {
    throw new InputError('CANDLE_FILE_EMPTY', `${source}: expected candles, found only blank lines; nothing was read`, 1, {
      said: IMPORT_FAULTS.blank,
    });
  }
  if (head.length > 3 && [1, 3].every((place) => head[place] === 0 && head[place - 1] !== 0)) {
    throw new InputError('CANDLE_FILE_BINARY', `${source}: expected text in UTF-8, found UTF-16; save it as CSV in UTF-8`, 1, {
      said: IMPORT_FAULTS.utf16,
    });
  }
  if (head.some((byte) => byte < 32 && (byte < 9 || byte > 13))) {
    throw new InputError(
      'CANDLE_FILE_BINARY',
      `${source}: expected text with candles (CSV), found binary data; export it as CSV or Parquet`,
      1,
      { said: IMPORT_FAULTS.binary },
    );
  }
}

/** The first lines and some from further on, so that a date format is settled by more than its first days. */
export function sampleLines(bytes: Buffer): string[] {
  const head = bytes
    .toString('utf8', 0, Math.min(bytes.length, 65_536))
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  if (bytes.length <= 65_536) return head;
  head.pop();
  for (const part of [0.25, 0.5, 0.75, 0.97]) {
    const from = Math.floor(bytes.length * part);
    const lines = bytes.toString('utf8', from, Math.min(bytes.length, from + 4096)).split(/\r?\n/);
    head.push(...lines.slice(1, -1));
  }
  return head;
}
