/** What each kind of task does, inside a process of its own; what it needs is loaded when it runs. */

import type { TaskKind, TaskOrder, Teller } from './task.ts';

/** Resolves with the result that the worker keeps. InputError for everything that is the request's or the environment's fault. */
export type Task = (order: TaskOrder, teller: Teller) => Promise<unknown>;

export const TASKS: Readonly<Record<TaskKind, Task>> = {
  backtest: async (order, teller) => (await import('./backtest-task.ts')).runBacktestTask(order, teller),
  'data-import': async (order, teller) => (await import('./import-task.ts')).runImportTask(order, teller),
  'strategy-list': async () => (await import('./catalogue-task.ts')).listStrategies(),
  'strategy-parameters': async ({ input }) => (await import('./parameters-task.ts')).checkParameters(input),
  coverage: async (order) => (await import('./data-tasks.ts')).countCoverage(order),
  'data-export': async (order) => (await import('./data-tasks.ts')).exportSeries(order),
  backup: async (order, teller) => (await import('./backup-task.ts')).runBackupTask(order, teller),
  'strategy-check': async (order, teller) => (await import('./check-task.ts')).runCheckTask(order, teller),
};
