/** The door itself: whose it is, where it is, what is left of a killed process, and what it says to what it does not understand. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import type { ControlDesk } from '../../src/adapters/control-socket/control-desk.ts';
import { type Door, type DoorOptions, openDoor } from '../../src/adapters/control-socket/door.ts';
import { CONTROL_PATHS, controlMode } from '../../src/api/control.ts';
import { problem } from '../../src/api/problem.ts';

const cleanings: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanings.splice(0).reverse()) await clean();
});

function folder(parent = tmpdir()): string {
  const path = mkdtempSync(join(parent, 'atalaya-door-'));
  cleanings.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const MODE = { name: 'NORMAL', reason: null, by: null, since: 0, closesOnly: false, blockers: [], triggers: [], pinAsked: true } as const;
const unused = () => {
  throw new Error('not asked in these tests');
};
/** Answers about the mode alone. */
const DESK: ControlDesk = {
  mode: () => ({ ...MODE, blockers: [], triggers: [] }),
  status: unused,
  positions: unused,
  orders: unused,
  arming: unused,
  command: unused,
  killCheck: unused,
  reconcile: unused,
};

async function open(dataFolder: string, options: Partial<DoorOptions> = {}): Promise<Door> {
  const door = await openDoor({ desk: DESK, dataFolder, ...options });
  cleanings.push(() => door.close());
  return door;
}

const askMode = (dataFolder: string, timeoutMs = 5_000) =>
  askTrader({ dataFolder, method: 'GET', path: CONTROL_PATHS.mode, answer: controlMode, timeoutMs });

/** Listens on a socket in a process of its own, which is then killed: its socket stays. */
async function leaveSocket(path: string): Promise<void> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(lstatSync(path).isSocket()).toBe(true);
}

/** A program on the other end that is no trader of ours. */
async function listenOn(path: string, serve: (call: Socket) => void = () => {}): Promise<void> {
  const calls: Socket[] = [];
  const server = createServer((call) => {
    calls.push(call);
    serve(call);
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  cleanings.push(() => {
    for (const call of calls) call.destroy();
    return new Promise((closed) => server.close(closed));
  });
}

describe('the socket', () => {
  test('is open to its owner alone, also where the folder was open, and is gone with the trader', async () => {
    const data = folder();
    mkdirSync(join(data, 'run'), { mode: 0o755 });
    chmodSync(join(data, 'run'), 0o755);
    const door = await openDoor({ desk: DESK, dataFolder: data });
    expect(door.socket).toBe(join(data, 'run/trader.sock'));
    expect(statSync(join(data, 'run')).mode & 0o777).toBe(0o700);
    expect(statSync(door.socket).mode & 0o777).toBe(0o600);
    expect(await askMode(data)).toEqual(MODE);
    await door.close();
    expect(readdirSync(join(data, 'run'))).toEqual([]);
    await expect(askMode(data)).rejects.toMatchObject({
      code: 'TRADER_NOT_RUNNING',
      exitCode: 3,
      message: expect.stringContaining(`looked for ${door.socket}`),
    });
  });

  test('of a killed process is taken over', async () => {
    const data = folder();
    mkdirSync(join(data, 'run'), { mode: 0o700 });
    await leaveSocket(join(data, 'run/trader.sock'));
    await expect(askMode(data)).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING' });
    await open(data);
    expect(await askMode(data)).toEqual(MODE);
  });

  test('on which somebody listens is left alone', async () => {
    const data = folder();
    await open(data);
    await expect(openDoor({ desk: DESK, dataFolder: data })).rejects.toMatchObject({ code: 'CONTROL_SOCKET_TAKEN', exitCode: 3 });
    expect(await askMode(data)).toEqual(MODE);
  });

  test('is not made in the place of another file', async () => {
    const data = folder();
    mkdirSync(join(data, 'run'));
    writeFileSync(join(data, 'run/trader.sock'), 'notes');
    await expect(openDoor({ desk: DESK, dataFolder: data })).rejects.toMatchObject({ code: 'CONTROL_SOCKET_TAKEN' });
    expect(readFileSync(join(data, 'run/trader.sock'), 'utf8')).toBe('notes');
  });
});

describe('a data folder whose path is too long for a socket', () => {
  /** 107 bytes are the most on Linux. */
  const deep = () => {
    const path = join(folder(), 'a'.repeat(120));
    mkdirSync(path);
    return path;
  };

  test('names a short one, private and found by the client, and takes it away in the end', async () => {
    const [data, short] = [deep(), folder()];
    const door = await openDoor({ desk: DESK, dataFolder: data, shortFolders: [short] });
    expect(Buffer.byteLength(door.socket)).toBeLessThanOrEqual(107);
    expect(dirname(dirname(door.socket))).toBe(short);
    expect(statSync(dirname(door.socket)).mode & 0o777).toBe(0o700);
    expect(statSync(door.socket).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(data, 'run/trader.sock.path'), 'utf8').trim()).toBe(door.socket);
    expect(await askMode(data)).toEqual(MODE);
    await door.close();
    expect(readdirSync(short)).toEqual([]);
    expect(existsSync(join(data, 'run/trader.sock.path'))).toBe(false);
    await expect(askMode(data)).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING' });
  });

  test('is taken up again after a kill, and not where somebody else has opened it up', async () => {
    const [data, short] = [deep(), folder()];
    const mine = mkdtempSync(join(short, 'atalaya-'));
    mkdirSync(join(data, 'run'));
    writeFileSync(join(data, 'run/trader.sock.path'), `${join(mine, 'trader.sock')}\n`);
    await leaveSocket(join(mine, 'trader.sock'));
    const again = await openDoor({ desk: DESK, dataFolder: data, shortFolders: [short] });
    expect(again.socket).toBe(join(mine, 'trader.sock'));
    await again.close();

    const opened = mkdtempSync(join(short, 'atalaya-'));
    chmodSync(opened, 0o777);
    writeFileSync(join(data, 'run/trader.sock.path'), `${join(opened, 'trader.sock')}\n`);
    const other = await open(data, { shortFolders: [short] });
    expect(dirname(other.socket)).not.toBe(opened);
    expect(await askMode(data)).toEqual(MODE);
  });
});

describe('the client', () => {
  test('gives up on a trader that takes the call and says nothing', async () => {
    const data = folder();
    mkdirSync(join(data, 'run'));
    await listenOn(join(data, 'run/trader.sock'));
    await expect(askMode(data, 50)).rejects.toMatchObject({ code: 'TRADER_NOT_ANSWERING', exitCode: 3 });
  });

  test.each([
    ['no JSON', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'],
    ['another shape', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'],
  ])('says that the trader is of another release when it answers %s', async (_, text) => {
    const data = folder();
    mkdirSync(join(data, 'run'));
    await listenOn(join(data, 'run/trader.sock'), (call) => call.end(text));
    await expect(askMode(data)).rejects.toMatchObject({ code: 'TRADER_OTHER_RELEASE', exitCode: 3 });
  });
});

describe('the door refuses', () => {
  const post = (door: Door, path: string, body: string): Promise<{ status: number; body: unknown }> =>
    new Promise((done, fail) => {
      const call = request({ socketPath: door.socket, method: 'POST', path, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      });
      call.on('error', fail);
      call.end(body);
    });
  const kill = { kind: 'kill', commandId: crypto.randomUUID(), by: 'ana', sentAt: 0, confirmed: true };

  test.each([
    ['what is no JSON, without repeating it', CONTROL_PATHS.commands, '{"pin": "4711"', 400],
    ['an act without confirmation', CONTROL_PATHS.commands, JSON.stringify({ ...kill, confirmed: undefined }), 400],
    ['an act of nobody', CONTROL_PATHS.commands, JSON.stringify({ ...kill, by: '' }), 400],
    ['a name with line breaks', CONTROL_PATHS.commands, JSON.stringify({ ...kill, by: 'ana\nroot' }), 400],
    ['an unknown act', CONTROL_PATHS.commands, JSON.stringify({ ...kill, kind: 'withdraw' }), 400],
    ['an unknown path', '/constructor', '{}', 404],
    ['what is too large', CONTROL_PATHS.commands, JSON.stringify({ ...kill, reason: 'x'.repeat(20_000) }), 413],
  ])('%s', async (_, path, body, status) => {
    const door = await open(folder());
    const answer = await post(door, path, body);
    expect(answer.status).toBe(status);
    expect(problem.parse(answer.body)).toMatchObject({ status });
    expect(JSON.stringify(answer.body)).not.toContain('4711');
  });

  test('with 500 and an id when the trader has a bug, and tells that to its log alone', async () => {
    const bugs: unknown[][] = [];
    const door = await open(folder(), { onBug: (...bug) => void bugs.push(bug) });
    const answer = await post(door, CONTROL_PATHS.commands, JSON.stringify(kill));
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(JSON.stringify(answer.body)).not.toContain('not asked');
    expect(bugs).toEqual([
      [expect.objectContaining({ message: 'not asked in these tests' }), problem.parse(answer.body).correlationId, 'POST /commands'],
    ]);
  });
});
