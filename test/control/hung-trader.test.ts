/** A trader that hangs, as the web meets it: whoever acts is answered within seconds, what stops is carried out when it wakes, what starts never is. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProcessRow } from '../../src/api/system.ts';
import { openRemoteSource, type RemoteSource } from '../../src/apps/platform/remote-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-hung-'));
const ended: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ended.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'order-process.ts'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  ended.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return child;
}

let rows: readonly ProcessRow[] | null = null;
function watched(): RemoteSource {
  const remote = openRemoteSource({ dataFolder: folder, release: '0.0.0', startingMs: 0, processes: async () => rows });
  ended.push(() => remote.close());
  return remote;
}

const origin = { by: 'panel:ana', correlationId: 'test' };
const kill = () => ({ kind: 'kill', commandId: randomUUID(), confirmed: true }) as const;
const resume = () => ({ kind: 'resume', commandId: randomUUID(), confirmed: true, to: 'NORMAL' }) as const;
const pause = () => ({ kind: 'pause', commandId: randomUUID() }) as const;
/** What a browser is told holds no path and no command line. */
const plainWords = { message: expect.not.stringMatching(/\/|npx|data-dir/), exitCode: 3 };

test('SIGSTOP: a pause is answered within seconds and done on waking, a resume is not handed over', { timeout: 40_000 }, async () => {
  const child = await start();
  const remote = watched();
  await remote.heard;
  child.kill('SIGSTOP');
  const askedAt = performance.now();
  // It hangs since now: nobody can know before it has been silent for 3 s.
  const first = remote.command(pause(), origin);
  await expect(first).rejects.toMatchObject({ code: 'TRADER_SILENT_HANDED_OVER', ...plainWords });
  expect(performance.now() - askedAt).toBeLessThan(8_000);
  const again = performance.now();
  await expect(remote.command(resume(), origin)).rejects.toMatchObject({ code: 'TRADER_SILENT', ...plainWords });
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({ code: 'TRADER_SILENT_HANDED_OVER', ...plainWords });
  // Both together, and a slow machine: far from the 10 s each that a call may take.
  expect(performance.now() - again).toBeLessThan(5_000);
  child.kill('SIGCONT');
  await expect.poll(() => remote.snapshot()?.status.mode.name, { timeout: 15_000 }).toBe('EMERGENCY');
});

test('a trader that is away is told in plain words: being started again since when, or not', async () => {
  await ended[0]?.();
  const remote = watched();
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING', ...plainWords });
  const at = Date.UTC(2026, 0, 5, 13, 5, 2);
  const lastExit = { at, code: null, signal: 'SIGKILL', refusal: null, wasAsked: false };
  rows = [{ name: 'trader', state: 'waiting', since: at, startedAt: null, processId: null, restarts: 3, lastExit }];
  for (const asked of [() => remote.command(kill(), origin), async () => remote.fills({ limit: 1 })])
    await expect(asked).rejects.toMatchObject({
      code: 'TRADER_RESTARTING',
      message: expect.stringMatching(/^the trader ended at 13:05:02 UTC and is being started again, for \d+ s now: nothing was done[^/]*$/),
    });
  rows = rows.map((row) => ({ ...row, state: 'stopped' }));
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({
    code: 'TRADER_NOT_RUNNING',
    message: expect.stringContaining('start it again on the System page'),
  });
});
