/** One question to an outside system that tells figures, over HTTP: within a time, up to a size, and with an error that says which way it failed. */

import type { z } from 'zod';
import { type ProviderAnswer, type ProviderQuestion, ProviderTrouble } from '../../core/portfolio/quotes/provider.ts';

const PROVIDER_WITHIN_MS = 10_000;
const LARGEST_BYTES = 8 * 1024 ** 2;

/** ProviderTrouble as its codes say. The address is not repeated in errors: it may hold what is asked about, never a key, which goes in headers. */
export async function askOnce<Value>(
  provider: string,
  { url, headers = {}, accepts, read }: ProviderQuestion<Value>,
  withinMs = PROVIDER_WITHIN_MS,
): Promise<Value> {
  const answer = await received(provider, url, headers, withinMs);
  if (answer.status === accepts) return read(answer);
  const trouble = troubleOf(provider, answer);
  if (trouble !== null) throw trouble;
  return read(answer);
}

interface Received extends ProviderAnswer {
  readonly retryAfter: string | null;
}

async function received(provider: string, url: string, headers: Readonly<Record<string, string>>, withinMs: number): Promise<Received> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(withinMs) });
    return {
      status: response.status,
      text: await bodyOf(response),
      cookies: response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] as string),
      date: instantOf(response.headers.get('date')),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    if (error instanceof ProviderTrouble) throw error;
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    const why = name === 'TimeoutError' ? `nothing within ${withinMs / 1000} s` : (cause?.code ?? message);
    throw new ProviderTrouble('PROVIDER_UNREACHABLE', `${provider} does not answer: ${why}`);
  }
}

async function bodyOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST_BYTES) throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected an answer up to ${LARGEST_BYTES} bytes, found more`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Null where the answer may be read. */
function troubleOf(provider: string, { status, retryAfter }: Received): ProviderTrouble | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return quotaSpent(provider, retryAt(retryAfter));
  if (status === 401 || status === 403) return new ProviderTrouble('PROVIDER_KEY', `${provider} refuses who asks (${status})`);
  if (status === 404) return new ProviderTrouble('PROVIDER_UNKNOWN', `${provider} does not know it`);
  if (status >= 500) return new ProviderTrouble('PROVIDER_BUSY', `${provider} has an error of its own (${status})`, retryAt(retryAfter));
  if (status >= 300 && status < 400)
    return new ProviderTrouble('PROVIDER_UNCLEAR', `expected figures of ${provider}, found a way to another page (${status})`);
  return new ProviderTrouble('PROVIDER_UNCLEAR', `expected figures of ${provider}, found an answer ${status}`);
}

export const quotaSpent = (provider: string, again: number | null): ProviderTrouble =>
  new ProviderTrouble('PROVIDER_QUOTA', `${provider}: its allowance is spent`, again);

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAt(text: string | null): number | null {
  if (text === null) return null;
  return /^\d+$/.test(text) ? Date.now() + Number(text) * 1000 : instantOf(text);
}

function instantOf(text: string | null): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

/** What was told, in the shape that is expected of it. */
export function shaped<T extends z.ZodType>(provider: string, shape: T, told: unknown): z.infer<T> {
  const read = shape.safeParse(told);
  if (!read.success) throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected figures of ${provider}, found an answer without them`);
  return read.data;
}

/** The body as JSON; a page that asks for consent, an error in plain words or half an answer is none. */
export function jsonOf(provider: string, { text }: ProviderAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const found = /^\s*</.test(text) ? 'a page' : text.trim() === '' ? 'nothing' : 'something that is no whole JSON';
    throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected figures of ${provider}, found ${found}`);
  }
}
