/** What the web asks the process that trades, over its door. InputError TRADER_NOT_RUNNING and its like while it is away. */

import type { z } from 'zod';
import { askTrader } from '../../adapters/control-socket/client.ts';
import { keepStop } from '../../adapters/control-socket/kept-stops.ts';
import type { ControlSource, LiveSource, OrderSource, RiskSource } from '../../adapters/http/live-source.ts';
import type { CommandRefusal, SessionCommand } from '../../api/commands.ts';
import { CONTROL_PATHS, controlDone, controlMode, controlPositions, reconciliation } from '../../api/control.ts';
import { depth } from '../../api/depth.ts';
import { type IndicatorBatch, type IndicatorQuery, indicatorBatch } from '../../api/indicators.ts';
import { candleBatch, equitySeries } from '../../api/market.ts';
import { actOutcome, type ManualAct, orderPreview } from '../../api/orders.ts';
import { decisionPage, eventPage, fillPage, orderPage } from '../../api/records.ts';
import { riskAnswer, riskReport } from '../../api/risk.ts';
import { actResult, auditTaken, changesAnswer, commandResult, SESSION_PATHS, signalDecision } from '../../api/session-door.ts';
import { InputError } from '../../core/domain/result.ts';
import type { AuditEntry } from '../../core/operations/control-port.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';
import { deliverAct } from './deliver-act.ts';
import { keptUnlessAnswered, type TraderWatch, UNWATCHED, wordedBy } from './trader-away.ts';

const QUESTION_MS = 5_000;
const COMMAND_MS = 10_000;
/** What stops, closes or protects: it never grows old. */
const STOPS: ReadonlySet<SessionCommand['kind'] | ManualAct['kind']> = new Set([
  'pause',
  'kill',
  'feed-pause',
  'strategy-disable',
  'cancel',
  'close',
  'protect',
  'reject',
]);
/** A venue's comparison takes up to a minute and a half. */
const RECONCILE_MS = 100_000;

type Questions = Pick<LiveSource, 'candles' | 'equity' | 'fills' | 'orders' | 'decisions' | 'events' | 'changesAfter' | 'command'> &
  ControlSource &
  Omit<OrderSource, 'watchDepth'> & {
    readonly risk: RiskSource;
    indicators(query: IndicatorQuery): Promise<IndicatorBatch>;
    signal(wish: SignalWish): Promise<SignalDecision>;
    audit(entry: AuditEntry): Promise<unknown>;
  };

export function traderQuestions(dataFolder: string, watch: TraderWatch = UNWATCHED): Questions {
  const worded = wordedBy(watch);
  const ask = <T extends z.ZodType>(path: string, answer: T, query: object = {}) => {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const words = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
    return worded(askTrader({ dataFolder, method: 'GET', path: `${path}${words}`, answer, timeoutMs: QUESTION_MS }));
  };
  const post = <T extends z.ZodType>(path: string, answer: T, body: object, timeoutMs = COMMAND_MS) =>
    worded(askTrader({ dataFolder, method: 'POST', path, answer, body, timeoutMs }));
  const act = <T extends z.ZodType>(path: string, answer: T, body: object, starts: boolean) =>
    worded(deliverAct({ dataFolder, path, answer, body, timeoutMs: COMMAND_MS, starts }, watch));
  return {
    candles: (query) => ask(SESSION_PATHS.candles, candleBatch, query),
    indicators: (query) => ask(SESSION_PATHS.indicators, indicatorBatch, query),
    equity: (query) => ask(SESSION_PATHS.equity, equitySeries, query),
    fills: (query) => ask(SESSION_PATHS.fills, fillPage, query),
    orders: (query) => ask(SESSION_PATHS.orders, orderPage, query),
    decisions: (query) => ask(SESSION_PATHS.decisions, decisionPage, query),
    events: (query) => ask(SESSION_PATHS.events, eventPage, query),
    changesAfter: async (after, upTo) => (await ask(SESSION_PATHS.changes, changesAnswer, { after, upTo })).messages,
    command(command, { by, correlationId }) {
      const sentAt = Date.now();
      const answer = act(SESSION_PATHS.commands, commandResult, { command, by, correlationId, sentAt }, !STOPS.has(command.kind));
      if (command.kind !== 'pause' && command.kind !== 'kill') return answer;
      const { kind, commandId, reason } = command;
      return keptUnlessAnswered(kind, answer, () => keepStop(dataFolder, { kind, commandId, by, reason, sentAt }));
    },
    positions: () => ask(CONTROL_PATHS.positions, controlPositions),
    mode: () => ask(CONTROL_PATHS.mode, controlMode),
    async correct({ reason, ...asked }, { by, sentAt }) {
      const name = by.slice(by.indexOf(':') + 1);
      // The door takes names of the machine's own kind.
      const plainName = name.replaceAll(/[^\w.@+-]/g, '_').slice(0, 64) || 'unknown';
      const body = {
        kind: 'correct',
        ...asked,
        ...(reason !== undefined && { reason }),
        by: plainName,
        via: by.startsWith('panel') ? 'panel' : 'api',
        sentAt,
      };
      try {
        const { commandId, journalSequence } = await act(CONTROL_PATHS.commands, controlDone, body, true);
        return { ok: true, done: { commandId, journalSequence } };
      } catch (error) {
        return refusalIn(error);
      }
    },
    async reconcile(asked) {
      try {
        return { ok: true, value: await post(CONTROL_PATHS.reconcile, reconciliation, asked, RECONCILE_MS) };
      } catch (error) {
        return refusalIn(error);
      }
    },
    depth: (query) => ask(SESSION_PATHS.depth, depth, query),
    preview: (ticket) => post(SESSION_PATHS.orderPreview, orderPreview, ticket, QUESTION_MS),
    act: (asked, { by, correlationId, sentAt }) =>
      act(SESSION_PATHS.manual, actResult, { act: asked, by, correlationId, sentAt }, !STOPS.has(asked.kind)),
    outcome: (asked) => ask(SESSION_PATHS.actOutcome, actOutcome, asked),
    risk: {
      report: () => ask(SESSION_PATHS.risk, riskReport),
      answer: (question) => post(SESSION_PATHS.whatIf, riskAnswer, question, QUESTION_MS),
    },
    signal: (wish) => act(SESSION_PATHS.signals, signalDecision, wish, wish.kind === 'entry'),
    audit: (entry) => post(SESSION_PATHS.audit, auditTaken, entry),
  };
}

/** What the trader has refused is an answer; that it was not there is not. */
function refusalIn(error: unknown): { readonly ok: false; readonly refusal: CommandRefusal } {
  if (!(error instanceof InputError) || error.exitCode !== 1) throw error;
  return { ok: false, refusal: { code: error.code, message: error.message, measured: null, limit: null } };
}
