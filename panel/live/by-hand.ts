/** The owner's acts by hand: asked once under an id, and told as what they are: asked, accepted, refused. What is done is told by orders and executions alone. */

import { useState } from 'react';
import type { ManualAct, ManualDone } from '../../src/api/orders.ts';
import type { Problem } from '../../src/api/problem.ts';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { RequestProblem } from './requests.ts';
import { useRights, useStatus } from './session.ts';

type Wish<Act> = Act extends ManualAct ? Omit<Act, 'commandId'> : never;
export type ActWish = Wish<ManualAct>;

export type ActState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'accepted'; readonly done: ManualDone }
  /** `code` null: nobody has answered, and it is not known whether it was done. */
  | { readonly kind: 'refused'; readonly code: string | null; readonly text: string };

const IDLE: ActState = { kind: 'idle' };

/** One act at a time: its state, and how to ask for it. `told`: what the page says of a refusal. An answer that is lost is asked for once more under the same id. */
export function useAct(told: (problem: Problem) => string): {
  readonly state: ActState;
  act(wish: ActWish): Promise<ManualDone | null>;
  forget(): void;
} {
  const speech = useSpeech();
  const [state, setState] = useState<ActState>(IDLE);
  return {
    state,
    forget: () => setState(IDLE),
    async act(wish) {
      setState({ kind: 'asked' });
      const body = { ...wish, commandId: crypto.randomUUID() } as ManualAct;
      try {
        const done = await call('orders.act', { body });
        setState({ kind: 'accepted', done });
        return done;
      } catch (error) {
        const problem = error instanceof RequestProblem ? error.problem : null;
        const text = problem ? told(problem) : speech.words.acts.notSent;
        setState({ kind: 'refused', code: problem?.code ?? null, text });
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
