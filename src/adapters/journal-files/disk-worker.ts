/** The disk thread's own side: waits for a task, does it, answers; for ever. */

import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ANSWERED, ASKED, type DiskAnswer, type DiskTask, type DiskThreadData } from './disk-tasks.ts';
import { commitNow, createNow, type Handle, nodeFileSystem } from './file-system.ts';

const { port, counters } = workerData as DiskThreadData;
for (let done = 0; ; done++) {
  Atomics.wait(counters, ASKED, done);
  const task: DiskTask = receiveMessageOnPort(port)?.message;
  port.postMessage(answer(task));
  Atomics.add(counters, ANSWERED, 1);
  Atomics.notify(counters, ANSWERED);
}

function answer(task: DiskTask): DiskAnswer {
  try {
    return { handle: perform(task) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { code, message };
  }
}

function perform(task: DiskTask): Handle {
  if (task.kind === 'create') return createNow(nodeFileSystem, task.folder, task.name, task.bytes);
  commitNow(nodeFileSystem, task.handle, task.bytes, task.position);
  return task.handle;
}
