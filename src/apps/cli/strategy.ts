/** `atalaya strategy list | new | check`, and what steers those of a running trader. */

import { relative } from 'node:path';
import type { Command } from 'commander';
import { checkStrategy } from '../check-strategy.ts';
import { writeNewStrategy } from '../new-strategy.ts';
import { loadStrategy, loadStrategyFile, strategyFiles } from '../strategy-registry.ts';
import { note, print, printJson, table } from './output.ts';
import { registerStrategyControl } from './strategy-control.ts';

export function registerStrategyCommands(program: Command): void {
  const strategy = program.command('strategy').description('the strategies of the strategies folder: one file each');
  const add = (name: string, description: string) =>
    strategy.command(name).description(description).option('--json', 'one JSON document on standard output');
  add('list', 'every strategy with its parameters').action(list);
  add('new', 'write a small working strategy to edit').argument('<name>', 'kebab-case, for example my-first').action(create);
  add('check', 'contract, forbidden things, kept state, look-ahead and warm-up, on sample candles; exit 1 when it must not be trusted')
    .argument('<strategy>', 'path of a strategy file, or an id')
    .action(check);
  registerStrategyControl(strategy);
}

interface Options {
  readonly json?: boolean;
}

/** A file that does not load is told about and does not hide the others. */
async function list(options: Options): Promise<void> {
  const files = [...strategyFiles()];
  const loaded = await Promise.allSettled(files.map(([, file]) => loadStrategyFile(file)));
  const strategies = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const broken = loaded.flatMap((one, i) =>
    one.status === 'rejected' ? [{ id: files[i]?.[0], message: (one.reason as Error).message }] : [],
  );
  if (options.json) {
    printJson(
      strategies.map(({ id, version, title, description, timeframe, parameters }) => ({
        id,
        version,
        title,
        description,
        timeframe,
        parameters,
      })),
    );
  } else {
    const settings = (parameters: Record<string, { default: unknown }>) =>
      Object.entries(parameters).map(([name, { default: value }]) => `${name}=${value}`);
    const rows = strategies.map(({ id, version, timeframe, parameters }) => [id, version, timeframe, settings(parameters).join(' ')]);
    print(...table([['id', 'version', 'timeframe', 'parameters'], ...rows]));
  }
  for (const { message } of broken) note(`atalaya: ${message}`);
  if (broken.length > 0) process.exitCode = 1;
}

function create(name: string, options: Options): void {
  const file = writeNewStrategy(name);
  if (options.json) printJson({ file });
  else
    print(
      `Wrote ${relative(process.cwd(), file)}`,
      '',
      'Next: edit it, then',
      `  npx atalaya strategy check ${name}`,
      `  npx atalaya backtest ${name} --candles YOUR.csv --report report.html`,
    );
}

async function check(strategy: string, options: Options): Promise<void> {
  const definition = await loadStrategy(strategy);
  const findings = await checkStrategy(definition);
  const trusted = findings.every(({ severity }) => severity !== 'fault');
  if (options.json) printJson({ strategy: definition.id, version: definition.version, ok: trusted, findings });
  else {
    const rows = findings.map(({ severity, title, detail }) => `  ${severity.toUpperCase().padEnd(8)}${title}: ${detail}`);
    print(
      `${definition.id} ${definition.version}`,
      '  OK      Contract: loads, uses nothing forbidden, keeps no state outside its cells',
      ...rows,
    );
  }
  if (!trusted) process.exitCode = 1;
}
