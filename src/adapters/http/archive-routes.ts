/** The recorded history over the interface. Who has an answer already is told so without it being looked up again. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { archive as rows } from '../../api/contract/archive.ts';
import type { ArchiveSource } from './archive-source.ts';
import { type Handlers, serve } from './serve.ts';

export function registerArchive(server: FastifyInstance, archive: ArchiveSource): void {
  /** The history's version stands for the answer's content: a tag costs one row, an answer may cost thousands. */
  const tagged =
    <Asked extends { readonly query: unknown }, Answer>(name: string, answer: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked, request: FastifyRequest, reply: FastifyReply): Promise<Answer> => {
      const tag = await archive.etag({ name, ...(asked.query as object) });
      reply.header('etag', tag);
      if (!request.headers['if-none-match']?.split(',').some((one) => one.trim() === tag)) return answer(asked);
      reply.code(304);
      return undefined as Answer;
    };
  serve(server, 'archive', rows, {
    decisions: tagged('decisions', ({ query }) => archive.decisions(query)),
    decisionCounts: tagged('decision-counts', ({ query }) => archive.decisionCounts(query)),
    decision: ({ params }) => archive.decision(params.id),
    orders: tagged('orders', ({ query }) => archive.orders(query)),
    orderCounts: tagged('order-counts', ({ query }) => archive.orderCounts(query)),
    fills: tagged('fills', ({ query }) => archive.fills(query)),
    fillCounts: tagged('fill-counts', ({ query }) => archive.fillCounts(query)),
    events: tagged('events', ({ query }) => archive.events(query)),
    eventCounts: tagged('event-counts', ({ query }) => archive.eventCounts(query)),
    async exportDecisions({ query: { format, ...search } }) {
      const { mediaType, content } = await archive.exportDecisions({ ...search, limit: 500 }, format);
      return { fileName: `decisions.${format}`, contentType: mediaType, content };
    },
  } satisfies Handlers<typeof rows>);
}
