/** One client's connection: greeting, version, client id, then requests; a client id belongs to one connection at a time. */

import type { Socket } from 'node:net';
import { message, orderStatus } from './encode.ts';
import { openOrder } from './encode-order.ts';
import { FrameReader, frame, offeredVersions, type Token } from './frames.ts';
import type { Gateway } from './gateway.ts';
import { MarketDataFeed } from './market-data.ts';
import { NEWS, REQUEST, SERVER_VERSION } from './message-numbers.ts';
import { REQUESTS } from './requests.ts';
import { TokenReader } from './token-reader.ts';
import type { TwsOrder } from './tws-order.ts';
import { zonedTime } from './wire-time.ts';

const MESSAGES_PER_SECOND = 50;

export class Session {
  readonly gateway: Gateway;
  /** -1 before the client has said it. */
  clientId = -1;
  readonly marketData: MarketDataFeed;
  /** What the client wants to hear of: positions, accounts' values. */
  wantsPositions = false;
  updatesOf = '';
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly claim: (clientId: number) => boolean;
  private versionSaid = false;
  /** When the messages of the last second came, and how often there were too many. */
  private readonly arrivals: number[] = [];
  private excesses = 0;

  /** `claim` says whether a client id is free, and takes it. */
  constructor(gateway: Gateway, socket: Socket, claim: (clientId: number) => boolean) {
    this.gateway = gateway;
    this.socket = socket;
    this.claim = claim;
    this.marketData = new MarketDataFeed(gateway, (tokens) => this.send(tokens));
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.received(chunk));
    socket.on('error', () => this.close());
  }

  get started(): boolean {
    return this.clientId >= 0;
  }

  send(tokens: readonly Token[]): void {
    const write = () => {
      if (!this.socket.destroyed) this.socket.write(frame(tokens));
    };
    const { faults } = this.gateway;
    if (faults === null) write();
    else faults.message('out', this.clientId, tokens.map(String), write);
  }

  /** Order and status, as TWS tells every change. */
  tellOrder(order: TwsOrder): void {
    this.send(openOrder(order));
    this.send(orderStatus(order));
  }

  close(): void {
    this.socket.destroy();
  }

  private received(chunk: Buffer): void {
    let messages: string[][];
    try {
      messages = this.reader.read(chunk);
    } catch {
      this.close();
      return;
    }
    for (const tokens of messages) this.take(tokens);
  }

  private take(tokens: readonly string[]): void {
    if (!this.versionSaid) {
      this.answerVersion(tokens[0] ?? '');
      return;
    }
    if (this.tooMany()) return;
    const { faults } = this.gateway;
    if (faults === null) this.handle(tokens);
    else faults.message('in', this.clientId, tokens, () => this.handle(tokens));
  }

  /** A message too many is not read; the third time the client is sent away. */
  private tooMany(): boolean {
    const now = performance.now();
    while ((this.arrivals[0] ?? now) <= now - 1000) this.arrivals.shift();
    if (this.arrivals.length < MESSAGES_PER_SECOND) {
      this.arrivals.push(now);
      return false;
    }
    this.excesses++;
    this.send(message(100));
    if (this.excesses === 3) this.socket.end();
    return true;
  }

  private answerVersion(offered: string): void {
    const versions = offeredVersions(offered);
    if (versions === null || versions.lowest > SERVER_VERSION || versions.highest < SERVER_VERSION) {
      this.close();
      return;
    }
    this.versionSaid = true;
    const { zone } = this.gateway;
    this.socket.write(frame([SERVER_VERSION, zonedTime(zone, this.gateway.exchange.now)]));
  }

  private handle(tokens: readonly string[]): void {
    if (this.socket.destroyed) return;
    const number = Number(tokens[0]);
    try {
      if (number === REQUEST.startApi) this.start(new TokenReader(tokens, 2).integer());
      else if (this.started) REQUESTS[number]?.(this, new TokenReader(tokens, 1));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.send(message(320, error.message));
    }
  }

  private start(clientId: number): void {
    if (this.started) return;
    if (!this.claim(clientId)) {
      this.send(message(326));
      this.socket.end();
      return;
    }
    this.clientId = clientId;
    const { accounts, desk } = this.gateway;
    this.send([NEWS.managedAccounts, 1, accounts.join(',')]);
    this.send([NEWS.nextValidId, 1, desk.nextOrderId(clientId)]);
    // TWS's default setting: a client that connects is told its open orders.
    for (const order of desk.openOrders()) if (order.clientId === clientId) this.tellOrder(order);
    for (const code of [2104, 2106, 2158] as const) this.send(message(code));
    if (!this.gateway.connected) this.send(message(1100));
  }
}
