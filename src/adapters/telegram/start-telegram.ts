/** The Telegram bot: takes the owner's commands from one private chat and carries notices there. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { InputError } from '../../core/domain/result.ts';
import type { AuditSink, ControlPort } from '../../core/operations/control-port.ts';
import type { PinDoor } from '../../core/operations/trading-pin.ts';
import { runCourier } from '../support/courier.ts';
import type { OutboxDoor } from '../support/durable-outbox.ts';
import { apiSignal } from './api-signal.ts';
import { Chat } from './chat.ts';
import { Conversation } from './conversation.ts';
import { Desk } from './desk.ts';
import { runPolling } from './polling.ts';
import { SeenUpdates } from './seen-updates.ts';
import { telegramChannel } from './telegram-channel.ts';
import { WORDS } from './words.ts';

/** How long a stop lets a message that is under way come to its receipt. */
const FAREWELL_MS = 3_000;
/** After this long the next update is taken up beside. */
const SLOW_MS = 2_000;
const AFTER_BUG_MS = 5_000;

export interface TelegramOptions {
  /** From @BotFather. Never in a configuration file, a log or an answer. */
  readonly token: string;
  /** The owner's private chat: a positive number. InputError TELEGRAM_CHAT_INVALID for a group. */
  readonly chatId: number;
  readonly language: 'en' | 'es';
  readonly port: ControlPort;
  readonly pin: PinDoor;
  readonly outbox: OutboxDoor;
  readonly audit: AuditSink;
  /** Which updates were taken up (private JSON file). InputError TELEGRAM_UPDATES_DAMAGED when it is not one. */
  readonly updatesFile: string;
  /** Name of this channel in the outbox. Default `telegram`. */
  readonly channel?: string;
  /** Another Bot API server: a local one, or a test's. */
  readonly apiRoot?: string;
  /** How long Telegram holds a poll open. Default 30 s. */
  readonly pollSeconds?: number;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Hears of what fails inside, with its stack and without the token. */
  readonly onBug?: (where: string, text: string) => void;
}

export interface Telegram {
  /** Begins nothing new and lets what is under way end, within a few seconds. */
  stop(): Promise<void>;
}

/** Starts at once and goes on trying for as long as Telegram cannot be reached: trading does not wait for a chat. */
export async function startTelegram(options: TelegramOptions): Promise<Telegram> {
  const { token, chatId, language, port, pin, outbox, audit, channel = 'telegram', pollSeconds = 30 } = options;
  const { now = Date.now, random = Math.random, onBug = () => {} } = options;
  requireUsable(token, chatId);
  const seen = new SeenUpdates(options.updatesFile);
  const api = new Api(token, { ...(options.apiRoot !== undefined && { apiRoot: options.apiRoot }), timeoutSeconds: pollSeconds + 20 });
  const [stop, giveUp] = [new AbortController(), new AbortController()];
  const words = WORDS[language];
  const note = (code: string) => audit({ at: now(), actor: 'telegram', action: 'line', outcome: 'noted', code, detail: {} });
  const tellBug = (where: string, error: unknown) => onBug(where, String((error as Error)?.stack ?? error).replaceAll(token, '[secret]'));
  const chat = new Chat({ api, chatId, giveUp: giveUp.signal, now });
  const desk = new Desk({ port, audit, words, language, actor: `telegram:${chatId}`, now, onBug: tellBug });
  const conversation = new Conversation({ chatId, channel, chat, desk, pin, audit, words, now });
  const underWay = new Set<Promise<void>>();

  const onReady = async () => {
    const commands = Object.entries(words.commands).map(([command, description]) => ({ command, description }));
    const scope = { type: 'chat', chat_id: chatId } as const;
    // The list behind the "/" key is a convenience: without it everything works.
    await api.setMyCommands(commands, { scope }, apiSignal(stop.signal)).catch(() => note('COMMAND_LIST_NOT_SET'));
  };
  const onUpdate = async (update: Update) => {
    if (seen.has(update.update_id)) return;
    try {
      seen.add(update.update_id);
    } catch {
      // A disk that is full must not keep the owner from stopping.
      note('UPDATES_NOT_WRITTEN');
    }
    const taken = conversation
      .take(update)
      .catch((error) => tellBug('update', error))
      .finally(() => underWay.delete(taken));
    underWay.add(taken);
    // One that is slow to be answered must not hold up a kill behind it.
    await Promise.race([taken, sleep(SLOW_MS, undefined, { ref: false })]);
  };
  const onLine = (trouble: string | null) => note(trouble ?? 'TELEGRAM_CONNECTED');

  /** A bug in the chat takes neither the trader nor the chat with it. */
  const keepRunning = async (where: string, run: () => Promise<void>) => {
    while (!stop.signal.aborted) {
      try {
        await run();
      } catch (error) {
        tellBug(where, error);
        await sleep(AFTER_BUG_MS, undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  };
  const polling = keepRunning('polling', () => runPolling({ api, pollSeconds, random, stop: stop.signal, onReady, onUpdate, onLine }));
  const courier = keepRunning('courier', () =>
    runCourier({
      ...{ name: channel, channel: telegramChannel(api, chatId), outbox, now, random, stop: stop.signal, giveUp: giveUp.signal },
    }),
  );

  return {
    async stop() {
      stop.abort();
      const farewell = setTimeout(() => giveUp.abort(), FAREWELL_MS);
      const givenUp = once(giveUp.signal, 'abort');
      await Promise.all([polling, courier]);
      await Promise.race([Promise.all(underWay), givenUp]);
      clearTimeout(farewell);
    },
  };
}

function requireUsable(token: string, chatId: number): void {
  if (!Number.isSafeInteger(chatId) || chatId <= 0) {
    throw new InputError(
      'TELEGRAM_CHAT_INVALID',
      `expected the number of a private chat, above 0, found ${chatId}; a group is refused, because everybody in it could trade`,
      3,
    );
  }
  if (!/^\d+:[\w-]+$/.test(token)) {
    const found = 'expected a token as @BotFather gives it (digits, a colon, letters), found another text';
    throw new InputError('TELEGRAM_TOKEN_INVALID', found, 3);
  }
}
