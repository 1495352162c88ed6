/** GET /api/v1/live: the WebSocket that carries the stream. A client may say which topics it wants and which order books it looks at; nothing else that it sends is read. */

import type { FastifyInstance } from 'fastify';
import type { RawData } from 'ws';
import { liveQuery, liveSaid } from '../../api/live.ts';
import { PATHS } from '../../api/paths.ts';
import { Allowance } from '../../core/operations/allowance.ts';
import type { AccountDesk } from './account-desk.ts';
import { asClient, type Client, countLines, MOST_LINES } from './live-client.ts';
import type { LiveHub } from './live-hub.ts';
import { HttpProblem, readInput } from './problems.ts';
import { strictReader } from './strict-reading.ts';
import type { Visitor } from './visitor.ts';

const readQuery = strictReader(liveQuery);

/** Bytes of a reason to close (RFC 6455, 5.5). */
const LONGEST_REASON = 123;

/** `accounts`: says whose sessions or rights have changed, so that a stream ends with its session and not at the next look. */
export function registerLiveRoute(server: FastifyInstance, hub: LiveHub, accounts?: Pick<AccountDesk, 'onChanged'>): void {
  const lines = countLines();
  const open = new Map<Client, Visitor>();
  accounts?.onChanged((userId) => {
    for (const [client, { account }] of open) if (account === null || account.session.userId === userId) client.look();
  });
  server.get(PATHS.live, { websocket: true, config: { permission: 'trading.read' }, schema: { hide: true } }, (socket, request) => {
    const visitor = request.visitor as Visitor;
    const client = asClient(socket, visitor);
    const said = new Allowance(60, 10_000);
    const count = lines.change(visitor.by, 1);
    open.set(client, visitor);
    socket.on('close', () => {
      open.delete(client);
      lines.change(visitor.by, -1);
      hub.leave(client);
    });
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
