/** The bytes of one simulated file: as programs see them, and as the disk holds them. */

const BLOCK_BYTES = 512;
const NOTHING: Buffer = Buffer.alloc(0);

/** Growing by doubling and syncing only what changed keep a run of many small appends linear. */
export class FileImage {
  length = 0;
  #bytes = NOTHING;
  #synced = NOTHING;
  #syncedLength = 0;
  /** Where the two may differ. */
  #changedFrom = 0;
  #changedTo = 0;

  read(into: Uint8Array, offset: number, length: number, position: number): number {
    const source = this.#bytes.subarray(position, Math.min(position + length, this.length));
    into.set(source, offset);
    return source.length;
  }

  write(from: Uint8Array, position: number): void {
    const end = position + from.length;
    this.#bytes = withRoom(this.#bytes, this.length, end);
    this.#bytes.set(from, position);
    this.#changed(Math.min(position, this.length), end);
    this.length = Math.max(this.length, end);
  }

  /** Cuts the file, or makes it longer with zeros. */
  resize(length: number): void {
    this.#bytes = withRoom(this.#bytes, this.length, length);
    this.#bytes.fill(0, Math.min(length, this.length), this.length);
    this.#changed(Math.min(length, this.length), Math.max(length, this.length));
    this.length = length;
  }

  sync(): void {
    this.#synced = withRoom(this.#synced, this.#syncedLength, this.length);
    this.#bytes.copy(this.#synced, this.#changedFrom, this.#changedFrom, Math.min(this.#changedTo, this.length));
    this.#syncedLength = this.length;
    this.#changedFrom = this.#changedTo = 0;
  }

  /** What a crash leaves: a length between the two, and of each block one of the two versions, as `random` (0 to 1) has it. */
  crash(random: () => number): void {
    const [shorter, longer] = [Math.min(this.length, this.#syncedLength), Math.max(this.length, this.#syncedLength)];
    const bytes = this.#bytes.subarray(0, this.length);
    const synced = this.#synced.subarray(0, this.#syncedLength);
    const result = Buffer.alloc(shorter + Math.floor(random() * (longer - shorter + 1)));
    for (let start = 0; start < result.length; start += BLOCK_BYTES) {
      const source = random() < 0.5 ? bytes : synced;
      result.set(source.subarray(start, Math.min(start + BLOCK_BYTES, result.length)), start);
    }
    this.#bytes = result;
    this.length = this.#syncedLength = result.length;
    this.#synced = Buffer.from(result);
    this.#changedFrom = this.#changedTo = 0;
  }

  /** Bits change on the disk itself. */
  turn(position: number, mask: number): void {
    this.#bytes[position] = (this.#bytes[position] as number) ^ mask;
    this.#synced[position] = (this.#synced[position] as number) ^ mask;
  }

  #changed(from: number, to: number): void {
    const isFirst = this.#changedFrom === this.#changedTo;
    this.#changedFrom = isFirst ? from : Math.min(this.#changedFrom, from);
    this.#changedTo = isFirst ? to : Math.max(this.#changedTo, to);
  }
}

function withRoom(bytes: Buffer, used: number, needed: number): Buffer {
  if (needed <= bytes.length) return bytes;
  const larger = Buffer.alloc(Math.max(needed, bytes.length * 2, BLOCK_BYTES));
  bytes.copy(larger, 0, 0, used);
  return larger;
}
