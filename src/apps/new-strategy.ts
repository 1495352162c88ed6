/** A new strategy for the owner's folder: a small working one, to be edited. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InputError } from '../core/domain/result.ts';
import { OWNER_ID } from '../core/trading/engine/owner.ts';
import { SIGNAL_ID } from '../core/trading/engine/signal-slot.ts';
import { expectWritable, writeOutput } from './cli/output.ts';
import { STRATEGIES_FOLDER } from './strategy-registry.ts';

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

/** Names of what the platform itself lets trade: a strategy of that name would be taken for it. */
const TAKEN: readonly string[] = [OWNER_ID, SIGNAL_ID];
const LONGEST_NAME = 60;

/** Writes the file and returns its path. InputError NAME_INVALID, FILE_EXISTS, FILE_NOT_WRITTEN. */
export function writeNewStrategy(name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError('NAME_INVALID', `expected a kebab-case name such as my-first, found ${JSON.stringify(name)}`, 2);
  }
  if (name.length > LONGEST_NAME || TAKEN.includes(name))
    throw new InputError(
      'NAME_INVALID',
      `expected at most ${LONGEST_NAME} letters and none of the names ${TAKEN.join(', ')}, found ${name}`,
      2,
    );
  const file = join(STRATEGIES_FOLDER, `${name}.ts`);
  if (existsSync(file))
    throw new InputError('FILE_EXISTS', `${relative(process.cwd(), file)} exists already: choose another name or edit it`);
  const words = name.replaceAll('-', ' ');
  expectWritable(file);
  writeOutput(file, TEMPLATE(name, words.charAt(0).toUpperCase() + words.slice(1)));
  return file;
}
