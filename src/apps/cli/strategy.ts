/** `atalaya strategy list | new | check`. */

import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { loadAllStrategies, loadStrategyFile, STRATEGIES_FOLDER } from '../strategy-registry.ts';
import { checkStrategy } from '../check-strategy.ts';
import { print, printJson, table } from './output.ts';

export function registerStrategyCommands(program: Command): void {
  const strategy = program.command('strategy').description('the strategies of the strategies folder: one file each');
  strategy.command('list').description('lists every strategy with its parameters').option('--json', 'one JSON document').action(list);
  strategy.command('new').description('writes a small working strategy to edit').argument('<name>', 'kebab-case, for example my-first').option('--json', 'one JSON document').action(create);
  strategy.command('check').description('checks a strategy file: contract, forbidden things, parameters, look-ahead and warm-up on sample data').argument('<file>').option('--json', 'one JSON document').action(check);
}

async function list(options: { json?: boolean }): Promise<void> {
  const all = await loadAllStrategies();
  if (options.json) {
    return printJson(all.map(({ id, version, title, description, timeframe, parameters }) => ({ id, version, title, description, timeframe, parameters })));
  }
  print(...table([['id', 'version', 'timeframe', 'parameters'], ...all.map((one) => [one.id, one.version, one.timeframe, Object.entries(one.parameters as Record<string, { default: unknown }>).map(([name, { default: value }]) => `${name}=${value}`).join(' ')])]));
}

const TEMPLATE = (id: string, title: string) => `/** ${title}: buys when the close crosses above its average, sells when it falls back below. Edit me. */

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

function create(name: string, options: { json?: boolean }): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError('NAME_INVALID', `expected a kebab-case name such as my-first, found ${JSON.stringify(name)}`, 2);
  }
  const file = join(STRATEGIES_FOLDER, `${name}.ts`);
  if (existsSync(file)) throw new InputError('FILE_EXISTS', `${relative(process.cwd(), file)} exists already; choose another name or edit it`);
  const words = name.replaceAll('-', ' ');
  writeFileSync(file, TEMPLATE(name, words.charAt(0).toUpperCase() + words.slice(1)), { flag: 'wx' });
  if (options.json) return printJson({ file });
  print(`Wrote ${relative(process.cwd(), file)}`, '', 'Next:', `  npx atalaya strategy check ${relative(process.cwd(), file)}`, `  npx atalaya backtest ${name} --candles YOUR.csv --report report.html`);
}

async function check(file: string, options: { json?: boolean }): Promise<void> {
  const findings = await checkStrategy(await loadStrategyFile(file));
  const failed = findings.some(({ severity }) => severity === 'fault');
  if (options.json) printJson({ file, ok: !failed, findings });
  else print(...findings.map(({ severity, title, detail }) => `${severity === 'fault' ? 'FAULT ' : severity === 'ok' ? 'ok    ' : 'note  '} ${title}: ${detail}`));
  if (failed) process.exitCode = 1;
}
