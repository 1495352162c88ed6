/** `atalaya strategy list | new | check`. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { checkStrategy } from '../check-strategy.ts';
import { loadStrategy, loadStrategyFile, STRATEGIES_FOLDER, strategyFiles } from '../strategy-registry.ts';
import { expectWritable, note, print, printJson, table, writeOutput } from './output.ts';

export function registerStrategyCommands(program: Command): void {
  const strategy = program.command('strategy').description('the strategies of the strategies folder: one file each');
  const add = (name: string, description: string) =>
    strategy.command(name).description(description).option('--json', 'one JSON document on standard output');
  add('list', 'every strategy with its parameters').action(list);
  add('new', 'write a small working strategy to edit').argument('<name>', 'kebab-case, for example my-first').action(create);
  add('check', 'contract, forbidden things, kept state, look-ahead and warm-up, on sample candles; exit 1 when it must not be trusted')
    .argument('<strategy>', 'path of a strategy file, or an id')
    .action(check);
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

const TEMPLATE = (
  id: string,
  title: string,
) => `/** ${title}: buys when the close crosses above its average, sells when it falls back below. Edit me. */

import { type Bar, type Build, decimal, defineStrategy, integer, LONG, type Series, sma } from 'atalaya';

class Rules {
  readonly average: Series;
  readonly stop: number;

  constructor(average: Series, stop: number) {
    this.average = average;
    this.stop = stop;
  }

  /** Called at the close of every candle after the warm-up. Only this candle and earlier ones can be read. */
  onBar(bar: Bar): void {
    const above = bar.close() > this.average.value;
    const wasAbove = bar.close(1) > this.average.at(1);
    if (above && !wasAbove) bar.enter(LONG, { confidence: 0.8, reason: 'above-average', stopRatio: this.stop });
    if (!above && bar.position.side === LONG) bar.exit('below-average');
  }
}

export default defineStrategy({
  id: '${id}',
  version: '0.1.0',
  title: { en: '${title}', es: '${title}' },
  description: { en: 'Say in a sentence what it does.', es: 'Di en una frase qué hace.' },
  timeframe: '1h',
  parameters: {
    period: integer({ min: 2, max: 400, default: 50, help: 'Candles of the average' }),
    stop: decimal({ min: 0.005, max: 0.2, default: 0.05, help: 'Protective stop, as a ratio of the entry price' }),
  },
  warmup: ({ period }) => period + 1,
  // 'risk' risks 1 % of equity per trade, at most maxFraction of equity in one position; 'all' puts everything in.
  size: () => ({ kind: 'risk', maxFraction: 0.2 }),
  create: ({ period, stop }, build: Build) => new Rules(build.use(sma, { period }), stop),
});
`;

function create(name: string, options: Options): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError('NAME_INVALID', `expected a kebab-case name such as my-first, found ${JSON.stringify(name)}`, 2);
  }
  const file = join(STRATEGIES_FOLDER, `${name}.ts`);
  const shown = relative(process.cwd(), file);
  if (existsSync(file)) throw new InputError('FILE_EXISTS', `${shown} exists already: choose another name or edit it`);
  const words = name.replaceAll('-', ' ');
  expectWritable(file);
  writeOutput(file, TEMPLATE(name, words.charAt(0).toUpperCase() + words.slice(1)));
  if (options.json) printJson({ file });
  else
    print(
      `Wrote ${shown}`,
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
