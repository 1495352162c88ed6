/** Notices by e-mail, over the owner's own SMTP account. */

import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { NoticeSettings } from '../../api/notices.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Secret } from '../../core/domain/secret.ts';
import type { SendFailure } from '../../core/operations/outbox/notice.ts';
import type { NoticeChannel } from '../support/courier.ts';

export type EmailSettings = NonNullable<NoticeSettings['email']>;

const CONNECT_MS = 10_000;
const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);

/** What nodemailer says of a failed sending (its `code` and `command`, and the server's own words). */
interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** InputError EMAIL_OPEN_LINE where a password would travel in the open; EMAIL_PASSWORD_MISSING. */
export function openEmailChannel(settings: EmailSettings, password: Secret | null): NoticeChannel {
  const { host, port, security, user, from, to } = settings;
  if (security === 'none' && !LOCAL.has(host))
    throw new InputError(
      'EMAIL_OPEN_LINE',
      `expected TLS or STARTTLS to ${host}, found neither; without it only a server on this machine is used`,
      3,
    );
  if (user !== null && password === null)
    throw new InputError(
      'EMAIL_PASSWORD_MISSING',
      `expected the password of ${user} at ${host}, found none; put it in as the secret smtp`,
      3,
    );
  const transport = createTransport({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: CONNECT_MS },
    ...(user !== null && password !== null && { auth: { user, pass: password.reveal() } }),
    // Nothing of a notice is ever read from a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    async send({ id, at, text }, signal) {
      const [head = '', ...lines] = text.split('\n');
      const sent = await transport.sendMail({
        ...{ from, to, subject: `Atalaya ${head}`, text: lines.join('\n'), date: new Date(at) },
        // The same for a repeat, which servers and programs then know as one.
        messageId: `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@atalaya.invalid>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal,
      } as Parameters<typeof transport.sendMail>[0]);
      return { messageId: String(sent.response ?? sent.messageId).slice(0, 200), at: Date.now() };
    },
    failureOf: (error) => failureOf(error as SmtpError),
    close: () => transport.close(),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  EAUTH: 'the server refused name and password',
  EDNS: 'the server was not found',
  ECONNECTION: 'the server could not be reached',
  ESOCKET: 'the line could not be secured, or broke off',
  ETLS: 'the server offers no encryption',
  ETIMEDOUT: 'the server did not answer',
  EENVELOPE: 'the server refused the sender or the receiver',
  EMESSAGE: 'the server refused the message',
};

/** Codes: EMAIL_EAUTH, EMAIL_550. Before the text of a message is handed over nothing can have arrived. */
function failureOf({ code = 'FAILED', command, responseCode, response, message }: SmtpError): SendFailure & { readonly message: string } {
  const words = `${WORDS[code] ?? 'it could not be sent'}: ${(response ?? message).slice(0, 200)}`;
  const named = responseCode === undefined || code === 'EAUTH' ? code : String(responseCode);
  return { kind: kindOf(code, command, responseCode), code: `EMAIL_${named}`, message: words };
}

function kindOf(code: string, command: string | undefined, responseCode: number | undefined): SendFailure['kind'] {
  if (code === 'EAUTH') return 'not-sent';
  if (responseCode !== undefined) return responseCode >= 500 ? 'refused' : 'not-sent';
  return command === 'DATA' || code === 'EABORT' ? 'in-doubt' : 'not-sent';
}
