/** The connection to TWS or IB Gateway: the environment's check, reconnection, lost servers, silence, and the one way by which messages leave. */

import { ErrorCode, EventName, IBApi } from '@stoqey/ib';
import { InputError } from '../../core/domain/result.ts';
import { type GatewayFacts, guardGateway } from '../../core/operations/interactive-brokers-guard.ts';
import { CLIENT_ID_IN_USE, SERVERS } from './failures.ts';
import { Pacing } from './pacing.ts';

/** What is meant (environment, mode, port, account) is compared before anything is sent. */
export interface GatewayOptions extends GatewayFacts {
  readonly host: string;
  /** Kept for ever by one trader: orders can be changed and cancelled only by the client id that placed them. Not 0, which takes over manual orders. */
  readonly clientId: number;
  /** How long the first connection may take, ms. */
  readonly connectMs?: number;
  /** Silence after which the gateway is asked something, and after twice as much given up, ms. */
  readonly silenceMs?: number;
  /** Waits between attempts to connect again, ms; the last one repeats. */
  readonly retriesMs?: readonly number[];
}

/** Parts of the adapter that live on a connection. */
export interface GatewayPart {
  /** A new connection is being made: its events are listened to from the start. */
  attach(api: IBApi): void;
  /** Connected, or the servers are back: what was subscribed has to be asked for again. The link is up when all parts have answered. */
  refresh(): Promise<void>;
  /** Nothing that is outstanding will be answered. */
  lost(reason: string): void;
}

export interface GatewayListener {
  state(state: 'up' | 'down', reason: string): void;
  /** A connection that was good before is refused now, and stays so. */
  refused(error: InputError): void;
}

const RETRIES_MS = [1000, 2000, 5000, 10_000, 30_000];
const CONNECT_MS = 15_000;
/** Asked after that, and asked again: gone within 25 s of its last word. */
const SILENCE_MS = 10_000;
/** The library's own limiter would hold messages back after we have said that they may leave. */
const NO_LIMIT = 100_000;

type Sent = 'sent' | 'withdrawn' | 'no-connection';

export class Gateway {
  readonly options: GatewayOptions;
  readonly parts: GatewayPart[] = [];
  private readonly listener: GatewayListener;
  private readonly pacing = new Pacing(() => performance.now());
  private api: IBApi | null = null;
  /** Connected, with the account's check passed. */
  private accepted = false;
  private serversLost = false;
  private isUp = false;
  private closed = false;
  private refused: InputError | null = null;
  private attempts = 0;
  private heardAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private watch: NodeJS.Timeout | null = null;
  private whenUp: (() => void)[] = [];
  private refreshes = 0;
  /** The first id the gateway says is free; it may be lower after a restart than ids it has never seen from us. */
  firstOrderId = 0;

  constructor(options: GatewayOptions, listener: GatewayListener) {
    this.options = options;
    this.listener = listener;
  }

  get up(): boolean {
    return this.isUp;
  }

  /**
   * Connects for the first time. InputError GATEWAY_PORT or GATEWAY_ACCOUNT where environment, port and account do not belong together, IB_ACCOUNT where the
   * gateway has not got the account, IB_CLIENT_ID where the id is taken, IB_UNREACHABLE where nobody answers.
   */
  async start(): Promise<void> {
    const { host, port, clientId, connectMs = CONNECT_MS } = this.options;
    const refusal = guardGateway(this.options);
    if (refusal !== null) throw new InputError(refusal.code, refusal.message, 2);
    if (!Number.isInteger(clientId) || clientId < 1)
      throw new InputError('IB_CLIENT_ID', `expected a client id of 1 or more, found ${clientId}`, 2);
    let deadline: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, connectMs);
      this.whenUp.push(resolve);
      this.connect();
    });
    clearTimeout(deadline);
    if (this.isUp) return;
    this.close();
    throw (
      this.refused ??
      new InputError(
        'IB_UNREACHABLE',
        `expected TWS or IB Gateway at ${host}:${port} within ${connectMs} ms, found nobody, or one without the broker's servers; start it, log it in and allow API clients`,
        3,
      )
    );
  }

  close(): void {
    this.closed = true;
    this.drop('closed');
    this.pacing.close();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /**
   * Hands a message to the socket when the budget allows. `mayStillSend` is asked right before. Nothing is kept for later: without a connection, or while the
   * gateway is without its servers, it does not leave.
   */
  send(urgent: boolean, mayStillSend: () => boolean, act: (api: IBApi) => void): Promise<Sent> {
    return new Promise((resolve) => {
      this.pacing.run(urgent, () => {
        const { api } = this;
        if (api === null || !this.accepted || this.serversLost) resolve('no-connection');
        else if (!mayStillSend()) resolve('withdrawn');
        else resolve(this.write(api, act));
      });
    });
  }

  /** The library buffers what it can't send: a connection that has done so is cut, so that it never leaves later. */
  private write(api: IBApi, act: (api: IBApi) => void): Sent {
    let left = false;
    const onSent = () => {
      left = true;
    };
    api.on(EventName.sent, onSent);
    act(api);
    api.off(EventName.sent, onSent);
    if (left) return 'sent';
    this.fail(api, 'a message could not be sent');
    return 'no-connection';
  }

  private connect(): void {
    const { host, port, clientId } = this.options;
    const api = new IBApi({ host, port, clientId, maxReqPerSec: NO_LIMIT });
    this.api = api;
    this.accepted = this.serversLost = false;
    let accounts: readonly string[] | null = null;
    let idSaid = false;
    const accept = () => {
      if (accounts !== null && idSaid) this.accept(api, accounts);
    };
    const heard = () => {
      this.heardAt = performance.now();
    };
    api.on(EventName.received, heard);
    api.on(EventName.managedAccounts, (list) => {
      accounts = list.split(',').filter((name) => name !== '');
      accept();
    });
    api.on(EventName.nextValidId, (id) => {
      this.firstOrderId = id;
      idSaid = true;
      accept();
    });
    api.on(EventName.info, (_, code) => this.inform(api, code));
    api.on(EventName.error, (_, code, id) => {
      if (id === ErrorCode.NO_VALID_ID) this.inform(api, code);
      // What connects and never answers is as gone as what refuses.
      if (code === ErrorCode.CONNECT_FAIL) this.fail(api, 'the gateway cannot be reached');
    });
    api.on(EventName.disconnected, () => this.fail(api, 'the gateway closed the connection'));
    for (const part of this.parts) part.attach(api);
    heard();
    this.watchSilence(api);
    api.connect();
  }

  /** Once both are known: which accounts there are, and from where order ids may be counted. */
  private accept(api: IBApi, accounts: readonly string[]): void {
    if (api !== this.api || this.accepted) return;
    const { account } = this.options;
    if (!accounts.includes(account)) {
      const message = `expected account ${account} at the gateway, found ${accounts.length} others; log the gateway in with the right user`;
      this.refuse(new InputError('IB_ACCOUNT', message, 3));
      return;
    }
    this.accepted = true;
    // The library lets requests leave only after this event.
    setImmediate(() => void this.refresh(api));
  }

  private inform(api: IBApi, code: number): void {
    if (api !== this.api) return;
    if (code === SERVERS.lost) {
      this.serversLost = true;
      this.setDown('IB_1100: the gateway has lost the servers of the broker');
    } else if (code === SERVERS.back || code === SERVERS.backEmpty) {
      this.serversLost = false;
      // Even where the loss was not told: what the gateway has kept is not relied on.
      this.setDown('the gateway has the servers of the broker again');
      void this.refresh(api);
    } else if (code === CLIENT_ID_IN_USE) {
      const { clientId } = this.options;
      this.refuse(
        new InputError(
          'IB_CLIENT_ID',
          `expected client id ${clientId} to be free, found another connection with it; stop that one, or wait`,
          3,
        ),
      );
    }
  }

  private async refresh(api: IBApi): Promise<void> {
    const refresh = ++this.refreshes;
    await Promise.all(this.parts.map((part) => part.refresh()));
    if (api !== this.api || refresh !== this.refreshes || this.serversLost || this.isUp) return;
    this.isUp = true;
    this.attempts = 0;
    this.refused = null;
    this.listener.state('up', 'connected, and open orders and positions asked for again');
    for (const tell of this.whenUp.splice(0)) tell();
  }

  /** A taken client id may be our own, which the gateway has not let go yet: it is tried again. What else is refused stays so. */
  private refuse(error: InputError): void {
    this.refused = error;
    this.drop(error.message);
    if (error.code === 'IB_CLIENT_ID') this.retry();
    else if (this.whenUp.length > 0) for (const tell of this.whenUp.splice(0)) tell();
    else this.listener.refused(error);
  }

  /** Cuts the connection, to make a new one: what it says can't be relied on. */
  giveUp(reason: string): void {
    if (this.api !== null) this.fail(this.api, reason);
  }

  private fail(api: IBApi, reason: string): void {
    if (api !== this.api) return;
    this.drop(reason);
    this.retry();
  }

  private drop(reason: string): void {
    const { api } = this;
    this.api = null;
    this.accepted = false;
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = null;
    this.setDown(reason);
    api?.disconnect();
  }

  private setDown(reason: string): void {
    const was = this.isUp;
    this.isUp = false;
    this.refreshes++;
    for (const part of this.parts) part.lost(reason);
    if (was) this.listener.state('down', reason);
  }

  private retry(): void {
    if (this.closed) return;
    const { retriesMs = RETRIES_MS } = this.options;
    const waitMs = retriesMs[Math.min(this.attempts, retriesMs.length - 1)] ?? 1000;
    this.attempts++;
    this.timer = setTimeout(() => {
      if (!this.closed) this.connect();
    }, waitMs);
  }

  /** A socket can die without a word. Who has said nothing is asked for the next order id, and is given up when even that brings nothing. */
  private watchSilence(api: IBApi): void {
    const { silenceMs = SILENCE_MS } = this.options;
    if (this.watch !== null) clearInterval(this.watch);
    this.watch = setInterval(() => {
      const silent = performance.now() - this.heardAt;
      if (silent > 2 * silenceMs) this.fail(api, `the gateway has said nothing for ${Math.round(silent)} ms`);
      else if (silent > silenceMs && this.accepted) api.reqIds();
    }, silenceMs / 2);
  }
}
