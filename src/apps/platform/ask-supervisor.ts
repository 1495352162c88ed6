/** The web's end of the channel to its supervisor: questions with a number and a time limit, each answered or refused. */

import { z } from 'zod';
import { processFigures } from '../../api/figures.ts';
import { processRow } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';
import type { SupervisorAnswer, SupervisorAsked, SupervisorQuestion, SupervisorQuestions } from './supervisor-words.ts';

const ANSWER_MS = 5_000;

const ANSWERS: { readonly [Q in SupervisorQuestion]: z.ZodType<SupervisorQuestions[Q]['answer']> } = {
  processes: z.object({ processes: processRow.array(), supervisor: processFigures }),
  restart: processRow,
};

/** A process's own channel, as Node gives it to one that was started with one. */
export type Channel = Pick<NodeJS.Process, 'send' | 'connected' | 'on' | 'off'>;

export interface Supervisor {
  /** InputError SUPERVISOR_ABSENT (409), SUPERVISOR_SILENT (503), and what it refuses with. */
  ask<Q extends SupervisorQuestion>(question: Q, asked: SupervisorQuestions[Q]['asked']): Promise<SupervisorQuestions[Q]['answer']>;
  close(): void;
}

export function openSupervisor(channel: Channel = process, answerMs = ANSWER_MS): Supervisor {
  const waiting = new Map<number, (answer: SupervisorAnswer) => void>();
  let asked = 0;
  const hear = (word: unknown) => {
    const { kind, id } = word as Partial<SupervisorAnswer>;
    if (kind === 'answer' && id !== undefined) waiting.get(id)?.(word as SupervisorAnswer);
  };
  channel.on('message', hear);
  return {
    async ask(question, input) {
      if (channel.send === undefined || !channel.connected)
        throw new InputError(
          'SUPERVISOR_ABSENT',
          'expected a web that npx atalaya up has started, found one that runs alone: whatever started it starts its processes again',
        );
      const id = ++asked;
      const { promise, resolve } = Promise.withResolvers<SupervisorAnswer>();
      const silence = setTimeout(
        () => resolve({ kind: 'answer', id, ok: false, code: 'SUPERVISOR_SILENT', message: silent(answerMs), exitCode: 3 }),
        answerMs,
      );
      waiting.set(id, resolve);
      try {
        const word: SupervisorAsked = { kind: 'ask', id, question, asked: input };
        channel.send(word, () => {});
        const answer = await promise;
        if (!answer.ok) throw new InputError(answer.code, answer.message, answer.exitCode);
        return ANSWERS[question].parse(answer.value);
      } finally {
        clearTimeout(silence);
        waiting.delete(id);
      }
    },
    close: () => void channel.off('message', hear),
  };
}

const silent = (ms: number) =>
  `expected an answer of the supervisor within ${ms / 1000} s, found none; look whether what was asked for was done`;
