// What the tests of the standby share: what a trader that waits and one that has taken over say, and how long that takes.
import { performance } from 'node:perf_hooks';
import type { Running } from '../live-venue/processes.ts';

/** Said by a trader that waits. */
export const WAITS = /standby: \S+ leads \(lease \d+\)/;
/** Printed once a trader is in charge: recovered, connected, asking the venue, its door open. Entries wait until the venue has been compared. */
const IN_CHARGE = /"resumed": true/;
/** From the leader's last sign of life. */
export const TAKEN_OVER_WITHIN_MS = 10_000;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Since when the leader is silent, until the other one is in charge. */
export async function takenOver(since: number, { says }: Running): Promise<number> {
  await says(IN_CHARGE, 20_000);
  const tookMs = performance.now() - since;
  await says('STANDBY_TOOK_OVER');
  return tookMs;
}

export function inWords(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `take-over: middle ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms, longest ${Math.round(sorted.at(-1) ?? 0)} ms`;
}

/** The body of a whole HTTP answer of one chunk. */
export function bodyOf(answer: string) {
  return JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
}
