/** A local order book: two sorted sides in typed arrays, kept by snapshots and changes of levels. Prices and sizes in units. */

/** One side, best price first. `direction` 1 sorts upwards (asks), -1 downwards (bids). */
class Side {
  readonly direction: 1 | -1;
  prices: Float64Array;
  sizes: Float64Array;
  length = 0;

  constructor(direction: 1 | -1, capacity: number) {
    this.direction = direction;
    this.prices = new Float64Array(capacity);
    this.sizes = new Float64Array(capacity);
  }

  /** Sets the size at a price; 0 takes the level away. */
  set(price: number, size: number): void {
    const index = this.indexOf(price);
    const known = index < this.length && this.prices[index] === price;
    if (size === 0) {
      if (known) this.remove(index);
    } else if (known) this.sizes[index] = size;
    else this.insert(index, price, size);
  }

  sizeAt(price: number): number {
    const index = this.indexOf(price);
    return index < this.length && this.prices[index] === price ? (this.sizes[index] as number) : 0;
  }

  /** Where a price is, or would be. Changes are mostly near the best: the first few are looked at one by one. */
  private indexOf(price: number): number {
    const { prices, direction, length } = this;
    let low = 0;
    while (low < length && low < 4) {
      if ((prices[low] as number) * direction >= price * direction) return low;
      low++;
    }
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((prices[middle] as number) * direction < price * direction) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(index: number, price: number, size: number): void {
    if (this.length === this.prices.length) this.grow();
    this.prices.copyWithin(index + 1, index, this.length);
    this.sizes.copyWithin(index + 1, index, this.length);
    this.prices[index] = price;
    this.sizes[index] = size;
    this.length++;
  }

  private remove(index: number): void {
    this.prices.copyWithin(index, index + 1, this.length);
    this.sizes.copyWithin(index, index + 1, this.length);
    this.length--;
  }

  private grow(): void {
    const [prices, sizes] = [new Float64Array(this.prices.length * 2), new Float64Array(this.sizes.length * 2)];
    prices.set(this.prices);
    sizes.set(this.sizes);
    this.prices = prices;
    this.sizes = sizes;
  }
}

export interface BookLevel {
  readonly price: number;
  readonly size: number;
}

export class OrderBook {
  private readonly bids: Side;
  private readonly asks: Side;

  /** `depth`: levels a side has room for at first; it grows where a venue sends more. */
  constructor(depth: number) {
    this.bids = new Side(-1, depth);
    this.asks = new Side(1, depth);
  }

  clear(): void {
    this.bids.length = 0;
    this.asks.length = 0;
  }

  /** Sets the size at a price of a side; 0 takes the level away. */
  set(side: 'bid' | 'ask', price: number, size: number): void {
    this.sideOf(side).set(price, size);
  }

  /** Size at a price of a side; 0 where there is none. */
  sizeAt(side: 'bid' | 'ask', price: number): number {
    return this.sideOf(side).sizeAt(price);
  }

  /** Price of level `n` of a side, the best being 0, and its size; NaN beyond the last. */
  priceOf(side: 'bid' | 'ask', n: number): number {
    const { prices, length } = this.sideOf(side);
    return n < length ? (prices[n] as number) : Number.NaN;
  }
  sizeOf(side: 'bid' | 'ask', n: number): number {
    const { sizes, length } = this.sideOf(side);
    return n < length ? (sizes[n] as number) : Number.NaN;
  }

  private sideOf(side: 'bid' | 'ask'): Side {
    return side === 'bid' ? this.bids : this.asks;
  }

  /** Best price and its size; NaN where a side is empty. */
  get bid(): number {
    return this.bids.length === 0 ? Number.NaN : (this.bids.prices[0] as number);
  }
  get bidSize(): number {
    return this.bids.length === 0 ? Number.NaN : (this.bids.sizes[0] as number);
  }
  get ask(): number {
    return this.asks.length === 0 ? Number.NaN : (this.asks.prices[0] as number);
  }
  get askSize(): number {
    return this.asks.length === 0 ? Number.NaN : (this.asks.sizes[0] as number);
  }

  /** A bid at or above an ask: something was missed, and the book has to be asked for anew. */
  get crossed(): boolean {
    return this.bid >= this.ask;
  }

  /** The best `count` levels of a side, best first. */
  levels(side: 'bid' | 'ask', count: number): BookLevel[] {
    const { prices, sizes, length } = this.sideOf(side);
    return Array.from({ length: Math.min(count, length) }, (_, i) => ({ price: prices[i] as number, size: sizes[i] as number }));
  }
}
