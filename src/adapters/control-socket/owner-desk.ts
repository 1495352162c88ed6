/** The port through which the door sees what the owner alone is told and trusts to the trader: secrets, which only it can open, and notices, which only it sends. */

import type { z } from 'zod';
import type { ChannelName, NoticeSettings, NoticesView, NoticeTest, SecretTrial } from '../../api/notices.ts';
import type { noticeStanding, tellAsked } from '../../api/session-door.ts';

/** InputErrors are answered with their code and sentence; `by` goes into the journal's audit. */
export interface OwnerDesk {
  secretSources(): readonly { readonly name: string; readonly source: 'environment' | 'store' }[];
  /** Tries the one that waits, else the one in use. */
  trySecret(name: string, by: string): Promise<SecretTrial>;
  secretsChanged(): Promise<void>;
  notices(): NoticesView;
  setNotices(settings: NoticeSettings, by: string): Promise<NoticesView>;
  testNotices(channel: ChannelName, by: string): Promise<NoticeTest>;
  muteNotices(channel: ChannelName, until: number, by: string): NoticesView;
  tell(notice: z.infer<typeof tellAsked>): z.infer<typeof noticeStanding>;
}
