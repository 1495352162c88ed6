/** Whether a session's venue can be reached at all, before a trader that runs is stopped for it. */

import { connect } from 'node:net';
import { InputError } from '../../core/domain/result.ts';
import { isGateway, isLiveConfig, venueAddresses } from '../session-schema.ts';
import type { SessionConfig } from './check-session.ts';

const WITHIN_MS = 4_000;
/** Exchanges whose address is known by their name; that of others is known to the trader alone. */
const KNOWN = ['bybit', 'kraken'];

/** InputError SETTINGS_VENUE_UNREACHABLE. Nothing is said to the venue. */
export async function requireReachable(session: SessionConfig, withinMs = WITHIN_MS): Promise<void> {
  if (!isLiveConfig(session)) return;
  if (!isGateway(session) && session.venue.url === undefined && !KNOWN.includes(session.venue.name)) return;
  const [address = ''] = venueAddresses(session);
  const { hostname, port, protocol } = new URL(address.includes('://') ? address : `tcp://${address}`);
  const trouble = await troubleOf(hostname.replace(/^\[|\]$/g, ''), Number(port) || (protocol === 'http:' ? 80 : 443), withinMs);
  if (trouble !== null)
    throw new InputError(
      'SETTINGS_VENUE_UNREACHABLE',
      `expected to reach ${session.venue.name} at ${hostname}${port && `:${port}`}, found ${trouble}; look at the network of this machine, or begin with samples. Nothing was changed`,
      3,
    );
}

/** Null where somebody answers. */
function troubleOf(host: string, port: number, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const over = (trouble: string | null) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.setTimeout(withinMs, () => over(`no answer within ${withinMs / 1000} s`));
    socket.once('connect', () => over(null));
    socket.once('error', (error: NodeJS.ErrnoException) => over(error.code ?? error.message));
  });
}
