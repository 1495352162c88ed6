/** One message through one channel, to see whether it arrives: the channel's receipt, or its own words why not. */

import type { NoticeChannel, Outgoing } from '../../../adapters/support/courier.ts';
import type { NoticeTest } from '../../../api/notices.ts';

const TEST_WITHIN_MS = 15_000;

const OUTCOMES = { 'not-sent': 'unreachable', 'in-doubt': 'in-doubt', refused: 'refused' } as const;

export async function sendTest(channel: NoticeChannel, target: string, by: string, now: number): Promise<NoticeTest> {
  const at = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  const message: Outgoing = {
    id: `test:${now}`,
    at: now,
    severity: 'info',
    code: 'NOTICE_TEST',
    silent: false,
    text: `NOTICE_TEST\nA test of this channel, asked for by ${by} at ${at} UTC. Nothing has happened and nothing is to be done.`,
  };
  try {
    return { outcome: 'taken', target, ...(await channel.send(message, AbortSignal.timeout(TEST_WITHIN_MS))) };
  } catch (error) {
    const { kind, code, message: words } = channel.failureOf(error);
    // A wrong password or token is the channel's no, though nothing of a message was looked at.
    const isRefusal = /_(401|403|404|EAUTH)$/.test(code);
    return { outcome: isRefusal ? 'refused' : OUTCOMES[kind], code, message: words };
  }
}
