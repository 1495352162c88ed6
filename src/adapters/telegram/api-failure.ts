/** What a failed call to Telegram means, by its code and never by its words. The words of a network error hold the bot's token: they go nowhere. */

import { GrammyError, HttpError } from 'grammy';
import type { SendFailure } from '../../core/operations/outbox/notice.ts';

/** Nothing of the request can have left: there was no line to send it on. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** `status` is Telegram's own error code, null when there was no answer. Codes: TELEGRAM_400, TELEGRAM_ECONNREFUSED, TELEGRAM_NO_ANSWER. */
export function failureOf(error: unknown): SendFailure & { readonly status: number | null } {
  if (error instanceof GrammyError) {
    const { error_code: status, parameters } = error;
    const retryAfterMs = (parameters.retry_after ?? 0) * 1000;
    // 5xx may come from a gateway in front of a Telegram that took the message. 401, 403 and 404 are about the bot, not about this message.
    const kind = status >= 500 ? 'in-doubt' : status === 400 ? 'refused' : 'not-sent';
    return { kind, code: `TELEGRAM_${status}`, status, retryAfterMs };
  }
  const cause = error instanceof HttpError ? (error.error as { code?: unknown } | null)?.code : undefined;
  if (typeof cause !== 'string') return { kind: 'in-doubt', code: 'TELEGRAM_NO_ANSWER', status: null };
  return { kind: NEVER_CONNECTED.has(cause) ? 'not-sent' : 'in-doubt', code: `TELEGRAM_${cause}`, status: null };
}
