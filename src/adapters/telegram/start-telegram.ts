/** The Telegram bot: takes the owner's commands from one private chat and carries notices there. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import { InputError } from '../../core/domain/result.ts';
import type { AuditSink, ControlPort } from '../../core/operations/control-port.ts';
import type { PinDoor } from '../../core/operations/trading-pin.ts';
import type { OutboxDoor } from '../support/durable-outbox.ts';
import { apiSignal } from './api-signal.ts';
import { Chat } from './chat.ts';
import { Conversation } from './conversation.ts';
import { runCourier } from './courier.ts';
import { Desk } from './desk.ts';
import { runPolling } from './polling.ts';
import { SeenUpdates } from './seen-updates.ts';
import { WORDS } from './words.ts';

/** How long a stop lets a message that is under way come to its receipt. */
const FAREWELL_MS = 3_000;
/** After this long the next update is taken up beside. */
const SLOW_MS = 2_000;

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
}

export interface Telegram {
  /** Begins nothing new and lets what is under way end, within a few seconds. */
  stop(): Promise<void>;
}

/** Starts at once and goes on trying for as long as Telegram cannot be reached: trading does not wait for a chat. */
export async function startTelegram(options: TelegramOptions): Promise<Telegram> {
  const { token, chatId, language, port, pin, outbox, audit, channel = 'telegram', pollSeconds = 30 } = options;
  const { now = Date.now, random = Math.random } = options;
  if (!Number.isSafeInteger(chatId) || chatId <= 0) {
    throw new InputError(
      'TELEGRAM_CHAT_INVALID',
      `expected the number of a private chat, above 0, found ${chatId}; a group is refused, because everybody in it could trade`,
      3,
    );
  }
  if (!/^\d+:[\w-]+$/.test(token))
    throw new InputError(
      'TELEGRAM_TOKEN_INVALID',
      'expected a token as @BotFather gives it (digits, a colon, letters), found another text',
      3,
    );
  const seen = new SeenUpdates(options.updatesFile);
  const client = { ...(options.apiRoot !== undefined && { apiRoot: options.apiRoot }), timeoutSeconds: pollSeconds + 20 };
  const api = new Api(token, client);
  const stop = new AbortController();
  const giveUp = new AbortController();
  const words = WORDS[language];
  const actor = `telegram:${chatId}`;
  const chat = new Chat({ api, chatId, giveUp: giveUp.signal, now });
  const desk = new Desk({ port, audit, words, language, actor, now });
  const conversation = new Conversation({ chatId, channel, chat, desk, pin, audit, words, now });
  const note = (code: string) => audit({ at: now(), actor: 'telegram', action: 'line', outcome: 'asked', code, detail: {} });

  const underWay = new Set<Promise<void>>();
  const polling = runPolling({
    api,
    pollSeconds,
    random,
    stop: stop.signal,
    async onReady() {
      const commands = Object.entries(words.commands).map(([command, description]) => ({ command, description }));
      const scope = { type: 'chat', chat_id: chatId } as const;
      // The list behind the "/" key is a convenience: without it everything works.
      await api.setMyCommands(commands, { scope }, apiSignal(stop.signal)).catch(() => note('COMMAND_LIST_NOT_SET'));
    },
    async onUpdate(update) {
      if (seen.has(update.update_id)) return;
      try {
        seen.add(update.update_id);
      } catch {
        // A disk that is full must not keep the owner from stopping.
        note('UPDATES_NOT_WRITTEN');
      }
      const taken = conversation
        .take(update)
        .catch(() => note('UPDATE_FAILED'))
        .finally(() => underWay.delete(taken));
      underWay.add(taken);
      // One that is slow to be answered must not hold up a kill behind it.
      await Promise.race([taken, sleep(SLOW_MS, undefined, { ref: false })]);
    },
    onLine: (trouble) => note(trouble ?? 'TELEGRAM_CONNECTED'),
  });
  const courier = runCourier({ api, chatId, channel, outbox, now, random, stop: stop.signal, giveUp: giveUp.signal });

  return {
    async stop() {
      stop.abort();
      const patience = new AbortController();
      const impatience = sleep(FAREWELL_MS, undefined, { signal: patience.signal }).then(
        () => giveUp.abort(),
        () => {},
      );
      await Promise.allSettled([polling, courier]);
      await Promise.race([Promise.allSettled(underWay), impatience]);
      patience.abort();
      await impatience;
    },
  };
}
