/** The machinery over the interface. */

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { system } from '../../api/contract/system.ts';
import { serve } from './serve.ts';
import type { Services } from './services.ts';

export function registerSystem(server: FastifyInstance, services: Services): void {
  serve(server, 'system', system, {
    processes: () => services.processes(),
    overview: () => services.overview(),
    logs: ({ query }) => services.logs(query),
    logNews: ({ query }, request) => services.logNews(query, goneSignal(request)),
    logFile: ({ query }) => ({
      fileName: `atalaya-logs-${new Date().toISOString().slice(0, 19)}.ndjson`,
      contentType: 'application/x-ndjson',
      content: Readable.from(services.logFile(query)),
    }),
    storage: () => services.storage(),
    backups: () => services.backups(),
    backUp: ({ body }, request) =>
      services.backUp(body, request.visitor?.by ?? 'unknown', request.headers['idempotency-key'] as string | undefined),
    figures: ({ query }) => services.figures(query),
    restart: ({ params, body }, request) =>
      services.restart(params.name, { by: request.visitor?.by ?? 'unknown', address: request.ip, reason: body.reason }),
  });
}

/** Says when whoever asks has gone. */
function goneSignal({ raw }: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  raw.socket.once('close', () => gone.abort());
  return gone.signal;
}
