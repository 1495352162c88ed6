/** The owner's chat beside a trader: its questions are answered from the session, its commands go the way of all commands, and what matters is told. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PinFile } from '../../adapters/secret-files/pin-file.ts';
import { DurableOutbox } from '../../adapters/support/durable-outbox.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import type { Telegram } from '../../adapters/telegram/start-telegram.ts';
import type { VenueLinkStatus } from '../../api/control.ts';
import type { LiveMessage } from '../../api/live.ts';
import type { SessionEvent } from '../../api/records.ts';
import { zoneNamed } from '../../core/market/zone.ts';
import type { AuditSink, ControlAnswer, ControlCommand, ControlPort } from '../../core/operations/control-port.ts';
import { dailyReportText } from '../../core/operations/daily-report.ts';
import { shownWorld } from '../../core/operations/shown-world.ts';
import type { WatchDemand } from '../../core/trading/engine/journaled-session.ts';
import { lastBackup } from '../backup-evidence.ts';
import { note } from '../cli/output.ts';
import { pinFileIn } from '../cli/pin.ts';
import { ENVIRONMENT } from '../config.ts';
import type { AnswerApproval } from './control-desk.ts';
import { eachMessage, type SessionSource } from './session-source.ts';

const CHANNEL = 'telegram';
const MINUTE_MS = 60_000;
/** Hour of the daily report in the account's zone (trading rules 12.2). */
const REPORT_HOUR = 19;

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

/** The triggers of alerts that nobody acknowledges (trading rules 12.3). */
const UNACKNOWLEDGED = [
  { id: 'critical-unacknowledged', mode: 'PAUSE' },
  { id: 'error-unacknowledged', mode: 'DEFENSIVE' },
] as const;

/** Null where no token is set: trading needs no chat. */
export async function startOwnerChat(options: OwnerChatOptions): Promise<{ stop(): Promise<void> } | null> {
  const settings = ENVIRONMENT.telegram();
  const remark = ENVIRONMENT.telegramRemark();
  if (remark !== null) note(remark);
  if (settings === null) return null;
  const { token, chatId, language, apiRoot } = settings;
  // Loaded where there is a chat: it takes 20 MB.
  const { startTelegram } = await import('../../adapters/telegram/start-telegram.ts');
  const { source, dataFolder } = options;
  makeFolder(join(dataFolder, 'state'));
  const state = (name: string) => join(dataFolder, 'state', name);
  const outbox = new DurableOutbox(state('outbox.json'), (error) => note(`outbox: ${(error as Error).message}`));
  const port = portOf(options, outbox);
  const telegram: Telegram = await startTelegram({
    ...{ token, chatId, language, port, outbox },
    audit(entry) {
      // Who sets it up looks at the terminal, and sees there whether the token is taken.
      if (entry.action === 'line') note(`telegram: ${entry.code}`);
      options.audit(entry);
    },
    ...(apiRoot === undefined ? {} : { apiRoot }),
    pin: new PinFile(pinFileIn(dataFolder)),
    updatesFile: state('telegram-updates.json'),
    channel: CHANNEL,
    onBug: (where, text) => note(`telegram, ${where}: ${text}`),
  });
  const unsubscribe = source.subscribe(eachMessage((message) => tell(outbox, message)));
  let reported = '';
  const timer = setInterval(() => {
    const now = Date.now();
    const demands = outbox.escalate([CHANNEL], now);
    for (const { id, mode } of UNACKNOWLEDGED)
      options.onDemand({
        id,
        demands: mode,
        reason: 'alerts that nobody has acknowledged',
        demanded: demands.some((one) => one.id === id),
      });
    const { zone } = source.snapshot();
    const { date, hour } = dayIn(zone, now);
    if (hour !== REPORT_HOUR || reported === date) return;
    reported = date;
    void Promise.resolve(port.daily(language)).then((text) =>
      outbox.post({ id: `daily:${date}`, at: now, severity: 'info', code: 'DAILY_REPORT', text, channel: CHANNEL }),
    );
  }, MINUTE_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      unsubscribe();
      await telegram.stop();
    },
  };
}

/** A date whose UTC fields are the wall clock's of the zone. */
function wallIn(zone: string, at: number): Date {
  return new Date(at + zoneNamed(zone).offsetAt(at));
}

function dayIn(zone: string, at: number): { readonly date: string; readonly hour: number } {
  const wall = wallIn(zone, at);
  return { date: wall.toISOString().slice(0, 10), hour: wall.getUTCHours() };
}

/** Fills, and every event that is more than information. */
function tell(outbox: DurableOutbox, message: LiveMessage): void {
  if (message.type === 'fill') {
    const { fill } = message;
    const text = `${fill.side} ${fill.quantity} ${fill.instrumentId} at ${fill.price} (${fill.strategyId}, ${fill.purpose})`;
    outbox.post({ id: `fill:${fill.fillId}`, at: Date.now(), severity: 'info', code: 'FILL', text, channel: CHANNEL });
  } else if (message.type === 'event' && isTold(message.event)) {
    const { eventId, severity, code, message: text } = message.event;
    outbox.post({ id: eventId, at: Date.now(), severity, code, text, channel: CHANNEL });
  }
}

function isTold({ severity, kind }: SessionEvent): boolean {
  return severity !== 'info' || kind === 'mode' || kind === 'session';
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

function reportOf({ source, venue, dataFolder }: OwnerChatOptions, outbox: DurableOutbox): Parameters<typeof dailyReportText>[0] {
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
  return result.ok ? { ok: true } : { ok: false, code: result.refusal.code, message: result.refusal.message };
}
