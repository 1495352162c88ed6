/** Which methods an address of the interface takes: a wrong one is told so, not that there is nothing. */

import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problems.ts';

/** Before the first route: notes each as it is added. Answers before a body is read. */
export function refuseOtherMethods(server: FastifyInstance): void {
  const routes = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();
  server.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/api/')) return;
    const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    const known = routes.get(url) ?? { matches: new RegExp(`^${pattern}$`), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(url, known);
  });
  server.addHook('onRequest', async ({ is404, method, url }) => {
    if (!is404) return;
    const [path = ''] = url.split('?', 1);
    const exact = routes.get(path);
    const allowed = exact
      ? [...exact.methods]
      : [...routes.values()].filter(({ matches }) => matches.test(path)).flatMap(({ methods }) => [...methods]);
    if (allowed.length === 0) return;
    throw new HttpProblem(405, 'METHOD_NOT_ALLOWED', `${path} takes ${allowed.join(', ')}, not ${method}.`, {
      headers: { allow: allowed.join(', ') },
    });
  });
}
