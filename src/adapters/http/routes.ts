/** The REST interface: each question with the shape of what comes in and what goes out, and the one door for commands. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommandRefusal, commandDone, sessionCommand } from '../../api/commands.ts';
import { controlMode, controlPositions, reconciliation } from '../../api/control.ts';
import { candleBatch, candleQuery, equityQuery, equitySeries } from '../../api/market.ts';
import { PATHS } from '../../api/paths.ts';
import { decisionPage, decisionQuery, eventPage, fillPage, orderPage, orderQuery, recordQuery } from '../../api/records.ts';
import { sessionSnapshot } from '../../api/session.ts';
import { createOnce } from '../support/once.ts';
import type { Access } from './access.ts';
import { cookieName, RateLimit, requireVisitor } from './guard.ts';
import type { CommandResult, ControlSource, LiveSource } from './live-source.ts';
import { HttpProblem, readInput } from './problems.ts';

export interface RouteParts {
  readonly source: LiveSource;
  readonly control: ControlSource | undefined;
  readonly access: Access;
  /** Makes a one-time link for a visitor who has already entered or holds the key of the command line. */
  readonly newLink: () => string;
  /** Called when a command was carried out, before its sender hears of it. */
  readonly onCommandDone: () => void;
}

export function registerRoutes(server: FastifyInstance, { source, control, access, newLink, onCommandDone }: RouteParts): void {
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
  question(PATHS.snapshot, nothing, sessionSnapshot, () => source.snapshot() ?? traderAway(source));
  question(PATHS.candles, candleQuery, candleBatch, (query) => source.candles(query));
  question(PATHS.equity, equityQuery, equitySeries, (query) => source.equity(query));
  question(PATHS.fills, recordQuery, fillPage, (query) => source.fills(query));
  question(PATHS.orders, orderQuery, orderPage, (query) => source.orders(query));
  question(PATHS.decisions, decisionQuery, decisionPage, (query) => source.decisions(query));
  question(PATHS.events, recordQuery, eventPage, (query) => source.events(query));

  if (control) {
    question(PATHS.positions, nothing, controlPositions, () => control.positions());
    question(PATHS.mode, nothing, controlMode, () => control.mode());
    server.post(PATHS.reconcile, { preValidation }, async (_request, reply) => {
      const result = await control.reconcile({ recent: false });
      if (!result.ok) throw refused(result.refusal);
      return reply.header('cache-control', 'no-store').send(reconciliation.parse(result.value));
    });
  }

  const once = createOnce<CommandResult>();
  server.post(PATHS.commands, { preValidation }, async (request, reply) => {
    const command = readInput(sessionCommand, request.body);
    const origin = { by: request.visitor?.by ?? 'unknown', correlationId: request.id };
    const result = await once(command.commandId, () => source.command(command, origin));
    if (!result.ok) throw refused(result.refusal);
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

function traderAway(source: LiveSource): never {
  const { state, detail } = source.traderState();
  throw new HttpProblem(503, 'TRADER_NOT_RUNNING', `The trader is ${state}${detail === null ? '' : `: ${detail}`}.`);
}

function refused({ code, message, measured, limit }: CommandRefusal): HttpProblem {
  return new HttpProblem(409, code, message, { figures: { measured, limit } });
}
