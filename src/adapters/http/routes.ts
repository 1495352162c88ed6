/** What a session answers over the interface, and the one door for its commands. */

import type { FastifyInstance } from 'fastify';
import type { CommandRefusal } from '../../api/commands.ts';
import { risk as riskRows } from '../../api/contract/risk.ts';
import { COMMAND_RIGHTS, control as controlRows, trading } from '../../api/contract/trading.ts';
import { createOnce } from '../support/once.ts';
import { requireRight } from './guard.ts';
import type { CommandResult, ControlSource, LiveSource, RiskSource } from './live-source.ts';
import type { NotedActs } from './noted-acts.ts';
import { HttpProblem } from './problems.ts';
import { serve } from './serve.ts';

export interface RouteParts {
  readonly source: LiveSource;
  readonly control: ControlSource | undefined;
  readonly risk: RiskSource | undefined;
  /** Tells the audit of an act and what became of it. */
  readonly noted: NotedActs;
  /** Called when a command was carried out, before its sender hears of it. */
  readonly onCommandDone: () => void;
}

export function registerRoutes(server: FastifyInstance, { source, control, risk, noted, onCommandDone }: RouteParts): void {
  const once = createOnce<CommandResult>();
  serve(server, 'trading', trading, {
    snapshot: () => ({ ...(source.snapshot() ?? traderAway(source)), trader: source.traderState() }),
    candles: ({ query }) => source.candles(query),
    indicators: ({ query }) => source.indicators(query),
    equity: ({ query }) => source.equity(query),
    fills: ({ query }) => source.fills(query),
    orders: ({ query }) => source.orders(query),
    decisions: ({ query }) => source.decisions(query),
    events: ({ query }) => source.events(query),
    async command({ body }, request) {
      requireRight(request, COMMAND_RIGHTS[body.kind]);
      const origin = { by: request.visitor?.by ?? 'unknown', correlationId: request.id };
      const result = await noted(request, body, () => once(body.commandId, body, () => source.command(body, origin)));
      if (!result.ok) throw refused(result.refusal);
      onCommandDone();
      return result.done;
    },
  });
  if (risk)
    serve(server, 'risk', riskRows, {
      report: async () => ({ ...(await risk.report()), world: source.snapshot()?.world ?? null }),
      whatIf: ({ body }) => risk.answer(body),
    });
  if (!control) return;
  const corrected = createOnce<CommandResult>();
  serve(server, 'control', controlRows, {
    positions: () => control.positions(),
    mode: () => control.mode(),
    async correct({ body }, request) {
      const origin = { by: request.visitor?.by ?? 'unknown', correlationId: request.id, sentAt: Date.now() };
      const asked = { kind: 'correct', ...body };
      const result = await noted(request, asked, () => corrected(body.commandId, body, () => control.correct(body, origin)));
      if (!result.ok) throw refused(result.refusal);
      onCommandDone();
      return result.done;
    },
    async reconcile() {
      const result = await control.reconcile({ recent: false });
      if (!result.ok) throw refused(result.refusal);
      return result.value;
    },
  });
}

function traderAway(source: LiveSource): never {
  const { state, detail } = source.traderState();
  throw new HttpProblem(503, 'TRADER_NOT_RUNNING', `The trader is ${state}${detail === null ? '' : `: ${detail}`}.`);
}

export function refused({ code, message, measured, limit }: CommandRefusal): HttpProblem {
  return new HttpProblem(409, code, message, { figures: { measured, limit } });
}
