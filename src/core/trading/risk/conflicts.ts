/** Signals of one close that contradict or repeat each other. */

import type { Candidate } from './candidate.ts';
import type { Refusal, RefusalRecord } from './refusal.ts';

/** Keeps, in place and in order, the candidates for which `stays` holds; the others go to `drop` in the same order. */
export function keepOnly(candidates: Candidate[], stays: (candidate: Candidate) => boolean, drop: (candidate: Candidate) => void): void {
  let kept = 0;
  for (const candidate of [...candidates]) {
    if (stays(candidate)) candidates[kept++] = candidate;
    else drop(candidate);
  }
  candidates.length = kept;
}

/**
 * In one instrument opposite sides drop all; the same side keeps the one with the highest confidence, ties by strategy id.
 * Works in place; the dropped are refused with the code.
 */
export function settleConflicts(
  candidates: Candidate[],
  strategies: readonly { readonly id: string }[],
  refusal: Refusal,
  refuse: (candidate: Candidate, refusal: RefusalRecord) => void,
): void {
  const all = [...candidates];
  const rivals = (one: Candidate) => all.filter((other) => other !== one && other.instrument.index === one.instrument.index);
  const surer = (a: Candidate, b: Candidate) =>
    a.confidence > b.confidence || (a.confidence === b.confidence && precedes(a, b, strategies));
  const isOpposed = (one: Candidate) => rivals(one).some((other) => other.side !== one.side);
  keepOnly(
    candidates,
    (one) => !isOpposed(one) && !rivals(one).some((other) => surer(other, one)),
    (one) => {
      if (isOpposed(one)) return refuse(one, refusal.set('SIGNAL_CONFLICT_OPPOSITE'));
      const highest = Math.max(...rivals(one).map(({ confidence }) => confidence));
      refuse(one, refusal.set('SIGNAL_CONFLICT_WEAKER', one.confidence, highest));
    },
  );
}

function precedes(a: Candidate, b: Candidate, strategies: readonly { readonly id: string }[]): boolean {
  const [first, second] = [strategies[a.strategy]?.id ?? '', strategies[b.strategy]?.id ?? ''];
  return first < second || (first === second && a.slot < b.slot);
}
