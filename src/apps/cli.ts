/** The command line: `atalaya`. Every command takes --json and --help; exit 0 done, 1 refused or check failed, 2 usage, 3 environment. */

import { Command, CommanderError } from 'commander';
import { requirePaths } from './cli/arguments.ts';
import { printJson, reportError } from './cli/output.ts';
import { requireOwnFolder } from './folder-owner.ts';
import { DEFAULT_DATA_FOLDER, RELEASE } from './strategy-registry.ts';

/** Each command is loaded when it is asked for: loading them all takes a second. */
const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  up: async () => (await import('./cli/up.ts')).registerUpCommand(program),
  config: async () => (await import('./cli/config.ts')).registerConfigCommands(program),
  run: async () => (await import('./cli/run.ts')).registerRunCommand(program),
  top: async () => (await import('./cli/top.ts')).registerTopCommand(program),
  backtest: async () => (await import('./cli/backtest.ts')).registerBacktestCommand(program),
  strategy: async () => (await import('./cli/strategy.ts')).registerStrategyCommands(program),
  data: async () => (await import('./cli/data.ts')).registerDataCommands(program, DEFAULT_DATA_FOLDER),
  simulate: async () => (await import('./cli/simulate.ts')).registerSimulateCommand(program),
  signal: async () => (await import('./cli/signal.ts')).registerSignalCommand(program),
  secret: async () => (await import('./cli/secret.ts')).registerSecretCommands(program),
  notify: async () => (await import('./cli/notify.ts')).registerNotifyCommands(program),
  pin: async () => (await import('./cli/pin.ts')).registerPinCommands(program),
  trade: async () => (await import('./cli/trade.ts')).registerTradeCommand(program),
  exchange: async () => (await import('./cli/exchange.ts')).registerExchangeCommand(program),
  journal: async () => (await import('./cli/journal.ts')).registerJournalCommands(program, DEFAULT_DATA_FOLDER),
  parity: async () => (await import('./cli/parity.ts')).registerParityCommand(program, DEFAULT_DATA_FOLDER),
  ...controlCommands('status', 'positions', 'orders', 'mode', 'pause', 'resume', 'kill', 'approve', 'reject'),
  risk: async () => (await import('./cli/risk.ts')).registerRiskCommand(program),
  reconcile: async () => (await import('./cli/reconcile.ts')).registerReconcileCommand(program),
  backup: async () => (await import('./cli/backup.ts')).registerBackupCommands(program),
  portfolio: async () => (await import('./cli/portfolio.ts')).registerPortfolioCommands(program),
  arm: async () => (await import('./cli/arm.ts')).registerArmCommand(program),
  admin: async () => (await import('./cli/admin.ts')).registerAdminCommands(program),
  disarm: async () => (await import('./cli/arm.ts')).registerDisarmCommand(program),
};

function controlCommands(...names: readonly string[]): Record<string, () => Promise<unknown>> {
  return Object.fromEntries(
    names.map((name) => [name, async () => (await import('./cli/control.ts')).registerControlCommand(program, name)]),
  );
}

/** Sub-commands take the output and the way out from here. */
const program = new Command('atalaya')
  .description('Atalaya: research, paper trading and trading around the clock, on your own machine.')
  .version(RELEASE)
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'atalaya: ')) })
  .showHelpAfterError('(add --help to see what this command takes)')
  .exitOverride();

const json = process.argv.includes('--json');
// Standard output is for results alone: what a strategy's author prints goes beside it.
console.log = console.error;
console.info = console.error;
// `atalaya ... | head` closes the pipe early: that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? undefined : reportError(Object.assign(error, { path: 'standard output' }), false));
});

try {
  const asked = COMMANDS[process.argv[2] ?? ''];
  for (const load of asked ? [asked] : Object.values(COMMANDS)) await load();
  // The folder may be an option of the group that the command is in.
  program.hook('preAction', (_, action) => {
    for (let each: Command | null = action; each !== null; each = each.parent) requirePaths(each);
    requireOwnFolder(action);
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? reportUsage(error) : reportError(error, json);
}

/** Commander has already said it on stderr. Help and version are no errors. */
function reportUsage({ exitCode, message }: CommanderError): 0 | 2 {
  if (exitCode === 0) return 0;
  const text = message.replace(/^error: |^\(outputHelp\)$/, '').replaceAll('\n', ' ');
  if (json) printJson({ error: { code: 'USAGE', message: text || 'expected a command' } });
  return 2;
}
