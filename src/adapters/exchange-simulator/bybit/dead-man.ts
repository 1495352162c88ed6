/** The dead-man switch: when an account's private streams that listen for it have all been gone for a time, its open orders are cancelled. */

import type { ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';

export class DeadMan {
  private readonly exchange: Exchange;
  private readonly windows = new Map<ExchangeAccount, number>();
  private readonly listening = new Map<ExchangeAccount, number>();
  private readonly running = new Map<ExchangeAccount, NodeJS.Timeout>();

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  set(account: ExchangeAccount, afterMs: number): void {
    this.windows.set(account, afterMs);
  }

  /** The window in seconds; 0 where the switch is off. */
  secondsOf(account: ExchangeAccount): number {
    return (this.windows.get(account) ?? 0) / 1000;
  }

  /** A stream listens; to be called again, with false, when it is gone. */
  listens(account: ExchangeAccount, isThere: boolean): void {
    const count = (this.listening.get(account) ?? 0) + (isThere ? 1 : -1);
    this.listening.set(account, count);
    clearTimeout(this.running.get(account));
    this.running.delete(account);
    const afterMs = this.windows.get(account);
    if (count > 0 || afterMs === undefined) return;
    const fire = () => {
      for (const order of account.openOrders()) this.exchange.cancel(account, order);
    };
    this.running.set(account, setTimeout(fire, afterMs).unref());
  }
}
