/** Orders by hand over the interface: previews, and acts that are done once under their id. */

import type { FastifyInstance } from 'fastify';
import { orders as rows } from '../../api/contract/orders.ts';
import { createOnce } from '../support/once.ts';
import type { ManualCommandResult, OrderSource } from './live-source.ts';
import type { NotedActs } from './noted-acts.ts';
import { refused } from './routes.ts';
import { serve } from './serve.ts';

interface OrderParts {
  readonly noted: NotedActs;
  readonly onDone: () => void;
}

export function registerOrderRoutes(server: FastifyInstance, orders: OrderSource, { noted, onDone }: OrderParts): void {
  const once = createOnce<ManualCommandResult>();
  const underWay = new Set<string>();
  serve(server, 'orders', rows, {
    depth: ({ query }) => orders.depth(query),
    preview: ({ body }) => orders.preview(body),
    async act({ body }, request) {
      const origin = { by: request.visitor?.by ?? 'unknown', correlationId: request.id, sentAt: Date.now() };
      const handed = async () => {
        underWay.add(body.commandId);
        return orders.act(body, origin).finally(() => underWay.delete(body.commandId));
      };
      const result = await noted(request, body, () => once(body.commandId, body, handed));
      if (!result.ok) throw refused(result.refusal);
      onDone();
      return result.done;
    },
    outcome: ({ params, query }) =>
      underWay.has(params.commandId) ? { outcome: 'under-way' as const } : orders.outcome({ ...params, ...query }),
  });
}
