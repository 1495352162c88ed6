/** What the door answers: one row per question or act, with the shape of what comes in and what goes out. */

import { z } from 'zod';
import {
  arming,
  CONTROL_PATHS,
  controlCommand,
  controlDone,
  controlMode,
  controlOrders,
  controlOrdersQuery,
  controlPositions,
  controlStatus,
  killCheck,
  reconcileRequest,
  reconciliation,
} from '../../api/control.ts';
import { depth, depthQuery } from '../../api/depth.ts';
import { indicatorBatch, indicatorQuery } from '../../api/indicators.ts';
import { candleBatch, candleQuery, equityQuery, equitySeries } from '../../api/market.ts';
import { actOutcome, entryTicket, orderPreview } from '../../api/orders.ts';
import { decisionPage, decisionQuery, eventPage, fillPage, orderPage, orderQuery, recordQuery } from '../../api/records.ts';
import { riskAnswer, riskQuestion, riskReport } from '../../api/risk.ts';
import {
  actResult,
  askedAct,
  askedCommand,
  auditNote,
  auditTaken,
  changesAnswer,
  changesQuery,
  commandResult,
  outcomeQuery,
  SESSION_PATHS,
  signalDecision,
  signalWish,
} from '../../api/session-door.ts';
import { InputError } from '../../core/domain/result.ts';
import { JournalFailure } from '../../core/journal/durable-journal.ts';
import { createOnce } from '../support/once.ts';
import type { Answered, ControlDesk } from './control-desk.ts';
import { DoorProblem } from './door-problems.ts';
import type { SessionDesk } from './session-desk.ts';

export interface Route {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly answer: (input: never) => unknown;
}

/** By method and path. Questions take their input from the query, acts from a JSON body. */
export type Routes = Readonly<Record<string, Route>>;

export function route<In extends z.ZodType, Out extends z.ZodType>(
  input: In,
  output: Out,
  answer: (input: z.infer<In>) => z.input<Out> | Promise<z.input<Out>>,
): Route {
  return { input, output, answer };
}

const nothing = z.object({});

export function controlRoutes(desk: ControlDesk): Routes {
  const once = createOnce<Answered<z.infer<typeof controlDone>>>();
  return {
    [`GET ${CONTROL_PATHS.status}`]: route(nothing, controlStatus, () => desk.status()),
    [`GET ${CONTROL_PATHS.positions}`]: route(nothing, controlPositions, () => desk.positions()),
    [`GET ${CONTROL_PATHS.orders}`]: route(controlOrdersQuery, controlOrders, (query) => desk.orders(query)),
    [`GET ${CONTROL_PATHS.mode}`]: route(nothing, controlMode, () => desk.mode()),
    [`GET ${CONTROL_PATHS.arming}`]: route(nothing, arming, () => desk.arming()),
    [`POST ${CONTROL_PATHS.commands}`]: route(controlCommand, controlDone, async (command) =>
      // Told again it is as old as its new telling.
      valueOf(await once(command.commandId, { ...command, sentAt: null }, () => desk.command(command))),
    ),
    [`POST ${CONTROL_PATHS.killCheck}`]: route(nothing, killCheck, () => desk.killCheck()),
    [`POST ${CONTROL_PATHS.reconcile}`]: route(reconcileRequest, reconciliation, async (asked) => valueOf(await desk.reconcile(asked))),
  };
}

/**
 * The panel's questions in the panel's own shapes; a refusal of a command is an answer here, with its figures. `commanded` is called before the answer:
 * whoever asks sees what it did.
 */
export function sessionRoutes(desk: SessionDesk, commanded: () => void): Routes {
  const once = createOnce<z.infer<typeof commandResult>>();
  const acted = createOnce<z.infer<typeof actResult>>();
  return {
    [`GET ${SESSION_PATHS.candles}`]: route(candleQuery, candleBatch, (query) => desk.candles(query)),
    [`GET ${SESSION_PATHS.indicators}`]: route(indicatorQuery, indicatorBatch, (query) => desk.indicators(query)),
    [`GET ${SESSION_PATHS.equity}`]: route(equityQuery, equitySeries, (query) => desk.equity(query)),
    [`GET ${SESSION_PATHS.fills}`]: route(recordQuery, fillPage, (query) => desk.fills(query)),
    [`GET ${SESSION_PATHS.orders}`]: route(orderQuery, orderPage, (query) => desk.orders(query)),
    [`GET ${SESSION_PATHS.decisions}`]: route(decisionQuery, decisionPage, (query) => desk.decisions(query)),
    [`GET ${SESSION_PATHS.events}`]: route(recordQuery, eventPage, (query) => desk.events(query)),
    [`GET ${SESSION_PATHS.changes}`]: route(changesQuery, changesAnswer, ({ after, upTo }) => {
      const messages = desk.changesAfter(after, upTo);
      return { messages: messages && [...messages] };
    }),
    [`POST ${SESSION_PATHS.commands}`]: route(askedCommand, commandResult, async ({ command, by, correlationId, sentAt }) => {
      const origin = { by, correlationId, ...(sentAt !== undefined && { sentAt }) };
      const result = await once(command.commandId, command, () => desk.command(command, origin));
      commanded();
      return result;
    }),
    [`GET ${SESSION_PATHS.depth}`]: route(depthQuery, depth, (query) => desk.depth(query)),
    [`POST ${SESSION_PATHS.orderPreview}`]: route(entryTicket, orderPreview, (ticket) => desk.preview(ticket)),
    [`POST ${SESSION_PATHS.manual}`]: route(askedAct, actResult, async ({ act, ...origin }) => {
      const result = await acted(act.commandId, act, () => recorded('ORDER_NOT_RECORDED', () => desk.act(act, origin)));
      commanded();
      return result;
    }),
    [`GET ${SESSION_PATHS.actOutcome}`]: route(outcomeQuery, actOutcome, (asked) =>
      recorded('ORDER_NOT_RECORDED', () => desk.outcome(asked)),
    ),
    [`POST ${SESSION_PATHS.signals}`]: route(signalWish, signalDecision, async (wish) => {
      const decision = await recorded('SIGNAL_UNRECORDED', () => desk.signal(wish));
      return 'cuts' in decision ? { ...decision, cuts: [...decision.cuts] } : decision;
    }),
    [`GET ${SESSION_PATHS.risk}`]: route(nothing, riskReport, () => desk.risk()),
    [`POST ${SESSION_PATHS.whatIf}`]: route(riskQuestion, riskAnswer, (question) => desk.whatIf(question)),
    [`POST ${SESSION_PATHS.audit}`]: route(auditNote, auditTaken, (entry) => {
      desk.audit(entry);
      return {};
    }),
  };
}

function valueOf<T>(answered: Answered<T>): T {
  if (answered.ok) return answered.value;
  const { code, message, measured, limit } = answered.refusal;
  throw new DoorProblem(409, code, message, { measured, limit });
}

/** A journal that can't be written lets nothing be entered: whoever has asked may ask again. */
async function recorded<T>(code: string, decide: () => Promise<T>): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof JournalFailure) throw new InputError(code, error.message, 3);
    throw error;
  }
}
