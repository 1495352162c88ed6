/** The owner's acts by hand: asked once under an id, and told as what they are: asked, accepted, refused, or not known. What is done is told by orders and executions alone. */

import { useState } from 'react';
import type { ManualAct, ManualDone } from '../../src/api/orders.ts';
import type { Problem } from '../../src/api/problem.ts';
import { call } from '../api/client.ts';
import { isJudged, isOpen, RequestProblem } from './requests.ts';
import { useRights, useStatus } from './session.ts';
import { unanswered } from './unanswered.ts';

type Wish<Act> = Act extends ManualAct ? Omit<Act, 'commandId'> : never;
export type ActWish = Wish<ManualAct>;

export type ActState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'accepted'; readonly done: ManualDone }
  | { readonly kind: 'refused'; readonly code: string | null; readonly text: string }
  /** Nobody who knows has answered. The same wish goes again under the same id, and is done once. */
  | { readonly kind: 'unknown'; readonly code: string | null };

const IDLE: ActState = { kind: 'idle' };

/** What makes two wishes the same: of an order its ticket, not what was agreed to at most, which follows the price. */
export const wishText = (wish: ActWish): string => JSON.stringify(wish.kind === 'order' ? { kind: wish.kind, ticket: wish.ticket } : wish);

/** One act at a time: its state, and how to ask for it. `told`: what the page says of a refusal. */
export function useAct(told: (problem: Problem) => string): {
  readonly state: ActState;
  /** A wish that has had no answer is asked again as it was sent. */
  act(wish: ActWish): Promise<ManualDone | null>;
  forget(): void;
} {
  const [state, setState] = useState<ActState>(IDLE);
  return {
    state,
    forget: () => setState(IDLE),
    async act(wish) {
      setState({ kind: 'asked' });
      const text = wishText(wish);
      const before = unanswered.find(text)?.act ?? null;
      const body = before ?? ({ ...wish, commandId: crypto.randomUUID() } as ManualAct);
      if (before === null) unanswered.add({ wish: text, commandId: body.commandId, at: Date.now(), act: body });
      try {
        const done = await call('orders.act', { body });
        unanswered.settle(body.commandId);
        setState({ kind: 'accepted', done });
        return done;
      } catch (error) {
        const problem = error instanceof RequestProblem ? error.problem : null;
        // Who may not ask again is told nothing of what became of the first time.
        if (before === null ? isOpen(error) : !isJudged(error)) setState({ kind: 'unknown', code: problem?.code ?? null });
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
