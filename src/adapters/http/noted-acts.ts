/** Every act on the session that came this far is told to the audit, with what became of it: done, refused, or failed where nobody knows. */

import type { FastifyRequest } from 'fastify';
import { InputError } from '../../core/domain/result.ts';
import { HttpProblem } from './problems.ts';

/** What somebody has asked of the trader, for the audit. */
export interface SessionAct {
  readonly address: string;
  readonly by: string;
  /** Such as `trading.kill`. */
  readonly act: string;
  /** The account it was asked of; empty while none has been heard of. */
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Never fails and is not waited for: no act, a kill least of all, waits for its entry. */
export type NoteAct = (act: SessionAct) => void;

type Outcome =
  | { readonly ok: true; readonly done: { readonly journalSequence: number | null } }
  | { readonly ok: false; readonly refusal: { readonly code: string } };

/** Carries an act out, and tells of it. */
export type NotedActs = <Result extends Outcome>(
  request: FastifyRequest,
  asked: { readonly kind: string; readonly pin?: string | undefined },
  act: () => Promise<Result>,
) => Promise<Result>;

export function createNotedActs(note: NoteAct, account: () => string): NotedActs {
  return async (request, asked, act) => {
    // The audit is read by many and kept for ever: no PIN gets into it.
    const { kind, pin: _secret, ...detail } = asked;
    const entry = { address: request.ip, by: request.visitor?.by ?? 'nobody', act: `trading.${kind}`, target: account() };
    const tell = (outcome: SessionAct['outcome'], more: object) => note({ ...entry, outcome, detail: { ...detail, ...more } });
    try {
      const result = await act();
      if (result.ok) tell('done', { journalSequence: result.done.journalSequence });
      else tell('refused', { code: result.refusal.code });
      return result;
    } catch (error) {
      tell(outcomeOf(error), { code: (error as { code?: unknown }).code ?? 'INTERNAL_ERROR' });
      throw error;
    }
  };
}

/** What was not refused may have been done: the trader was away, or did not answer. */
function outcomeOf(error: unknown): 'refused' | 'failed' {
  const isRefusal = error instanceof HttpProblem ? error.status < 500 : error instanceof InputError && error.exitCode !== 3;
  return isRefusal ? 'refused' : 'failed';
}
