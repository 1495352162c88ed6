/** The one chat the bot speaks in: sends answers, deletes what must not stay, and learns Telegram's clock on the way. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { MOST_CHARACTERS } from '../../core/operations/outbox/outbox.ts';
import { splitText } from '../../core/operations/outbox/split-text.ts';
import { failureOf } from './api-failure.ts';
import { apiSignal } from './api-signal.ts';

const TRIES = 3;
const LONGEST_WAIT_MS = 15_000;
const CALL_TIMEOUT_MS = 15_000;

export class Chat {
  private readonly api: Api;
  private readonly chatId: number;
  private readonly giveUp: AbortSignal;
  private readonly wallClock: () => number;
  private aheadMs = 0;

  constructor(parts: { readonly api: Api; readonly chatId: number; readonly giveUp: AbortSignal; readonly now: () => number }) {
    this.api = parts.api;
    this.chatId = parts.chatId;
    this.giveUp = parts.giveUp;
    this.wallClock = parts.now;
  }

  /** Telegram's time, as the last message we sent showed it: what is too old is judged by the clock that dated it. */
  now(): number {
    return this.wallClock() + this.aheadMs;
  }

  /** False when it did not get through: an answer is worth little later, so it is not kept. Notices go through the outbox instead. */
  async say(text: string, keyboard?: InlineKeyboardMarkup): Promise<boolean> {
    const parts = splitText(text.toWellFormed(), MOST_CHARACTERS);
    for (const [i, part] of parts.entries()) {
      const more = keyboard && i === parts.length - 1 ? { reply_markup: keyboard } : {};
      const sent = await this.patiently(async (signal) => {
        const before = this.wallClock();
        const message = await this.api.sendMessage(this.chatId, part, { ...more, link_preview_options: { is_disabled: true } }, signal);
        this.compareClocks(message.date * 1000, before);
        return message;
      });
      if (sent === null) return false;
    }
    return true;
  }

  /** Our clock may be set while a call is under way: then it says nothing. */
  private compareClocks(theirs: number, before: number): void {
    const after = this.wallClock();
    if (after >= before && after - before <= CALL_TIMEOUT_MS) this.aheadMs = theirs - after;
  }

  async remove(messageId: number): Promise<boolean> {
    return (await this.patiently((signal) => this.api.deleteMessage(this.chatId, messageId, signal))) === true;
  }

  /** Ends the waiting circle on a pressed button. */
  async acceptPress(queryId: string): Promise<void> {
    await this.patiently((signal) => this.api.answerCallbackQuery(queryId, {}, signal));
  }

  /** A few tries, with the wait Telegram asks for where it is short. Only what surely did not arrive is sent again: an answer twice is worse than none. */
  private async patiently<T>(call: (signal: ReturnType<typeof apiSignal>) => Promise<T>): Promise<T | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(apiSignal(this.giveUp, AbortSignal.timeout(CALL_TIMEOUT_MS)));
      } catch (error) {
        const { kind, retryAfterMs = 0 } = failureOf(error);
        if (kind !== 'not-sent' || attempt >= TRIES || retryAfterMs > LONGEST_WAIT_MS || this.giveUp.aborted) return null;
        await sleep(Math.max(retryAfterMs, 500 * attempt), undefined, { signal: this.giveUp }).catch(() => {});
      }
    }
  }
}
