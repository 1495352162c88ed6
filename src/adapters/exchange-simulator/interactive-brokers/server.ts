/** A gateway of Interactive Brokers on a socket of its own: TWS protocol clients connect to it and trade on the simulated exchange. */

import { createServer, type Server } from 'node:net';
import { zoneNamed } from '../../../core/market/zone.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { holdingOf, holdingsOf } from './account-values.ts';
import { type Security, securitiesOf } from './contracts.ts';
import { commission, execution, message, position } from './encode.ts';
import type { Gateway, WireFaults } from './gateway.ts';
import { tellAccount } from './requests.ts';
import { Session } from './session.ts';
import { accountsOf, type DeskListener, TradingDesk } from './trading-desk.ts';

export interface IbServerOptions {
  readonly exchange: Exchange;
  /** 0 for any free one. */
  readonly port: number;
  /** Account ids; those that begin with DU are paper accounts. */
  readonly accounts?: readonly string[];
  readonly currency?: string;
  /** The exchange counts money in 10^-quantumDecimals. */
  readonly quantumDecimals?: number;
  /** The gateway's clock. */
  readonly zone?: string;
  readonly faults?: WireFaults;
  /** Symbols whose market data the account has not subscribed to. */
  readonly unsubscribed?: readonly string[];
}

export interface IbServer {
  readonly port: number;
  /** The gateway loses the servers of the broker (1100): clients hear nothing more, orders work on. */
  loseServers(): void;
  /** It has them again (1102), or has lost its subscriptions with them (1101). What was filled meanwhile is told to those who ask. */
  regainServers(subscriptions: 'kept' | 'lost'): void;
  /** A cable, or the daily restart: every connection is cut, and none is taken for so long, ms. */
  cutConnections(downMs?: number): void;
  close(): Promise<void>;
}

export async function startIbServer(options: IbServerOptions): Promise<IbServer> {
  const { exchange, currency = 'USD', quantumDecimals = 2, faults = null } = options;
  const sessions = new Set<Session>();
  const started = () => [...sessions].filter((session) => session.started);
  const securities = securitiesOf(exchange);
  const parts = {
    securities,
    accounts: accountsOf(options.accounts ?? ['DU1234567']),
    zone: zoneNamed(options.zone ?? 'America/New_York'),
  };
  let lostFrom: number | null = null;
  const desk = new TradingDesk(
    exchange,
    parts,
    listenerOf(started, () => lostFrom === null, { exchange, currency, quantumDecimals, zone: parts.zone }),
  );
  const gateway: Gateway = {
    ...parts,
    exchange,
    desk,
    currency,
    quantumDecimals,
    faults,
    unsubscribed: options.unsubscribed ?? [],
    knownExecutions: () => (lostFrom === null ? desk.executions : desk.executions.slice(0, lostFrom)),
    get connected() {
      return lostFrom === null;
    },
  };
  for (const account of parts.accounts) exchange.account(account);
  const unlisten = exchange.listen({
    account: (account, event) => desk.account(account, event),
    moved: (market, move) => {
      desk.settle();
      if (lostFrom === null) for (const session of started()) session.marketData.moved(market, move);
    },
  });
  let downUntil = 0;
  const server = createServer((socket) => {
    if (performance.now() < downUntil) {
      socket.destroy();
      return;
    }
    const session = new Session(gateway, socket, (clientId) => started().every((other) => other.clientId !== clientId));
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
  });
  const cutConnections = (downMs = 0) => {
    downUntil = performance.now() + downMs;
    desk.forgetLost();
    for (const session of sessions) session.close();
  };
  return {
    port: await listening(server, options.port),
    cutConnections,
    loseServers: () => {
      lostFrom = desk.executions.length;
      desk.setConnected(false);
      for (const session of started()) session.send(message(1100));
    },
    regainServers: (subscriptions) => {
      lostFrom = null;
      desk.setConnected(true);
      for (const session of started()) {
        if (subscriptions === 'lost') session.marketData.forget();
        session.send(message(subscriptions === 'lost' ? 1101 : 1102));
        if (session.wantsPositions) tellPositions(session);
      }
    },
    close: async () => {
      unlisten();
      cutConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function tellPositions(session: Session): void {
  const { exchange, accounts, securities } = session.gateway;
  for (const account of accounts) {
    for (const { security, lots, averageTicks } of holdingsOf(exchange, exchange.account(account), securities))
      session.send(position(account, security, lots, averageTicks));
  }
}

/** Orders are told to the client that placed them, positions to all that want them. Nothing is told while the servers are lost. */
function listenerOf(
  started: () => Session[],
  connected: () => boolean,
  { exchange, currency, quantumDecimals, zone }: Pick<Gateway, 'exchange' | 'currency' | 'quantumDecimals' | 'zone'>,
): DeskListener {
  const of = (clientId: number | undefined) => (connected() ? started().filter((session) => session.clientId === clientId) : []);
  return {
    changed: (order) => {
      for (const session of order.pending ? started().filter(({ clientId }) => clientId === order.clientId) : of(order.clientId))
        session.tellOrder(order);
    },
    said: (order, { code, detail }) => {
      for (const session of of(order.clientId)) session.send(message(code, detail, order.orderId));
    },
    executed: (told) => {
      for (const session of of(told.order?.clientId)) {
        session.send(execution(told, -1, zone));
        session.send(commission(told, currency, quantumDecimals));
      }
    },
    positionChanged: (account: string, security: Security) => {
      if (!connected()) return;
      const { lots, averageTicks } = holdingOf(exchange, exchange.account(account), security);
      for (const session of started()) {
        if (session.wantsPositions) session.send(position(account, security, lots, averageTicks));
        if (session.updatesOf === account) tellAccount(session);
      }
    },
  };
}
