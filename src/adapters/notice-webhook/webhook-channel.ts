/** Notices as signed JSON to an address of the owner's: HMAC-SHA256 over time and body, so that the receiver can tell them from a stranger's. */

import { createHash, createHmac } from 'node:crypto';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { InputError } from '../../core/domain/result.ts';
import type { Secret } from '../../core/domain/secret.ts';
import type { NoticeChannel } from '../support/courier.ts';
import { checkedLookup, requireWebhookAddress } from './receiver-address.ts';

/** The receiver answered, and not with a yes. */
class Refused extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfter: string | undefined) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfter !== undefined && /^\d{1,4}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
  }
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** InputErrors of `requireWebhookAddress`. `lookup`: who resolves the receiver's name; the system's by itself. */
export function openWebhookChannel(url: string, secret: Secret, lookup?: LookupFunction): NoticeChannel {
  requireWebhookAddress(url);
  const { hostname } = new URL(url);
  return {
    async send({ id, at, severity, code, text }, signal) {
      const delivery = createHash('sha256').update(id).digest('hex').slice(0, 32);
      const body = JSON.stringify({ delivery, at: new Date(at).toISOString(), severity, code, text });
      const seconds = String(Math.floor(Date.now() / 1000));
      const signature = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
      const headers = {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...{ 'x-atalaya-timestamp': seconds, 'x-atalaya-signature': `sha256=${signature}` },
      };
      const { statusCode: status = 0, headers: answered } = await post(url, { headers, signal, lookup: checkedLookup(lookup) }, body);
      if (status < 200 || status > 299) throw new Refused(status, answered['retry-after']);
      return { messageId: `${delivery} (HTTP ${status})`, at: Date.now() };
    },
    failureOf(error) {
      if (error instanceof Refused) {
        const { status, retryAfterMs } = error;
        const kind = status >= 500 ? 'in-doubt' : status === 429 ? 'not-sent' : 'refused';
        const message = `${hostname} answered HTTP ${status}`;
        return { kind, code: `WEBHOOK_${status}`, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
      }
      // Another answer for the name may be a good one.
      if (error instanceof InputError) return { kind: 'not-sent', code: error.code, message: error.message };
      const { code: told } = error as NodeJS.ErrnoException;
      const code = typeof told === 'string' && told !== 'ABORT_ERR' ? told : 'NO_ANSWER';
      return { kind: NEVER_CONNECTED.has(code) ? 'not-sent' : 'in-doubt', code: `WEBHOOK_${code}`, message: `${hostname}: ${code}` };
    },
    close() {},
  };
}

type Posting = Readonly<Record<'headers', Readonly<Record<string, string | number>>>> & {
  readonly signal: AbortSignal;
  readonly lookup: LookupFunction;
};

/** The head of the answer. A redirect is an answer as any other: what is signed for one address is not carried to another. */
function post(url: string, options: Posting, body: string): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    // A connection of its own each time, to an address that was looked at.
    request(url, { ...options, method: 'POST', agent: false }, (answer) => {
      answer.destroy();
      resolve(answer);
    })
      .on('error', reject)
      .end(body);
  });
}
