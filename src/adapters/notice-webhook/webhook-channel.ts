/** Notices as signed JSON to an address of the owner's: HMAC-SHA256 over time and body, so that the receiver can tell them from a stranger's. */

import { createHash, createHmac } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
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

/** Where machines of a cloud hand out their own keys, and nobody receives notices. */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
const METADATA = new Set(['metadata', 'metadata.google.internal']);

function isLinkLocal(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  return version === 0 ? METADATA.has(address.replace(/\.$/, '')) : LINK_LOCAL.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** InputError WEBHOOK_OPEN_LINE (https is expected, except on this machine), WEBHOOK_ADDRESS_SECRET, WEBHOOK_ADDRESS_LOCAL. */
export function requireWebhookAddress(url: string): void {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw new InputError(
      'WEBHOOK_ADDRESS_SECRET',
      'expected an address without a name and password, found one with them: everybody who may see notices reads the address; the receiver tells notices by their signature',
      3,
    );
  if (isLinkLocal(hostname))
    throw new InputError(
      'WEBHOOK_ADDRESS_LOCAL',
      `expected the address of a receiver, found ${hostname}, which is this machine's own network line; give the receiver's name`,
      3,
    );
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.has(hostname)))
    throw new InputError(
      'WEBHOOK_OPEN_LINE',
      `expected an address with https, found ${protocol}//${hostname}; http is for this machine only`,
      3,
    );
}

/** InputErrors of `requireWebhookAddress`. */
export function openWebhookChannel(url: string, secret: Secret): NoticeChannel {
  requireWebhookAddress(url);
  const { hostname } = new URL(url);
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
