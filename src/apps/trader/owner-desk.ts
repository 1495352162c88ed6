/** Answers of the trader about secrets and notices: it alone opens the first and sends the second, and each trial and test is in its audit. */

import type { OwnerDesk } from '../../adapters/control-socket/owner-desk.ts';
import type { ChannelName, NoticeTest, SecretTrial } from '../../api/notices.ts';
import { InputError } from '../../core/domain/result.ts';
import type { AuditSink } from '../../core/operations/control-port.ts';
import type { Delivered, DeliveredSecrets } from '../secrets/delivered.ts';
import { channelOfSecret, SECRET_OF_CHANNEL } from './notices/channels.ts';
import type { Notices } from './notices/notices.ts';
import type { KeyVerdict } from './venue-credentials.ts';

export interface OwnerDeskParts {
  readonly secrets: DeliveredSecrets;
  readonly notices: Notices;
  readonly audit: AuditSink;
  /** The secret of the venue that the session is configured with, and how it is tried; null where there is no such venue. */
  readonly venue: { readonly name: string; readonly prove: (delivered: Delivered, isCandidate: boolean) => Promise<KeyVerdict> } | null;
}

export function createOwnerDesk({ secrets, notices, audit, venue }: OwnerDeskParts): OwnerDesk {
  const told = (by: string, action: string, code: string | null, detail: Record<string, string | number | null>) =>
    audit({ at: Date.now(), actor: by, action, outcome: code === null ? 'done' : 'refused', code, detail });

  /** A test is a use of the channel's secret: it has worked, or was refused. A line that is down says nothing of it. */
  async function tested(channel: ChannelName, by: string, delivered: Delivered | null, isCandidate = false): Promise<NoticeTest> {
    const test = await notices.test(channel, by, isCandidate && delivered !== null ? delivered : undefined);
    if (delivered !== null && test.outcome === 'taken') await secrets.noteUse(delivered, true);
    if (delivered !== null && test.outcome === 'refused') await secrets.noteFault(delivered, { code: test.code, message: test.message });
    return test;
  }

  async function trial(name: string, by: string, delivered: Delivered, isCandidate: boolean): Promise<SecretTrial> {
    const { version } = delivered;
    const channel = channelOfSecret(name);
    if (channel === null) {
      if (venue === null || venue.name !== name) throw notHere(name);
      const { refusal, warnings } = await venue.prove(delivered, isCandidate);
      const found = warnings.map(({ code, message }) => ({ code, message }));
      return {
        works: refusal === null,
        code: refusal?.code ?? null,
        message: refusal?.message ?? null,
        version,
        receipt: null,
        warnings: found,
      };
    }
    const test = await tested(channel, by, delivered, isCandidate);
    if (test.outcome === 'taken') {
      if (isCandidate) await notices.reload();
      return { works: true, code: null, message: null, version, receipt: { messageId: test.messageId, at: test.at }, warnings: [] };
    }
    const { code, message } = test;
    return { works: false, code, message, version, receipt: null, warnings: [] };
  }

  return {
    secretSources: () =>
      [...(venue === null ? [] : [venue.name]), 'telegram', 'smtp', 'webhook'].flatMap((name) => {
        const found = secrets.find(name);
        return found === null ? [] : [{ name, source: found.source }];
      }),
    async trySecret(name, by) {
      const candidate = secrets.candidate(name);
      const delivered = candidate ?? secrets.find(name);
      if (delivered === null)
        throw new InputError('SECRET_UNKNOWN', `expected ${name} to be set and not expired, found it is not; put it in`);
      const found = await trial(name, by, delivered, candidate !== null);
      told(by, 'secret.try', found.code, { name, version: found.version, works: found.works ? 1 : 0 });
      return found;
    },
    secretsChanged: () => notices.reload(),
    notices: () => notices.view(),
    async setNotices(settings, by) {
      const view = await notices.change(settings);
      told(by, 'notices.set', null, {});
      return view;
    },
    async testNotices(channel, by) {
      const test = await tested(channel, by, secrets.find(SECRET_OF_CHANNEL[channel]));
      told(by, 'notices.test', test.outcome === 'taken' ? null : test.code, { channel });
      return test;
    },
    muteNotices(channel, until, by) {
      const view = notices.mute(channel, until);
      told(by, 'notices.mute', null, { channel, until });
      return view;
    },
    tell: (notice) => notices.tell(notice),
  };
}

function notHere(name: string): InputError {
  return new InputError(
    'SECRET_NOT_HERE',
    `expected a trader whose session is on ${name.replace('venue.', '')}, found another; the key is tried when one starts there`,
  );
}
