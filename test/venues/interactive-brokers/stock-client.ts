/** The unmodified @stoqey/ib client, with its events in a list that can be awaited. */

import { type Contract, EventName, IBApi, type Order, OrderAction, SecType, TimeInForce } from '@stoqey/ib';
import { later } from './world.ts';

export const AAPL: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

// biome-ignore lint/suspicious/noExplicitAny: what an event carries is what each test expects of it.
type Carried = any;

/** Events as `name` and arguments, in order; `until` waits for the next that fits, from the last one awaited on. */
export class StockClient {
  readonly api: IBApi;
  readonly events: [string, ...unknown[]][] = [];
  nextId = 0;
  private readonly waiting = new Set<() => void>();
  private seen = 0;

  constructor({ port }: { readonly port: number }, clientId: number) {
    this.api = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec: 1000 });
    this.api.on(EventName.all, (name, args) => {
      if (['sent', 'received', 'connected', 'server'].includes(name)) return;
      this.events.push([name, ...args]);
      for (const look of [...this.waiting]) look();
    });
    this.api.on(EventName.error, () => {});
    this.api.on(EventName.nextValidId, (id) => {
      this.nextId = id;
    });
    later(() => this.api.disconnect());
  }

  next(fits: (name: string, ...args: Carried[]) => boolean): Promise<Carried[]> {
    return new Promise((resolve) => {
      const look = () => {
        for (; this.seen < this.events.length; this.seen++) {
          const [name, ...args] = this.events[this.seen] as [string, ...unknown[]];
          if (!fits(name, ...args)) continue;
          this.seen++;
          this.waiting.delete(look);
          resolve(args);
          return;
        }
      };
      this.waiting.add(look);
      look();
    });
  }

  until(name: string, fits: (...args: Carried[]) => boolean = () => true) {
    return this.next((found, ...args) => found === name && fits(...args));
  }

  status(orderId: number, status: string) {
    return this.until('orderStatus', (id, said) => id === orderId && said === status);
  }

  /** A message of this code, about a request or not. */
  code(code: number) {
    return this.next((name, _, found) => (name === 'error' || name === 'info') && found === code);
  }

  place(order: Partial<Order>, contract: Contract = AAPL): number {
    const id = this.nextId++;
    this.api.placeOrder(id, contract, {
      action: OrderAction.BUY,
      totalQuantity: 10,
      tif: TimeInForce.GTC,
      transmit: true,
      ...order,
    } as Order);
    return id;
  }
}

export async function connected(server: { readonly port: number }, clientId = 7): Promise<StockClient> {
  const client = new StockClient(server, clientId);
  client.api.connect();
  await client.until('nextValidId');
  await client.until('info', (_, code) => code === 2158);
  return client;
}
