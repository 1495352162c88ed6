/** A table of doubles that grows without being copied: rows of one width, in chunks. */

const ROWS_BITS = 9;
const CHUNK_ROWS = 1 << ROWS_BITS;

export class Rows {
  length = 0;
  /** The chunk of the row added last. */
  declare chunk: Float64Array;
  declare private readonly width: number;
  private readonly chunks: Float64Array[] = [];

  constructor(width: number) {
    this.width = width;
    this.chunk = new Float64Array(0);
  }

  /** Adds a row; where it begins in `chunk`. */
  add(): number {
    const row = this.length++ & (CHUNK_ROWS - 1);
    if (row === 0) this.nextChunk();
    return row * this.width;
  }

  private nextChunk(): void {
    this.chunk = new Float64Array(CHUNK_ROWS * this.width);
    this.chunks.push(this.chunk);
  }

  /** Value of a column of row `index`. */
  get(index: number, column: number): number {
    const chunk = this.chunks[index >> ROWS_BITS] as Float64Array;
    return chunk[(index & (CHUNK_ROWS - 1)) * this.width + column] as number;
  }

  clear(): void {
    this.length = 0;
    this.chunks.splice(0);
  }
}
