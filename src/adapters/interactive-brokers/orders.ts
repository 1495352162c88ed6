/** Orders at the gateway: numeric ids, what is known of each by its permanent id, and the answers to place, amend and cancel. */

import { type Contract, EventName, type IBApi, type Order } from '@stoqey/ib';
import type { OrderName, OrderReport, VenueFailure, VenueFailureCode, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import { CANCEL_CODES, isNote, notConnected, notSent, ORDER_REJECTED, refusedBy, unknown } from './failures.ts';
import type { Gateway, GatewayPart } from './gateway.ts';
import { amended, hasTerms, type KnownOrder, orderOf, reportOf, statusOf } from './order-words.ts';
import { type Awaited, isFailure, Outstanding } from './outstanding.ts';
import type { Securities } from './securities.ts';
import type { VenueTime } from './venue-time.ts';

type Act = 'place' | 'amend' | 'cancel';
type Done = { readonly venueOrderId: string };
type RequestOf<K extends Act> = Extract<VenueRequest, { kind: K }>;

interface Waiting {
  readonly awaited: Awaited<Done>;
  /** Whether what the gateway tells of an order of this id is the answer. */
  readonly answeredBy: (known: KnownOrder) => Done | VenueFailure | null;
}

/** What has waited this long for the message budget does not leave any more. */
const LATE_MS = 2000;
/** Of orders that are over this many are remembered. */
const MOST_KNOWN = 5000;

export class Orders implements GatewayPart {
  private readonly gateway: Gateway;
  private readonly securities: Securities;
  private readonly time: VenueTime;
  private readonly tell: (report: OrderReport) => void;
  private readonly outstanding: Outstanding;
  private readonly known = new Map<number, KnownOrder>();
  /** By act and numeric id. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly lastTold = new Map<number, string>();
  private refreshes = 0;
  private lists = 0;
  /** The greatest numeric id that was ever given to an order here: one is never used twice, whatever the gateway counts. */
  private lastId = 0;

  constructor(
    { gateway, securities, time }: { readonly gateway: Gateway; readonly securities: Securities; readonly time: VenueTime },
    answerMs: number,
    tell: (report: OrderReport) => void,
  ) {
    this.gateway = gateway;
    this.securities = securities;
    this.time = time;
    this.tell = tell;
    this.outstanding = new Outstanding(answerMs);
  }

  attach(api: IBApi): void {
    api.on(EventName.openOrder, (orderId, contract, order, { status }) => this.onOpenOrder(orderId, contract, order, status ?? ''));
    api.on(EventName.orderStatus, (_, status, filled, __, ___, permId) => this.onStatus(permId ?? 0, status, filled));
    api.on(EventName.error, ({ message }, code, id) => this.onError(id, code, message));
  }

  /** From here on only orders seen again may be changed: one that the gateway doesn't know would become a new order. */
  async refresh(): Promise<void> {
    this.refreshes++;
  }

  lost(reason: string): void {
    this.refreshes++;
    this.outstanding.lost(reason);
    this.waiting.clear();
  }

  private get account(): string {
    return this.gateway.options.account;
  }

  async place({ order: wanted }: RequestOf<'place'>, mayStillSend: () => boolean): Promise<Done | VenueFailure> {
    const contract = this.securities.contractOf(wanted.instrument);
    if (contract === undefined)
      return notSent('INSTRUMENT_UNKNOWN', `expected an instrument that is set up here, found ${wanted.instrument}`);
    const order = orderOf(wanted, this.account);
    if (isFailure(order)) return order;
    // The port doesn't say what is an exit; a limit order is the one that can wait.
    const urgent = wanted.type !== 'limit';
    let id = 0;
    return this.act(
      'place',
      () => id,
      urgent,
      mayStillSend,
      (known) => accepted(known),
      (api) => {
        id = this.nextId();
        api.placeOrder(id, contract, order);
      },
    );
  }

  async amend({ order: name, ...change }: RequestOf<'amend'>, mayStillSend: () => boolean): Promise<Done | VenueFailure> {
    const found = this.mine(name);
    if (isFailure(found)) return found;
    const [known, ...twins] = found as [KnownOrder, ...KnownOrder[]];
    if (twins.length > 0)
      return refusal(
        'REFUSED',
        `expected one order with reference ${name.clientOrderId}, found ${found.length}; cancel them: a cancel takes all`,
      );
    const order = amended(known, change);
    return this.act(
      'amend',
      () => known.orderId,
      true,
      mayStillSend,
      (told) => {
        if (told.permId !== known.permId) return null;
        if (hasTerms(told.order, order)) return { venueOrderId: String(known.permId) };
        return statusOf(told) === 'working' ? null : unknown('ORDER_FINAL', `the order ended as ${told.status} before it was changed`);
      },
      (api) => api.placeOrder(known.orderId, known.contract, order),
    );
  }

  /** All orders of the reference, should there be several: a change while the gateway was without its servers leaves two. */
  async cancel({ order: name }: RequestOf<'cancel'>, mayStillSend: () => boolean): Promise<Done | VenueFailure> {
    const found = this.mine(name);
    if (isFailure(found)) return found;
    for (const { orderId } of found) {
      const answer = await this.act(
        'cancel',
        () => orderId,
        true,
        mayStillSend,
        ended,
        (api) => api.cancelOrder(orderId),
      );
      if (isFailure(answer)) return answer;
    }
    return { venueOrderId: String((found[0] as KnownOrder).permId) };
  }

  /** The open orders of a name that this client id placed and the gateway has shown since the connection was last made. */
  private mine({ clientOrderId, venueOrderId }: OrderName): KnownOrder[] | VenueFailure {
    if (!this.gateway.up) return notConnected();
    const named = [...this.known.values()].filter(
      ({ permId, order }) => String(permId) === venueOrderId || (clientOrderId !== '' && order.orderRef === clientOrderId),
    );
    const open = named.filter((known) => statusOf(known) === 'working' && known.seenIn === this.refreshes);
    if (open.length === 0) {
      const over = named.some((known) => statusOf(known) !== 'working');
      return refusal(
        over ? 'ORDER_FINAL' : 'ORDER_UNKNOWN',
        `expected an open order, found that the gateway ${over ? 'has ended it' : 'does not show it'}`,
      );
    }
    const foreign = open.find(({ clientId }) => clientId !== this.gateway.options.clientId);
    if (foreign === undefined) return open;
    return notSent(
      'NOT_SUPPORTED',
      `expected an order of client id ${this.gateway.options.clientId}, found one of ${foreign.clientId}: connect with that id, or cancel it in TWS`,
    );
  }

  private async act(
    kind: Act,
    idOf: () => number,
    urgent: boolean,
    mayStillSend: () => boolean,
    answeredBy: Waiting['answeredBy'],
    send: (api: IBApi) => void,
  ): Promise<Done | VenueFailure> {
    if (!this.gateway.up) return notConnected();
    const refreshed = this.refreshes;
    const askedAt = performance.now();
    let awaited: Awaited<Done> | null = null;
    const sent = await this.gateway.send(
      urgent,
      // Neither after a wait in which it may have been given up, nor a change through a reconnection: the gateway may no longer know the order.
      () => performance.now() - askedAt < LATE_MS && (kind === 'place' || refreshed === this.refreshes) && mayStillSend(),
      (api) => {
        send(api);
        awaited = this.outstanding.expect<Done>(`a ${kind}`);
        this.waiting.set(`${kind}:${idOf()}`, { awaited, answeredBy });
      },
    );
    if (awaited === null) return sent === 'withdrawn' ? notSent('RATE_LIMITED', 'withdrawn before it left') : notConnected();
    const { answer } = awaited as Awaited<Done>;
    const got = await answer;
    const key = `${kind}:${idOf()}`;
    if (this.waiting.get(key)?.awaited === awaited) this.waiting.delete(key);
    return got;
  }

  private nextId(): number {
    this.lastId = Math.max(this.lastId + 1, this.gateway.firstOrderId);
    return this.lastId;
  }

  private onOpenOrder(orderId: number, contract: Contract, order: Order, status: string): void {
    const { permId, clientId } = order;
    if (permId === undefined || permId === 0 || (order.account !== undefined && order.account !== this.account)) return;
    const before = this.known.get(permId);
    const known: KnownOrder = {
      permId,
      orderId,
      clientId: clientId ?? 0,
      instrument: this.securities.instrumentOf(contract),
      contract,
      order,
      // How far it is comes with the status that follows: an end told without what was filled would end it too early.
      status: before?.status ?? status,
      filled: before?.filled ?? 0,
      code: before?.code ?? '',
      seenIn: this.refreshes,
      listedIn: this.lists,
    };
    this.known.set(permId, known);
    if (clientId === this.gateway.options.clientId) this.lastId = Math.max(this.lastId, orderId);
    if (before !== undefined) this.changed(known);
    this.forget();
  }

  private onStatus(permId: number, status: string, filled: number): void {
    const known = this.known.get(permId);
    if (known === undefined) return;
    known.status = status;
    known.filled = filled;
    this.changed(known);
  }

  private changed(known: KnownOrder): void {
    for (const kind of ['place', 'amend', 'cancel'] as const) {
      const waiting = known.clientId === this.gateway.options.clientId ? this.waiting.get(`${kind}:${known.orderId}`) : undefined;
      const answer = waiting?.answeredBy(known) ?? null;
      if (answer !== null) waiting?.awaited.settle(answer);
    }
    const report = reportOf(known, 0);
    const text = JSON.stringify(report);
    if (this.lastTold.get(known.permId) === text) return;
    this.lastTold.set(known.permId, text);
    this.tell({ ...report, at: this.time.now() });
  }

  private onError(id: number, code: number, message: string): void {
    if (isNote(code)) return;
    const failure = refusedBy(code, message);
    const kinds: readonly Act[] = CANCEL_CODES.has(code) ? ['cancel'] : ['amend', 'place', 'cancel'];
    const waiting = kinds.map((kind) => this.waiting.get(`${kind}:${id}`)).find((found) => found !== undefined);
    waiting?.awaited.settle(failure);
    if (code !== ORDER_REJECTED || (waiting !== undefined && waiting === this.waiting.get(`amend:${id}`))) return;
    // The gateway says why before it says that the order is over, or after.
    for (const known of this.known.values()) {
      if (known.orderId !== id || known.clientId !== this.gateway.options.clientId) continue;
      known.code = failure.code;
      if (statusOf(known) === 'rejected') this.changed(known);
    }
  }

  private forget(): void {
    for (const [permId, known] of this.known) {
      if (this.known.size <= MOST_KNOWN) return;
      if (statusOf(known) === 'working') continue;
      this.known.delete(permId);
      this.lastTold.delete(permId);
    }
  }

  /** The gateway is asked for its open orders: those told from here on are on the list. */
  listing(): void {
    this.lists++;
  }

  listed(): KnownOrder[] {
    return [...this.known.values()].filter((known) => statusOf(known) === 'working' && known.listedIn === this.lists);
  }
}

function refusal(code: VenueFailureCode, message: string): VenueFailure {
  return { ok: false, outcome: 'refused', code, venueCode: '', message };
}

/** The broker has taken it: what only waits in the gateway has not arrived, and what it has turned down is told by an error. */
function accepted({ permId, status }: KnownOrder): Done | null {
  return ['ApiPending', 'PendingSubmit', 'Inactive', ''].includes(status) ? null : { venueOrderId: String(permId) };
}

function ended(known: KnownOrder): Done | VenueFailure | null {
  const { permId, status } = known;
  if (statusOf(known) === 'working') return null;
  return status === 'Filled'
    ? refusal('ORDER_FINAL', 'the order was filled before it could be cancelled')
    : { venueOrderId: String(permId) };
}
