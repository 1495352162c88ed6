/** The bytes of one simulated file: as programs see them, and as the disk holds them. */

const BLOCK_BYTES = 512;
const FIRST_BYTES = 8192;
const NOTHING: Buffer = Buffer.alloc(0);

/** Growing fourfold, and one copy of what is on the disk while nothing before its end is written, keep a run of many small appends linear. */
export class FileImage {
  length = 0;
  #bytes = NOTHING;
  /** What the disk holds; null while that is the first `#syncedLength` of the bytes. */
  #synced: Buffer | null = null;
  #syncedLength = 0;

  read(into: Uint8Array, offset: number, length: number, position: number): number {
    const source = this.#bytes.subarray(position, Math.min(position + length, this.length));
    into.set(source, offset);
    return source.length;
  }

  write(from: Uint8Array, position: number): void {
    const end = position + from.length;
    if (position < this.#syncedLength) this.#keepSynced();
    this.#bytes = withRoom(this.#bytes, this.length, end);
    this.#bytes.set(from, position);
    this.length = Math.max(this.length, end);
  }

  /** Cuts the file, or makes it longer with zeros. */
  resize(length: number): void {
    if (length < this.#syncedLength) this.#keepSynced();
    this.#bytes = withRoom(this.#bytes, this.length, length);
    this.#bytes.fill(0, Math.min(length, this.length), this.length);
    this.length = length;
  }

  sync(): void {
    this.#synced = null;
    this.#syncedLength = this.length;
  }

  /** What a crash leaves: a length between the two, and of each block one of the two versions, as `random` (0 to 1) has it. */
  crash(random: () => number): void {
    const [shorter, longer] = [Math.min(this.length, this.#syncedLength), Math.max(this.length, this.#syncedLength)];
    const bytes = this.#bytes.subarray(0, this.length);
    const synced = (this.#synced ?? this.#bytes).subarray(0, this.#syncedLength);
    const result = Buffer.alloc(shorter + Math.floor(random() * (longer - shorter + 1)));
    for (let start = 0; start < result.length; start += BLOCK_BYTES) {
      const source = random() < 0.5 ? bytes : synced;
      result.set(source.subarray(start, Math.min(start + BLOCK_BYTES, result.length)), start);
    }
    this.#bytes = result;
    this.length = result.length;
    this.sync();
  }

  /** Bits change on the disk itself. */
  turn(position: number, mask: number): void {
    for (const bytes of [this.#bytes, this.#synced]) if (bytes !== null) bytes[position] = (bytes[position] as number) ^ mask;
  }

  #keepSynced(): void {
    this.#synced ??= Buffer.from(this.#bytes.subarray(0, this.#syncedLength));
  }
}

function withRoom(bytes: Buffer, used: number, needed: number): Buffer {
  if (needed <= bytes.length) return bytes;
  const larger = Buffer.alloc(Math.max(needed, bytes.length * 4, FIRST_BYTES));
  bytes.copy(larger, 0, 0, used);
  return larger;
}
