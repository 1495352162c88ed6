/** What a name resolves to is looked at before every connection, and what becomes of answers. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../core/domain/secret.ts';
import { openWebhookChannel } from './webhook-channel.ts';

let receiver: Server;
let url: string;
let heard: IncomingMessage[];
let answer: { readonly status: number; readonly headers: Record<string, string> };
beforeEach(async () => {
  heard = [];
  answer = { status: 204, headers: {} };
  receiver = createServer((request, response) => {
    heard.push(request);
    response.writeHead(answer.status, answer.headers).end('told');
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://localhost:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  receiver.close();
  await once(receiver, 'close');
});

/** Answers for every name with the next of these lists; the last one goes on. */
function resolving(...answers: string[][]): { readonly lookup: LookupFunction; readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, done) => {
    const found = answers[Math.min(asked.push(hostname), answers.length) - 1] ?? [];
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { lookup, asked };
}
const message = { id: 'a/0/0', at: 0, severity: 'info', code: 'TEST', text: 'a test', silent: false } as const;
const sent = async (lookup: LookupFunction, signal = AbortSignal.timeout(5_000)) => {
  const channel = openWebhookChannel(url, new Secret('a shared secret'), lookup);
  return channel.send(message, signal).catch((error: unknown) => channel.failureOf(error));
};

test('the connection goes to the address that was looked at, without asking twice', async () => {
  const { lookup, asked } = resolving(['127.0.0.1'], ['169.254.169.254']);
  expect(await sent(lookup)).toMatchObject({ messageId: expect.stringContaining('HTTP 204') });
  expect([asked, heard.length, heard[0]?.headers.host]).toEqual([['localhost'], 1, new URL(url).host]);
  expect(await sent(lookup)).toMatchObject({ kind: 'not-sent', code: 'WEBHOOK_ADDRESS_LOCAL' });
  expect(heard).toHaveLength(1);
});

test.each([[['127.0.0.1', '169.254.169.254']], [['127.0.0.1', 'fe80::1']], [['::ffff:169.254.169.254']], [['fd00:ec2::254', '127.0.0.1']]])(
  'a name that is also %s is refused',
  async (addresses) => {
    const { lookup } = resolving(addresses);
    expect(await sent(lookup)).toMatchObject({ kind: 'not-sent', code: 'WEBHOOK_ADDRESS_LOCAL' });
    expect(heard).toEqual([]);
  },
);

test('a redirect is no yes, and how long to wait is the receiver’s word', async () => {
  const { lookup } = resolving(['127.0.0.1']);
  answer = { status: 302, headers: { location: 'http://169.254.169.254/' } };
  expect(await sent(lookup)).toMatchObject({ kind: 'refused', code: 'WEBHOOK_302' });
  answer = { status: 429, headers: { 'retry-after': '7' } };
  expect(await sent(lookup)).toMatchObject({ kind: 'not-sent', code: 'WEBHOOK_429', retryAfterMs: 7_000 });
});

test('nobody there is not sent, and nobody who answers in time is in doubt', async () => {
  receiver.close();
  await once(receiver, 'close');
  const { lookup } = resolving(['127.0.0.1']);
  expect(await sent(lookup)).toMatchObject({ kind: 'not-sent', code: 'WEBHOOK_ECONNREFUSED' });
  receiver = createServer(() => {}).listen(Number(new URL(url).port), '127.0.0.1');
  await once(receiver, 'listening');
  expect(await sent(lookup, AbortSignal.timeout(100))).toMatchObject({ kind: 'in-doubt', code: 'WEBHOOK_NO_ANSWER' });
});
