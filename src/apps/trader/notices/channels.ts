/** The ways to the owner: which secret each needs, and how each is opened. What a channel needs is loaded where it is used. */

import type { NoticeChannel } from '../../../adapters/support/courier.ts';
import type { ChannelName, NoticeSettings } from '../../../api/notices.ts';
import { InputError, type Refusal } from '../../../core/domain/result.ts';
import { ENVIRONMENT } from '../../config.ts';
import type { Delivered } from '../../secrets/delivered.ts';

export const SECRET_OF_CHANNEL: Readonly<Record<ChannelName, string>> = { telegram: 'telegram', email: 'smtp', webhook: 'webhook' };

export const channelOfSecret = (name: string): ChannelName | null =>
  (Object.keys(SECRET_OF_CHANNEL) as ChannelName[]).find((one) => SECRET_OF_CHANNEL[one] === name) ?? null;

export type Opened =
  | { readonly kind: 'off' }
  | { readonly kind: 'incomplete'; readonly why: Refusal; readonly target: string | null }
  | { readonly kind: 'on'; readonly channel: NoticeChannel; readonly target: string };

type Opener = (settings: NoticeSettings, secret: Delivered | null) => Promise<Opened>;

const OFF: Opened = { kind: 'off' };

export function telegramSettings(secret: Delivered | null) {
  const { token, chat } = secret?.values ?? {};
  return ENVIRONMENT.telegram(token && chat ? { token: token.reveal(), chat: chat.reveal() } : null);
}

const OPENERS: Readonly<Record<ChannelName, Opener>> = {
  async telegram(_settings, secret) {
    const settings = telegramSettings(secret);
    if (settings === null) return OFF;
    const { token, chatId, apiRoot } = settings;
    const { openTelegramChannel } = await import('../../../adapters/telegram/telegram-channel.ts');
    return { kind: 'on', channel: openTelegramChannel(token, chatId, apiRoot), target: `…${String(chatId).slice(-3)}` };
  },
  async email({ email }, secret) {
    if (email === null) return OFF;
    const { openEmailChannel } = await import('../../../adapters/email/email-channel.ts');
    return { kind: 'on', channel: openEmailChannel(email, secret?.values.password ?? null), target: email.to };
  },
  async webhook({ webhook }, secret) {
    if (webhook === null) return OFF;
    const { openWebhookChannel } = await import('../../../adapters/notice-webhook/webhook-channel.ts');
    const { requireWebhookAddress } = await import('../../../adapters/notice-webhook/receiver-address.ts');
    requireWebhookAddress(webhook.url);
    const target = new URL(webhook.url).host;
    const shared = secret?.values.secret;
    if (shared === undefined) {
      const message = `expected the secret that notices to ${target} are signed with, found none; put it in as the secret webhook`;
      return { kind: 'incomplete', why: { code: 'WEBHOOK_SECRET_MISSING', message }, target };
    }
    return { kind: 'on', channel: openWebhookChannel(webhook.url, shared), target };
  },
};

/** What keeps a channel from being opened is told and stops nothing. */
export async function openChannel(name: ChannelName, settings: NoticeSettings, secret: Delivered | null): Promise<Opened> {
  try {
    return await OPENERS[name](settings, secret);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      kind: 'incomplete',
      why: { code: error.code, message: error.message },
      target: name === 'email' ? (settings.email?.to ?? null) : null,
    };
  }
}
