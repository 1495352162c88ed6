/** What the door of the process that trades answers, and how it acts: stopping asks for nothing, starting again for the PIN. */

import type { Answered, ControlDesk } from '../../adapters/control-socket/control-desk.ts';
import type { CommandRefusal, SessionCommand } from '../../api/commands.ts';
import {
  COMMAND_LIFE_MS,
  type ControlCommand,
  type ControlDone,
  type ControlMode,
  type ControlStatus,
  type FirstOrders,
  type KillCheck,
  type ReconcileRequest,
  type Reconciliation,
  type StandbyStatus,
  type Trigger,
  type VenueLinkStatus,
} from '../../api/control.ts';
import type { Order } from '../../api/records.ts';
import type { Rung, SessionStatus } from '../../api/session.ts';
import type { ModeName } from '../../api/values.ts';
import type { Refusal } from '../../core/domain/result.ts';
import type { ApprovalAnswer } from '../../core/trading/engine/approvals.ts';
import type { OrderRecord } from '../../core/trading/engine/steps.ts';
import { severity } from '../../core/trading/risk/mode-table.ts';
import type { Trigger as RiskTrigger } from '../../core/trading/risk/modes.ts';
import type { ArmingDesk } from '../arming.ts';
import { lifeOf } from './order-life.ts';
import type { SessionSource } from './session-source.ts';
import type { SteeringRequest } from './steering.ts';

export type PinAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'PIN_WRONG' | 'PIN_LOCKED' | 'PIN_NOT_SET'; readonly retryAt: number | null };

/** Counts wrong tries and locks; where the PIN is kept is its own affair. */
export interface PinCheck {
  /** An InputError says why the PIN can't be looked at; nothing that needs it is done then. */
  verify(pin: string): Promise<PinAnswer>;
}

export interface ControlDeskParts {
  readonly source: Pick<SessionSource, 'snapshot' | 'orders' | 'fills' | 'command' | 'health' | 'tell'>;
  /** Of the running engine: also right when the journal can't be written and the rows stand still. */
  readonly risk: () => { readonly mode: ModeName; readonly triggers: readonly RiskTrigger[] };
  readonly arming: ArmingDesk;
  /** Whose PIN is asked for. */
  readonly dataFolder: string;
  /** Null where no money is at stake: like the panel, the session then asks for no PIN. A real session without one starts nothing again. */
  readonly pin: PinCheck | null;
  /** Null on paper: there is no venue to compare with. */
  readonly reconcile: ((asked: ReconcileRequest) => Promise<Reconciliation>) | null;
  /** Makes a difference right as the owner has accepted; absent where there is no venue. */
  readonly correct?: (command: CorrectCommand, by: string) => Promise<Answered<{ readonly sequence: number | null }>>;
  readonly venueLink: () => VenueLinkStatus | null;
  /** Why the venue does nothing for us although it is heard, or null. */
  readonly venueTrouble?: () => string | null;
  readonly answerApproval: AnswerApproval;
  /** The newest comparison made on schedule; absent where only the owner asks for them. */
  readonly lastReconciliation?: () => ControlStatus['reconciliation'];
  /** Absent where no other trader stands by for this one. */
  readonly standby?: () => StandbyStatus | null;
  /** How many entries are still kept small after an arming, and at how much; absent where no arming is asked for. */
  readonly firstOrders?: () => Omit<FirstOrders, 'currency'> | null;
  /** What is at the venue and not this session's; null before the first comparison. Absent where there is no venue. */
  readonly notOurs?: () => readonly string[] | null;
  readonly now: () => number;
}

/** Answers an entry that waits for the owner; settles when that is durable. */
export type AnswerApproval = (
  answer: Omit<ApprovalAnswer, 'at'>,
) => Promise<{ readonly journalSequence: number; readonly refusal: Refusal | null; readonly order?: OrderRecord | null }>;

type Starting = Extract<ControlCommand, { kind: 'resume' | 'reset' | 'arm' | 'correct' }>;
export type CorrectCommand = Extract<ControlCommand, { kind: 'correct' }>;
type Acted = Answered<ControlDone>;

export function createControlDesk(parts: ControlDeskParts): ControlDesk {
  const { source, risk, arming, now } = parts;
  let lastReconciliation: ControlStatus['reconciliation'] = null;
  const asksPin = () => parts.pin !== null || source.snapshot().world === 'real';

  function mode(): ControlMode {
    const { status } = source.snapshot();
    const { mode: name, triggers } = risk();
    const rungs = status.account.ladder.flatMap(rungTrigger);
    const others = triggers.map(({ id, demands, reason, by, at }): Trigger => ({ id, demands, reason, by, since: at }));
    const shown = status.mode.name === name ? status.mode : unrecorded(status.mode, name, triggers);
    const all = [...rungs, ...others];
    return { ...shown, ...presentReason(shown, all), triggers: all, pinAsked: asksPin() };
  }

  function status(): ControlStatus {
    const { environment, world, release, startedAt, status: session } = source.snapshot();
    const { armed, expiresAt } = arming.decision();
    const { ended } = arming.inForce();
    const { ladder: _ladder, limits: _limits, ...account } = session.account;
    const at = now();
    return {
      at,
      environment,
      world,
      armed,
      armedUntil: expiresAt,
      armingEnded: ended && { code: ended.code, message: ended.message },
      firstOrders: armed ? firstOrders() : null,
      mode: mode(),
      feed: session.feed,
      venueLink: venueShown(),
      reconciliation: parts.lastReconciliation?.() ?? lastReconciliation,
      standby: parts.standby?.() ?? null,
      journal: session.journal,
      database: session.database,
      account,
      strategies: session.strategies.map(({ strategyId, instrumentId, state, block, weight }) => ({
        strategyId,
        instrumentId,
        state,
        block,
        weight,
      })),
      positions: session.positions.length,
      workingOrders: session.workingOrders.length,
      processId: process.pid,
      startedAt,
      uptimeMs: Math.max(0, at - startedAt),
      versions: { release, node: process.versions.node },
    };
  }

  /** Heard, and of no use: that is what its state comes to. */
  function venueShown(): VenueLinkStatus | null {
    const link = parts.venueLink();
    const trouble = parts.venueTrouble?.() ?? null;
    return link?.state === 'up' && trouble !== null ? { ...link, reason: trouble } : link;
  }

  function done(commandId: string, journalSequence: number | null, recorded: boolean | null): Acted {
    return { ok: true, value: { commandId, journalSequence, recorded, mode: risk().mode, ...counts() } };
  }

  /** An act that was done is never told as failed because something could not be counted. */
  function counts(): Pick<ControlDone, 'positions' | 'workingOrders'> {
    try {
      const { positions, workingOrders } = source.snapshot().status;
      return { positions: positions.length, workingOrders: workingOrders.length };
    } catch {
      return { positions: null, workingOrders: null };
    }
  }

  function firstOrders(): FirstOrders | null {
    const small = parts.firstOrders?.() ?? null;
    return small && { ...small, currency: source.snapshot().status.account.currency };
  }

  function notOurs(): string[] | null {
    const left = parts.notOurs ? parts.notOurs() : [];
    return left && [...left];
  }

  async function changeMode(command: Extract<ControlCommand, { kind: 'pause' | 'kill' | 'resume' | 'reset' }>): Promise<Acted> {
    const { kind, commandId, reason } = command;
    const asked = { kind, commandId, confirmed: true, reason, ...(kind === 'resume' && { to: command.to }) } as SessionCommand;
    const result = await source.command(asked, { by: nameOf(command), correlationId: commandId });
    if (!result.ok) return { ok: false, refusal: withDemands(result.refusal, mode()) };
    const { journalSequence } = result.done;
    // Stopping is done without a journal; what starts again without one is taken back at the next step.
    if (journalSequence === null && (kind === 'resume' || kind === 'reset'))
      return refusal('JOURNAL_NOT_WRITTEN', `${kind} could not be recorded, so it does not hold: the journal can not be written`);
    const acted = done(commandId, journalSequence, journalSequence !== null);
    if (!acted.ok) return acted;
    const { noted } = result.done;
    return { ok: true, value: { ...acted.value, ...(noted !== undefined && { noted }), ...(kind === 'kill' && { notOurs: notOurs() }) } };
  }

  /** Null when the PIN is right, or none is asked for. A wrong one is told in the log, never what was typed. */
  async function pinRefusal(command: Starting): Promise<Extract<Acted, { ok: false }> | null> {
    if (!asksPin()) return null;
    if (parts.pin !== null && command.pin === undefined) return refusal('PIN_MISSING', `${command.kind} needs the trading PIN`);
    const answer: PinAnswer = (await parts.pin?.verify(command.pin ?? '')) ?? { ok: false, code: 'PIN_NOT_SET', retryAt: null };
    if (answer.ok) return null;
    const message = PIN_SENTENCES[answer.code](parts.dataFolder, answer.retryAt);
    tell(answer.code, 'warning', `${command.kind} by ${nameOf(command)} refused: ${message}`, { by: nameOf(command), act: command.kind });
    return refusal(answer.code, message);
  }

  function tell(code: string, severity: 'info' | 'warning', message: string, data: Record<string, string>): void {
    const { feed, mode: inForce } = source.snapshot().status;
    source.tell({ at: feed.at ?? inForce.since, kind: 'command', severity, code, message, data });
  }

  async function armAccount(command: Extract<ControlCommand, { kind: 'arm' }>): Promise<Acted> {
    const request = { by: nameOf(command), typedAccount: command.account };
    // What is missing is told before the PIN is looked at: no try is used up for nothing.
    const first = arming.request({ ...request, pinVerified: false });
    if (first?.code !== 'ARMING_PIN') return refusal(first?.code ?? 'ARMING_PIN', first?.message ?? 'arming needs the trading PIN');
    const wrong = parts.pin === null ? refusal('PIN_NOT_SET', PIN_SENTENCES.PIN_NOT_SET(parts.dataFolder)) : await pinRefusal(command);
    if (wrong) return wrong;
    const second = arming.request({ ...request, pinVerified: true });
    if (second) return refusal(second.code, second.message);
    const acted = done(command.commandId, null, null);
    const small = firstOrders();
    return acted.ok && small ? { ok: true, value: { ...acted.value, firstOrders: small } } : acted;
  }

  async function answer(asked: Extract<ControlCommand, { kind: 'approve' | 'reject' }>): Promise<Acted> {
    const { kind, decisionId, commandId } = asked;
    const {
      journalSequence,
      refusal: refused,
      order = null,
    } = await parts.answerApproval({
      decisionId,
      approved: kind === 'approve',
      by: nameOf(asked),
    });
    if (refused === null) {
      const acted = done(commandId, journalSequence, true);
      if (!acted.ok || order === null) return acted;
      const { orderId, side, instrumentId, type, quantity, cuts } = order;
      return { ok: true, value: { ...acted.value, order: { orderId, side, instrumentId, type, quantity, cuts: [...cuts] } } };
    }
    return refusal(refused.code, refused.message, refused.measured ?? null, refused.limit ?? null);
  }

  async function correctDifference(asked: CorrectCommand): Promise<Acted> {
    if (!parts.correct) return refusal('RECONCILE_NO_VENUE', NO_VENUE);
    const corrected = await parts.correct(asked, nameOf(asked));
    if (!corrected.ok) return corrected;
    const { sequence } = corrected.value;
    const acted = done(asked.commandId, sequence, sequence !== null);
    return acted.ok ? { ok: true, value: { ...acted.value, positions: null, workingOrders: null } } : acted;
  }

  async function steer(asked: Extract<ControlCommand, { kind: SteeringRequest['kind'] }>): Promise<Acted> {
    const { by: _by, sentAt: _sentAt, ...wanted } = asked;
    const result = await source.command(wanted, { by: nameOf(asked), correlationId: asked.commandId });
    if (!result.ok) return { ok: false, refusal: result.refusal };
    const { journalSequence } = result.done;
    return done(asked.commandId, journalSequence, journalSequence !== null);
  }

  async function command(asked: ControlCommand): Promise<Acted> {
    switch (asked.kind) {
      case 'pause':
      case 'kill':
        return changeMode(asked);
      case 'resume':
      case 'reset':
        return tooOld(asked, now()) ?? (await pinRefusal(asked)) ?? changeMode(asked);
      case 'arm':
        return tooOld(asked, now()) ?? armAccount(asked);
      case 'approve':
      case 'reject':
        return tooOld(asked, now()) ?? answer(asked);
      case 'correct':
        return tooOld(asked, now()) ?? (await pinRefusal(asked)) ?? correctDifference(asked);
      case 'strategy-disable':
      case 'strategy-enable':
      case 'strategy-weights':
        return (asked.kind === 'strategy-disable' ? null : tooOld(asked, now())) ?? steer(asked);
      case 'disarm':
        return done(asked.commandId, null, arming.disarm(nameOf(asked), asked.reason ?? 'asked for') ? null : false);
      case 'sign':
        arming.sign(asked.item, asked.name);
        return done(asked.commandId, null, null);
    }
  }

  async function killCheck(): Promise<KillCheck> {
    const { world, status: session } = source.snapshot();
    const { positions, workingOrders, journal } = session;
    const at = now();
    const isOpen = journal.state === 'open';
    const checks = [
      { name: 'trader', passed: true, detail: `answers, mode ${risk().mode}` },
      {
        name: 'journal',
        passed: isOpen,
        detail: isOpen ? `entry ${journal.durableSequence} durable` : 'the kill would go through without being recorded',
      },
      venueCheck(world, parts.venueLink(), parts.venueTrouble?.() ?? null),
    ];
    const passed = checks.every((check) => check.passed);
    arming.note({ killDryCall: { at, passed } });
    return { at, passed, checks, wouldClose: positions, wouldCancel: workingOrders.length, notOurs: notOurs() };
  }

  async function reconcile(asked: ReconcileRequest): Promise<Answered<Reconciliation>> {
    if (parts.reconcile === null) return refusal('RECONCILE_NO_VENUE', NO_VENUE);
    const report = await parts.reconcile(asked);
    const { at, clean } = report;
    lastReconciliation = { at, clean };
    arming.note({ reconciliation: { at, clean } });
    return { ok: true, value: report };
  }

  return {
    status,
    mode,
    positions() {
      const { positions, account, journal } = source.snapshot().status;
      return { at: now(), currency: account.currency, rows: positions, standStill: journal.state === 'failed' };
    },
    async orders({ limit }) {
      const all = await source.orders({ limit: Number.MAX_SAFE_INTEGER });
      const fills = await source.fills({ limit: Number.MAX_SAFE_INTEGER });
      const isWorking = ({ status: state }: Order) => state === 'working';
      const rows = [...all.rows.filter(isWorking), ...all.rows.filter((order) => !isWorking(order))].slice(0, limit);
      return { at: now(), rows: rows.map((order) => ({ ...order, life: lifeOf(order, fills.rows) })) };
    },
    arming: () => arming.view(),
    command,
    killCheck,
    reconcile,
  };
}

/** The reason that a mode was entered for may be over while another demand keeps it: that one is told then. PAUSE and worse stay what they were entered for. */
function presentReason({ name, reason }: { readonly name: ModeName; readonly reason: string | null }, triggers: readonly Trigger[]) {
  if (severity(name) >= severity('PAUSE')) return {};
  const demanding = triggers.filter(({ demands }) => demands === name);
  const [first] = demanding;
  const isPresent = first === undefined || demanding.some((one) => one.reason === reason || one.id === reason);
  return isPresent ? {} : { reason: first.reason, by: first.by };
}

/** Which demands are in the way, not only that one is. */
function withDemands(refusal: CommandRefusal, { name, triggers }: ControlMode): CommandRefusal {
  if (refusal.code !== 'MODE_TRIGGER_ACTIVE') return refusal;
  const demanding = triggers.filter(({ demands }) => demands !== 'CLOSES_ONLY' && severity(demands) >= severity(name));
  const words = demanding.map(({ id, demands, reason }) => `${id} demands ${demands}${reason === id ? '' : ` (${reason})`}`);
  return words.length === 0 ? refusal : { ...refusal, message: `${refusal.message}: ${words.join('; ')}` };
}

/** A rung that has fired, or that was reset and keeps PAUSE until its window is over or it was reviewed. */
function rungTrigger({ id, state, demands }: Rung): Trigger[] {
  if (state === 'idle' || demands === 'ALERT') return [];
  const common = { id, by: 'risk', since: null };
  return [state === 'held' ? { ...common, demands: 'PAUSE', reason: `${id}, reset but not over` } : { ...common, demands, reason: id }];
}

/** Without a link only paper is well. */
function venueCheck(world: ControlStatus['world'], link: VenueLinkStatus | null, trouble: string | null): KillCheck['checks'][number] {
  if (link === null)
    return world === 'real'
      ? { name: 'venue', passed: false, detail: 'not connected' }
      : { name: 'venue', passed: true, detail: 'none: orders are filled inside Atalaya' };
  if (link.state === 'up' && trouble !== null) return { name: 'venue', passed: false, detail: `${link.venue} is up, and ${trouble}` };
  return { name: 'venue', passed: link.state === 'up', detail: `${link.venue} is ${link.state}${link.reason ? `: ${link.reason}` : ''}` };
}

const NO_VENUE = 'this session fills its orders inside Atalaya: there is no venue whose books could differ from ours';

const nameOf = (command: ControlCommand) => `${('via' in command && command.via) || 'command-line'}:${command.by}`;

const PIN_SENTENCES: Readonly<Record<'PIN_WRONG' | 'PIN_LOCKED' | 'PIN_NOT_SET', (dataFolder: string, retryAt?: number | null) => string>> =
  {
    PIN_WRONG: () => 'the trading PIN is not right',
    PIN_LOCKED: (_, retryAt) =>
      `too many wrong tries: the trading PIN is locked${retryAt ? ` until ${new Date(retryAt).toISOString()}` : ''}; pause and kill work without it`,
    PIN_NOT_SET: (dataFolder) => `there is no trading PIN yet: set one with: npx atalaya pin set --data-dir '${dataFolder}'`,
  };

function refusal(
  code: string,
  message: string,
  measured: number | null = null,
  limit: number | null = null,
): Extract<Acted, { ok: false }> {
  return { ok: false, refusal: { code, message, measured, limit } };
}

/** A trader that hung may find a request whose sender has long given up: it must not start trading then. */
function tooOld({ kind, sentAt }: Pick<ControlCommand, 'kind' | 'sentAt'>, now: number): Extract<Acted, { ok: false }> | null {
  const ageMs = Math.abs(now - sentAt);
  if (ageMs <= COMMAND_LIFE_MS) return null;
  return refusal(
    'COMMAND_TOO_OLD',
    `${kind} was asked ${Math.round(ageMs / 1000)} s ago, after 10 s it is not done any more: ask again`,
    ageMs,
    COMMAND_LIFE_MS,
  );
}

/** The journal fails: what holds in memory is newer than what is recorded. */
function unrecorded(recorded: SessionStatus['mode'], name: ModeName, triggers: readonly RiskTrigger[]) {
  const demanding = triggers.find(({ demands }) => demands === name);
  return {
    ...recorded,
    name,
    reason: demanding?.reason ?? 'not recorded: the journal can not be written',
    by: demanding?.by ?? null,
    since: demanding?.at ?? recorded.since,
  };
}
