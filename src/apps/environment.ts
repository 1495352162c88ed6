/** The environment this process runs in, and the stop of a start that it does not allow. */

import { InputError } from '../core/domain/result.ts';
import { ENVIRONMENTS, type Environment, type GuardedConfiguration, guardEnvironment } from '../core/operations/environment-guard.ts';

/** @param text the variable ENVIRONMENT; dev when it is not set. InputError ENVIRONMENT_UNKNOWN, exit code 3: a slip of the pen must not become prod, nor dev. */
export function environmentNamed(text: string | undefined): Environment {
  if (text === undefined || text === '') return 'dev';
  if (Object.hasOwn(ENVIRONMENTS, text)) return text as Environment;
  throw new InputError(
    'ENVIRONMENT_UNKNOWN',
    `ENVIRONMENT: expected ${Object.keys(ENVIRONMENTS).join(', ')}, found ${JSON.stringify(text)}`,
    3,
  );
}

/** Throws an InputError, exit code 3, with the first code and every setting that is wrong. */
export function requireAllowed(configuration: GuardedConfiguration): void {
  const refusals = guardEnvironment(configuration);
  const [first] = refusals;
  if (first) throw new InputError(first.code, refusals.map(({ message }) => message).join('; '), 3);
}
