/** The door for signed signals: what it is opened with, whatever the session trades on, and the one of a trader at a venue. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SignalServer } from '../../adapters/http/signal-server.ts';
import type { WebhookOptions } from '../../adapters/http/webhook-route.ts';
import { InputError, type Refusal } from '../../core/domain/result.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import type { LiveTrader } from './opened-trader.ts';

/** Of a signal that states none: above what needs the owner's approval, below what counts as sure. */
export const CONFIDENCE_WHEN_ABSENT = 0.7;
const LISTEN_AGAIN_MS = 1_000;

/** InputError (exit 3) WEBHOOK_SECRET_MISSING, for signals that nobody can sign are not what was configured; WEBHOOK_SECRET_EXPOSED where others may read it. */
export function webhookSecret(stateFolder: string): string {
  const file = join(stateFolder, 'webhook-secret');
  if (existsSync(file)) {
    if ((statSync(file).mode & 0o077) === 0) return readFileSync(file, 'utf8').trim();
    const words = `${file}: expected a file that only its owner may read, found others may; they may know it, so make a new one: (umask 077; rm ${file}; openssl rand -hex 32 > ${file})`;
    throw new InputError('WEBHOOK_SECRET_EXPOSED', words, 3);
  }
  throw new InputError(
    'WEBHOOK_SECRET_MISSING',
    `the configuration lets signals trade: expected their shared secret in ${file}; make one with: (umask 077; openssl rand -hex 32 > ${file})`,
    3,
  );
}

export interface SignalDoorOptions {
  readonly trader: LiveTrader;
  readonly environment: Environment;
  readonly secret: string;
  readonly port: number;
  readonly onBug: (error: unknown, correlationId: string, route: string) => void;
  readonly say: (line: string) => void;
}

/**
 * Opens the door of a trader at a venue. One that has taken the account over from a process that stands still, but is there, finds its port taken: it trades
 * without the door, and opens it as soon as it can.
 */
export async function openSignalDoor(options: SignalDoorOptions): Promise<{ close(): Promise<void> }> {
  const { trader, port, onBug, say } = options;
  // Loaded where there is such a door: it takes memory.
  const { createSignalServer } = await import('../../adapters/http/signal-server.ts');
  let server: SignalServer | null = null;
  let closed = false;
  const open = async () => {
    server = await createSignalServer({ port, webhook: webhookOf(options), onBug });
    say(`signals are taken at ${server.url}`);
    if (closed) await server.close();
  };
  const isTaken = (error: unknown) => error instanceof InputError && error.code === 'PORT_IN_USE';
  const openLater = async () => {
    while (!closed && server === null) {
      await pause(LISTEN_AGAIN_MS, undefined, { ref: false });
      await open().catch((error: unknown) => {
        if (!isTaken(error)) throw error;
      });
    }
  };
  await open().catch((error: unknown) => {
    if (trader.leadership === null || !isTaken(error)) throw error;
    say(`signals are not taken yet: ${(error as Error).message}`);
    openLater().catch((other: unknown) => say(`signals are not taken: ${(other as Error).message}`));
  });
  return {
    async close() {
      closed = true;
      await server?.close();
    },
  };
}

/** Why a trader that another one stands by for may not send now; null while it may. */
export function lapseOf({ leadership }: Pick<LiveTrader, 'leadership'>): Refusal | null {
  if (leadership?.holds() ?? true) return null;
  return {
    code: 'LEASE_LAPSED',
    message: `this trader may not send now (${leadership?.lapse() ?? 'its lease is over'}); nothing was done`,
  };
}

function webhookOf({ trader, environment, secret }: SignalDoorOptions): WebhookOptions {
  return {
    secret,
    accept: (wish) => trader.signal(wish),
    audit: (entry) => trader.audit(entry),
    memory: trader.signalMemory,
    closed: () => lapseOf(trader),
    // A rehearsal's tool: in prod it would be real money.
    injectionAllowed: environment !== 'prod',
    confidenceWhenAbsent: CONFIDENCE_WHEN_ABSENT,
    now: trader.now,
  };
}
