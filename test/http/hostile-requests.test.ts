/** Requests nobody sends by mistake: bytes that can be read in two ways, other names, other methods, paths that lead out, bodies that are too much. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { type RawAnswer, saying } from './raw-line.ts';
import { buildSmallPanel } from './small-panel.ts';

const KEY = 'a key of the command line';
const panel = buildSmallPanel();
const bugs: unknown[] = [];
let session: ScriptedSession;
let server: WebServer;
beforeAll(async () => {
  session = new ScriptedSession(300);
  server = await createServer({
    source: session,
    port: 0,
    panelFolder: panel.folder,
    commandLineKey: KEY,
    onBug: (error) => bugs.push(error),
  });
});
afterAll(async () => {
  await server.close();
  panel.remove();
});

/** Headers of a program that may do everything, and of one that wants one answer. */
const known = () => `Host: localhost:${server.port}\r\nAuthorization: Bearer ${KEY}\r\nConnection: close\r\n`;
const plain = () => `Host: localhost:${server.port}\r\nConnection: close\r\n`;
const ask = (first: string, headers = plain(), body = '') => saying(server.port, `${first}\r\n${headers}\r\n${body}`);
const command = (headers: string, body: string) =>
  ask('POST /api/v1/commands HTTP/1.1', `${known()}Content-Type: application/json\r\n${headers}`, body);
const KILL = JSON.stringify({ kind: 'kill', commandId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff', confirmed: true });
const answers = ({ whole }: RawAnswer) => whole.split('HTTP/1.1 ').length - 1;

describe('requests that can be read in two ways', () => {
  test('a length and chunks, two lengths, another coding: 400, and nothing behind it is a request', async () => {
    const hidden = `GET /api/v1/session HTTP/1.1\r\n${known()}\r\n`;
    const framings = [
      ['Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`],
      ['Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${hidden}`],
      ['Content-Length: 2\r\nContent-Length: 3\r\n', `{}${hidden}`],
      ['Content-Length: 2, 3\r\n', `{}${hidden}`],
      ['Content-Length: +2\r\n', `{}${hidden}`],
      ['Content-Length: -1\r\n', hidden],
      ['Content-Length : 2\r\n', `{}${hidden}`],
      ['Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${hidden}`],
      ['Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`],
      ['Transfer-Encoding: identity\r\nTransfer-Encoding: cow\r\n', `0\r\n\r\n${hidden}`],
      ['Transfer-Encoding: chunked\r\n', `zz\r\n${hidden}`],
      ['Transfer-Encoding: chunked\r\n', `1;\nx\r\n{\r\n0\r\n\r\n${hidden}`],
    ] as const;
    for (const [headers, body] of framings) {
      const answer = await command(headers, body);
      expect([headers, answer.status, answers(answer)]).toEqual([headers, 400, 1]);
    }
  });

  test('lines that end in another way, folded headers, characters that are none: 400', async () => {
    const heads = [
      `GET /health HTTP/1.1\nHost: localhost:${server.port}\n\n`,
      `GET /health HTTP/1.1\r\n${plain()}X-A: b\r\n c\r\n\r\n`,
      `GET /health HTTP/1.1\r\n${plain()}X-A: b\rX-B: c\r\n\r\n`,
      `GET /health HTTP/1.1\r\n${plain()}X-A: b\0c\r\n\r\n`,
      `GET /health HTTP/1.1\r\n${plain()}X A: b\r\n\r\n`,
      `GET /health HTTP/9.9\r\n${plain()}\r\n`,
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
    ];
    for (const head of heads) expect([head, (await saying(server.port, head)).status]).toEqual([head, 400]);
  });

  test('what comes after a request that asked for another protocol is not read as one', async () => {
    const upgrade = `${plain().replace('close', 'Upgrade, HTTP2-Settings')}HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n`;
    for (const path of ['/', '/health', '/api/v1/session', '/nowhere.js'])
      for (const protocol of ['h2c', 'websocket', 'TLS/1.3']) {
        const answer = await ask(
          `GET ${path} HTTP/1.1`,
          `${upgrade}Upgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`,
        );
        expect([path, protocol, answer.status]).toEqual([path, protocol, 400]);
      }
  });
});

describe('another name', () => {
  test('two names, a name in the address, none at all', async () => {
    expect((await ask('GET /health HTTP/1.1', `${plain()}Host: evil.example\r\n`)).status).toBe(400);
    expect((await ask('GET /health HTTP/1.1', `Host: evil.example\r\n${plain()}`)).status).toBe(400);
    expect((await ask('GET http://evil.example/health HTTP/1.1')).status).toBe(400);
    expect((await ask('GET http://evil.example/api/v1/session HTTP/1.1', known())).status).toBe(400);
    expect((await ask('GET /health HTTP/1.1', 'Connection: close\r\n')).status).toBe(400);
    expect((await ask('GET /health HTTP/1.0', 'Connection: close\r\n')).status).toBe(421);
    expect((await ask('GET /health HTTP/1.1', 'Host: evil.example\r\nConnection: close\r\n')).status).toBe(421);
    expect((await ask('GET /health HTTP/1.1', 'Host: localhost.evil.example\r\nConnection: close\r\n')).status).toBe(421);
  });

  test('what a gateway is told besides changes nothing: no answer holds it, and no other address is answered', async () => {
    const told = [
      'X-Forwarded-Host: evil.example',
      'X-Host: evil.example',
      'Forwarded: host=evil.example',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Prefix: /evil.example',
      'X-Original-URL: /api/v1/session',
      'X-Rewrite-URL: /api/v1/session',
    ].join('\r\n');
    const usual = await ask('GET / HTTP/1.1');
    const forged = await ask('GET / HTTP/1.1', `${plain()}${told}\r\n`);
    expect(forged.whole).not.toContain('evil.example');
    expect(forged.body).toBe(usual.body);
    expect((await ask('GET /nowhere HTTP/1.1', `${plain()}${told}\r\n`)).status).toBe(404);
  });
});

describe('another method', () => {
  test('is not to be had by a header or a parameter', async () => {
    const override = 'X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\nX-Method-Override: DELETE\r\n';
    expect((await ask('GET /api/v1/session HTTP/1.1', known() + override)).status).toBe(200);
    expect((await ask('GET /api/v1/session?_method=DELETE HTTP/1.1', known() + override)).status).toBe(422);
    expect((await ask('GET /api/v1/session HTTP/1.1', known())).status).toBe(200);
    const posted = await command(`${override.replaceAll('DELETE', 'GET')}Content-Length: 2\r\n`, '{}');
    expect(posted.status).toBe(422);
  });

  test('TRACE, CONNECT, OPTIONS and the like give nothing back', async () => {
    for (const method of ['TRACE', 'OPTIONS', 'PROPFIND', 'PATCH']) {
      const page = await ask(`${method} / HTTP/1.1`, `${plain()}X-Told: back again\r\n`);
      expect([method, page.status, page.whole.includes('back again')]).toEqual([method, 404, false]);
      const operation = await ask(`${method} /api/v1/session HTTP/1.1`, `${known()}X-Told: back again\r\n`);
      expect([method, operation.status, operation.whole.includes('back again')]).toEqual([method, 405, false]);
    }
    expect((await saying(server.port, `CONNECT evil.example:443 HTTP/1.1\r\n${plain()}\r\n`)).whole).toBe('');
  });

  test('no page elsewhere is given leave to read (CORS)', async () => {
    const foreign =
      'Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-csrf-token\r\n';
    for (const first of ['OPTIONS /api/v1/commands HTTP/1.1', 'GET /api/v1/snapshot HTTP/1.1', 'GET / HTTP/1.1', 'GET /app.js HTTP/1.1'])
      expect((await ask(first, known() + foreign)).head.toLowerCase()).not.toContain('access-control-');
  });
});

describe('paths that lead out', () => {
  const OUT = [
    '/../secret.txt',
    '/../server/server.js',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..;/..;/secret.txt',
    '/app.js/../../secret.txt',
    '/app.js%00.txt',
    '/%00../secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/%uff0e%uff0e/secret.txt',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/etc/passwd',
    '/server/server.js',
    '/package.json',
    '/.git/config',
    '/secret.txt',
  ];

  test.each(OUT)('%s', async (path) => {
    const { status, whole } = await ask(`GET ${path} HTTP/1.1`);
    expect(whole).not.toMatch(/not for anybody|renderPage|root:x:|"type":"module"|\[core\]/);
    // A page that is not there is drawn and says so; with a file's ending there is nothing.
    if (/\.\w+$/.test(path)) expect(status).toBeGreaterThanOrEqual(400);
  });

  test('no folder is listed', async () => {
    for (const path of ['/assets', '/assets/', '/assets/.', '/./', '/client/'])
      expect((await ask(`GET ${path} HTTP/1.1`)).whole).not.toContain('style-1a2b3c');
    expect((await ask('GET /assets/style-1a2b3c.css HTTP/1.1')).status).toBe(200);
  });
});

describe('bodies that are too much', () => {
  test('declared and in chunks: 413, before they are read', async () => {
    expect((await command('Content-Length: 16385\r\n', '{')).status).toBe(413);
    expect((await command('Content-Length: 99999999999\r\n', '{')).status).toBe(413);
    const chunk = `1000\r\n${' '.repeat(4096)}\r\n`;
    expect((await command('Transfer-Encoding: chunked\r\n', `${chunk.repeat(5)}0\r\n\r\n`)).status).toBe(413);
    expect((await ask('POST /nowhere HTTP/1.1', `${plain()}Content-Length: 99999999\r\n`, '{')).status).toBe(404);
  });

  test('headers and addresses: 431', async () => {
    expect((await ask('GET /health HTTP/1.1', `${plain()}X-A: ${'a'.repeat(70_000)}\r\n`)).status).toBe(431);
    expect((await ask(`GET /health?${'a'.repeat(70_000)} HTTP/1.1`)).status).toBe(431);
    expect((await ask('GET /health HTTP/1.1', plain() + 'X-A: a\r\n'.repeat(9_000))).status).toBe(431);
  });

  test('packed: none is unpacked', async () => {
    for (const coding of ['gzip', 'br', 'deflate', 'gzip, gzip', 'zstd'])
      expect((await command(`Content-Encoding: ${coding}\r\nContent-Length: 2\r\n`, '{}')).status).toBe(415);
  });

  test('deep, wide, and with names that reach into every object: 4xx, and nothing is changed', async () => {
    const bodies = [
      '['.repeat(8_000) + ']'.repeat(8_000),
      `${'{"a":'.repeat(2_500)}1${'}'.repeat(2_500)}`,
      `{${Array.from({ length: 1_500 }, (_, i) => `"a${i}":1`).join(',')}}`,
      KILL.replace('{', '{"__proto__":{"isAdmin":true},'),
      KILL.replace('{', '{"constructor":{"prototype":{"isAdmin":true}},'),
      KILL.replace('"kill"', '{"toString":"kill"}'),
      '{"kind":"kill","kind":["pause"]}',
      '1e999',
      'null',
      '"kill"',
      '',
      '{"kind":"kill"',
      `{"kind":"kill","commandId":"${'a'.repeat(16_000)}"}`,
    ];
    for (const body of bodies) {
      const { status } = await command(`Content-Length: ${body.length}\r\n`, body);
      expect([body.slice(0, 60), Math.floor(status / 100)]).toEqual([body.slice(0, 60), 4]);
    }
    expect(({} as Record<string, unknown>).isAdmin).toBe(undefined);
    expect(session.commands).toHaveLength(0);
  });

  test('of another kind than JSON: 415, also what a form elsewhere can send without asking', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'text/json',
    ])
      expect([
        type,
        (await ask('POST /api/v1/commands HTTP/1.1', `${known()}Content-Type: ${type}\r\nContent-Length: 2\r\n`, '{}')).status,
      ]).toEqual([type, 415]);
  });
});

describe('answers', () => {
  test('hold no line that was asked for', async () => {
    const split = '%0d%0aSet-Cookie:%20planted=1%0d%0a%0d%0a<script>';
    for (const path of [`/sign-in?to=${split}`, `/${split}`, `/enter?token=${split}`, `/api/v1/${split}`, `/trading?${split}`]) {
      const answer = await ask(`GET ${path} HTTP/1.1`);
      expect(answer.head.toLowerCase()).not.toContain('set-cookie');
      expect(answers(answer)).toBe(1);
    }
  });

  test('none of this was a bug', () => {
    expect(bugs).toEqual([]);
  });
});
