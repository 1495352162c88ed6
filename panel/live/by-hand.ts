/** The owner's acts by hand: each asked once, under an id of its own, and told as what they are: asked, accepted, refused, or not known. What is done is told by orders and executions alone. */

import { useState } from 'react';
import type { ManualAct, ManualDone } from '../../src/api/orders.ts';
import type { Problem } from '../../src/api/problem.ts';
import { call } from '../api/client.ts';
import { sending, subjectOf } from './outcomes.ts';
import { isJudged, isOpen, RequestProblem } from './requests.ts';
import { useRights, useStatus } from './session.ts';
import { type Unanswered, unanswered } from './unanswered.ts';

type Wish<Act> = Act extends ManualAct ? Omit<Act, 'commandId'> : never;
export type ActWish = Wish<ManualAct>;

export type ActState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'accepted'; readonly done: ManualDone }
  | { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
  /** Nobody who knows has answered. */
  | { readonly kind: 'unknown'; readonly code: string | null };

const IDLE: ActState = { kind: 'idle' };

/**
 * One act at a time: its state, and how to ask for it. `told`: what the page says of a refusal. Each press is an act of its own, under an id of its own: one
 * that has had no answer is found out about (`outcomes.ts`), and is never taken for what is asked later. An answer to an entry that waits is given once
 * whatever its id, and goes again as it was.
 */
export function useAct(told: (problem: Problem) => string): {
  readonly state: ActState;
  act(wish: ActWish, about?: Unanswered['about']): Promise<ManualDone | null>;
  forget(): void;
} {
  const [state, setState] = useState<ActState>(IDLE);
  const { durableSequence } = useStatus().journal;
  return {
    state,
    forget: () => setState(IDLE),
    async act(wish, about) {
      setState({ kind: 'asked' });
      const text = JSON.stringify(wish);
      const before = subjectOf(wish) === null ? unanswered.find(text) : undefined;
      const body = before?.act ?? ({ ...wish, commandId: crypto.randomUUID() } as ManualAct);
      const sent: Unanswered = before ?? {
        ...{ wish: text, commandId: body.commandId, at: Date.now(), act: body, after: durableSequence },
        ...(about !== undefined && { about }),
      };
      if (before === undefined) unanswered.add(sent);
      try {
        const done = await sending(sent, () => call('orders.act', { body }));
        unanswered.settle(body.commandId);
        setState({ kind: 'accepted', done });
        return done;
      } catch (error) {
        const problem = error instanceof RequestProblem ? error.problem : null;
        // Who may not ask again is told nothing of what became of the first time.
        if (before === undefined ? isOpen(error) : !isJudged(error)) setState({ kind: 'unknown', code: problem?.code ?? null });
        else {
          unanswered.settle(body.commandId);
          setState({ kind: 'refused', code: problem?.code ?? null, text: problem ? told(problem) : String(error) });
        }
        return null;
      }
    },
  };
}

/** What the visitor may do by hand here: nothing, only close and protect, or open as well. */
export function useByHand(): 'nothing' | 'closes' | 'opens' {
  const rights = useRights();
  const { byHand } = useStatus();
  if (!rights.includes('trading.order')) return 'nothing';
  return byHand === true ? 'opens' : 'closes';
}
