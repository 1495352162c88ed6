/** The text of a strategy's file, and the hash it is known by. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { StrategySource } from '../../api/strategies.ts';
import { InputError } from '../../core/domain/result.ts';
import { strategyFiles } from '../strategy-registry.ts';

/** InputError STRATEGY_UNKNOWN, STRATEGY_UNREADABLE. */
export function strategySource(id: string): StrategySource {
  const file = strategyFiles().get(id);
  if (file === undefined) throw unknownStrategy(id);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      'STRATEGY_UNREADABLE',
      `${basename(file)} can't be read (${(error as NodeJS.ErrnoException).code}); check its rights`,
      3,
    );
  }
  return { id, fileName: basename(file), sourceHash: createHash('sha256').update(text).digest('hex'), text };
}

/** InputError STRATEGY_UNKNOWN. */
export function expectStrategy(id: string): void {
  if (!strategyFiles().has(id)) throw unknownStrategy(id);
}

export function unknownStrategy(id: string): InputError {
  return new InputError('STRATEGY_UNKNOWN', `no strategy "${id}"; there are: ${[...strategyFiles().keys()].join(', ')}`, 2);
}
