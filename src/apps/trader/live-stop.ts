/** The stop of a live trader in good order: nothing new, a while for what is on its way, then entries are cancelled; protection stays at the venue. */

import { type OrderAtStop, planStop, STOP_PATIENCE_MS } from '../../core/operations/graceful-stop.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';

const LOOK_MS = 50;

/** Raised while the trader stops. Not PAUSE, which only the PIN could leave: a restart has to come back by itself. */
const STOPPING = 'stopping';

export interface LiveStop {
  /** Not to be waited for any longer: entries are cancelled now. */
  hurry(): void;
  /** Settles when the process may end; says what stays working. */
  readonly done: Promise<readonly string[]>;
}

export function stopLive(session: LiveSession, now: () => number, act: (work: () => void) => void): LiveStop {
  let askedAt = now();
  act(() => session.watch(STOPPING, 'OBSERVATION', 'the trader is being stopped', true, askedAt));
  const cancelled = new Set<string>();

  const look = async (): Promise<readonly string[]> => {
    for (;;) {
      const plan = planStop(askedAt, workingOrders(session), now());
      const fresh = plan.cancel.filter((id) => !cancelled.has(id));
      if (fresh.length > 0) act(() => session.act(now(), (engine) => fresh.forEach((id) => cancel(engine, id))));
      for (const id of fresh) cancelled.add(id);
      if (plan.done) return plan.keep;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };
  return {
    hurry: () => {
      askedAt = Math.min(askedAt, now() - STOP_PATIENCE_MS);
    },
    done: look(),
  };
}

/** A start after such a stop. */
export function stopIsOver(session: LiveSession, at: number): void {
  session.watch(STOPPING, 'OBSERVATION', '', false, at);
}

function workingOrders({ engine, broker }: LiveSession): OrderAtStop[] {
  return [...engine.orders.values()].map(({ id, purpose, ticket }) => {
    const state = broker.orders.get(id)?.state;
    return { orderId: String(id), purpose, reduceOnly: ticket.reduceOnly, inDoubt: state === 'sent' || state === 'in-doubt' };
  });
}

function cancel(engine: LiveSession['engine'], id: string): void {
  const order = engine.orders.get(Number(id));
  if (order !== undefined) engine.cancel(order);
}
