/** What is asked of the process that trades about secrets and notices, over its door. InputError TRADER_NOT_RUNNING and its like while it is away. */

import type { z } from 'zod';
import { askTrader } from '../../adapters/control-socket/client.ts';
import {
  type ChannelName,
  type NoticeSettings,
  type NoticesView,
  type NoticeTest,
  noticesView,
  noticeTest,
  type SecretTrial,
  secretTrial,
} from '../../api/notices.ts';
import { nothingTold, noticeStanding, OWNER_PATHS, secretSources, type tellAsked } from '../../api/session-door.ts';

const ASK_MS = 10_000;
export interface OwnerQuestions {
  secretSources(): Promise<z.infer<typeof secretSources>>;
  trySecret(name: string, by: string): Promise<SecretTrial>;
  secretsChanged(): Promise<unknown>;
  notices(): Promise<NoticesView>;
  setNotices(settings: NoticeSettings, by: string): Promise<NoticesView>;
  testNotices(channel: ChannelName, by: string): Promise<NoticeTest>;
  muteNotices(channel: ChannelName, until: number, by: string): Promise<NoticesView>;
  tell(notice: z.infer<typeof tellAsked>): Promise<z.infer<typeof noticeStanding>>;
}

/** A venue is asked with a key, which takes as long as a start there. */
const TRIAL_MS = 60_000;
const TEST_MS = 20_000;

/** `worded` puts a failure in words for whoever asks; the command line has those of the door. */
export function ownerQuestions(dataFolder: string, worded: <T>(asked: Promise<T>) => Promise<T> = (asked) => asked): OwnerQuestions {
  const ask = <T extends z.ZodType>(method: 'GET' | 'POST', path: string, answer: T, body?: object, timeoutMs = ASK_MS) =>
    worded(askTrader({ dataFolder, method, path, answer, timeoutMs, ...(body && { body }) }));
  return {
    secretSources: () => ask('GET', OWNER_PATHS.secretSources, secretSources),
    trySecret: (name, by) => ask('POST', OWNER_PATHS.trySecret, secretTrial, { name, by }, TRIAL_MS),
    secretsChanged: () => ask('POST', OWNER_PATHS.secretsChanged, nothingTold, {}),
    notices: () => ask('GET', OWNER_PATHS.notices, noticesView),
    setNotices: (settings, by) => ask('POST', OWNER_PATHS.setNotices, noticesView, { settings, by }),
    testNotices: (channel, by) => ask('POST', OWNER_PATHS.testNotices, noticeTest, { channel, by }, TEST_MS),
    muteNotices: (channel, until, by) => ask('POST', OWNER_PATHS.muteNotices, noticesView, { channel, until, by }),
    tell: (notice) => ask('POST', OWNER_PATHS.tell, noticeStanding, notice),
  };
}
