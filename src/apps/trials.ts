/** Counts backtests: how often this strategy has been tried on these data. Every try makes luck likelier, so every report says the number. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../adapters/support/make-folder.ts';

interface Trial {
  readonly strategy: string;
  readonly data: string;
  readonly result: string;
}

/** Notes a trial under the data folder and returns how many different ones there have been, this one included; null when they can't be read or written. */
export function countTrial(dataFolder: string, trial: Trial): number | null {
  const file = join(dataFolder, 'research', 'trials.jsonl');
  try {
    const results = new Set<string>();
    for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
      const known = parseTrial(line);
      if (known?.strategy === trial.strategy && known.data === trial.data) results.add(known.result);
    }
    if (!results.has(trial.result)) {
      makeFolder(dirname(file));
      appendFileSync(file, `${JSON.stringify(trial)}\n`);
    }
    return results.add(trial.result).size;
  } catch {
    return null;
  }
}

/** A line cut by a crash is not a trial. */
function parseTrial(line: string): Trial | null {
  try {
    return line === '' ? null : (JSON.parse(line) as Trial);
  } catch {
    return null;
  }
}
