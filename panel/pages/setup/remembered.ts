/** How far the set-up is, kept in this browser: it can be left and taken up again. What the server knows (whether there is an owner) is asked each time. */

import type { PricesDraft } from '../../blocks/session/session-draft.ts';

export const STEPS = ['language', 'owner', 'data', 'strategy', 'paper'] as const;
export type Step = (typeof STEPS)[number];

export interface Remembered {
  readonly step: Step;
  /** The backtest that was started, under way or finished. */
  readonly jobId: string | null;
  /** The prices that were chosen; null: those of the session that runs. */
  readonly prices: PricesDraft | null;
}

const PLACE = 'atalaya_setup';
const BEGINNING: Remembered = { step: 'language', jobId: null, prices: null };

export function remembered(): Remembered {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? '{}') as Partial<Remembered>;
    const step = STEPS.find((each) => each === kept.step) ?? BEGINNING.step;
    return { step, jobId: typeof kept.jobId === 'string' ? kept.jobId : null, prices: kept.prices ?? null };
  } catch {
    return BEGINNING;
  }
}

export function remember(now: Remembered): void {
  localStorage.setItem(PLACE, JSON.stringify(now));
}

export function forget(): void {
  localStorage.removeItem(PLACE);
}
