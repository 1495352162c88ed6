/** A task whose process begins when something has been got ready for it that it has no way to itself: followed, and stopped, as one. */

import { diskFailure } from '../../adapters/support/explain-disk.ts';
import { InputError } from '../../core/domain/result.ts';
import type { RunningTask, TaskEnd } from './task-process.ts';

export function startPrepared(prepare: () => Promise<void>, start: () => RunningTask): RunningTask {
  let [task, isStopped]: [RunningTask | null, boolean] = [null, false];
  async function run(): Promise<TaskEnd> {
    try {
      await prepare();
    } catch (error) {
      const known = error instanceof InputError ? error : diskFailure(error);
      if (known !== null) return { type: 'failed', code: known.code, message: known.message, said: known.said };
      return { type: 'crashed', message: (error as Error).message };
    }
    if (isStopped) return { type: 'stopped' };
    task = start();
    return task.ended;
  }
  return {
    ended: run(),
    stop() {
      isStopped = true;
      task?.stop();
    },
  };
}
