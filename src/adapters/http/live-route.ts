/** GET /api/v1/live: the WebSocket that carries the stream. A client may say which topics it wants and which order books it looks at; nothing else that it sends is read. */

import type { FastifyInstance } from 'fastify';
import type { RawData } from 'ws';
import { liveQuery, liveSaid } from '../../api/live.ts';
import { PATHS } from '../../api/paths.ts';
import { Allowance } from '../../core/operations/allowance.ts';
import type { AccountDesk } from './account-desk.ts';
import { MOST_LINES, openLines } from './live-client.ts';
import type { LiveHub } from './live-hub.ts';
import { HttpProblem, readInput } from './problems.ts';
import { strictReader } from './strict-reading.ts';
import type { Visitor } from './visitor.ts';

const readQuery = strictReader(liveQuery);

/** Bytes of a reason to close (RFC 6455, 5.5). */
const LONGEST_REASON = 123;

export function registerLiveRoute(server: FastifyInstance, hub: LiveHub, accounts?: Pick<AccountDesk, 'onChanged'>): void {
  const lines = openLines(accounts);
  server.get(PATHS.live, { websocket: true, config: { permission: 'trading.read' }, schema: { hide: true } }, (socket, request) => {
    const { client, count } = lines.enter(socket, request.visitor as Visitor);
    const said = new Allowance(60, 10_000);
    socket.on('close', () => hub.leave(client));
    socket.on('error', () => hub.leave(client));
    const refuse = (expected: string) => socket.close(1008, expected.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_REASON));
    if (count > MOST_LINES) return refuse(`expected at most ${MOST_LINES} streams`);
    socket.on('message', (data: RawData) => {
      if (said.take(Date.now()) === null) return refuse('expected at most 60 subscriptions in 10 s');
      try {
        const told = readInput(liveSaid, JSON.parse(data.toString()));
        if (told.type === 'subscribe') hub.subscribe(client, told);
        else hub.watch(client, told);
      } catch (error) {
        refuse(error instanceof HttpProblem ? error.message : 'expected JSON, found something else; send a subscription');
      }
    });
    const asked = readQuery(request.query as Readonly<Record<string, unknown>>);
    if (asked.unclear !== undefined) return refuse(asked.unclear.sentence);
    const { stream, after } = asked.value;
    // Where the source can't be asked what was missed, the client tries again.
    hub.join(client, stream, after).catch(() => socket.close(1013, 'try again'));
  });
}
