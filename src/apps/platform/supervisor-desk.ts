/** The supervisor's end of the channel to the web: what it keeps, and one of them started again. */

import type { ProcessFigures } from '../../api/figures.ts';
import type { ProcessRow } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';
import { explained } from '../cli/output.ts';
import type { KeptRole } from './keep-running.ts';
import type { SupervisorAnswer, SupervisorAsked, SupervisorQuestion } from './supervisor-words.ts';

export interface SupervisorDeskOptions {
  /** Those that may be started again, by name. */
  readonly roles: () => Readonly<Record<string, Pick<KeptRole<unknown>, 'row' | 'restart'>>>;
  /** What else it keeps. */
  readonly others: () => readonly ProcessRow[];
  /** Of this process. */
  readonly figures: () => ProcessFigures;
}

/** Answers one word of the channel. What it does not know is refused: nothing but the names of the table is ever acted upon. */
export function createSupervisorDesk({ roles, others, figures }: SupervisorDeskOptions): (word: SupervisorAsked) => SupervisorAnswer {
  const ANSWERS: Readonly<Record<SupervisorQuestion, (asked: unknown) => unknown>> = {
    processes: () => ({ processes: [...others(), ...Object.values(roles()).map((role) => role.row())], supervisor: figures() }),
    restart(asked) {
      const name = (asked as { readonly name?: unknown } | null)?.name;
      const kept = roles();
      if (typeof name !== 'string' || !Object.hasOwn(kept, name))
        throw new InputError(
          'PROCESS_UNKNOWN',
          `expected one of ${Object.keys(kept).join(', ')}, found ${JSON.stringify(name)}; nothing was done`,
        );
      const role = kept[name] as Pick<KeptRole<unknown>, 'row' | 'restart'>;
      role.restart();
      return role.row();
    },
  };
  return ({ id, question, asked }) => {
    try {
      if (!Object.hasOwn(ANSWERS, question))
        throw new InputError('QUESTION_UNKNOWN', `expected one of ${Object.keys(ANSWERS).join(', ')}, found ${JSON.stringify(question)}`);
      return { kind: 'answer', id, ok: true, value: ANSWERS[question as SupervisorQuestion](asked) };
    } catch (error) {
      const { code, message, exitCode } = explained(error);
      return { kind: 'answer', id, ok: false, code, message, exitCode };
    }
  };
}
