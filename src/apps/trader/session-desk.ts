/** What the door shows of a session to the other processes of this machine: the panel's source, with what a stranger at the panel may not do. */

import type { SessionDesk } from '../../adapters/control-socket/session-desk.ts';
import type { OrderSource } from '../../adapters/http/live-source.ts';
import type { ProcessFigures } from '../../api/figures.ts';
import { InputError, type Refusal } from '../../core/domain/result.ts';
import type { AuditSink } from '../../core/operations/control-port.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';
import { tooOld } from './order-desk.ts';
import type { SessionSource } from './session-source.ts';

interface Parts {
  readonly source: SessionSource;
  readonly orders: OrderSource;
  readonly takesSignals: boolean;
  /** Why no signal can be decided just now, or null. */
  readonly closed?: () => Refusal | null;
  readonly signal: (wish: SignalWish) => Promise<SignalDecision>;
  readonly audit: AuditSink;
  readonly figures: () => ProcessFigures;
}

export function createSessionDesk({ source, orders, takesSignals, closed, signal, audit, figures }: Parts): SessionDesk {
  return {
    snapshot: () => source.snapshot(),
    health: () => source.health(),
    figures,
    place: () => source.place(),
    changesAfter: (sequence, upTo) => source.changesAfter(sequence, upTo),
    subscribe: (listener) => source.subscribe(listener),
    candles: (query) => source.candles(query),
    indicators: (query) => source.indicators(query),
    equity: (query) => source.equity(query),
    fills: (query) => source.fills(query),
    orders: (query) => source.orders(query),
    decisions: (query) => source.decisions(query),
    events: (query) => source.events(query),
    risk: () => source.risk.reportInTurns(),
    whatIf: async (question) =>
      question.kind === 'market' ? source.risk.shock(question) : source.risk.entry(await orders.preview(question.ticket)),
    async command(command, origin) {
      const startsAgain = command.kind === 'resume' || command.kind === 'reset';
      const late = startsAgain && origin.sentAt !== undefined ? tooOld(Date.now() - origin.sentAt) : null;
      if (late !== null) return { ok: false, refusal: { ...late, measured: late.measured ?? null, limit: late.limit ?? null } };
      if (!startsAgain || source.snapshot().world !== 'real') return source.command(command, origin);
      const message = `with real money ${command.kind} needs the trading PIN, which only the command line and the chat take: npx atalaya ${command.kind === 'reset' ? 'mode reset' : 'resume'}`;
      return { ok: false, refusal: { code: 'PIN_MISSING', message, measured: null, limit: null } };
    },
    depth: (query) => orders.depth(query),
    watchDepth: (instrumentId, listener) => orders.watchDepth(instrumentId, listener),
    preview: (ticket) => orders.preview(ticket),
    act: (act, origin) => orders.act(act, origin),
    outcome: (asked) => orders.outcome(asked),
    async signal(wish) {
      if (!takesSignals) throw new InputError('SIGNALS_OFF', "the trader's configuration takes no signals; nothing was done", 1);
      const refusal = closed?.() ?? null;
      if (refusal !== null) throw new InputError(refusal.code, refusal.message, 3);
      return signal(wish);
    },
    audit,
  };
}
