/** What the web may ask whoever supervises it, over the channel between them: each question with what it is asked with and what is answered. */

import type { ProcessFigures } from '../../api/figures.ts';
import type { ProcessRow, RestartableName } from '../../api/system.ts';

/** No schemas here: the supervisor has no memory for them. Whoever asks checks what it is answered. */
export interface SupervisorQuestions {
  /** Every process that it keeps, itself first, and what it uses itself. */
  readonly processes: {
    readonly asked: null;
    readonly answer: { readonly processes: readonly ProcessRow[]; readonly supervisor: ProcessFigures };
  };
  /** One role is stopped as on a stop, and started again with its words asked anew. Answered when it has begun; `processes` tells the rest. */
  readonly restart: { readonly asked: { readonly name: RestartableName }; readonly answer: ProcessRow };
}

export type SupervisorQuestion = keyof SupervisorQuestions;

/** From the web. */
export interface SupervisorAsked {
  readonly kind: 'ask';
  readonly id: number;
  readonly question: string;
  readonly asked: unknown;
}

/** To the web: the answer to the question of this id, or why there is none. */
export type SupervisorAnswer = { readonly kind: 'answer'; readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly exitCode: 1 | 2 | 3 }
);
