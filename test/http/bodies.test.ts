/** Bodies as they come in: what two programs could read in two ways is refused, and whoever sends too much hears that it is too much. */

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
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
  expect(bugs).toEqual([]);
});

interface Told {
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly line: string | null;
}

async function tell(body: string | Uint8Array<ArrayBuffer>, contentType = 'application/json', path = '/api/v1/commands'): Promise<Told> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': contentType };
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  const { detail, code } = (await answer.json()) as { detail: string; code: string };
  return { status: answer.status, detail, code, line: answer.headers.get('connection') };
}

const PAUSE = '{"kind":"pause","commandId":"6f9619ff-8b86-4d01-b42d-00c04fc964ff","reason":"ñ"}';

describe('how it is written', () => {
  test.each(['latin1', 'ISO-8859-1', '"utf-16"', 'utf-7', 'utf-8; charset=latin1', 'x', ''])('charset=%s: 415', async (charset) => {
    expect(await tell(PAUSE, `application/json; charset=${charset}`)).toMatchObject({ status: 415, code: 'REQUEST_INVALID' });
    expect(session.commands).toEqual([]);
  });

  test('bytes that are no UTF-8: 400, and no other character instead', async () => {
    expect(await tell(new Uint8Array(Buffer.from(PAUSE, 'latin1')))).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect(session.commands).toEqual([]);
  });

  test.each([
    ['{"kind":"kill","kind":"pause"}', '"kind"'],
    ['{"kind":"pause","\\u006bind":"kill"}', '"kind"'],
    ['{"kind":"pause","more":[{"a":1},{"b":{"secret":1,"secret":"not to be repeated"}}]}', '"more.1.b.secret"'],
  ])('a name twice in one object: 400 and where: %s', async (body, path) => {
    const { status, detail } = await tell(body);
    expect([status, detail]).toEqual([400, `Expected each name once in an object, found ${path} twice; send it once.`]);
    expect(session.commands).toEqual([]);
  });

  test.each(['"a\\ud800b"', '"\\udc00"', '{"\\ud83d":1}', '["\\ude00\\ud83d"]', '"a\\u0000b"'])(
    'half of a character, or NUL: 422: %s',
    async (reason) => {
      const { status, detail } = await tell(PAUSE.replace('"ñ"', reason));
      expect([status, detail]).toEqual([422, expect.stringMatching(/^a text: expected (whole characters|none with the character NUL)/)]);
    },
  );

  test('UTF-8 by any of its names, and whole characters beyond the first plane, are taken', async () => {
    for (const [i, contentType] of ['application/json', 'application/json;charset=UTF-8', 'application/json; charset="utf8"'].entries()) {
      const answer = await tell(PAUSE.replace('6f9619ff', `6f9619f${i}`).replace('ñ', 'ñ \\ud83d\\ude00 😀'), contentType);
      expect([contentType, answer.status]).toEqual([contentType, 200]);
    }
    expect(session.commands).toHaveLength(3);
  });
});

describe('more than is taken', () => {
  const LARGE = 20 * 1024 * 1024;

  test('fetch sends twenty megabytes and reads the 413, whoever it is', async () => {
    expect(await tell(`"${'a'.repeat(LARGE)}"`)).toMatchObject({ status: 413, code: 'REQUEST_INVALID', line: 'close' });
    expect(await tell(`"${'a'.repeat(LARGE)}"`, 'application/json', '/api/v1/snapshot')).toMatchObject({ status: 405, line: 'close' });
    expect(await tell('a'.repeat(LARGE), 'text/plain')).toMatchObject({ status: 415 });
  });

  /** Sends all of it before a byte of the answer is read, as simple clients do. */
  function sendFirst(headers: string, parts: readonly string[]): Promise<string> {
    return new Promise((done, fail) => {
      const socket = connect(server.port, '127.0.0.1').setEncoding('latin1').pause();
      let heard = '';
      socket.on('error', fail);
      socket.on('data', (part) => {
        heard += part;
      });
      socket.on('end', () => done(heard));
      socket.write(
        `POST /api/v1/commands HTTP/1.1\r\nHost: localhost:${server.port}\r\nAuthorization: Bearer ${KEY}\r\n${headers}\r\n\r\n`,
      );
      const send = ([part, ...rest]: readonly string[]): void => {
        if (part === undefined) socket.resume();
        else socket.write(part, () => send(rest));
      };
      send(parts);
    });
  }

  const MEGABYTE = ' '.repeat(1024 * 1024);
  test.each([
    ['a length', `Content-Type: application/json\r\nContent-Length: ${20 * MEGABYTE.length}`, Array(20).fill(MEGABYTE)],
    [
      'chunks',
      'Content-Type: application/json\r\nTransfer-Encoding: chunked',
      [...Array(20).fill(`100000\r\n${MEGABYTE}\r\n`), '0\r\n\r\n'],
    ],
  ] as const)('who reads only after having sent it all is answered 413 and the line ends: %s', async (_name, headers, parts) => {
    const heard = await sendFirst(headers, parts);
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard.toLowerCase()).toContain('\r\nconnection: close\r\n');
    expect(heard.split('HTTP/1.1 ')).toHaveLength(2);
  });

  test('nobody is listened to for ever: a line that goes on and on is cut', async () => {
    const endless = Array(80).fill(MEGABYTE);
    await expect(
      sendFirst('Content-Type: application/json\r\nContent-Length: 99999999999', endless).then((heard) => {
        // Where the answer got through before the line was cut, it is the same one.
        expect(heard).toMatch(/^HTTP\/1\.1 413 /);
        throw Object.assign(new Error('cut'), { code: 'EPIPE' });
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) });
  });
});
