/** Serves the rows of the contract: what is asked is validated, whoever asks needs the row's right, what is answered has the row's shape. */

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer, Asked, Operation, Part, Permission, SessionStage } from '../../api/contract/operation.ts';
import { ANY_PROBLEM } from './problems.ts';

type Result<T> = T | Promise<T>;

export type Handler<Row extends Operation> = (asked: Asked<Row>, request: FastifyRequest, reply: FastifyReply) => Result<Answer<Row>>;
/** One for each row of a part. */
export type Handlers<Rows extends Part> = { readonly [Name in keyof Rows]: Handler<Rows[Name]> };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask this route; a route without it does not come into being. */
    permission?: Permission;
    /** Never refused for haste. */
    isUrgent?: boolean;
    /** For who has not entered yet: counted strictly, by address. */
    isEntrance?: boolean;
    /** Sessions that may ask. */
    stages?: readonly SessionStage[];
  }
}

const NOTHING = z.undefined().describe('Done; nothing is answered.');

/** Registers a part's operations; the id of each is `part.name`. */
export function serve<Rows extends Part>(server: FastifyInstance, name: string, rows: Rows, handlers: Handlers<Rows>): void {
  for (const [key, row] of Object.entries(rows))
    serveRow(server, `${name}.${key}`, name, row, handlers[key as keyof Rows] as Handler<Operation>);
}

function serveRow(server: FastifyInstance, operationId: string, tag: string, row: Operation, handler: Handler<Operation>): void {
  const { method, path, summary, right, params, query, body, answer, isUrgent = false, isEntrance = false, stages = ['full'] } = row;
  const status = row.status ?? (answer === null ? 204 : 200);
  const isQuestion = method === 'GET';
  server.route({
    method,
    url: path,
    config: { permission: right, isUrgent, isEntrance, stages },
    schema: {
      operationId,
      tags: [tag],
      summary,
      description: right === 'everyone' ? 'No session is needed.' : `Needs the right \`${right}\`.`,
      ...(right === 'everyone' && { security: [] }),
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { [status]: answer ?? NOTHING, default: ANY_PROBLEM },
    },
    async handler(request, reply) {
      const asked = { params: request.params, query: request.query, body: request.body } as Asked<Operation>;
      const value = await handler(asked, request, reply);
      if (reply.sent) return reply;
      reply.code(status).header('cache-control', 'no-store');
      return answer === null ? reply.send() : reply.send(value);
    },
    ...(isQuestion && { onSend: answerUnchanged }),
  });
}

/** An answer has its content's hash as ETag; who has that one already is told so and no more. */
async function answerUnchanged(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', tag);
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!known?.some((one) => one === tag || one === '*')) return payload;
  reply.code(304);
  return null;
}
