/** Orders that are over, by client order id: whose a late execution is, and who comes back although it was given up. */

/** What is remembered of an order that is over. */
export interface EndedOrder {
  readonly clientOrderId: string;
  readonly number: number;
  readonly slot: number;
  /** Lots booked of it. */
  readonly filled: number;
  readonly at: number;
}

export class EndedOrders {
  private readonly byId = new Map<string, EndedOrder>();
  /** The last snapshot, while it holds: a list, whose unchanged part is compared by identity. */
  private kept: readonly EndedOrder[] | null = null;

  get(clientOrderId: string): EndedOrder | undefined {
    return this.byId.get(clientOrderId);
  }

  has(clientOrderId: string): boolean {
    return this.byId.has(clientOrderId);
  }

  /** A number below all that are in use: engine orders count up from 1. */
  get unusedNumber(): number {
    let lowest = 0;
    for (const { number } of this.byId.values()) if (number < lowest) lowest = number;
    return lowest - 1;
  }

  /** Something was booked of it after its end. */
  booked(order: EndedOrder, lots: number): void {
    // In its place: they are kept in the order in which they ended.
    this.byId.set(order.clientOrderId, { ...order, filled: order.filled + lots });
    this.kept = null;
  }

  add(order: EndedOrder): void {
    this.byId.set(order.clientOrderId, order);
    this.kept = null;
  }

  delete(clientOrderId: string): void {
    this.byId.delete(clientOrderId);
    this.kept = null;
  }

  /** True when something was forgotten. They are kept in the order in which they ended. */
  forgetBefore(at: number): boolean {
    const { size } = this.byId;
    for (const ended of this.byId.values()) {
      if (ended.at >= at) break;
      this.delete(ended.clientOrderId);
    }
    return this.byId.size < size;
  }

  snapshot(): readonly EndedOrder[] {
    this.kept ??= [...this.byId.values()];
    return this.kept;
  }

  restore(snapshot: readonly EndedOrder[]): void {
    this.byId.clear();
    this.kept = null;
    for (const order of snapshot) this.byId.set(order.clientOrderId, order);
  }
}
