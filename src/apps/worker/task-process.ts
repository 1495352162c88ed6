/** Starts a task's process and listens to it: progress and log as they come, one end; killed at once when it is to stop. */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../core/domain/result.ts';
import type { TaskKind, TaskOrder, TaskWord } from './task.ts';

const PROGRAM = fileURLToPath(new URL('./task-main.ts', import.meta.url));
/** All of this process's environment that a task may see: nothing that could be a key or an address. */
const PASSED_ON = ['PATH', 'HOME', 'TZ', 'LANG', 'TMPDIR', 'NODE_COMPILE_CACHE'] as const;
const LAST_WORDS = 2000;

export type TaskEnd =
  | Extract<TaskWord, { type: 'done' | 'failed' }>
  | { readonly type: 'stopped' }
  | { readonly type: 'crashed'; readonly message: string };

export interface RunningTask {
  readonly ended: Promise<TaskEnd>;
  stop(): void;
}

export function startTask(order: TaskOrder, onWord: (word: Extract<TaskWord, { type: 'progress' | 'log' }>) => void): RunningTask {
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const child = fork(PROGRAM, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let stopped = false;
  let lastWords = '';
  let end: TaskEnd | null = null;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  child.on('message', (word: TaskWord) => {
    if (stopped) return;
    if (word.type === 'done' || word.type === 'failed') end = word;
    else onWord(word);
  });
  const ended = new Promise<TaskEnd>((resolve) => {
    const finish = (how: string) =>
      resolve(stopped ? { type: 'stopped' } : (end ?? { type: 'crashed', message: [how, lastWords.trim()].filter(Boolean).join(': ') }));
    child.once('error', (error) => finish(`its process could not be started (${error.message})`));
    child.once('close', (code, signal) => finish(endedWith(code, signal)));
  });
  child.send(order, () => {});
  return {
    ended,
    stop() {
      stopped = true;
      child.kill('SIGKILL');
    },
  };
}

/** The result of a task that is no job: what somebody waits for. InputError as the task gives it; TASK_CRASHED when its process ends without a word. */
export async function askTask(kind: TaskKind, input: unknown, dataFolder: string): Promise<unknown> {
  const end = await startTask({ kind, jobId: '', input, dataFolder }, () => {}).ended;
  if (end.type === 'done') return end.result;
  if (end.type === 'failed') throw new InputError(end.code, end.message, 1, { said: end.said });
  throw new InputError('TASK_CRASHED', end.type === 'stopped' ? 'it was stopped' : end.message, 3);
}

function endedWith(code: number | null, signal: NodeJS.Signals | null): string {
  const why = signal === 'SIGKILL' ? ', as when the machine has run out of memory' : '';
  return `its process ended with ${signal ?? `code ${code}`} before it had a result${why}`;
}
