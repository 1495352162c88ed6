/** Where ccxt says that a venue's streams are. */

import type { Exchange } from 'ccxt';
import { InputError } from '../../core/domain/result.ts';
import { isPayload } from './payload.ts';

/** The address under `urls.api.ws`, with the exchange's host name filled in. */
export function streamUrl(exchange: Exchange, path: readonly string[]): string {
  const api = exchange.urls.api as unknown;
  let here: unknown = isPayload(api) ? api.ws : undefined;
  for (const step of path) here = isPayload(here) ? here[step] : undefined;
  if (typeof here !== 'string') throw new InputError('STREAM_UNKNOWN', `${exchange.id}: ccxt names no stream ${path.join('.')}`, 3);
  return exchange.implodeHostname(here) as string;
}
