import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { isZip, readBytes, unzipTable } from './file-bytes.ts';

const MEGABYTE = 1024 ** 2;
/** A thousand times as large as it looks. */
const ZEROS = Buffer.alloc(2 * MEGABYTE);

test('what unpacks to more than is read at once is refused before it is unpacked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-bomb-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'bomb.csv.gz');
  writeFileSync(path, gzipSync(ZEROS));
  expect(() => readBytes(path, MEGABYTE)).toThrow(expect.objectContaining({ code: 'FILE_TOO_LARGE' }));
  expect(readBytes(path, 2 * MEGABYTE)).toHaveLength(2 * MEGABYTE);
  const zip = Buffer.from(zipSync({ 'bomb.csv': ZEROS }));
  expect(() => unzipTable(zip, 'bomb.zip', undefined, MEGABYTE)).toThrow(expect.objectContaining({ code: 'FILE_TOO_LARGE' }));
  expect(unzipTable(zip, 'bomb.zip', undefined, 2 * MEGABYTE).bytes).toHaveLength(2 * MEGABYTE);
});

test('a zip that says it is smaller than it is is not believed', () => {
  const zip = Buffer.from(zipSync({ 'bomb.csv': ZEROS }));
  // The size in the central directory (APPNOTE 4.3.12, at 24 of its header).
  const directory = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  zip.writeUInt32LE(1000, directory + 24);
  expect(() => unzipTable(zip, 'bomb.zip')).toThrow(expect.objectContaining({ code: 'CANDLE_FILE_BINARY' }));
});

test('a zip without a file is a zip, and is told as one that holds no table', () => {
  // APPNOTE.TXT 4.3.16: the end of the central directory, 22 bytes, alone.
  const empty = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]);
  expect(isZip(empty)).toBe(true);
  expect(() => unzipTable(empty, 'empty.zip')).toThrow(
    expect.objectContaining({
      code: 'ZIP_ENTRY_UNCLEAR',
      said: expect.objectContaining({ en: expect.stringContaining('no table in the zip') }),
    }),
  );
});
