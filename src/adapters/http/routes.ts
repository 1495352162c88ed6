/** The REST interface: each question with the shape of what comes in and what goes out, and the one door for commands. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { commandDone, type SessionCommand, sessionCommand } from '../../api/commands.ts';
import { candleBatch, candleQuery, equityQuery, equitySeries } from '../../api/market.ts';
import { PATHS } from '../../api/paths.ts';
import { decisionPage, decisionQuery, eventPage, fillPage, orderPage, orderQuery, recordQuery } from '../../api/records.ts';
import { sessionSnapshot } from '../../api/session.ts';
import type { Access } from './access.ts';
import { cookieName, RateLimit, requireVisitor } from './guard.ts';
import type { CommandResult, LiveSource } from './live-source.ts';
import { HttpProblem, readInput } from './problems.ts';

const REMEMBERED_COMMANDS = 200;

export interface RouteParts {
  readonly source: LiveSource;
  readonly access: Access;
  /** Makes a one-time link for a visitor who has already entered or holds the key of the command line. */
  readonly newLink: () => string;
  /** Called when a command was carried out, before its sender hears of it. */
  readonly onCommandDone: () => void;
}

export function registerRoutes(server: FastifyInstance, { source, access, newLink, onCommandDone }: RouteParts): void {
  const questions = new RateLimit(1200, 60_000);
  const enter = requireVisitor(access);
  const preValidation = async (request: FastifyRequest, reply: Parameters<typeof enter>[1]) => {
    await enter(request, reply);
    // Commands are not counted: stopping is never refused for haste.
    if (request.method === 'GET') questions.pass();
  };

  const question = <Query extends z.ZodType, Out extends z.ZodType>(
    path: string,
    query: Query,
    answerShape: Out,
    ask: (query: z.infer<Query>) => unknown,
  ): void => {
    server.get(path, { preValidation }, async (request, reply) => {
      const answer = answerShape.parse(await ask(readInput(query, request.query)));
      return reply.header('cache-control', 'no-store').send(answer);
    });
  };
  const nothing = z.object({});
  question(PATHS.snapshot, nothing, sessionSnapshot, () => source.snapshot());
  question(PATHS.candles, candleQuery, candleBatch, (query) => source.candles(query));
  question(PATHS.equity, equityQuery, equitySeries, (query) => source.equity(query));
  question(PATHS.fills, recordQuery, fillPage, (query) => source.fills(query));
  question(PATHS.orders, orderQuery, orderPage, (query) => source.orders(query));
  question(PATHS.decisions, decisionQuery, decisionPage, (query) => source.decisions(query));
  question(PATHS.events, recordQuery, eventPage, (query) => source.events(query));

  const carryOut = commandDesk(source);
  server.post(PATHS.commands, { preValidation }, async (request, reply) => {
    const result = await carryOut(readInput(sessionCommand, request.body), request);
    if (!result.ok) {
      const { code, message, measured, limit } = result.refusal;
      throw new HttpProblem(409, code, message, { figures: { measured, limit } });
    }
    onCommandDone();
    return reply.header('cache-control', 'no-store').send(commandDone.parse(result.done));
  });

  server.get(PATHS.session, { preValidation }, async (request) => ({ by: request.visitor?.by, expiresAt: request.visitor?.expiresAt }));
  server.delete(PATHS.session, { preValidation }, async (request, reply) => {
    const token = request.cookies[cookieName(request)];
    if (token !== undefined) access.leave(token);
    return reply.clearCookie(cookieName(request), { path: '/' }).code(204).send();
  });
  server.post(PATHS.links, { preValidation }, async () => ({ link: newLink() }));
}

/** The same command id is carried out once: a sender that heard no answer may ask again. */
function commandDesk(source: LiveSource) {
  const known = new Map<string, Promise<CommandResult>>();
  return (command: SessionCommand, request: FastifyRequest): Promise<CommandResult> => {
    const before = known.get(command.commandId);
    if (before) return before;
    const result = source.command(command, { by: request.visitor?.by ?? 'unknown', correlationId: request.id });
    known.set(command.commandId, result);
    // What failed without an answer may be tried again under the same id.
    result.catch(() => known.delete(command.commandId));
    for (const oldest of known.keys()) if (known.size > REMEMBERED_COMMANDS) known.delete(oldest);
    return result;
  };
}
