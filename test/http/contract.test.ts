/** The interface as a whole: the document made from what is served, aliases, unchanged answers, haste, and that nothing is served without a permission. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { ALIASES } from '../../src/api/contract/aliases.ts';
import { CONTRACT } from '../../src/api/contract/index.ts';
import { liveSaid } from '../../src/api/live.ts';
import { sessionSnapshot } from '../../src/api/session.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const KEY = { authorization: 'Bearer key of this test' };
let server: WebServer;
beforeEach(async () => {
  server = await createServer({ source: new ScriptedSession(300), port: 0, panelFolder: '/nowhere', commandLineKey: 'key of this test' });
});
afterEach(() => server.close());

const ask = (path: string, headers: Record<string, string> = KEY, more: RequestInit = {}) =>
  fetch(`${server.url}${path}`, { headers, redirect: 'manual', ...more });

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Shown>>>>;
}
interface Shown {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: object }[];
  readonly responses: Readonly<Record<string, object>>;
}

async function documented(): Promise<Document> {
  return (await ask('/api/v1/openapi.json')).json() as Promise<Document>;
}

/** Objects of a schema that would take a name they do not know, and pass it over. */
function open(schema: unknown, at: string): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties, additionalProperties } = schema as { properties?: object; additionalProperties?: unknown };
  const here = properties !== undefined && additionalProperties !== false ? [`${at} {${Object.keys(properties)}}`] : [];
  return [...here, ...Object.entries(schema).flatMap(([name, part]) => open(part, `${at}.${name}`))];
}

test('no act passes a name over that it does not know, at any depth: it would do something else than was meant', () => {
  const rows = Object.entries(CONTRACT).flatMap(([part, operations]) =>
    Object.entries(operations).map(([name, row]) => [`${part}.${name}`, (row as { body?: z.ZodType }).body] as const),
  );
  const taken = rows.flatMap(([id, body]) => (body ? open(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }), id) : []));
  expect(rows.filter(([, body]) => body).length).toBeGreaterThan(30);
  expect([...taken, ...open(z.toJSONSchema(liveSaid, { io: 'input' }), 'live')]).toEqual([]);
});

describe('the document', () => {
  test('is OpenAPI 3.1 and names every operation once, with what comes in and what goes out', async () => {
    const { openapi, paths } = await documented();
    expect(openapi).toBe('3.1.0');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['trading.snapshot', 'trading.orders', 'trading.command', 'entrance.session']));
    for (const { operationId, summary, responses } of operations) {
      expect(summary, operationId).toMatch(/\.$/);
      expect(Object.keys(responses), operationId).toContain('default');
    }
    const candles = paths['/api/v1/candles']?.get?.parameters ?? [];
    expect(candles.map(({ name, in: where }) => [name, where])).toContainEqual(['instrumentId', 'query']);
    expect(candles.find(({ name }) => name === 'limit')?.schema).toMatchObject({ default: 600, minimum: 1, maximum: 5000 });
  });

  test('is for those who have entered, and so is its page, which loads nothing from elsewhere', async () => {
    expect((await ask('/api/v1/openapi.json', {})).status).toBe(401);
    expect((await ask('/docs', {})).status).toBe(401);
    const page = await (await ask('/docs')).text();
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('answers', () => {
  test('an alias is served like the address it stands for', async () => {
    const [alias] = Object.entries(ALIASES).find(([, path]) => path === '/api/v1/snapshot') ?? [];
    expect((await ask(alias as string, {})).status).toBe(401);
    expect(sessionSnapshot.safeParse(await (await ask(alias as string)).json()).success).toBe(true);
    const orders = (await (await ask('/api/trading/orders?limit=2')).json()) as { rows: unknown[] };
    expect(orders.rows.length).toBeLessThanOrEqual(2);
  });

  test('who has the same answer already is told so, and gets another one when it is another', async () => {
    const first = await ask('/api/v1/fills?limit=5');
    const tag = first.headers.get('etag') as string;
    expect(tag).toMatch(/^"[\w-]+"$/);
    const again = await ask('/api/v1/fills?limit=5', { ...KEY, 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await ask('/api/v1/fills?limit=4', { ...KEY, 'if-none-match': tag });
    expect(other.status).toBe(200);
  });

  test('what is not understood is 422 and names the field; what is no JSON is 400', async () => {
    const bad = await ask('/api/v1/candles?instrumentId=BTCUSDT&timeframe=1m&limit=0');
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ code: 'REQUEST_INVALID', detail: expect.stringMatching(/^limit: /) });
    for (const none of ['', '0x10', '1e1', '%205', '+5', '5.', '٥', 'NaN', '5&limit=5'])
      expect([none, (await ask(`/api/v1/fills?limit=${none}`)).status]).toEqual([none, 422]);
    const broken = await ask('/api/v1/commands', { ...KEY, 'content-type': 'application/json' }, { method: 'POST', body: '{' });
    expect(broken.status).toBe(400);
  });

  test('a name that a question does not know is refused with those it knows, and so is any where nothing can be asked', async () => {
    const bad = await ask('/api/v1/fills?limit=5&bogus=1');
    expect([bad.status, await bad.json()]).toMatchObject([
      422,
      {
        code: 'REQUEST_INVALID',
        detail: expect.stringMatching(/^bogus: expected one of .*limit.*, found an unknown name; correct or leave it out\.$/),
      },
    ]);
    expect((await ask('/api/v1/positions?bogus=1')).status).toBe(404);
    expect((await ask('/api/v1/session?bogus=1')).status).toBe(422);
    expect((await ask('/api/trading/orders?limit=2&bogus=1')).status).toBe(422);
  });

  test('what is wrong is told in a sentence of the house, and in pieces for other languages', async () => {
    const told = async (query: string) => (await ask(`/api/v1/candles?${query}`)).json();
    expect(await told('timeframe=1m')).toMatchObject({
      detail: 'instrumentId: expected a text, found nothing; give it.',
      unclear: { field: 'instrumentId', rule: 'missing', expected: ['a text'], found: null },
    });
    expect(await told('instrumentId=X&timeframe=1m&limit=many')).toMatchObject({
      detail: 'limit: expected a number, found "many"; correct it.',
      unclear: { field: 'limit', rule: 'kind', expected: ['a number'], found: '"many"' },
    });
    expect(await told('instrumentId=X&timeframe=1m&limit=9000')).toMatchObject({
      detail: 'limit: expected at most 5000, found "9000"; correct it.',
    });
  });

  test('reads have a limit of their own; stopping has none', async () => {
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 13; batch++) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => ask('/api/v1/session')));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses).toEqual(
      new Map([
        [200, 1200],
        [429, 100],
      ]),
    );
    const body = JSON.stringify({ kind: 'pause', commandId: crypto.randomUUID() });
    const stop = () => ask('/api/v1/commands', { ...KEY, 'content-type': 'application/json' }, { method: 'POST', body });
    const stops = await Promise.all(Array.from({ length: 250 }, async () => (await stop()).status));
    expect(new Set(stops)).toEqual(new Set([200]));
  });
});
