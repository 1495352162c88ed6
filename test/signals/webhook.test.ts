import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { answerErrorsAsProblems } from '../../src/adapters/http/problems.ts';
import { signalsFile } from '../../src/adapters/http/signals-file.ts';
import { registerWebhookRoute, type WebhookOptions } from '../../src/adapters/http/webhook-route.ts';
import { signatureOf } from '../../src/adapters/http/webhook-signature.ts';
import { problem } from '../../src/api/problem.ts';
import type { SignalDecision, SignalWish } from '../../src/core/trading/signals/signal-wish.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { atalaya } from '../cli/run-cli.ts';
import { auditList } from '../telegram/scripted-control.ts';

const SECRET = 'a-secret-that-is-shared-with-the-sender-0001';
const ENTRY = { kind: 'LONG_ENTRY', symbol: 'BTCUSDT', tf: '15m', strategy: 'ema-breakout', sl: 44_100, tp1: 46_000 };
const EXECUTED: SignalDecision = { outcome: 'executed', decisionId: 'D-1', orderId: 'O-1', cuts: ['SIZE_REGIME'] };

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(more: Partial<WebhookOptions> = {}, folder = mkdtempSync(join(tmpdir(), 'atalaya-signals-'))) {
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const wishes: SignalWish[] = [];
  const bugs: unknown[] = [];
  const { entries, audit } = auditList();
  let decision: SignalDecision = EXECUTED;
  let nowMs = Date.UTC(2026, 10, 20, 12);
  const server = fastify({ genReqId: () => crypto.randomUUID() });
  answerErrorsAsProblems(server, (error) => bugs.push(error));
  server.addHook('onRequest', async (request, reply) => void reply.header('x-correlation-id', request.id));
  registerWebhookRoute(server, {
    secret: SECRET,
    async accept(wish) {
      wishes.push(wish);
      return decision;
    },
    audit,
    ...{ injectionAllowed: true, confidenceWhenAbsent: 0.6, now: () => nowMs },
    memory: more.memory ?? signalsFile(join(folder, 'signals.json')),
    ...more,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  open.push(() => server.close());
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${url}/api/v1/signals`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, text: answer, body: JSON.parse(answer) };
  };
  return {
    ...{ url, folder, wishes, audited: entries, bugs, post, server },
    now: () => nowMs,
    wait: (ms: number) => {
      nowMs += ms;
    },
    decide: (next: SignalDecision) => {
      decision = next;
    },
    /** Signed now, or at another time. */
    send: (body: unknown, at = nowMs) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return post(text, signed(text, String(at)));
    },
  };
}

const signed = (text: string, timestamp: string) => ({
  'x-atalaya-timestamp': timestamp,
  'x-atalaya-signature': signatureOf(SECRET, timestamp, text),
});

test('the signature is HMAC-SHA256 over timestamp, full stop and body', () => {
  // openssl: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key
  expect(signatureOf('key', '1700000000', '{"a":1}')).toBe('a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03');
});

describe('a signal', () => {
  test('that is signed, fresh and new is decided, and the decision is the answer', async () => {
    const { send, wishes, audited, now } = await start();
    const answer = await send(ENTRY);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(EXECUTED);
    expect(wishes).toMatchObject([{ kind: 'entry', side: 1, stopPrice: 44_100, confidence: 0.6, createdAt: now(), dryRun: false }]);
    expect(audited).toEqual([
      {
        ...{ at: now(), actor: 'webhook', action: 'signal', outcome: 'done', code: null },
        detail: { correlationId: answer.headers.get('x-correlation-id'), outcome: 'executed', decisionId: 'D-1' },
      },
    ]);
  });

  test('without, with a wrong, an old or a repeated signature gets 401, 401, 401 and 409, is audited, and does nothing', async () => {
    const { post, send, wishes, audited, now } = await start();
    const text = JSON.stringify(ENTRY);
    const stamp = String(now());
    const none = await post(text);
    const wrong = await post(text, { ...signed(text, stamp), 'x-atalaya-signature': signatureOf('another secret', stamp, text) });
    const moved = await post(text.replace('44100', '40000'), signed(text, stamp));
    const redated = await post(text, { ...signed(text, stamp), 'x-atalaya-timestamp': String(now() + 1) });
    for (const answer of [none, wrong, moved, redated]) {
      expect(problem.parse(answer.body)).toMatchObject({ status: 401, code: 'SIGNAL_UNSIGNED' });
      // Whoever can't sign can't tell from the answer how near he was.
      expect(answer.text.length).toBe(none.text.length);
      expect({ ...answer.body, correlationId: '' }).toEqual({ ...none.body, correlationId: '' });
    }
    const old = await send(ENTRY, now() - 300_001);
    expect(problem.parse(old.body)).toMatchObject({ status: 401, code: 'SIGNAL_STALE', measured: 300_001, limit: 300_000 });
    expect((await send(ENTRY, now() + 300_001)).status).toBe(401);
    expect(wishes).toEqual([]);
    expect((await send(ENTRY, now() - 300_000)).status).toBe(200);
    const again = await send(ENTRY, now() - 300_000);
    expect(problem.parse(again.body)).toMatchObject({ status: 409, code: 'SIGNAL_REPEATED' });
    expect(wishes).toHaveLength(1);
    expect(audited.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 4 }, () => 'SIGNAL_UNSIGNED'),
      ...['SIGNAL_STALE', 'SIGNAL_STALE', null, 'SIGNAL_REPEATED'],
    ]);
    expect(JSON.stringify(audited)).not.toContain(SECRET);
  });

  test('is refused again after a restart: what was used up is on disk, for its owner alone', async () => {
    const first = await start();
    const body = { ...ENTRY, nonce: 'nonce-0001' };
    expect((await first.send(body)).status).toBe(200);
    await first.server.close();
    expect(statSync(join(first.folder, 'signals.json')).mode & 0o777).toBe(0o600);
    const second = await start({}, first.folder);
    expect((await second.send(body)).body).toMatchObject({ code: 'SIGNAL_REPEATED' });
    // Signed anew, the nonce is still used up.
    expect((await second.send(body, second.now() + 1)).body).toMatchObject({ code: 'SIGNAL_REPEATED' });
    expect(second.wishes).toEqual([]);
  });

  test('takes seconds or milliseconds as time, and any name of its content', async () => {
    const { post, now } = await start();
    const text = JSON.stringify(ENTRY);
    expect((await post(text, { ...signed(text, String(now() / 1000)), 'content-type': 'text/plain' })).status).toBe(200);
    const prefixed = signed(text, String(now()));
    expect((await post(text, { ...prefixed, 'x-atalaya-signature': `sha256=${prefixed['x-atalaya-signature']}` })).status).toBe(200);
  });

  test('under one idempotency key is decided once; the same key for another signal is refused', async () => {
    const { send, wishes, decide, now } = await start();
    const body = { ...ENTRY, idempotency_key: 'alert-2026-11-20-1' };
    expect((await send(body)).body).toEqual(EXECUTED);
    decide({ outcome: 'executed', decisionId: 'D-2', orderId: null, cuts: [] });
    expect((await send(body, now() + 1)).body).toEqual(EXECUTED);
    expect((await send({ ...body, sl: 44_000 }, now() + 2)).body).toMatchObject({ status: 409, code: 'SIGNAL_KEY_REUSED' });
    expect(wishes).toHaveLength(1);
  });

  test('whose outcome nobody heard of is not tried again by itself', async () => {
    const body = { ...ENTRY, idempotency_key: 'alert-2026-11-20-1' };
    const { send, bugs, now } = await start({ accept: () => Promise.reject(new Error('planted')) });
    const lost = await send(body);
    expect(problem.parse(lost.body)).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
    expect(lost.text).not.toContain('planted');
    expect(bugs).toHaveLength(1);
    expect((await send(body, now() + 1)).body).toMatchObject({ status: 409, code: 'SIGNAL_OUTCOME_UNKNOWN' });
  });

  test('that is not understood gets 422 with the field, and is never 200', async () => {
    const { send, wishes, now } = await start();
    expect((await send({ ...ENTRY, sl: null })).body).toMatchObject({
      status: 422,
      code: 'SIGNAL_SCHEMA',
      detail: expect.stringMatching(/^sl: /),
    });
    expect((await send('{"kind":', now() + 1)).body).toMatchObject({ status: 422, code: 'SIGNAL_SCHEMA' });
    expect((await send('', now() + 2)).body).toMatchObject({ status: 422, code: 'SIGNAL_SCHEMA' });
    // One of two stops would be lost, whichever a parser takes.
    const twice = JSON.stringify(ENTRY).replace('{', '{"s\\u006c":1,');
    expect((await send(twice, now() + 3)).body).toMatchObject({
      status: 422,
      code: 'SIGNAL_SCHEMA',
      detail: expect.stringMatching(/^sl: /),
    });
    expect(wishes).toEqual([]);
  });

  test('that risk refuses is a 409 problem with code and figures; one that waits for the owner is 202', async () => {
    const { send, decide, now } = await start();
    decide({ outcome: 'refused', decisionId: 'D-3', code: 'RISK_POSITION_LIMIT', message: 'at most 20 %', measured: 0.25, limit: 0.2 });
    const refused = await send(ENTRY);
    expect(problem.parse(refused.body)).toMatchObject({
      status: 409,
      code: 'RISK_POSITION_LIMIT',
      detail: 'at most 20 %',
      measured: 0.25,
      limit: 0.2,
    });
    decide({ outcome: 'awaiting-approval', decisionId: 'D-4', expiresAt: now() + 300_000 });
    const waiting = await send(ENTRY, now() + 1);
    expect([waiting.status, waiting.body.decisionId]).toEqual([202, 'D-4']);
  });

  test('of the injection tool is refused with real money', async () => {
    const { send, wishes } = await start({ injectionAllowed: false });
    expect((await send({ ...ENTRY, injected: true })).body).toMatchObject({ status: 403, code: 'SIGNAL_INJECTION_REFUSED' });
    expect(wishes).toEqual([]);
  });

  test('while nothing may be sent is refused as not available, is used up, and may be sent again signed anew', async () => {
    let reason: { code: string; message: string } | null = { code: 'LEASE_LAPSED', message: 'this trader may not send now' };
    const { send, wishes, audited, now } = await start({ closed: () => reason });
    const body = { ...ENTRY, nonce: 'nonce-0002', idempotency_key: 'alert-2026-11-20-2' };
    expect(problem.parse((await send(body)).body)).toMatchObject({ status: 503, code: 'LEASE_LAPSED' });
    reason = null;
    expect((await send(body)).body).toMatchObject({ status: 409, code: 'SIGNAL_REPEATED' });
    expect(wishes).toEqual([]);
    expect((await send(body, now() + 1)).body).toEqual(EXECUTED);
    expect(audited.map(({ code }) => code)).toEqual(['LEASE_LAPSED', 'SIGNAL_REPEATED', null]);
  });

  test('that can not be written down first is not decided', async () => {
    const memory = {
      state: null,
      save: () => {
        throw new Error('disk full');
      },
    };
    const { send, wishes, audited } = await start({ memory });
    expect(problem.parse((await send(ENTRY)).body)).toMatchObject({ status: 503, code: 'SIGNAL_UNRECORDED' });
    expect(wishes).toEqual([]);
    expect(audited.map(({ code }) => code)).toEqual(['SIGNAL_UNRECORDED']);
  });

  test('strangers are audited ten times a minute at most', async () => {
    const { post, audited, wait } = await start();
    for (let i = 0; i < 15; i++) await post(ENTRY);
    expect(audited).toHaveLength(10);
    wait(60_000);
    await post(ENTRY);
    expect(audited.at(-1)?.detail).toMatchObject({ passedOver: 5 });
  });
});

test('the platform’s own server takes signals where it is told to, beside its other routes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-signals-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  const { entries, audit } = auditList();
  const webhook = {
    secret: SECRET,
    accept: async () => EXECUTED,
    audit,
    memory: signalsFile(join(folder, 's')),
    injectionAllowed: true,
    confidenceWhenAbsent: 0.6,
  };
  const server = await createServer({ source: new ScriptedSession(900), port: 0, panelFolder: folder, webhook });
  open.push(() => server.close());
  const text = JSON.stringify(ENTRY);
  const url = `${server.url}/api/v1/signals`;
  const answer = await fetch(url, { method: 'POST', body: text, headers: signed(text, String(Date.now())) });
  expect([answer.status, await answer.json()]).toEqual([200, EXECUTED]);
  const unsigned = await fetch(url, { method: 'POST', body: text });
  expect(unsigned.status).toBe(401);
  expect(unsigned.headers.get('content-type')).toContain('application/problem+json');
  expect(entries.map(({ code }) => code)).toEqual([null, 'SIGNAL_UNSIGNED']);
});

describe('starting', () => {
  test('with a weak secret or a damaged memory is refused', async () => {
    await expect(start({ secret: 'short' })).rejects.toMatchObject({ code: 'WEBHOOK_SECRET_WEAK' });
    const { folder, send, server } = await start();
    await send(ENTRY);
    await server.close();
    writeFileSync(join(folder, 'signals.json'), '{"version":1}');
    await expect(start({}, folder)).rejects.toMatchObject({ code: 'SIGNAL_STATE_DAMAGED' });
  });
});

describe('atalaya signal', () => {
  const secretFile = (folder: string) => {
    const file = join(folder, 'webhook-secret');
    writeFileSync(file, `${SECRET}\n`, { mode: 0o600 });
    return file;
  };

  test('signs and sends a file of signals and says which were executed and why others were not', async () => {
    const { url, folder, wishes, decide } = await start({ now: Date.now });
    const file = join(folder, 'signals-to-send.json');
    writeFileSync(file, JSON.stringify([ENTRY, { ...ENTRY, sl: null }]));
    const both = await atalaya(['signal', file, '--url', url, '--secret-file', secretFile(folder), '--json']);
    expect(both.code).toBe(1);
    expect(JSON.parse(both.stdout)).toMatchObject({
      executed: 1,
      refused: 1,
      signals: [
        { kind: 'LONG_ENTRY', symbol: 'BTCUSDT', status: 200, outcome: 'executed', decisionId: 'D-1', code: null },
        { status: 422, outcome: 'refused', code: 'SIGNAL_SCHEMA', detail: expect.stringContaining('sl: expected') },
      ],
    });
    decide({ outcome: 'dry-run', decisionId: 'D-5', orderId: null, cuts: [] });
    const options = '--kind EXIT --symbol BTCUSDT --tf 15m --strategy ema-breakout --side long --dry-run'.split(' ');
    const dry = await atalaya(['signal', ...options, '--url', url, '--secret-file', secretFile(folder)]);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('1 accepted, 0 refused');
    expect(wishes.at(-1)).toMatchObject({ kind: 'exit', side: 1, dryRun: true });
    expect(readFileSync(join(folder, 'signals.json'), 'utf8')).not.toContain(SECRET);
  });

  test('says what is missing: the secret, the platform, the signal', async () => {
    const { folder } = await start();
    const exit = ['signal', '--kind', 'EXIT', '--json'];
    const [missing, nobody, empty] = await Promise.all([
      atalaya([...exit, '--secret-file', join(folder, 'none')]),
      atalaya([...exit, '--secret-file', secretFile(folder), '--url', 'http://127.0.0.1:9']),
      atalaya(['signal', '--json', '--secret-file', secretFile(folder)]),
    ]);
    expect([missing.code, JSON.parse(missing.stdout).error.code]).toEqual([3, 'WEBHOOK_SECRET_MISSING']);
    expect([nobody.code, JSON.parse(nobody.stdout).error.code]).toEqual([3, 'PLATFORM_UNREACHABLE']);
    expect([empty.code, JSON.parse(empty.stdout).error.code]).toEqual([2, 'USAGE']);
  });
});
