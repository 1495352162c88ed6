/** A wake that comes late must not pass for a task or an answer: a batch would count as on disk that is not. */

import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ANSWERED, ASKED, answered, ask, awaitAnswer, createSharedTask } from './disk-tasks.ts';

test('a thread that is woken without a task does nothing', async () => {
  const folder = mkdtempSync(`${tmpdir()}/atalaya-disk-`);
  const shared = createSharedTask();
  const worker = new Worker(new URL('./disk-worker.ts', import.meta.url), { workerData: shared });
  try {
    ask(shared, { kind: 'commit', handle: openSync(`${folder}/file`, 'w+'), bytes: Buffer.from('x'), position: 0 });
    expect(awaitAnswer(shared, 0, 20_000)).toMatchObject({ handle: expect.any(Number) });
    let woken = 0;
    for (let tries = 0; tries < 200 && woken < 5; tries++) {
      woken += Atomics.notify(shared.counters, ASKED);
      await pause(1);
    }
    expect(woken).toBe(5);
    expect(Atomics.load(shared.counters, ANSWERED)).toBe(1);
  } finally {
    await worker.terminate();
    rmSync(folder, { recursive: true });
  }
});

test('who waits for an answer and is woken without one goes on waiting', async () => {
  const shared = createSharedTask();
  const waker = 'const { workerData } = require("node:worker_threads"); setInterval(() => Atomics.notify(workerData, 1), 1)';
  const worker = new Worker(waker, { eval: true, workerData: shared.counters });
  try {
    await new Promise((resolve) => worker.once('online', resolve));
    let isAnswered = false;
    const answer = answered(shared, 0).then(() => {
      isAnswered = true;
    });
    expect(awaitAnswer(shared, 0, 100)).toBeNull();
    await pause(50);
    expect(isAnswered).toBe(false);
    Atomics.add(shared.counters, ANSWERED, 1);
    await answer;
  } finally {
    await worker.terminate();
  }
});
