/** A ZIP file as a stream (PKWARE APPNOTE 6.3): entries deflated one after another, whose sizes are told after them. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/** The first instant a ZIP can tell, 1980-01-01: the same rows give the same file. */
const DATE = (1 << 5) | 1;
/** Deflated, sizes behind the data, name in UTF-8. */
const HOW = [20, 0x0808, 8, 0, DATE] as const;
/** Sizes are 32 bits wide. */
const LARGEST_BYTES = 0xffff_ffff;

/** Chunks of the file, made as they are asked for. Throws RangeError where an entry or the file would pass 4 GiB. */
export async function* zipped(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  const passed = (chunk: Buffer) => {
    offset += chunk.length;
    if (offset > LARGEST_BYTES) throw new RangeError('expected a file of less than 4 GiB');
    return chunk;
  };
  for (const { name, content } of entries) {
    const from = offset;
    const title = Buffer.from(name);
    yield passed(Buffer.concat([fields([0x04034b50, 4], ...words(HOW), [0, 4], [0, 4], [0, 4], [title.length, 2], [0, 2]), title]));
    const size = { crc: 0, plain: 0, deflated: 0 };
    for await (const chunk of deflated(content, size)) yield passed(chunk);
    const sizes = [size.crc, size.deflated, size.plain].map((value) => [value, 4] as const);
    yield passed(fields([0x08074b50, 4], ...sizes));
    const rest = [title.length, 0, 0, 0, 0].map((value) => [value, 2] as const);
    directory.push(fields([0x02014b50, 4], [20, 2], ...words(HOW), ...sizes, ...rest, [0, 4], [from, 4]), title);
  }
  const list = Buffer.concat(directory);
  const count = directory.length / 2;
  const from = offset;
  yield passed(list);
  yield passed(fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [list.length, 4], [from, 4], [0, 2]));
}

const words = (values: readonly number[]) => values.map((value) => [value, 2] as const);

function fields(...parts: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(parts.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of parts) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

/** Counts what goes through into `size`. Where the reader stops, so does the content. */
async function* deflated(content: ZipEntry['content'], size: { crc: number; plain: number; deflated: number }): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const text of content) {
      const chunk = Buffer.from(text);
      size.crc = crc32(chunk, size.crc);
      size.plain += chunk.length;
      if (size.plain > LARGEST_BYTES) throw new RangeError('expected an entry of less than 4 GiB');
      yield chunk;
    }
  }
  const packer = createDeflateRaw({ level: 4 });
  const done = pipeline(Readable.from(counted()), packer);
  // Told below, or by the reader's own stopping.
  done.catch(() => {});
  for await (const chunk of packer) {
    size.deflated += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  await done;
}
