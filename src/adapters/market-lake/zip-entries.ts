/** The files in a zip, by its central directory (APPNOTE.TXT 4.3.12, 4.5.3): large-file fields included, which fflate overlooks where the archive itself is small. */

import { inflateRawSync } from 'node:zlib';

const DIRECTORY_END = Buffer.from('PK\u0005\u0006', 'latin1');
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const LARGE_FIELDS = 0x0001;
const UNSAID = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  readonly name: string;
  /** Unpacked, in bytes, as the directory says. */
  readonly size: number;
  /** Throws where the bytes are damaged, or come to anything else than `size`. */
  unpack(): Buffer;
}

/** Throws (of any kind) where this is no zip of one part. Nothing is unpacked yet. */
export function zipEntries(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf(DIRECTORY_END);
  if (end < Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT)) throw new Error('no directory');
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('no entry of the directory');
    const [nameBytes, extraBytes, commentBytes] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const extraAt = at + 46 + nameBytes;
    const extra = zip.subarray(extraAt, extraAt + extraBytes);
    const [size, packedSize, offset] = largeFields(extra, [
      zip.readUInt32LE(at + 24),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 42),
    ]);
    const method = zip.readUInt16LE(at + 10);
    const name = zip.toString('utf8', at + 46, extraAt);
    entries.push({ name, size, unpack: () => unpacked(packedAt(zip, offset, packedSize), method, size) });
    at = extraAt + extraBytes + commentBytes;
  }
  return entries;
}

type Sizes = [size: number, packedSize: number, offset: number];

/** Those that do not fit 32 bits stand in an extra field, in this order. */
function largeFields(extra: Buffer, sizes: Sizes): Sizes {
  if (!sizes.includes(UNSAID)) return sizes;
  let at = 0;
  while (extra.readUInt16LE(at) !== LARGE_FIELDS) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  return sizes.map((size) => {
    if (size !== UNSAID) return size;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  }) as Sizes;
}

function packedAt(zip: Buffer, offset: number, packedSize: number): Buffer {
  if (zip.readUInt32LE(offset) !== LOCAL_ENTRY) throw new Error('no entry');
  const from = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  return zip.subarray(from, from + packedSize);
}

function unpacked(packed: Buffer, method: number, size: number): Buffer {
  if (method !== STORED && method !== DEFLATED) throw new Error(`packed by method ${method}`);
  const bytes = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size) throw new Error('another size than the directory says');
  return bytes;
}
