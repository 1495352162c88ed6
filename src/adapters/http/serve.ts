/** Serves the rows of the contract: what is asked is validated, whoever asks needs the row's right, what is answered has the row's shape. */

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Answer, Asked, Download, Operation, Part, Permission, SessionStage } from '../../api/contract/operation.ts';
import { idempotencyKey } from '../../api/jobs.ts';
import type { ExportGate } from './export-gate.ts';
import { IF_MATCH, ifUnchanged, namesTag, type ReadRow, tagOf } from './if-match.ts';
import { ANY_PROBLEM } from './problems.ts';

type Result<T> = T | Promise<T>;

/** In place of an answer: the caller has it already, as the handler knew without making it. */
export const UNCHANGED = Symbol('unchanged');

export type Handler<Row extends Operation> = (
  asked: Asked<Row>,
  request: FastifyRequest,
  reply: FastifyReply,
) => Result<Row['download'] extends readonly string[] ? Download : Answer<Row> | typeof UNCHANGED>;
/** One for each row of a part. */
export type Handlers<Rows extends Part> = { readonly [Name in keyof Rows]: Handler<Rows[Name]> };

declare module 'fastify' {
  interface FastifyInstance {
    /** Before every answer that is a file. */
    exportGate: ExportGate;
  }
  interface FastifyContextConfig {
    /** Who may ask this route; a route without it does not come into being. */
    permission?: Permission;
    /** Never refused for haste. */
    isUrgent?: boolean;
    /** For who has not entered yet: counted strictly, by address. */
    isEntrance?: boolean;
    /** Its body is a file that is passed on as it comes. */
    isUpload?: boolean;
    /** Sessions that may ask. */
    stages?: readonly SessionStage[];
  }
}

const NO_QUESTION = z.object({});
const NOTHING = z.undefined().describe('Done; nothing is answered.');
const FILE = z.unknown().describe('The file.');
/** What is shown of a file can do nothing but draw itself. */
const SHOWN_FILE_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** Registers a part's operations; the id of each is `part.name`. */
export function serve<Rows extends Part>(server: FastifyInstance, name: string, rows: Rows, handlers: Handlers<Rows>): void {
  for (const [key, row] of Object.entries(rows)) {
    const handler = handlers[key as keyof Rows] as unknown as Handler<Operation>;
    const served: Served = { operationId: `${name}.${key}`, tag: name, row, handler, readBy: readOf(rows, handlers, row) };
    if (row.upload) takeFiles(server, (scope) => serveRow(scope, served));
    else serveRow(server, served);
  }
}

interface Served {
  readonly operationId: string;
  readonly tag: string;
  readonly row: Operation;
  readonly handler: Handler<Operation>;
  /** Of an act: how its address is read, where it is. */
  readonly readBy: ReadRow | undefined;
}

function readOf<Rows extends Part>(rows: Rows, handlers: Handlers<Rows>, { method, path }: Operation): ReadRow | undefined {
  if (method === 'GET') return undefined;
  const found = Object.entries(rows).find(([, row]) => row.method === 'GET' && row.path === path && !row.download && !row.query);
  if (!found) return undefined;
  const [key, row] = found;
  const read = handlers[key as keyof Rows] as unknown as (asked: Asked<Operation>, request: FastifyRequest) => unknown;
  return { row, read };
}

/** A scope of its own, in which a body is passed on as it comes. */
function takeFiles(server: FastifyInstance, register: (scope: FastifyInstance) => void): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    register(scope);
  });
}

function serveRow(server: FastifyInstance, served: Served): void {
  const { row, handler, readBy } = served;
  const { method, path, right, isUrgent = false, isEntrance = false, stages = ['full'], upload, download } = row;
  const status = row.status ?? (row.answer === null && !download ? 204 : 200);
  server.route({
    method,
    url: path,
    config: { permission: right, isUrgent, isEntrance, isUpload: upload !== undefined, stages },
    ...(upload && { bodyLimit: upload.largestBytes }),
    schema: schemaOf(served, status),
    async handler(request, reply) {
      const asked = { params: request.params, query: request.query, body: request.body } as Asked<Operation>;
      const act = () => handler(asked, request, reply);
      reply.header('cache-control', 'no-store');
      if (download) return giveFile(row, request, reply, act as unknown as () => Result<Download>);
      // What stops is never held up by a condition.
      const value = await (method === 'GET' || isUrgent ? act() : ifUnchanged(request, readBy, act));
      if (value === UNCHANGED) return reply.code(304).send();
      reply.code(status);
      return row.answer === null ? reply.send() : reply.send(value);
    },
    ...(method === 'GET' && !download && { onSend: answerUnchanged }),
  });
}

function schemaOf({ operationId, tag, row, readBy }: Served, status: number): object {
  const headers = { ...(row.isRepeatable && { 'idempotency-key': idempotencyKey.optional() }), ...(readBy && { 'if-match': IF_MATCH }) };
  const { summary, right, params, query, body, upload, download, answer } = row;
  return {
    operationId,
    tags: [tag],
    summary,
    description: right === 'everyone' ? 'No session is needed.' : `Needs the right \`${right}\`.`,
    ...(right === 'everyone' && { security: [] }),
    ...(params && { params }),
    querystring: query ?? NO_QUESTION,
    ...(body && { body }),
    ...(Object.keys(headers).length > 0 && { headers: z.looseObject(headers) }),
    ...(upload && { consumes: ['application/octet-stream'] }),
    response: { [status]: download ? fileOf(download) : (answer ?? NOTHING), default: ANY_PROBLEM },
  };
}

function fileOf(mediaTypes: readonly string[]): object {
  return { description: 'A file.', content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: FILE }])) };
}

/** Through the gate. Asked for the head alone, it says whether there is a place, and nothing is made. */
async function giveFile(row: Operation, request: FastifyRequest, reply: FastifyReply, make: () => Result<Download>): Promise<FastifyReply> {
  const { exportGate } = request.server;
  const [by, lane] = [request.visitor?.by ?? request.ip, row.isStored ? 'stored' : 'made'] as const;
  if (request.method === 'HEAD') {
    exportGate.look(by, lane);
    return reply.send();
  }
  const place = exportGate.enter(by, lane);
  try {
    const file = await make();
    place.carry(file.content, reply.raw);
    // Who has gone meanwhile is sent nothing: the line's end has ended the file.
    if (reply.raw.destroyed && file.content instanceof Readable) file.content.destroy();
    return sendFile(reply, file);
  } catch (error) {
    place.leave();
    throw error;
  }
}

function sendFile(reply: FastifyReply, { fileName, contentType, isShown = false, content }: Download): FastifyReply {
  const name = fileName.replaceAll(/[^\w.-]/g, '_');
  reply.type(contentType).header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename="${name}"`);
  if (isShown) reply.header('content-security-policy', SHOWN_FILE_POLICY);
  // A text is not an answer in JSON: no serializer may take it for one.
  return reply.serializer((text: unknown) => text as string).send(content);
}

/** An answer has its content's hash as ETag; who has that one already is told so and no more. */
async function answerUnchanged(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (reply.statusCode !== 200 || typeof payload !== 'string' || reply.hasHeader('etag')) return payload;
  const tag = tagOf(payload);
  reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined || !namesTag(known, tag, { weakToo: true })) return payload;
  reply.code(304);
  return null;
}
