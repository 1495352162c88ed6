/** grammY's types know only the AbortSignal of its polyfill; at run time it takes Node's own. */

import type { Api } from 'grammy';

type ApiSignal = NonNullable<Parameters<Api['getMe']>[0]>;

export function apiSignal(...signals: readonly AbortSignal[]): ApiSignal {
  return AbortSignal.any([...signals]) as unknown as ApiSignal;
}
