/** An act of an account page: sent, told at the edge of the page, and what it has changed asked for again. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toldProblem } from '../i18n/told.ts';
import { useSpeech } from '../i18n/words.ts';
import { RequestProblem } from '../live/requests.ts';
import { tell } from '../live/toasts.ts';
import { useAccountWords } from './words.ts';

/** `keys`: questions whose answers it changes. `done`: what is told afterwards; nothing where it is seen anyway. */
export function useActing<Given, Answer>(
  keys: readonly string[],
  work: (given: Given) => Promise<Answer>,
  done?: (answer: Answer) => string,
) {
  const questions = useQueryClient();
  const speech = useSpeech();
  const words = useAccountWords();
  return useMutation({
    mutationFn: work,
    onSuccess: (answer) => {
      if (done) tell({ tone: 'done', title: done(answer), detail: '', code: null });
    },
    onError: (error) => {
      const problem = error instanceof RequestProblem ? error.problem : null;
      const detail = problem
        ? (words.faults[problem.code] ?? toldProblem(problem))
        : error instanceof RequestProblem
          ? words.silent
          : error.message;
      tell({ tone: 'problem', title: speech.words.acts.refused, detail, code: problem?.code ?? null });
    },
    onSettled: () => Promise.all(keys.map((key) => questions.invalidateQueries({ queryKey: [key] }))),
  });
}
