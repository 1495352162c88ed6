/** The owner's chat beside a trader: its questions are answered from the session, its commands go the way of all commands, and what matters is told. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PinFile } from '../../adapters/secret-files/pin-file.ts';
import type { DurableOutbox } from '../../adapters/support/durable-outbox.ts';
import type { VenueLinkStatus } from '../../api/control.ts';
import { zoneNamed } from '../../core/market/zone.ts';
import type { AuditSink, ControlAnswer, ControlCommand, ControlPort } from '../../core/operations/control-port.ts';
import { dailyReportText } from '../../core/operations/daily-report.ts';
import { shownWorld } from '../../core/operations/shown-world.ts';
import type { WatchDemand } from '../../core/trading/engine/journaled-session.ts';
import { lastBackup } from '../backup-evidence.ts';
import { note } from '../cli/output.ts';
import { pinFileIn } from '../cli/pin.ts';
import type { ENVIRONMENT } from '../config.ts';
import type { AnswerApproval } from './control-desk.ts';
import type { SessionSource } from './session-source.ts';

const CHANNEL = 'telegram';

interface ChatVenue {
  link(): VenueLinkStatus;
  /** Null until there was one since the start. */
  lastComparison(): { readonly at: number; readonly differences: readonly unknown[] } | null;
}

export interface OwnerChatOptions {
  readonly source: SessionSource;
  /** Null where orders are filled inside Atalaya. */
  readonly venue: ChatVenue | null;
  readonly dataFolder: string;
  readonly audit: AuditSink;
  readonly answerApproval: AnswerApproval;
  /** A mode that alerts demand which nobody has acknowledged, or that they no longer do. */
  readonly onDemand: (demand: WatchDemand) => void;
}

/** `outbox` has a courier of the chat's own. `onConnected` hears that the token works. */
export async function startOwnerChat(
  options: OwnerChatOptions,
  outbox: DurableOutbox,
  settings: ReturnType<typeof ENVIRONMENT.telegram>,
  onConnected: () => void,
): Promise<{ stop(): Promise<void> }> {
  if (settings === null) return { stop: async () => {} };
  const { token, chatId, language, apiRoot } = settings;
  // Loaded where there is a chat: it takes 20 MB.
  const { startTelegram } = await import('../../adapters/telegram/start-telegram.ts');
  const { dataFolder } = options;
  return startTelegram({
    ...{ token, chatId, language, port: portOf(options, outbox), outbox },
    audit(entry) {
      // Who sets it up looks at the terminal, and sees there whether the token is taken.
      if (entry.action === 'line') note(`telegram: ${entry.code}`);
      if (entry.code === 'TELEGRAM_CONNECTED') onConnected();
      options.audit(entry);
    },
    ...(apiRoot === undefined ? {} : { apiRoot }),
    pin: new PinFile(pinFileIn(dataFolder)),
    updatesFile: join(dataFolder, 'state', 'telegram-updates.json'),
    channel: CHANNEL,
    onBug: (where, text) => note(`telegram, ${where}: ${text}`),
  });
}

/** A date whose UTC fields are the wall clock's of the zone. */
function wallIn(zone: string, at: number): Date {
  return new Date(at + zoneNamed(zone).offsetAt(at));
}

export function dayIn(zone: string, at: number): { readonly date: string; readonly hour: number } {
  const wall = wallIn(zone, at);
  return { date: wall.toISOString().slice(0, 10), hour: wall.getUTCHours() };
}

function portOf(options: OwnerChatOptions, outbox: DurableOutbox): ControlPort {
  const { source, answerApproval } = options;
  const now = () => source.snapshot().status;
  return {
    status: () => ({ ...source.snapshot(), ...now() }),
    positions: () => now().positions,
    orders: () => now().workingOrders,
    accounts: () => [now().account],
    strategies: () => now().strategies,
    performance: () => UNKNOWN_PERFORMANCE,
    daily: (language) => dailyReportText(reportOf(options, outbox), language),
    command: (command) => carryOut(command, { source, answerApproval }, outbox),
  };
}

/** Statistics of closed trades are made by the daily job, which is not built yet: they print as no data. */
const UNKNOWN_PERFORMANCE = { trades: null, winRatio: null, profitFactor: null, sharpe: null, sortino: null, maxDrawdownRatio: null };

export function reportOf({ source, venue, dataFolder }: OwnerChatOptions, outbox: DurableOutbox): Parameters<typeof dailyReportText>[0] {
  const { environment, world, zone, status } = source.snapshot();
  const { account, mode, positions, feed, journal, database, totals } = status;
  const { date } = dayIn(zone, Date.now());
  /** Date and time in the account's zone; null where there is none. */
  const wall = (at: number | undefined) => (at === undefined ? null : wallIn(zone, at).toISOString().slice(0, 16).replace('T', ' '));
  return {
    ...{
      day: date,
      zone,
      world: shownWorld({ world, environment }),
      account: account.accountId,
      currency: account.currency,
      equity: account.equity,
      positions,
    },
    result: { day: account.day, week: account.week, month: account.month, total: account.total },
    performance: UNKNOWN_PERFORMANCE,
    feesPaid: account.feesPaid,
    risk: {
      mode: mode.name,
      drawdownRatio: account.drawdown?.ratio ?? null,
      exposureRatio: account.exposure?.ratio ?? null,
      valueAtRiskRatio: null,
      moneyLeft: account.ladder.find(({ id }) => id === 'day-defensive')?.moneyLeft ?? null,
      refusals: totals.decisions.reduce((sum, { outcome, count }) => (outcome === 'refused' ? sum + count : sum), 0),
    },
    system: {
      ...{ feed: feed.state, journal: journal.state, database: database.state },
      ...(venue === null ? NO_VENUE : venueSystem(venue, wall)),
      lastBackup: wall(lastBackup(dataFolder, account.accountId)?.at),
      openAlerts: outbox.alerts.length,
    },
    tomorrow: { session: '24/7', blocks: null },
  };
}

/** Known, and not missing: there is none. */
const NO_VENUE = { venue: '-', reconciliation: '-' };

function venueSystem({ link, lastComparison }: ChatVenue, wall: (at: number) => string | null) {
  const { venue, state } = link();
  const compared = lastComparison();
  const found = compared?.differences.length;
  return {
    venue: `${venue} ${state}`,
    reconciliation: compared && `${wall(compared.at)} ${found === 0 ? 'clean' : `${found} different`}`,
  };
}

async function carryOut(
  command: ControlCommand,
  { source, answerApproval }: Pick<OwnerChatOptions, 'source' | 'answerApproval'>,
  outbox: DurableOutbox,
): Promise<ControlAnswer> {
  const { commandId, by } = command;
  switch (command.kind) {
    case 'ack':
      return outbox.acknowledge(command.alert).length > 0
        ? { ok: true }
        : { ok: false, code: 'ALERT_UNKNOWN', message: 'there is no such open alert' };
    case 'mute':
      outbox.mute(command.channel, command.until);
      return { ok: true };
    case 'approve':
    case 'reject': {
      const { refusal } = await answerApproval({ decisionId: command.decisionId, approved: command.kind === 'approve', by });
      return refusal === null ? { ok: true } : { ok: false, code: refusal.code, message: refusal.message };
    }
    case 'resume':
    case 'reset':
      if (!command.pinVerified) return { ok: false, code: 'MODE_PIN', message: `${command.kind} needs the trading PIN` };
      break;
  }
  const asked = { kind: command.kind, commandId, confirmed: true, ...(command.kind === 'resume' && { to: 'NORMAL' }) };
  const result = await source.command(asked as Parameters<SessionSource['command']>[0], { by, correlationId: randomUUID() });
  return result.ok
    ? { ok: true, ...(result.done.noted !== undefined && { noted: result.done.noted }) }
    : { ok: false, code: result.refusal.code, message: result.refusal.message };
}
