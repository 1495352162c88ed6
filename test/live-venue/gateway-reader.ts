// Stock @stoqey/ib under a client id of its own: what the gateway shows of an account to somebody else than the trader.
import { type Contract, EventName, type Execution, IBApi, type Order, type OrderState } from '@stoqey/ib';
import type { VenueAccount, VenueReader } from './processes.ts';

const CLIENT_ID = 99;
const ANSWER_MS = 10_000;
const OPEN = new Set(['Submitted', 'PreSubmitted', 'PendingSubmit', 'PendingCancel', 'ApiPending']);
const ENDED: Readonly<Record<string, string>> = { Filled: 'closed', Cancelled: 'canceled', ApiCancelled: 'canceled', Inactive: 'rejected' };

export interface GatewayReader extends VenueReader {
  read(): Promise<VenueAccount>;
  /** Types of the orders that are open: STP for a protective stop. */
  openTypes(): Promise<readonly string[]>;
}

interface Seen {
  readonly orders: Map<number, { readonly order: Order; readonly status: string; filled: number }>;
  readonly executions: Map<string, Execution>;
  readonly fees: Map<string, string>;
  readonly positions: Record<string, string>;
  readonly ledger: Record<string, string>;
}

/** Who looks through a restart of the gateway connects again. */
export async function openGatewayReader(port: number): Promise<GatewayReader> {
  let requests = 0;

  async function look(): Promise<Seen> {
    const api = new IBApi({ host: '127.0.0.1', port, clientId: CLIENT_ID, maxReqPerSec: 1_000 });
    const seen: Seen = { orders: new Map(), executions: new Map(), fees: new Map(), positions: {}, ledger: {} };
    const keep = (order: Order, { status }: OrderState) => {
      const filled = order.filledQuantity ?? 0;
      seen.orders.set(order.permId as number, { order, status: status ?? '', filled });
    };
    api.on(EventName.error, () => {});
    api.on(EventName.openOrder, (_, __: Contract, order, state) => keep(order, state));
    api.on(EventName.completedOrder, (_, order, state) => keep(order, state));
    api.on(EventName.orderStatus, (_, __, filled, ___, ____, permId) => {
      const known = seen.orders.get(permId ?? 0);
      if (known !== undefined) known.filled = filled;
    });
    api.on(EventName.execDetails, (_, __, execution) => void seen.executions.set(execution.execId as string, execution));
    api.on(EventName.commissionReport, ({ execId, commission }) => void seen.fees.set(execId as string, text(commission ?? 0)));
    api.on(EventName.position, (_, { symbol }, quantity) => {
      seen.positions[symbol as string] = text(quantity);
    });
    api.on(EventName.accountSummary, (_, __, tag, value, currency) => {
      if (currency === 'USD') seen.ledger[tag] = value;
    });
    const until = (event: EventName, ask: () => void) =>
      new Promise<void>((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`the gateway did not tell ${event}`)), ANSWER_MS);
        api.once(event as EventName.openOrderEnd, () => {
          clearTimeout(timer);
          done();
        });
        ask();
      });
    try {
      await until(EventName.nextValidId, () => void api.connect());
      await until(EventName.completedOrdersEnd, () => void api.reqCompletedOrders(false));
      await until(EventName.openOrderEnd, () => void api.reqAllOpenOrders());
      await until(EventName.execDetailsEnd, () => void api.reqExecutions(++requests, {}));
      await until(EventName.positionEnd, () => void api.reqPositions());
      await until(EventName.accountSummaryEnd, () => void api.reqAccountSummary(++requests, 'All', '$LEDGER:ALL'));
      return seen;
    } finally {
      api.disconnect();
    }
  }

  return {
    async read() {
      const { orders, executions, fees, positions, ledger } = await look();
      return {
        orders: [...orders.values()].map(({ order, status, filled }) => ({
          clientOrderId: order.orderRef ?? '',
          side: order.action === 'BUY' ? 'buy' : 'sell',
          // The list of completed orders has the quantity of a filled one in another field.
          quantity: text(order.totalQuantity || filled),
          filled: text(filled),
          status: OPEN.has(status) ? 'open' : (ENDED[status] ?? status),
        })),
        fills: [...executions.values()].map(({ orderRef = '', shares = 0, price = 0, execId = '' }) => ({
          ...{ clientOrderId: orderRef, quantity: text(shares), price: text(price), fee: fees.get(execId) ?? '0' },
        })),
        positions,
        wallet: text(Number(ledger.NetLiquidationByCurrency) - Number(ledger.UnrealizedPnL)),
      };
    },
    async openTypes() {
      return [...(await look()).orders.values()].filter(({ status }) => OPEN.has(status)).map(({ order }) => String(order.orderType));
    },
    end: () => {},
  };
}

const text = (value: number) => value.toFixed(8);
