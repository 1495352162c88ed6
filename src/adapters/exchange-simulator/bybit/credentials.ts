/** Who asks, and whether it is signed: HMAC-SHA256 over what the venue's documentation says, within its window of time. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../wire/wire-server.ts';
import { plainText, Refused } from './answers.ts';

/** The secret of a key; null where the key is unknown. */
export type SecretOf = (key: string) => string | null;

/** A funded demo account for any key whose secret equals it. */
export const demoSecretOf: SecretOf = (key) => (/^[\w-]{3,36}$/.test(key) ? key : null);

const USUAL_WINDOW_MS = 5_000;
/** A request may be ahead of the venue's clock by less than this. */
const MOST_AHEAD_MS = 1_000;

/** The key of a signed request. Refused 10001, 10002, 10003 or 10004. */
export function keyOfRequest({ method, query, body, headers }: WireRequest, secretOf: SecretOf, now: number): string {
  const header = (name: string) => String(headers[name] ?? '');
  const [key, stamp, sign] = [header('x-bapi-api-key'), header('x-bapi-timestamp'), header('x-bapi-sign')];
  if (key === '' || stamp === '' || sign === '')
    throw new Refused(10001, `empty value: apiTimestamp[${stamp}] apiKey[${key}] apiSignature[]`);
  const window = header('x-bapi-recv-window');
  expectInTime(stamp, window, now);
  const origin = stamp + key + window + (method === 'POST' ? body : query);
  expectSigned(key, origin, sign, secretOf);
  return key;
}

/** The rule of time: server time - window <= timestamp < server time + 1000. */
export function expectInTime(stamp: string, window: string, now: number): void {
  const at = Number(stamp);
  const windowMs = window === '' ? USUAL_WINDOW_MS : Number(window);
  if (at >= now - windowMs && at < now + MOST_AHEAD_MS) return;
  throw new Refused(
    10002,
    `invalid request, please check your server timestamp or recv_window param. req_timestamp[${stamp}],server_timestamp[${now}],recv_window[${windowMs}]`,
  );
}

/** The key of a stream's `auth`: [key, expires, signature of GET/realtime + expires]. */
export function keyOfStream(args: readonly unknown[], secretOf: SecretOf, now: number): string {
  const [key = '', expires = '', sign = ''] = args.map(plainText);
  if (!(Number(expires) > now)) throw new Refused(10004, 'Params Error');
  expectSigned(key, `GET/realtime${expires}`, sign, secretOf);
  return key;
}

function expectSigned(key: string, origin: string, sign: string, secretOf: SecretOf): void {
  const secret = secretOf(key);
  if (secret === null) throw new Refused(10003, 'API key is invalid.');
  const expected = createHmac('sha256', secret).update(origin).digest();
  const given = Buffer.from(sign, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refused(10004, 'error sign! please check your signature generation algorithm.');
}
