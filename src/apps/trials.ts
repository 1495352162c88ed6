/** Counts backtests: how often this strategy has been tried on these data. Every try makes luck likelier, so every report says the number. */

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Trial {
  readonly strategy: string;
  readonly data: string;
  readonly result: string;
}

/** Notes a trial under the data folder and returns how many different ones there have been, this one included; null when the folder can't be written. */
export function countTrial(dataFolder: string, trial: Trial): number | null {
  const file = join(dataFolder, 'research', 'trials.jsonl');
  const seen = new Set<string>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const known = parseTrial(line);
    if (known?.strategy === trial.strategy && known.data === trial.data) seen.add(known.result);
  }
  if (!seen.has(trial.result)) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify(trial)}\n`);
    } catch {
      return null;
    }
  }
  return seen.add(trial.result).size;
}

/** A line cut by a crash is not a trial. */
function parseTrial(line: string): Trial | null {
  try {
    return line === '' ? null : (JSON.parse(line) as Trial);
  } catch {
    return null;
  }
}
