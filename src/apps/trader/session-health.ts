/** What a trading process says of its own parts and writes down of its owner's acts, whatever it trades on. */

import type { CommandResult } from '../../adapters/http/live-source.ts';
import type { SessionCommand } from '../../api/commands.ts';
import type { Health } from '../../api/health.ts';
import type { SessionStatus } from '../../api/session.ts';
import { type DurableJournal, JournalFailure } from '../../core/journal/durable-journal.ts';
import type { AuditEntry } from '../../core/operations/control-port.ts';
import type { ModeCommand } from '../../core/trading/engine/journaled-session.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { RefusalRecord } from '../../core/trading/risk/refusal.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';
import { failureOf } from './strategy-stop.ts';
import type { UnrecordedDemands } from './unrecorded-demands.ts';

export function journalStatus(journal: DurableJournal): SessionStatus['journal'] {
  return {
    state: journal.state,
    epoch: journal.epoch,
    lastSequence: journal.last,
    durableSequence: journal.durable,
    failure: journal.failure ? { code: journal.failure.code, message: journal.failure.message } : null,
  };
}

/** A name for this history: the account, and when its first entry that is kept was written. */
export function streamOf(account: string, journal: DurableJournal): string {
  for (const { at } of journal.readEntries(journal.first)) return `${account}:${at}`;
  return `${account}:new`;
}

/** Strategies that risk has stopped because they threw, in words. */
export function stoppedStrategies(risk: DeskState | undefined): string[] {
  return (risk?.coolDowns ?? []).map(failureOf).filter((failure) => failure !== null);
}

/** No part of it where none is used. */
export function databaseHealth({ state, lastError }: SessionStatus['database']): Health['parts'] {
  if (state === 'none') return [];
  return [{ name: 'database', state: state === 'ready' || state === 'catching-up' ? 'ok' : 'degraded', detail: lastError ?? state }];
}

/** The worst state of the parts is that of the whole. */
export function healthOf(release: string, mode: Mode, parts: Health['parts']): Health {
  const has = (state: 'failed' | 'degraded') => parts.some((part) => part.state === state);
  return { status: has('failed') ? 'failed' : has('degraded') ? 'degraded' : 'ok', release, mode, parts };
}

export type ModeRequest = Extract<SessionCommand, { kind: 'pause' | 'resume' | 'kill' | 'reset' }>;

/** What the owner asks for, as the session takes it. Whoever was let in to start again has given the PIN where one is needed; stopping needs none. */
export function modeCommandOf(asked: ModeRequest, by: string): ModeCommand {
  const to: Mode = asked.kind === 'kill' ? 'EMERGENCY' : asked.kind === 'resume' ? asked.to : 'PAUSE';
  const reason = asked.reason ?? (asked.kind === 'pause' ? 'operator' : asked.kind);
  return { kind: asked.kind, to, by, reason, pinVerified: asked.kind === 'resume' || asked.kind === 'reset' };
}

const RESET_FIRST = 'EMERGENCY is in force: first end it with npx atalaya mode reset, which leads to PAUSE; resume after that';

/** The answer to a mode request: given when it is on disk, or saying that it is not recorded. */
export async function modeAnswer(
  journal: DurableJournal,
  asked: ModeRequest,
  { sequence, refusal }: { readonly sequence: number; readonly refusal: RefusalRecord | null },
  unrecorded: boolean,
): Promise<CommandResult> {
  // A journal that fails right now does not undo what was done: the answer says that it is not recorded.
  const recorded =
    !unrecorded &&
    (await journal.whenDurable(sequence).then(
      () => true,
      () => false,
    ));
  if (refusal === null) return { ok: true, done: { commandId: asked.commandId, journalSequence: recorded ? sequence : null } };
  // A resume is no passage out of EMERGENCY alone: the table's own words do not say which one is.
  const message = asked.kind === 'resume' && refusal.code === 'MODE_TRANSITION' ? RESET_FIRST : refusal.message;
  const figure = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    ok: false,
    refusal: { code: refusal.code, message, measured: figure(refusal.measured), limit: figure(refusal.limit) },
  };
}

/** What a pause or a kill that is not recorded comes to after a restart. */
export async function notedAnswer(
  unrecorded: Pick<UnrecordedDemands, 'look' | 'paused' | 'noted'>,
  { kind, reason }: ModeRequest,
  by: string,
  answer: CommandResult,
): Promise<CommandResult> {
  if (!answer.ok || answer.done.journalSequence !== null || (kind !== 'pause' && kind !== 'kill')) return answer;
  if (kind === 'pause') unrecorded.paused(by, reason ?? 'operator');
  else unrecorded.look();
  return { ok: true, done: { ...answer.done, noted: await unrecorded.noted() } };
}

/** An audit that can't be written is told where it can be: acts that stop are never held up by it. */
export function appendAudit(journal: DurableJournal, entry: AuditEntry, say: (line: string) => void): void {
  try {
    journal.append('audit', entry.at, entry);
  } catch (error) {
    say(`not recorded: ${entry.actor} ${entry.action} ${entry.outcome} (${(error as Error).message})`);
  }
}

/** A signal's decision, once it is on disk. Where the journal can't be written what closes has been done all the same; an entry throws the JournalFailure. */
export async function recordedDecision(journal: DurableJournal, wish: SignalWish, decision: SignalDecision): Promise<SignalDecision> {
  try {
    await journal.whenDurable(journal.last);
  } catch (error) {
    if (wish.kind === 'entry' || !(error instanceof JournalFailure)) throw error;
  }
  return decision;
}
