/** A trader that hangs, as the web meets it: whoever acts is answered within seconds, what stops is carried out when it wakes or by the one started next, what starts never is. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptStops } from '../../src/adapters/control-socket/kept-stops.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { ProcessRow } from '../../src/api/system.ts';
import { openRemoteSource, type RemoteSource } from '../../src/apps/platform/remote-source.ts';
import { STEP_KIND } from '../../src/core/trading/engine/steps.ts';

const ended: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ended.reverse()) await end();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-hung-'));
  ended.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'order-process.ts'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  ended.push(() => end(child));
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The kinds of the owner's commands on modes, as the journal has them. */
function recorded(folder: string): unknown[] {
  return [...readJournal(join(folder, 'journal/paper'))].flatMap(
    ({ body }) => (body as { command?: { kind: string } }).command?.kind ?? [],
  );
}

let rows: readonly ProcessRow[] | null = null;
function watched(folder: string): RemoteSource {
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
  const folder = newFolder();
  const child = await start(folder);
  const remote = watched(folder);
  await remote.heard;
  child.kill('SIGSTOP');
  const askedAt = performance.now();
  // It hangs since now: nobody can know before it has been silent for 3 s.
  const first = remote.command(pause(), origin);
  await expect(first).rejects.toMatchObject({ code: 'STOP_KEPT', ...plainWords });
  expect(performance.now() - askedAt).toBeLessThan(8_000);
  const again = performance.now();
  await expect(remote.command(resume(), origin)).rejects.toMatchObject({ code: 'TRADER_SILENT', ...plainWords });
  const blocked = { kind: 'strategy-disable', commandId: randomUUID(), strategyId: 'ema-cross' } as const;
  await expect(remote.command(blocked, origin)).rejects.toMatchObject({ code: 'TRADER_SILENT_HANDED_OVER', ...plainWords });
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({ code: 'STOP_KEPT', ...plainWords });
  // All together, and a slow machine: far from the 10 s each that a call may take.
  expect(performance.now() - again).toBeLessThan(5_000);
  child.kill('SIGCONT');
  await expect.poll(() => remote.snapshot()?.status.mode.name, { timeout: 15_000 }).toBe('EMERGENCY');
  // Both ways lead to it, the socket and the disk: each stop is recorded once.
  await expect.poll(() => keptStops(folder)).toEqual([]);
  expect(recorded(folder)).toEqual(['pause', 'kill']);
});

test('a kill that a hung trader was handed is lost neither with its life nor with the web: the next one comes up in EMERGENCY', {
  timeout: 40_000,
}, async () => {
  const folder = newFolder();
  const child = await start(folder);
  const remote = watched(folder);
  await remote.heard;
  expect(remote.snapshot()?.status.mode.name).toBe('NORMAL');
  child.kill('SIGSTOP');
  const asked = kill();
  await expect(remote.command(asked, origin)).rejects.toMatchObject({ code: 'STOP_KEPT', ...plainWords });
  remote.close();
  await end(child);
  expect(recorded(folder)).toEqual([]);
  expect(keptStops(folder)).toMatchObject([{ kind: 'kill', commandId: asked.commandId, by: 'panel:ana' }]);
  await start(folder);
  const next = watched(folder);
  await next.heard;
  await expect.poll(() => next.snapshot()?.status.mode).toMatchObject({ name: 'EMERGENCY', by: 'panel:ana' });
  await expect.poll(() => keptStops(folder)).toEqual([]);
  expect(recorded(folder)).toEqual(['kill']);
  // Nothing was decided before it.
  const [step] = [...readJournal(join(folder, 'journal/paper'))].filter(({ kind }) => kind === STEP_KIND);
  expect(step?.body).toMatchObject({ command: { kind: 'kill', to: 'EMERGENCY', by: 'panel:ana' } });
});

test('a trader that is away is told in plain words: being started again since when, or not', async () => {
  const folder = newFolder();
  const remote = watched(folder);
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({ code: 'TRADER_NOT_RUNNING', ...plainWords });
  const at = Date.UTC(2026, 0, 5, 13, 5, 2);
  const lastExit = { at, code: null, signal: 'SIGKILL', refusal: null, wasAsked: false };
  rows = [{ name: 'trader', state: 'waiting', since: at, startedAt: null, processId: null, restarts: 3, lastExit }];
  for (const asked of [() => remote.command(resume(), origin), async () => remote.fills({ limit: 1 })])
    await expect(asked).rejects.toMatchObject({
      code: 'TRADER_RESTARTING',
      message: expect.stringMatching(/^the trader ended at 13:05:02 UTC and is being started again, for \d+ s now: nothing was done[^/]*$/),
    });
  // It comes up by itself: a stop need not be asked for again. Where nothing starts it, a stop would lie there for days.
  const asked = kill();
  await expect(remote.command(asked, origin)).rejects.toMatchObject({ code: 'STOP_KEPT', ...plainWords });
  rows = rows.map((row) => ({ ...row, state: 'stopped' }));
  await expect(remote.command(kill(), origin)).rejects.toMatchObject({
    code: 'TRADER_NOT_RUNNING',
    message: expect.stringContaining('start it again on the System page'),
  });
  expect(keptStops(folder)).toMatchObject([{ commandId: asked.commandId }]);
});
