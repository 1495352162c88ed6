/** What of a session is worth telling its owner: fills, what is more than information, the report of the day, and what nobody acknowledges. */

import type { DurableOutbox } from '../../../adapters/support/durable-outbox.ts';
import type { LiveMessage } from '../../../api/live.ts';
import type { SessionEvent } from '../../../api/records.ts';
import { dailyReportText } from '../../../core/operations/daily-report.ts';
import type { Severity } from '../../../core/operations/outbox/notice.ts';
import { ENVIRONMENT } from '../../config.ts';
import { dayIn, type OwnerChatOptions, reportOf } from '../owner-chat.ts';

const MINUTE_MS = 60_000;
/** Hour of the daily report in the account's zone (trading rules 12.2). */
const REPORT_HOUR = 19;

/** The triggers of alerts that nobody acknowledges (trading rules 12.3). */
const UNACKNOWLEDGED = [
  { id: 'critical-unacknowledged', mode: 'PAUSE' },
  { id: 'error-unacknowledged', mode: 'DEFENSIVE' },
] as const;

type Post = (id: string, severity: Severity, code: string, text: string) => void;

/** Fills, and every event that is more than information. */
export function eventsToTell(message: LiveMessage, post: Post): void {
  if (message.type === 'fill') {
    const { fill } = message;
    const text = `${fill.side} ${fill.quantity} ${fill.instrumentId} at ${fill.price} (${fill.strategyId}, ${fill.purpose})`;
    post(`fill:${fill.fillId}`, 'info', 'FILL', text);
  } else if (message.type === 'event' && isTold(message.event)) {
    const { eventId, severity, code, message: text } = message.event;
    post(eventId, severity, code, text);
  }
}

function isTold({ severity, kind }: SessionEvent): boolean {
  return severity !== 'info' || kind === 'mode' || kind === 'session';
}

/** Every minute: alerts again, the modes they demand, and the report when it is due. Returns how to end it. */
export function keepTime(options: OwnerChatOptions, outbox: DurableOutbox, channels: () => readonly string[], post: Post): () => void {
  const { source, onDemand } = options;
  let reported = '';
  const timer = setInterval(() => {
    if (channels().length === 0) return;
    const now = Date.now();
    const demands = outbox.escalate(channels(), now);
    for (const { id, mode } of UNACKNOWLEDGED)
      onDemand({ id, demands: mode, reason: 'alerts that nobody has acknowledged', demanded: demands.some((one) => one.id === id) });
    const { date, hour } = dayIn(source.snapshot().zone, now);
    if (hour !== REPORT_HOUR || reported === date) return;
    reported = date;
    post(`daily:${date}`, 'info', 'DAILY_REPORT', dailyReportText(reportOf(options, outbox), ENVIRONMENT.ownerLanguage()));
  }, MINUTE_MS);
  timer.unref();
  return () => clearInterval(timer);
}
