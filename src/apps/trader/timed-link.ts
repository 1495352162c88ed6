/** A venue's link that counts how long each order took from being handed over to the venue's answer. */

import { Durations } from '../../core/operations/figures/durations.ts';
import type { TraderLink } from './venue-openers.ts';

export interface TimedLink extends TraderLink {
  /** Of every order that was answered in the window that is running; one that never left is not among them. */
  readonly orderLatency: Durations;
}

export function timedLink(link: TraderLink): TimedLink {
  const sent = new Map<number, number>();
  const orderLatency = new Durations();
  return {
    orderLatency,
    capabilities: link.capabilities,
    get serverTimeOffsetMs() {
      return link.serverTimeOffsetMs;
    },
    instruments: () => link.instruments(),
    close: () => link.close(),
    listen: (listener) =>
      link.listen({
        answered(request, answer, at) {
          const since = sent.get(request);
          sent.delete(request);
          if (since !== undefined && (answer.ok || answer.outcome !== 'not-sent')) orderLatency.add((performance.now() - since) / 1000);
          listener.answered(request, answer, at);
        },
        told: (news, at) => listener.told(news, at),
      }),
    ask(request, what, mayStillSend) {
      if (what.kind === 'place') sent.set(request, performance.now());
      link.ask(request, what, mayStillSend);
    },
  };
}
