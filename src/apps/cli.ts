/** The command line: `atalaya`. Every command takes --json and --help; exit 0 done, 1 refused or check failed, 2 usage, 3 environment. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerBacktestCommand } from './cli/backtest.ts';

import { registerJournalCommands } from './cli/journal.ts';
import { reportError } from './cli/output.ts';
import { registerStrategyCommands } from './cli/strategy.ts';
import { registerUpCommand } from './cli/up.ts';

import { PROJECT_FOLDER } from './strategy-registry.ts';

const { version } = JSON.parse(readFileSync(join(PROJECT_FOLDER, 'package.json'), 'utf8')) as { version: string };

const program = new Command('atalaya')
  .description('Atalaya: research, paper trading and trading around the clock, on your own machine.')
  .version(version)
  .showHelpAfterError('(add --help to see what this command takes)')
  .exitOverride();



registerUpCommand(program);
registerStrategyCommands(program);
registerBacktestCommand(program);
registerJournalCommands(program);
inheritExit(program);

/** Sub-commands throw as the program does, so that every way out passes through the one place below. */
function inheritExit(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride();
    inheritExit(child);
  }
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = reportError(error, process.argv.includes('--json'));
}
