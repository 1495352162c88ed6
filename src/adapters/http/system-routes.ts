/** The machinery over the interface. */

import type { FastifyInstance } from 'fastify';
import { system } from '../../api/contract/system.ts';
import { serve } from './serve.ts';
import type { Services } from './services.ts';

export function registerSystem(server: FastifyInstance, services: Services): void {
  serve(server, 'system', system, {
    processes: () => services.processes(),
    restart: ({ params, body }, request) =>
      services.restart(params.name, { by: request.visitor?.by ?? 'unknown', address: request.ip, reason: body.reason }),
  });
}
