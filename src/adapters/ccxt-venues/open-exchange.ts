/** One ccxt exchange whose every request goes through our own sender, under the permission of the call it belongs to. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import type { Exchange } from 'ccxt';
import { InputError } from '../../core/domain/result.ts';
import type { BaseUrls, VenueOptions } from './options.ts';
import { createSender, type HttpAnswer } from './send-once.ts';
import { badAnswer, VenueError } from './venue-error.ts';

/** What one request of ours may do and what became of it; concurrent requests never share one. */
export interface Call {
  readonly mayStillSend: () => boolean;
  /** Requests other than GET that ccxt made by itself and the venue answered well: after one, a later failure is no plain refusal. */
  changes: number;
}

export interface OpenExchange {
  readonly exchange: Exchange;
  /** Runs ccxt code as one call. */
  during<T>(call: Call, work: () => Promise<T>): Promise<T>;
  /** The dialect's payload of one signed or public endpoint: ccxt signs, we send and decode. */
  request(path: string, api: 'public' | 'private', method: 'GET' | 'POST', parameters?: object): Promise<unknown>;
  /** Takes key and secret out of a text. */
  redact(text: string): string;
  close(): Promise<void>;
}

/** How a dialect reads an answer: the payload, or a VenueError. */
export type AnswerReader = (answer: HttpAnswer) => unknown;

export interface Credentials {
  readonly key: () => string;
  readonly secret: () => string;
  readonly passphrase?: () => string;
}

const FREE: Call = Object.freeze({ mayStillSend: () => true, changes: 0 });
const REQUEST_TIMEOUT_MS = 10_000;

/** InputError VENUE_UNKNOWN for a name that ccxt does not have. `read` is null where ccxt itself judges the answers. */
export async function openExchange(
  options: VenueOptions,
  credentials: Credentials | null,
  read: AnswerReader | null,
  ccxtOptions: object,
): Promise<OpenExchange> {
  const Venue = await exchangeClass(options.venue);
  const timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  // Our own budget paces requests. Figures as text keep every digit of the venue.
  const exchange = new Venue({ enableRateLimit: false, timeout: timeoutMs, number: String, options: ccxtOptions });
  exchange.milliseconds = () => Math.floor(options.now());
  if (options.baseUrl !== undefined) exchange.urls.api = withBase(exchange.urls.api, options.baseUrl) as Exchange['urls']['api'];
  if (credentials) hideCredentials(exchange, credentials);

  const redact = redactor(credentials);
  const sender = createSender();
  const calls = new AsyncLocalStorage<{ readonly call: Call; readonly raw: boolean }>();
  exchange.fetch = async (url: string, method = 'GET', headers?: Record<string, string>, body?: string) => {
    const { call, raw } = calls.getStore() ?? { call: FREE, raw: false };
    const answer = await sender.send({
      url,
      method,
      headers: plainHeaders({ ...exchange.headers, ...headers }),
      body,
      timeoutMs,
      mayStillSend: call.mayStillSend,
    });
    const value = read && raw ? read(answer) : judgedByCcxt(exchange, answer, { url, method, headers, body }, read);
    if (!raw && method !== 'GET' && call !== FREE) call.changes += 1;
    return value;
  };
  return {
    exchange,
    during: (call, work) => calls.run({ call, raw: false }, work),
    request: (path, api, method, parameters = {}) => {
      const call = calls.getStore()?.call ?? FREE;
      return calls.run({ call, raw: true }, () => exchange.request(path, api, method, parameters));
    },
    redact,
    close: async () => {
      sender.close();
      await exchange.close();
    },
  };
}

/**
 * The one exchange, with its streams where ccxt has them. The whole of ccxt costs 65 MB more than two of its exchanges (docs/decisions), and its
 * package names only the whole: its files are found from there.
 */
async function exchangeClass(venue: string): Promise<new (config: object) => Exchange> {
  const whole = import.meta.resolve('ccxt');
  for (const file of /^[a-z0-9]+$/.test(venue) ? [`./src/pro/${venue}.js`, `./src/${venue}.js`] : []) {
    const at = new URL(file, whole);
    if (existsSync(at)) return (await import(at.href)).default;
  }
  throw new InputError('VENUE_UNKNOWN', `expected a ccxt exchange such as bybit or kraken, found "${venue}"`, 2);
}

/** Markets and the generic dialect: ccxt parses, and its error classes are read by `failureOf`. */
function judgedByCcxt(
  exchange: Exchange,
  answer: HttpAnswer,
  sent: { url: string; method: string; headers: object | undefined; body: string | undefined },
  read: AnswerReader | null,
): unknown {
  if (answer.status >= 500 || answer.status === 408)
    throw new VenueError('unknown', 'SERVER_ERROR', `HTTP ${answer.status}`, { venueCode: `HTTP ${answer.status}` });
  if (read) read(answer);
  const parsed = exchange.parseJson(answer.text.trim()) as unknown;
  if (parsed === undefined && answer.status < 400)
    throw badAnswer(`expected JSON, found ${answer.text.length} characters of something else`);
  const judged = exchange.handleErrors(
    answer.status,
    '',
    sent.url,
    sent.method,
    answer.headers,
    answer.text,
    parsed,
    sent.headers,
    sent.body,
  );
  if (judged === undefined) exchange.handleHttpStatusCode(answer.status, '', sent.url, sent.method, answer.text);
  return parsed;
}

/** ccxt would add its own affiliate name as Referer. */
function plainHeaders(headers: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = { 'User-Agent': 'atalaya' };
  for (const [name, value] of Object.entries(headers))
    if (name !== 'Referer' && value !== undefined && value !== null) kept[name] = String(value);
  return kept;
}

/** Asked for when ccxt signs; not enumerable, so that no print of the exchange shows them. */
function hideCredentials(exchange: Exchange, credentials: Credentials): void {
  Object.defineProperties(exchange, {
    apiKey: { get: credentials.key, enumerable: false, configurable: true },
    secret: { get: credentials.secret, enumerable: false, configurable: true },
    ...(credentials.passphrase ? { password: { get: credentials.passphrase, enumerable: false, configurable: true } } : {}),
  });
}

function redactor(credentials: Credentials | null): (text: string) => string {
  if (!credentials) return (text) => text;
  const words = [credentials.key, credentials.secret, credentials.passphrase].filter((word) => word !== undefined);
  return (text) => words.map((word) => word()).reduce((left, word) => (word === '' ? left : left.replaceAll(word, '[secret]')), text);
}

/** Every address, whatever the nesting, keeps its path and goes to its base instead; streams by ws where the base is http. */
export function withBase(urls: unknown, base: string | BaseUrls, isPrivate = false): unknown {
  if (typeof urls === 'object' && urls !== null)
    return Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, withBase(url, base, isPrivate || name.startsWith('private'))]),
    );
  const parts = /^(https?|wss?):\/\/[^/]+(.*)$/.exec(String(urls));
  if (!parts) return urls;
  const [, scheme = '', path = ''] = parts;
  const isStream = scheme.startsWith('ws');
  const streams = (one: BaseUrls) => (isPrivate ? one.privateStreams : one.publicStreams);
  const to = new URL(typeof base === 'string' ? base : isStream ? streams(base) : base.rest);
  const secure = to.protocol === 'https:' || to.protocol === 'wss:' ? 's' : '';
  return `${isStream ? 'ws' : 'http'}${secure}://${to.host}${to.pathname.replace(/\/$/, '')}${path}`;
}
