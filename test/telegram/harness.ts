// A bot against the local Bot API, with what it writes in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { PinFile } from '../../src/adapters/secret-files/pin-file.ts';
import { DurableOutbox } from '../../src/adapters/support/durable-outbox.ts';
import { startTelegram, type Telegram, type TelegramOptions } from '../../src/adapters/telegram/start-telegram.ts';
import { BotApiServer, TOKEN } from './bot-api-server.ts';
import { auditList, scriptedControl } from './scripted-control.ts';

export const OWNER = 4242;
export const PIN = '271828';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-telegram-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function bench() {
  const folder = temporaryFolder();
  const api = new BotApiServer();
  await api.listen();
  open.push(() => api.close());
  let nowMs = Date.UTC(2026, 10, 20, 12);
  const now = () => nowMs;
  api.now = now;
  const control = scriptedControl();
  const { entries, audit } = auditList();
  const pin = new PinFile(join(folder, 'pin.json'), now);
  const openOutbox = () =>
    new DurableOutbox(join(folder, 'outbox.json'), (error) => {
      throw error;
    });
  const outbox = openOutbox();
  let bot: Telegram | undefined;
  const stop = async () => {
    await bot?.stop();
    bot = undefined;
  };
  open.push(stop);
  return {
    ...{ api, control, pin, outbox, openOutbox, folder, now, stop },
    audited: entries,
    codes: () => entries.map(({ code }) => code),
    wait(ms: number) {
      nowMs += ms;
    },
    /** Starts the bot, again where it was stopped. */
    async start(more: Partial<TelegramOptions> = {}): Promise<void> {
      bot = await startTelegram({
        ...{ token: TOKEN, chatId: OWNER, language: 'en', port: control, pin, outbox, audit, now, random: () => 0 },
        ...{ updatesFile: join(folder, 'updates.json'), apiRoot: api.url, pollSeconds: 5, ...more },
      });
    },
    /** The owner writes; the answer that follows and holds `expected`. */
    async ask(text: string, expected: string) {
      const before = api.sent.length;
      api.write(text, { from: OWNER });
      return api.says(expected, before);
    },
    async press(data: string | undefined, expected: string) {
      const before = api.sent.length;
      api.press(data ?? 'nothing', { from: OWNER });
      return api.says(expected, before);
    },
  };
}
