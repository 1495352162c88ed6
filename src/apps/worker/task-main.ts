/** The process that does one job's work: takes the order, runs it, says what came of it, ends. Killed where somebody wants the job to end. */

import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { diskFailure } from '../../adapters/support/explain-disk.ts';
import { amountRangeFailure } from '../../core/domain/decimal.ts';
import { InputError } from '../../core/domain/result.ts';
import type { TaskOrder, TaskWord, Teller } from './task.ts';
import { TASKS } from './tasks.ts';

/** Behind everything that trades on this machine. */
const BACKGROUND = 5;
/** Of 1000. */
const TAKEN_FIRST = '500';
const LEAST_BETWEEN_MS = 100;

const say = (word: TaskWord) => new Promise<void>((resolve) => process.send?.(word, () => resolve()));

const teller: Teller = (() => {
  let current = { done: null, total: null, unit: null, text: null } as Parameters<Teller['progress']>[0];
  let toldAt = 0;
  return {
    progress(news) {
      const another = news.text !== undefined && news.text !== current.text;
      current = { ...current, ...news };
      const now = performance.now();
      if (!another && now - toldAt < LEAST_BETWEEN_MS) return;
      toldAt = now;
      void say({ type: 'progress', progress: current as Extract<TaskWord, { type: 'progress' }>['progress'] });
    },
    log: (text, level = 'info') => void say({ type: 'log', level, text }),
  };
})();

/** Where memory runs out, the kernel ends this process before the one that trades. */
function beTakenFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', TAKEN_FIRST);
  } catch {
    // Another system than Linux.
  }
}

async function run(order: TaskOrder): Promise<void> {
  try {
    const result = await TASKS[order.kind](order, teller);
    await say({ type: 'done', result });
  } catch (error) {
    const known = error instanceof InputError ? error : (diskFailure(error) ?? amountRangeFailure(error));
    const { code, message, said } = known ?? {
      code: 'BUG',
      said: undefined,
      message: `this is a bug in Atalaya, please report it: ${(error as Error).stack?.split('\n').slice(0, 6).join('\n') ?? error}`,
    };
    await say({ type: 'failed', code, message, said });
  }
  process.disconnect();
}

setPriority(BACKGROUND);
beTakenFirst();
// Whoever gave the order is gone: nobody would take the result.
process.on('disconnect', () => process.exit(0));
process.once('message', (order) => void run(order as TaskOrder));
