/** The gateway's lists of open and of completed orders. */

import { type Contract, EventName, type IBApi, type Order, type OrderState } from '@stoqey/ib';
import type { OrderReport, VenueFailure } from '../../core/trading/broker/venue-link.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { reportOf } from './order-words.ts';
import type { Orders } from './orders.ts';
import { isFailure } from './outstanding.ts';
import type { Securities } from './securities.ts';
import { Turns } from './turns.ts';
import type { VenueTime } from './venue-time.ts';
import { instantOf } from './wire-time.ts';

export class OrderLists implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly orders: Orders;
  private readonly securities: Securities;
  private readonly time: VenueTime;
  private readonly openTurns: Turns<never>;
  private readonly completedTurns: Turns<OrderReport>;

  constructor(
    { gateway, orders, securities, time }: { gateway: Gateway; orders: Orders; securities: Securities; time: VenueTime },
    answerMs: number,
  ) {
    this.gateway = gateway;
    this.orders = orders;
    this.securities = securities;
    this.time = time;
    // Of all clients: an order that another one has placed, or a hand in TWS, has to be seen.
    this.openTurns = new Turns(gateway, 'open orders', answerMs, (api) => {
      orders.listing();
      api.reqAllOpenOrders();
    });
    this.completedTurns = new Turns(gateway, 'completed orders', answerMs, (api) => api.reqCompletedOrders(false));
  }

  attach(api: IBApi): void {
    this.openTurns.connected();
    this.completedTurns.connected();
    api.on(EventName.openOrderEnd, () => this.openTurns.end());
    api.on(EventName.completedOrder, (contract, order, state) => this.onCompleted(contract, order, state));
    api.on(EventName.completedOrdersEnd, () => this.completedTurns.end());
  }

  async refresh(): Promise<void> {
    await this.open(() => true);
  }

  lost(reason: string): void {
    this.openTurns.lost(reason);
    this.completedTurns.lost(reason);
  }

  async open(mayStillSend: () => boolean): Promise<OrderReport[] | VenueFailure> {
    const rows = await this.openTurns.ask(mayStillSend);
    return isFailure(rows) ? rows : this.orders.listed().map((known) => reportOf(known, this.time.now()));
  }

  /** Those of the day, as far as the gateway has them. */
  completed(mayStillSend: () => boolean): Promise<readonly OrderReport[] | VenueFailure> {
    return this.completedTurns.ask(mayStillSend);
  }

  private onCompleted(contract: Contract, order: Order, { status, completedTime }: OrderState): void {
    if (order.account !== this.gateway.options.account) return;
    const instrument = this.securities.instrumentOf(contract);
    const known = {
      permId: order.permId ?? 0,
      orderId: 0,
      clientId: 0,
      instrument,
      contract,
      order,
      filled: order.filledQuantity ?? 0,
      seenIn: 0,
      listedIn: 0,
    };
    this.completedTurns.row(reportOf({ ...known, status: status ?? '', code: 'REFUSED' }, instantOf(completedTime ?? '') ?? 0));
  }
}
