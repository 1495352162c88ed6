/**
 * GET /ws/alerts: what alerts send, in order, each once. A client names the last number it has seen (`?after=17`) and goes on from there; without one it
 * hears of what is to come. Nothing that it sends is read.
 */

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PATHS } from '../../api/paths.ts';
import type { AlertEvent, AlertFrame } from '../../api/portfolio/alerts.ts';
import type { AccountDesk } from './account-desk.ts';
import { type Client, MOST_LINES, openLines } from './live-client.ts';
import { strictReader } from './strict-reading.ts';
import type { Visitor } from './visitor.ts';

export interface AlertSource {
  /** Oldest first; `last` is the number of the newest there is. */
  events(after: number, limit: number): Promise<{ readonly rows: readonly AlertEvent[]; readonly last: number }>;
  /** Calls `hear` when something was sent, until the returned function is called. */
  onAlert(hear: () => void): () => void;
}

const readQuery = strictReader(z.object({ after: z.coerce.number().int().min(0).optional() }));
const PING_MS = 20_000;
const AT_ONCE = 100;
/** One with more than this waiting in its socket gets nothing until it has caught up. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export function registerAlertsRoute(server: FastifyInstance, source: AlertSource, accounts?: Pick<AccountDesk, 'onChanged'>): void {
  const lines = openLines(accounts);
  server.get(PATHS.alerts, { websocket: true, config: { permission: 'portfolio.read' }, schema: { hide: true } }, (socket, request) => {
    const { client, count } = lines.enter(socket, request.visitor as Visitor);
    socket.on('error', () => client.close(1011, 'broken'));
    if (count > MOST_LINES) return socket.close(1008, `expected at most ${MOST_LINES} streams`);
    const asked = readQuery(request.query as Readonly<Record<string, unknown>>);
    if (asked.unclear !== undefined) return socket.close(1008, 'expected after=NUMBER');
    const pull = pulling(client, source, asked.value.after ?? null);
    const stop = source.onAlert(pull);
    const pings = setInterval(() => {
      if (!client.isAlive()) client.close(1001, 'no sign of life');
      // Whoever was too slow before has caught up now, perhaps.
      else pull();
    }, PING_MS);
    socket.on('close', () => {
      clearInterval(pings);
      stop();
    });
    pull();
  });
}

/** Sends what the client has not had, one look after the other: whoever joins while something is sent hears it once. */
function pulling(client: Client, { events }: AlertSource, from: number | null): () => void {
  let [seen, isPulling, isAsked]: [number | null, boolean, boolean] = [null, false, false];
  const send = (frame: AlertFrame) => client.send(JSON.stringify(frame));

  async function begin(): Promise<number> {
    const { last } = await events(Number.MAX_SAFE_INTEGER, 1);
    // A number from another history would wait for ever.
    const after = from === null || from > last ? last : from;
    send({ type: 'begin', after, last });
    return after;
  }
  async function work(): Promise<void> {
    seen ??= await begin();
    while (client.bufferedBytes <= MOST_BUFFERED_BYTES) {
      const { rows } = await events(seen, AT_ONCE);
      for (const event of rows) send({ type: 'alert', event });
      if (rows.length === 0) return;
      seen = rows.at(-1)?.sequence ?? seen;
    }
  }
  return function pull() {
    isAsked = true;
    if (isPulling) return;
    isPulling = true;
    (async () => {
      while (isAsked) {
        isAsked = false;
        await work();
      }
    })()
      .catch(() => client.close(1013, 'try again'))
      .finally(() => {
        isPulling = false;
      });
  };
}
