/** The line to one provider: counts what it is asked, ends one before its limits, rests after failures, asks again what failed in passing, and remembers how it fared. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestTiming } from '../../../adapters/postgres/portfolio/timings.ts';
import { askOnce } from '../../../adapters/support/ask-provider.ts';
import { patiently } from '../../../adapters/support/patiently.ts';
import { Breaker, type BreakerState } from '../../../core/operations/breaker.ts';
import { type BudgetLeft, type BudgetLimits, type BudgetUse, budgetLeft, take } from '../../../core/portfolio/quotes/budget.ts';
import { type AskProvider, ProviderTrouble, type TroubleCode } from '../../../core/portfolio/quotes/provider.ts';
import type { ProviderName } from '../../../core/portfolio/quotes/quote-rules.ts';

/** What outlives a restart. */
export interface LineState {
  readonly use: BudgetUse;
  /** Until then it is not asked: it has said so, or refused the key. */
  readonly restsUntil: number;
  readonly lastGoodAt: number | null;
  readonly trouble: { readonly code: TroubleCode; readonly message: string; readonly at: number } | null;
}

export interface LineOptions {
  readonly name: ProviderName;
  readonly title: string;
  readonly limits: BudgetLimits;
  /** A key goes with each question: one that was refused is not tried again soon. */
  readonly hasKey: boolean;
  readonly kept: LineState | undefined;
  readonly now: () => number;
  readonly keep: (name: ProviderName, state: LineState) => void;
  readonly time: (timing: RequestTiming) => void;
  readonly random?: () => number;
  readonly withinMs?: number;
}

export interface ProviderLine {
  readonly ask: AskProvider;
  state(): LineState;
  breaker(): BreakerState;
  budget(): BudgetLeft[];
}

/** Waited for within one question; a provider that asks for more is left alone until then. */
const LONGEST_WAIT_MS = 5_000;
/** Where it does not say for how long. */
const QUOTA_REST_MS = 60_000;
const KEY_REST_MS = 3_600_000;
const EMPTY: LineState = { use: {}, restsUntil: 0, lastGoodAt: null, trouble: null };
const PASSING: ReadonlySet<TroubleCode> = new Set(['PROVIDER_UNREACHABLE', 'PROVIDER_BUSY']);

export function openLine({ name, title, limits, hasKey, kept, now, keep, time, random, withinMs }: LineOptions): ProviderLine {
  let state = kept ?? EMPTY;
  const breaker = new Breaker();
  let count = 0;
  const change = (next: Partial<LineState>) => {
    state = { ...state, ...next };
    keep(name, state);
  };

  /** Counts the question, or says why it is not asked. */
  function admit(cost: number): void {
    const at = now();
    if (state.restsUntil > at)
      throw new ProviderTrouble(state.trouble?.code ?? 'PROVIDER_QUOTA', state.trouble?.message ?? `${title} rests`, state.restsUntil);
    if (breaker.stateAt(at) === 'OPEN') throw new ProviderTrouble('PROVIDER_RESTING', `${title} has failed several times and rests`);
    const taken = take(state.use, limits, cost, at);
    if (!taken.isAllowed)
      throw new ProviderTrouble('PROVIDER_BUDGET', `${title}: what may be asked in a ${taken.window} is spent`, taken.renewsAt);
    change({ use: taken.use });
  }
  function failed(error: ProviderTrouble): void {
    const { code, message, again } = error;
    const at = now();
    // Not to know a symbol is an answer.
    if (code === 'PROVIDER_UNKNOWN') return breaker.succeeded(at);
    breaker.failed(at);
    const rests = code === 'PROVIDER_QUOTA' ? (again ?? at + QUOTA_REST_MS) : code === 'PROVIDER_KEY' && hasKey ? at + KEY_REST_MS : again;
    const isLong = rests !== null && rests - at > LONGEST_WAIT_MS;
    change({ trouble: { code, message, at }, ...(isLong && { restsUntil: rests }) });
  }
  const once: AskProvider = async (question) => {
    admit(question.cost ?? 1);
    const at = now();
    let status = 'ok';
    try {
      const value = await askOnce(title, question, withinMs);
      breaker.succeeded(now());
      change({ lastGoodAt: now(), trouble: null });
      return value;
    } catch (error) {
      status = error instanceof ProviderTrouble ? error.code : 'BUG';
      if (error instanceof ProviderTrouble) failed(error);
      throw error;
    } finally {
      time({ route: name, status, durationMs: now() - at, isCacheHit: false, correlationId: `${name}-${at}-${++count}`, at });
    }
  };
  return {
    async ask(question) {
      let again = 0;
      return patiently(() => once(question), {
        classOf(error) {
          if (!(error instanceof ProviderTrouble)) return 'configuration';
          again = error.again ?? 0;
          return PASSING.has(error.code) && state.restsUntil <= now() ? 'data' : 'configuration';
        },
        pause: (ms) => sleep(Math.max(ms, Math.min(again - now(), LONGEST_WAIT_MS))),
        ...(random && { random }),
      });
    },
    state: () => state,
    breaker: () => breaker.stateAt(now()),
    budget: () => budgetLeft(state.use, limits, now()),
  };
}
