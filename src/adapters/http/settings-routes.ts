/** Settings over the interface. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { settings } from '../../api/contract/settings.ts';
import { serve } from './serve.ts';
import type { SettingsDesk } from './settings-desk.ts';

export function registerSettings(server: FastifyInstance, desk: SettingsDesk): void {
  const actor = (request: FastifyRequest) => ({ by: request.visitor?.by ?? 'unknown', address: request.ip });
  serve(server, 'settings', settings, {
    read: () => desk.read(),
    form: () => desk.form(),
    versions: ({ query }) => desk.versions(query),
    version: ({ params }) => desk.version(params.version),
    difference: ({ query }) => desk.difference(query.from, query.to),
    plan: ({ body }) => desk.plan(body.session),
    save: ({ body }, request) => desk.save(body, actor(request)),
    tighten: ({ body }, request) => desk.tighten(body, actor(request)),
    restore: ({ body }, request) => desk.restore(body.version, body, actor(request)),
    apply: ({ body }, request) => desk.apply(body.version, actor(request)),
  });
}
