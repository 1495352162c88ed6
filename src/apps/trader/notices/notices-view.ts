/** Notices as the panel shows them: the channels, and what became of the last messages. */

import type { DurableOutbox } from '../../../adapters/support/durable-outbox.ts';
import { CHANNELS, type ChannelName, type KeptTest, type NoticeSettings, type NoticesView } from '../../../api/notices.ts';
import type { Message, Receipt } from '../../../core/operations/outbox/notice.ts';
import type { KeptTests } from './kept-tests.ts';
import type { RunningChannel } from './notices.ts';

const MOST_SHOWN = 100;
const MOST_CHARACTERS = 300;

interface Shown {
  readonly settings: NoticeSettings;
  readonly running: ReadonlyMap<ChannelName, RunningChannel>;
  readonly outbox: DurableOutbox;
  readonly tests: Pick<KeptTests, 'find'>;
}

export function noticesView({ settings, running, outbox, tests }: Shown): NoticesView {
  const deliveries = outbox.messages.slice(-MOST_SHOWN).reverse();
  return {
    settings,
    channels: CHANNELS.map((name) => channelView(name, { settings, running, outbox, tests })),
    deliveries: deliveries.map(deliveryView),
    openAlerts: outbox.alerts.length,
  };
}

function channelView(name: ChannelName, { settings, running, outbox, tests }: Shown): NoticesView['channels'][number] {
  const { opened, secret } = running.get(name) ?? { opened: { kind: 'off' } as const, secret: null };
  const { count, setAside, failure } = outbox.waiting(name);
  const taken = outbox.messages.findLast(({ notice, receipts }) => notice.channel === name && receipts.length > 0);
  const lastTest = tests.find(name);
  return {
    ...{ name, state: opened.kind, least: settings.least[name], waiting: count, setAside, failure },
    why: opened.kind === 'incomplete' ? opened.why : null,
    target: opened.kind === 'off' ? null : opened.target,
    source: secret?.source ?? null,
    mutedUntil: outbox.mutedUntil(name),
    lastReceipt: newerOf(taken?.receipts.at(-1), lastTest),
    lastTest,
  };
}

function newerOf(told: Receipt | undefined, test: KeptTest | null): { messageId: string; at: number } | null {
  if (test?.messageId != null && test.at >= (told?.at ?? 0)) return { messageId: test.messageId, at: test.at };
  return told === undefined ? null : { messageId: told.messageId, at: told.at };
}

function deliveryView({
  notice,
  number,
  state,
  reminder,
  attempts,
  failure,
  retryAt,
  receipts,
}: Message): NoticesView['deliveries'][number] {
  return {
    ...{ number, at: notice.at, channel: notice.channel as ChannelName, severity: notice.severity, code: notice.code },
    ...{ text: notice.text.slice(0, MOST_CHARACTERS).toWellFormed(), state, reminder, attempts, failure },
    retryAt: state === 'failed-for-now' ? retryAt : null,
    receipts: receipts.map(({ messageId, at }) => ({ messageId, at })),
  };
}
