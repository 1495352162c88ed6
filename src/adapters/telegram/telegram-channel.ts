/** Notices into the owner's chat. */

import { Api, GrammyError } from 'grammy';
import type { NoticeChannel } from '../support/courier.ts';
import { failureOf } from './api-failure.ts';
import { apiSignal } from './api-signal.ts';

export function telegramChannel(api: Api, chatId: number): NoticeChannel {
  return {
    async send({ text, silent }, signal) {
      const sent = await api.sendMessage(
        chatId,
        text,
        { disable_notification: silent, link_preview_options: { is_disabled: true } },
        apiSignal(signal),
      );
      return { messageId: String(sent.message_id), at: sent.date * 1000 };
    },
    failureOf(error) {
      const failure = failureOf(error);
      // Telegram's own words hold no token; those of a network error do.
      return { ...failure, message: error instanceof GrammyError ? error.description : failure.code };
    },
    close() {},
  };
}

/** One of its own, for a message or two. */
export function openTelegramChannel(token: string, chatId: number, apiRoot: string | undefined): NoticeChannel {
  return telegramChannel(new Api(token, apiRoot === undefined ? {} : { apiRoot }), chatId);
}
