/** The disk thread's own side: waits for a task, does it, answers; for ever. */

import { workerData } from 'node:worker_threads';
import { answer, awaitTask, type DiskAnswer, type DiskTask, type SharedTask } from './disk-tasks.ts';
import { commitNow, createNow, type Handle, nodeFileSystem } from './file-system.ts';

const shared = workerData as SharedTask;
for (let done = 0; ; done++) answer(shared, attempted(awaitTask(shared, done)));

function attempted(task: DiskTask): DiskAnswer {
  try {
    return { handle: perform(task) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { code, message };
  }
}

function perform(task: DiskTask): Handle {
  if (task.kind === 'create') return createNow(nodeFileSystem, task.folder, task.name, task.bytes, task.isNew);
  commitNow(nodeFileSystem, task.handle, task.bytes, task.position);
  return task.handle;
}
