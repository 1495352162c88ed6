/** The owner's orders by hand, whatever the session trades on: previews without effect, and acts that are answered once they are on disk. */

import type { ManualCommandResult, OrderSource } from '../../adapters/http/live-source.ts';
import { COMMAND_LIFE_MS } from '../../api/control.ts';
import type { ActOutcome, ManualAct, ManualDone, WaitingApproval } from '../../api/orders.ts';
import { ticksToPrice } from '../../core/domain/instrument.ts';
import { InputError, type Refusal } from '../../core/domain/result.ts';
import { type DurableJournal, JournalFailure } from '../../core/journal/durable-journal.ts';
import type { Approvals } from '../../core/trading/engine/approvals.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import type { ManualAnswer, ManualCommand, ManualFound, ManualWish } from '../../core/trading/engine/manual-wish.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { AnswerApproval } from './control-desk.ts';
import type { DepthDesk } from './depth-desk.ts';
import { type PreviewParts, previewOf, wishOf } from './order-preview.ts';
import { shown } from './rows.ts';

export interface OrderDeskParts extends PreviewParts {
  readonly journal: Pick<DurableJournal, 'whenDurable' | 'last'>;
  readonly manual: (command: ManualCommand) => ManualAnswer;
  /** Whether its id has had an answer: it is told again, whatever has happened since. */
  readonly wasAsked: (command: ManualCommand) => boolean;
  /** What became of an id that was sent after an entry of the journal. */
  readonly found: (commandId: string, after: number) => ManualFound;
  readonly answerApproval: AnswerApproval;
  /** Why nothing may be opened in an instrument just now (its price is old), or null. */
  readonly quiet: (instrument: string) => Refusal | null;
  /** Why what closes has to wait for the venue just now, or null. */
  readonly away: () => string | null;
  /** Why this trader may do nothing at all, or null. */
  readonly lapsed: () => Refusal | null;
  readonly depth: DepthDesk;
  /** The configuration lets the owner open positions by hand. */
  readonly opens: boolean;
}

const OFF: Refusal = {
  code: 'MANUAL_OFF',
  message:
    'this session takes no orders by hand: its configuration says so, or it was begun by an earlier release; positions can be closed all the same',
};

const GIVEN_UP: Refusal = {
  code: 'COMMAND_GIVEN_UP',
  message: 'its sender was told that nothing was done under this id, and so nothing is: ask for it anew, under another id',
};
/** Ids are given up by people, one by one: whoever is told so twice as long ago sends nothing under it any more. */
const MOST_GIVEN_UP = 1_000;

export function createOrderDesk(parts: OrderDeskParts): OrderSource {
  const { engine, journal } = parts;
  /** Told as nothing: what comes late under them is not done. */
  const givenUp = new Set<string>();
  const mayOpen = (instrument: string) => (isOn(parts) ? parts.quiet(instrument) : OFF);

  function known(instrumentId: string): string {
    if (engine.instruments.some(({ id }) => id === instrumentId)) return instrumentId;
    throw new InputError('INSTRUMENT_UNKNOWN', `expected an instrument of this session, found ${instrumentId}`, 1);
  }

  async function recorded(sequence: number, opens: boolean): Promise<number | null> {
    try {
      await journal.whenDurable(sequence);
      return sequence;
    } catch (error) {
      // What closes or protects is done without a journal too; an entry is not.
      if (opens || !(error instanceof JournalFailure)) throw error;
      return null;
    }
  }

  async function told(commandId: string, { sequence, outcome }: ManualAnswer, opens: boolean): Promise<ManualCommandResult> {
    const journalSequence = await recorded(sequence, opens && outcome.outcome === 'accepted');
    if (outcome.outcome === 'refused') return refused(outcome);
    const { decisionId, orders, quantity, cuts } = outcome;
    const waits = opens ? null : parts.away();
    return accepted({ commandId, journalSequence, decisionId, orderIds: [...orders], quantity, cuts: [...cuts], waits });
  }

  const answered = (command: ManualCommand) => told(command.commandId, parts.manual(command), command.wish.kind === 'entry');

  async function answer(act: Extract<ManualAct, { kind: 'approve' | 'reject' }>, by: string): Promise<ManualCommandResult> {
    const { commandId, decisionId, kind } = act;
    const { journalSequence, refusal, order } = await parts.answerApproval({ decisionId, approved: kind === 'approve', by });
    if (refusal !== null) return refused(refusal);
    const sent = order
      ? { orderIds: [order.orderId], quantity: order.quantity, cuts: [...order.cuts] }
      : { orderIds: [], quantity: null, cuts: [] };
    return accepted({ commandId, journalSequence, decisionId, ...sent });
  }

  return {
    depth: ({ instrumentId }) => parts.depth.ask(known(instrumentId)),
    watchDepth: (instrumentId, listener) => parts.depth.watch(known(instrumentId), listener),
    preview(ticket) {
      const looked = previewOf(parts, ticket, parts.lapsed() ?? mayOpen(ticket.instrumentId));
      if ('code' in looked) throw new InputError(looked.code, looked.message, 1, looked);
      return looked;
    },
    async outcome({ commandId, after }): Promise<ActOutcome> {
      const found = parts.found(commandId, after);
      // A journal that does not reach so far is not the one that it was sent to.
      if (found === 'unknown' || (found === 'nothing' && after > journal.last)) return { outcome: 'unknown' };
      if (found === 'nothing') {
        givenUp.add(commandId);
        for (const oldest of givenUp) if (givenUp.size > MOST_GIVEN_UP) givenUp.delete(oldest);
        return { outcome: 'nothing' };
      }
      // Whether it opened is not remembered: what is not on the disk is told as done by nobody who was not there.
      const result = await told(commandId, found, true);
      return result.ok ? { outcome: 'done', done: result.done } : { outcome: 'refused', refusal: result.refusal };
    },
    async act(act, { by, sentAt }) {
      if (givenUp.has(act.commandId)) return refused(GIVEN_UP);
      const closed = (opens: boolean) => parts.lapsed() ?? (opens ? tooOld(parts.now() - sentAt) : null);
      if (act.kind === 'approve' || act.kind === 'reject') {
        const refusal = closed(act.kind === 'approve');
        return refusal === null ? answer(act, by) : refused(refusal);
      }
      const command = { commandId: act.commandId, by, wish: wished(parts, act) };
      // What is in the way now says nothing about what was done then.
      if (parts.wasAsked(command)) return answered(command);
      const refusal = closed(act.kind === 'order') ?? (act.kind === 'order' ? mayOpen(act.ticket.instrumentId) : null);
      return refusal === null ? answered(command) : refused(refusal);
    },
  };
}

function isOn({ engine, opens }: OrderDeskParts): boolean {
  return opens && engine.slots.some(({ definition }) => definition.id === OWNER_ID);
}

function wished(parts: OrderDeskParts, act: Exclude<ManualAct, { kind: 'approve' | 'reject' }>): ManualWish {
  switch (act.kind) {
    case 'order':
      return wishOf(parts, act.ticket, act.most);
    case 'cancel':
      return { kind: 'cancel', order: act.orderId };
    case 'close':
      return { kind: 'close', position: act.positionId, quantity: act.quantity ?? null, ...meant(act) };
    case 'protect':
      return { kind: 'protect', position: act.positionId, stop: act.stopPrice ?? null, target: act.targetPrice ?? null, ...meant(act) };
  }
}

/** Absent where it is not said, as acts of before have it. */
const meant = ({ openedAt }: { readonly openedAt?: number | undefined }) => (openedAt === undefined ? {} : { openedAt });

/** Of a line to the venue that is down: what is wanted holds, and leaves when it can. */
export function awayWords({ state, reason }: { readonly state: 'up' | 'down'; readonly reason: string }): string | null {
  return state === 'up' ? null : `the venue can't be reached (${reason}): it holds, and is carried out as soon as the venue is back`;
}

/** A trader that hung may find a request whose sender has long given up: nothing is opened by it then. */
export function tooOld(ageMs: number): Refusal | null {
  if (Math.abs(ageMs) <= COMMAND_LIFE_MS) return null;
  const message = `it was asked ${Math.round(Math.abs(ageMs) / 1000)} s ago, after ${COMMAND_LIFE_MS / 1000} s it is not done any more: ask again`;
  return { code: 'COMMAND_TOO_OLD', message, measured: Math.abs(ageMs), limit: COMMAND_LIFE_MS };
}

function accepted(done: ManualDone): ManualCommandResult {
  return { ok: true, done };
}

function refused(refusal: { code: string; message: string; measured?: number | null; limit?: number | null }): ManualCommandResult {
  const { code, message, measured = null, limit = null } = refusal;
  return { ok: false, refusal: { code, message, measured: shown(code, measured), limit: shown(code, limit) } };
}

/** Entries that wait for the owner's yes. */
export function waitingApprovals(engine: Engine, approvals: Approvals): WaitingApproval[] {
  return approvals.all.map(({ decisionId, slot, side, wish, stop, createdAt, expiresAt }) => {
    const { definition, instrument } = engine.slots[slot] as Slot;
    const { confidence, reason } = wish;
    return {
      ...{ decisionId, strategyId: definition.id, instrumentId: instrument.id, side: side > 0 ? 'buy' : 'sell' },
      ...{ confidence, reason, askedAt: createdAt, expiresAt, stopPrice: stop === null ? null : ticksToPrice(instrument, stop.ticks) },
      stopIfFilledAt: stop?.workedOut ? ticksToPrice(instrument, stop.entryTicks) : null,
    };
  });
}
