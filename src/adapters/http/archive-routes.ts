/** The recorded history over the interface. Who has an answer already is told so without it being looked up again. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFormat } from '../../api/archive.ts';
import { archive as rows } from '../../api/contract/archive.ts';
import type { Download } from '../../api/contract/operation.ts';
import type { ArchiveSource, ExportedFile } from './archive-source.ts';
import { type Handlers, serve, UNCHANGED } from './serve.ts';

/** Rows read at once while a file is written: a reader who stops holds no more of them. */
const BATCH = 500;

async function fileOf(name: string, format: ExportFormat, file: Promise<ExportedFile>): Promise<Download> {
  const { mediaType, content } = await file;
  return { fileName: `${name}.${format}`, contentType: mediaType, content };
}

export function registerArchive(server: FastifyInstance, archive: ArchiveSource): void {
  /** The history's version stands for the answer's content: a tag costs one row, an answer may cost thousands. */
  const tagged =
    <Asked extends { readonly query: unknown }, Answer>(name: string, answer: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked, request: FastifyRequest, reply: FastifyReply): Promise<Answer | typeof UNCHANGED> => {
      const tag = await archive.etag({ name, ...(asked.query as object) });
      reply.header('etag', tag);
      return request.headers['if-none-match']?.split(',').some((one) => one.trim() === tag) ? UNCHANGED : answer(asked);
    };
  serve(server, 'archive', rows, {
    decisions: tagged('decisions', ({ query }) => archive.decisions(query)),
    decisionCounts: tagged('decision-counts', ({ query }) => archive.decisionCounts(query)),
    decision: ({ params }) => archive.decision(params.id),
    orders: tagged('orders', ({ query }) => archive.orders(query)),
    order: ({ params }) => archive.order(params.id),
    orderCounts: tagged('order-counts', ({ query }) => archive.orderCounts(query)),
    fills: tagged('fills', ({ query }) => archive.fills(query)),
    fillCounts: tagged('fill-counts', ({ query }) => archive.fillCounts(query)),
    events: tagged('events', ({ query }) => archive.events(query)),
    eventCounts: tagged('event-counts', ({ query }) => archive.eventCounts(query)),
    exportDecisions: ({ query: { format, ...search } }) =>
      fileOf('decisions', format, archive.exportDecisions({ ...search, limit: BATCH }, format)),
    exportOrders: ({ query: { format, ...search } }) => fileOf('orders', format, archive.exportOrders({ ...search, limit: BATCH }, format)),
    exportFills: ({ query: { format, ...search } }) => fileOf('fills', format, archive.exportFills({ ...search, limit: BATCH }, format)),
    exportEvents: ({ query: { format, ...search } }) => fileOf('events', format, archive.exportEvents({ ...search, limit: BATCH }, format)),
  } satisfies Handlers<typeof rows>);
}
