/** The owner's chat beside a real paper trader: questions, a kill by button with the PIN unset, the notices that follow, and the audit in the journal. */

import { afterEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { TraderLab, until } from '../live/test-trader.ts';
import { BotApiServer, TOKEN } from './bot-api-server.ts';
import { startChannels } from './start-channels.ts';

const OWNER = 4242;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  for (const name of Object.keys(process.env)) if (name.startsWith('ATALAYA_TELEGRAM_')) delete process.env[name];
});

test('status is answered, a stranger is not, a kill needs one more press, closes and is told', async () => {
  const api = new BotApiServer();
  await api.listen();
  closers.push(() => api.close());
  Object.assign(process.env, {
    ATALAYA_TELEGRAM_TOKEN: TOKEN,
    ATALAYA_TELEGRAM_CHAT_ID: String(OWNER),
    ATALAYA_TELEGRAM_API: api.url,
  });
  const lab = new TraderLab();
  closers.push(() => lab.end());
  const { trader } = await lab.open({ account: 'chat' });
  trader.feed.setSpeed(3600);
  trader.start();
  await until(() => trader.feed.lastAt > trader.feed.startsAt + 10 * 60_000);
  const chat = await startChannels(trader, lab.folder);
  closers.push(() => chat.stop());
  const ask = (text: string, expected: string, from = OWNER) => {
    const before = api.sent.length;
    api.write(text, { from });
    return api.says(expected, before);
  };
  expect((await ask('/status', 'NORMAL')).text).toContain('chat');
  api.write('/killswitch', { from: 999 });
  const question = await ask('/killswitch', 'KILL SWITCH');
  expect(trader.paper.session.engine.risk.mode).toBe('NORMAL');
  const before = api.sent.length;
  api.press(question.buttons[0]?.data ?? 'nothing', { from: OWNER });
  await until(() => trader.paper.session.engine.risk.mode === 'EMERGENCY');
  expect((await api.says('EMERGENCY', before)).text).toMatch(/EMERGENCY/);
  await chat.stop();
  await lab.stop(trader);
  const journal = await openJournal(`${lab.folder}/journal/chat`, { account: 'chat' });
  const audited = [...journal.readEntries(1)]
    .filter(({ kind }) => kind === 'audit')
    .map(({ body }) => body as { actor: string; outcome: string });
  await journal.close();
  expect(audited.some(({ actor, outcome }) => actor === 'telegram:999' && outcome !== 'done')).toBe(true);
  expect(audited.some(({ actor, outcome }) => actor === `telegram:${OWNER}` && outcome === 'done')).toBe(true);
});

test('a test that was taken is the receipt of its channel, also after a restart', async () => {
  const api = new BotApiServer();
  await api.listen();
  closers.push(() => api.close());
  Object.assign(process.env, { ATALAYA_TELEGRAM_TOKEN: TOKEN, ATALAYA_TELEGRAM_CHAT_ID: String(OWNER), ATALAYA_TELEGRAM_API: api.url });
  const lab = new TraderLab();
  closers.push(() => lab.end());
  const { trader } = await lab.open({ account: 'chat' });
  const telegramOf = (channels: Awaited<ReturnType<typeof startChannels>>) =>
    channels.view().channels.find(({ name }) => name === 'telegram');
  const chat = await startChannels(trader, lab.folder);
  closers.push(() => chat.stop());
  expect(telegramOf(chat)).toMatchObject({ lastReceipt: null, lastTest: null });
  const test = await chat.test('telegram', 'panel:marta');
  const { messageId, at } = test as Extract<typeof test, { outcome: 'taken' }>;
  const shown = { lastReceipt: { messageId, at }, lastTest: { outcome: 'taken', messageId, at, code: null } };
  expect(telegramOf(chat)).toMatchObject(shown);
  await chat.stop();
  const again = await startChannels(trader, lab.folder);
  closers.push(() => again.stop());
  expect(telegramOf(again)).toMatchObject(shown);
  await again.stop();
  await lab.stop(trader);
});

test('without a token there is no chat, and trading goes on without one', async () => {
  const lab = new TraderLab();
  closers.push(() => lab.end());
  const { trader } = await lab.open({ account: 'chat' });
  const notices = await startChannels(trader, lab.folder);
  closers.push(() => notices.stop());
  expect(notices.view().channels.map(({ name, state }) => `${name} ${state}`)).toEqual(['telegram off', 'email off', 'webhook off']);
  await lab.stop(trader);
});
