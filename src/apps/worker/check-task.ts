/** The work of a strategy check: contract, forbidden things, kept state, look-ahead and warm-up, as `atalaya strategy check` does. */

import { strategyCheckInput } from '../../api/strategies.ts';
import { checkStrategy } from '../check-strategy.ts';
import { loadStrategy } from '../strategy-registry.ts';
import { strategySource } from './strategy-source.ts';
import type { TaskOrder, Teller } from './task.ts';

export async function runCheckTask({ input }: TaskOrder, teller: Teller): Promise<unknown> {
  const { strategy } = strategyCheckInput.parse(input);
  const { sourceHash } = strategySource(strategy);
  teller.progress({ text: 'checking' });
  const definition = await loadStrategy(strategy);
  const findings = await checkStrategy(definition);
  const ok = findings.every(({ severity }) => severity !== 'fault');
  return { strategy: definition.id, version: definition.version, sourceHash, ok, findings };
}
