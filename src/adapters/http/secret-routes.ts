/** Secrets and notices over the interface. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notifications, secrets } from '../../api/contract/secrets.ts';
import type { Acting, NoticeDesk, SecretDesk } from './secret-desk.ts';
import { serve } from './serve.ts';

export function registerSecrets(server: FastifyInstance, desk: SecretDesk, notices: NoticeDesk): void {
  serve(server, 'secrets', secrets, {
    list: () => desk.list(),
    set: ({ params, body }, request) => desk.set(acting(request), params.name, body),
    expire: ({ params, body }, request) => desk.expire(acting(request), params.name, body.endsAt),
    remove: ({ params }, request) => desk.remove(acting(request), params.name),
    giveUp: ({ params }, request) => desk.giveUp(acting(request), params.name),
    try: ({ params }, request) => desk.try(acting(request), params.name),
  });
  serve(server, 'notifications', notifications, {
    read: () => notices.read(),
    set: ({ body }, request) => notices.set(acting(request), body),
    test: ({ params }, request) => notices.test(acting(request), params.channel),
    mute: ({ params, body }, request) => notices.mute(acting(request), params.channel, body.until),
  });
}

function acting({ visitor, ip }: FastifyRequest): Acting {
  return { name: visitor?.account?.session.name ?? visitor?.by ?? 'unknown', address: ip };
}
