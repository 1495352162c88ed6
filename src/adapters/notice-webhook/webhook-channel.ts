/** Notices as signed JSON to an address of the owner's: HMAC-SHA256 over time and body, so that the receiver can tell them from a stranger's. */

import { createHash, createHmac } from 'node:crypto';
import { InputError } from '../../core/domain/result.ts';
import type { Secret } from '../../core/domain/secret.ts';
import type { NoticeChannel } from '../support/courier.ts';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The receiver answered, and not with a yes. */
class Refused extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfter: string | null) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfter !== null && /^\d{1,4}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
  }
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** InputError WEBHOOK_OPEN_LINE: https is expected, except on this machine. */
export function openWebhookChannel(url: string, secret: Secret): NoticeChannel {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.has(hostname)))
    throw new InputError(
      'WEBHOOK_OPEN_LINE',
      `expected an address with https, found ${protocol}//${hostname}; http is for this machine only`,
      3,
    );
  return {
    async send({ id, at, severity, code, text }, signal) {
      const delivery = createHash('sha256').update(id).digest('hex').slice(0, 32);
      const body = JSON.stringify({ delivery, at: new Date(at).toISOString(), severity, code, text });
      const seconds = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-atalaya-timestamp': seconds, 'x-atalaya-signature': `sha256=${signature}` },
        body,
        // What is signed for one address is not carried to another.
        redirect: 'manual',
        signal,
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Refused(answer.status, answer.headers.get('retry-after'));
      return { messageId: `${delivery} (HTTP ${answer.status})`, at: Date.now() };
    },
    failureOf(error) {
      if (error instanceof Refused) {
        const { status, retryAfterMs } = error;
        const kind = status >= 500 ? 'in-doubt' : status === 429 ? 'not-sent' : 'refused';
        const message = `${hostname} answered HTTP ${status}`;
        return { kind, code: `WEBHOOK_${status}`, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
      }
      const cause = (error as { cause?: { code?: unknown } }).cause?.code;
      const code = typeof cause === 'string' ? cause : 'NO_ANSWER';
      return { kind: NEVER_CONNECTED.has(code) ? 'not-sent' : 'in-doubt', code: `WEBHOOK_${code}`, message: `${hostname}: ${code}` };
    },
    close() {},
  };
}
