/** A server for signed signals and nothing else: for a trader that has no panel. This machine only. */

import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { LOOPBACK } from './cookies.ts';
import { requireKnownHost } from './guard.ts';
import { listen } from './listen.ts';
import { answerErrorsAsProblems } from './problems.ts';
import { registerWebhookRoute, type WebhookOptions } from './webhook-route.ts';

export interface SignalServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly webhook: WebhookOptions;
  /** Hears of bugs: answered with 500 and this correlation id. Never called with anything from a request. */
  readonly onBug: (error: unknown, correlationId: string, route: string) => void;
}

export interface SignalServer {
  /** http://localhost:8500 */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts listening. InputError PORT_IN_USE, PORT_FORBIDDEN, PORT_INVALID, or WEBHOOK_SECRET_WEAK. */
export async function createSignalServer({ port, webhook, onBug }: SignalServerOptions): Promise<SignalServer> {
  const server = fastify({ genReqId: () => randomUUID(), bodyLimit: 16 * 1024, trustProxy: false, forceCloseConnections: true });
  answerErrorsAsProblems(server, onBug);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
    requireKnownHost(request, LOOPBACK);
  });
  registerWebhookRoute(server, webhook);
  await listen(server, port);
  return { url: `http://localhost:${(server.server.address() as AddressInfo).port}`, close: () => server.close() };
}
