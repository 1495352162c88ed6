/** Loads all code that a process of the platform may ever load, and ends: a program that tools/prepare-code.mjs runs, for what Node keeps of it. */

import { loadStrategyFile, strategyFiles } from '../strategy-registry.ts';

// What the command line does when it is loaded: here it tells how `up` is used, to nobody.
process.argv.push('up', '--help');

/** What is loaded when it is asked for, and what is a program of its own. Where one does not load, whoever needs it says so. */
await Promise.allSettled([
  import('../cli.ts'),
  import('../cli/up.ts'),
  import('../cli/run.ts'),
  import('../cli/trade.ts'),
  import('./trader-role.ts'),
  import('./web-role.ts'),
  import('../trader/paper-role.ts'),
  import('../trader/live-role.ts'),
  import('../../adapters/http/signal-server.ts'),
  import('../../adapters/telegram/start-telegram.ts'),
  import('../../adapters/telegram/telegram-channel.ts'),
  import('../../adapters/email/email-channel.ts'),
  import('../../adapters/notice-webhook/webhook-channel.ts'),
  import('../../adapters/notice-webhook/receiver-address.ts'),
  import('../../adapters/postgres/embedded-server.ts'),
  import('../worker/task-main.ts'),
  import('../worker/backtest-task.ts'),
  import('../worker/import-task.ts'),
  import('../worker/catalogue-task.ts'),
  import('../worker/parameters-task.ts'),
  import('../worker/data-tasks.ts'),
  import('../worker/backup-task.ts'),
  import('../worker/check-task.ts'),
  // Outside threads of their own they end with an error, which is enough: they have been loaded.
  import('../../adapters/journal-files/disk-worker.ts'),
  import('../sweep-worker.ts'),
  import('../portfolio/portfolio-thread.ts'),
]);
await Promise.allSettled([...strategyFiles().values()].map(loadStrategyFile));
process.exit();
