/** Research over the interface: what starts work answers with its job at once. */

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { data as dataRows, jobs as jobRows, research as researchRows, strategies as strategyRows } from '../../api/contract/research.ts';
import type { JobKind } from '../../api/jobs.ts';
import type { StrategySource } from '../../api/strategies.ts';
import { createOnce } from '../support/once.ts';
import { HttpProblem } from './problems.ts';
import type { ResearchSource } from './research-source.ts';
import { serve } from './serve.ts';

export function registerResearch(server: FastifyInstance, { jobs, runs, data, strategies }: ResearchSource): void {
  const start = (kind: JobKind) => (asked: { readonly body: unknown }, request: FastifyRequest) =>
    jobs.start(kind, asked.body, request.visitor?.by ?? 'unknown', request.headers['idempotency-key'] as string | undefined);

  const created = createOnce<StrategySource>({ conflict: 'IDEMPOTENCY_CONFLICT' });
  /** Of this person and this key. */
  const keyOf = (request: FastifyRequest) => {
    const key = request.headers['idempotency-key'];
    return key === undefined ? undefined : `${request.visitor?.by} ${key}`;
  };

  serve(server, 'jobs', jobRows, {
    list: ({ query }) => jobs.list(query),
    read: ({ params }) => jobs.read(params.id),
    log: async ({ params, query }) => ({ lines: await jobs.log(params.id, query.after) }),
    cancel: ({ params }) => jobs.cancel(params.id),
  });
  serve(server, 'research', researchRows, {
    backtest: start('backtest'),
    runs: ({ query }) => runs.list(query),
    tags: async () => ({ tags: await runs.tags() }),
    compare: ({ query }) => runs.compare(query.ids),
    run: ({ params }) => runs.read(params.id),
    note: ({ params, body }) => runs.note(params.id, body),
    async remove({ params }) {
      await runs.delete(params.id);
      return undefined;
    },
    file: ({ params }) => ({ ...runs.file(params.id, params.name), isShown: params.name.endsWith('.html') }),
  });
  serve(server, 'strategies', strategyRows, {
    list: async () => ({ rows: await strategies.list() }),
    read: ({ params }) => strategies.read(params.id),
    source: ({ params }) => strategies.source(params.id),
    results: async () => ({ rows: await strategies.results() }),
    allocation: ({ query }) => strategies.allocation(query.method),
    create: ({ body }, request) => created(keyOf(request), body, async () => strategies.create(body.id)),
    check: start('strategy-check'),
  });
  serve(server, 'data', dataRows, {
    list: () => ({ rows: data.list() }),
    series: ({ query }) => data.series(query),
    coverage: ({ query }) => data.coverage(query),
    export: ({ query }) => data.export(query),
    async upload({ query }, request) {
      if (!(request.body instanceof Readable))
        throw new HttpProblem(
          422,
          'UPLOAD_EMPTY',
          'Expected the file as the body of the request, as application/octet-stream; found none.',
        );
      return data.upload(query.name, request.body);
    },
    import: start('data-import'),
  });
}
