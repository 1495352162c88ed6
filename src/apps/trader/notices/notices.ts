/** What the owner is told beside a trader: every way that is set up, from one outbox; each can be tested, and set up anew while trading goes on. */

import { join } from 'node:path';
import type { z } from 'zod';
import { runCourier } from '../../../adapters/support/courier.ts';
import { DurableOutbox } from '../../../adapters/support/durable-outbox.ts';
import { makeFolder } from '../../../adapters/support/make-folder.ts';
import { CHANNELS, type ChannelName, type NoticeSettings, type NoticesView, type NoticeTest } from '../../../api/notices.ts';
import type { noticeStanding, tellAsked } from '../../../api/session-door.ts';
import { InputError } from '../../../core/domain/result.ts';
import { type Message, SEVERITIES, type Severity } from '../../../core/operations/outbox/notice.ts';
import { note } from '../../cli/output.ts';
import { ENVIRONMENT } from '../../config.ts';
import type { Delivered, DeliveredSecrets } from '../../secrets/delivered.ts';
import { type OwnerChatOptions, startOwnerChat } from '../owner-chat.ts';
import { eachMessage } from '../session-source.ts';
import { type Opened, openChannel, SECRET_OF_CHANNEL, telegramSettings } from './channels.ts';
import { openKeptTests } from './kept-tests.ts';
import { readNoticeSettings, writeNoticeSettings } from './notice-settings.ts';
import { noticesView } from './notices-view.ts';
import { sendTest } from './send-test.ts';
import { eventsToTell, keepTime } from './what-is-told.ts';

type ToldNotice = z.infer<typeof tellAsked>;
type NoticeStanding = z.infer<typeof noticeStanding>;

const FAREWELL_MS = 3_000;
const MOST_TESTS = 6;
const TESTS_WITHIN_MS = 60_000;
const USE_NOTED_EVERY_MS = 3_600_000;

export interface NoticesOptions extends OwnerChatOptions {
  readonly secrets: DeliveredSecrets;
}

/** A channel as it runs. */
export interface RunningChannel {
  readonly opened: Opened;
  readonly secret: Delivered | null;
  stop(): Promise<void>;
}

export interface Notices {
  view(): NoticesView;
  /** InputError NOTICE_SETTINGS_INVALID where a channel would not open; nothing is changed then. */
  change(settings: NoticeSettings): Promise<NoticesView>;
  /** With a secret that waits, where one is given. InputError NOTICE_TESTS_TOO_MANY. */
  test(channel: ChannelName, by: string, candidate?: Delivered): Promise<NoticeTest>;
  mute(channel: ChannelName, until: number): NoticesView;
  /** Files what another part wants told, once for each id and channel, and says how it stands. */
  tell(notice: ToldNotice): NoticeStanding;
  /** Takes up secrets as they are now. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** InputError (exit 3) where the outbox or the settings can't be read, or a channel of the environment is set up wrongly. */
export async function startNotices(options: NoticesOptions): Promise<Notices> {
  const { source, dataFolder, secrets } = options;
  const stateFolder = join(dataFolder, 'state');
  makeFolder(stateFolder);
  const outbox = new DurableOutbox(join(stateFolder, 'outbox.json'), (error) => note(`outbox: ${(error as Error).message}`));
  let settings = readNoticeSettings(stateFolder);
  const remark = ENVIRONMENT.telegramRemark();
  // What the environment says wrongly is refused at the start, as it always was.
  if (telegramSettings(secrets.find('telegram')) === null && remark !== null) note(remark);
  const running = new Map<ChannelName, RunningChannel>();
  const tests: number[] = [];
  const keptTests = openKeptTests(stateFolder);
  let turn: Promise<unknown> = Promise.resolve();
  let ended = false;

  /** One change of the channels after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => {});
    return next;
  };
  const isOn = (name: ChannelName) => running.get(name)?.opened.kind === 'on';
  const listening = () => CHANNELS.filter(isOn);
  const post = (id: string, severity: Severity, code: string, text: string) => {
    for (const channel of listening())
      if (SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(settings.least[channel]))
        outbox.post({ id, at: Date.now(), severity, code, text, channel });
  };

  async function startChannel(name: ChannelName): Promise<RunningChannel> {
    const secret = secrets.find(SECRET_OF_CHANNEL[name]);
    const opened = await openChannel(name, settings, secret);
    if (opened.kind === 'incomplete') note(`notices, ${name}: ${opened.why.message} [${opened.why.code}]`);
    if (opened.kind !== 'on') return { opened, secret, stop: async () => {} };
    const noteUse = useNoted(secrets, secret);
    if (name === 'telegram') {
      // The chat has a courier of its own, beside the owner's questions and commands.
      const chat = await startOwnerChat(options, outbox, telegramSettings(secret), noteUse);
      return { opened, secret, stop: () => chat.stop() };
    }
    const [stop, giveUp] = [new AbortController(), new AbortController()];
    const { channel } = opened;
    const parts = { name, channel, outbox, now: Date.now, random: Math.random, stop: stop.signal, giveUp: giveUp.signal };
    const courier = runCourier({ ...parts, onTaken: noteUse });
    courier.catch((error: Error) => note(`notices, ${name}: ${error.message}`));
    return {
      ...{ opened, secret },
      async stop() {
        stop.abort();
        const farewell = setTimeout(() => giveUp.abort(), FAREWELL_MS);
        await courier.catch(() => {});
        clearTimeout(farewell);
        channel.close();
      },
    };
  }

  async function stopChannels(): Promise<void> {
    await Promise.all([...running.values()].map((one) => one.stop()));
    running.clear();
  }

  async function restart(): Promise<void> {
    await stopChannels();
    if (ended) return;
    for (const name of CHANNELS) running.set(name, await startChannel(name));
  }

  function keep(name: ChannelName, test: NoticeTest, now: number): void {
    if (test.outcome === 'not-set-up') return;
    const kept =
      test.outcome === 'taken'
        ? { at: test.at, outcome: test.outcome, messageId: test.messageId, code: null }
        : { at: now, outcome: test.outcome, messageId: null, code: test.code };
    try {
      keptTests.keep(name, kept);
    } catch (error) {
      // It came out as it did all the same.
      note(`notices, ${name}: the test is not kept: ${(error as Error).message}`);
    }
  }

  await restart();
  const unsubscribe = source.subscribe(eachMessage((message) => eventsToTell(message, post)));
  const stopClock = keepTime(options, outbox, listening, post);
  const view = () => noticesView({ settings, running, outbox, tests: keptTests });

  return {
    view,
    change: (next) =>
      inTurn(async () => {
        for (const name of CHANNELS) await refuseUnopenable(name, next, secrets);
        writeNoticeSettings(stateFolder, next);
        settings = next;
        await restart();
        return view();
      }),
    async test(name, by, candidate) {
      const now = Date.now();
      const opened = await openChannel(name, settings, candidate ?? secrets.find(SECRET_OF_CHANNEL[name]));
      if (opened.kind === 'off') return { outcome: 'not-set-up', code: 'CHANNEL_OFF', message: `${name} is not set up` };
      if (opened.kind === 'incomplete') return { outcome: 'not-set-up', ...opened.why };
      try {
        while (tests[0] !== undefined && now - tests[0] > TESTS_WITHIN_MS) tests.shift();
        if (tests.length >= MOST_TESTS)
          throw new InputError('NOTICE_TESTS_TOO_MANY', `expected at most ${MOST_TESTS} tests a minute, found more; wait a minute`);
        tests.push(now);
        const test = await sendTest(opened.channel, opened.target, by, now);
        // What a secret that only waits has failed at says nothing of the channel as it is.
        if (test.outcome === 'taken' || candidate === undefined) keep(name, test, now);
        return test;
      } finally {
        opened.channel.close();
      }
    },
    tell({ channel, ...notice }) {
      const filed = () => outbox.messages.find((one) => one.notice.id === notice.id && one.notice.channel === channel);
      if (filed() === undefined) {
        if (!isOn(channel)) return { state: 'off', at: null, trouble: null };
        outbox.post({ ...notice, severity: 'info', channel });
      }
      return standingOf(filed());
    },
    mute(name, until) {
      outbox.mute(name, until);
      return view();
    },
    reload: () => inTurn(restart),
    stop: () =>
      inTurn(async () => {
        ended = true;
        unsubscribe();
        stopClock();
        await stopChannels();
      }),
  };
}

/** One that is not kept any more was taken long ago. */
function standingOf(message: Message | undefined): NoticeStanding {
  if (message === undefined) return { state: 'sent', at: null, trouble: null };
  const { state, receipts, failure } = message;
  if (state === 'delivered') return { state: 'sent', at: receipts.at(-1)?.at ?? null, trouble: null };
  return { state: state === 'undeliverable' ? 'failed' : 'waiting', at: null, trouble: failure };
}

/** A channel that could not be opened for how it is set, and not for want of its secret, is not set so. */
async function refuseUnopenable(name: ChannelName, settings: NoticeSettings, secrets: DeliveredSecrets): Promise<void> {
  const opened = await openChannel(name, settings, secrets.find(SECRET_OF_CHANNEL[name]));
  if (opened.kind === 'on') opened.channel.close();
  if (opened.kind === 'incomplete' && /_OPEN_LINE$|^WEBHOOK_ADDRESS_/.test(opened.why.code))
    throw new InputError('NOTICE_SETTINGS_INVALID', `${opened.why.message} [${opened.why.code}]`);
}

/** Says now and then that a channel's secret has worked. */
function useNoted(secrets: DeliveredSecrets, secret: Delivered | null): () => void {
  let notedAt = 0;
  return () => {
    if (secret === null || Date.now() - notedAt < USE_NOTED_EVERY_MS) return;
    notedAt = Date.now();
    secrets.noteUse(secret, true).catch((error: Error) => note(`secrets: ${error.message}`));
  };
}
