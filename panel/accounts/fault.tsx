/** Why it was refused, in the visitor's words; when to try again; and the codes to search for. */

import type { Problem } from '../../src/api/problem.ts';
import { duration } from '../i18n/format.ts';
import { toldProblem } from '../i18n/told.ts';
import { useSpeech } from '../i18n/words.ts';
import { RequestProblem } from '../live/requests.ts';
import { useNow } from '../live/session.ts';
import { Icon } from '../parts/icon.tsx';
import { IdText } from '../parts/id-text.tsx';
import { PasskeyFault } from './passkeys.ts';
import { useAccountWords } from './words.ts';

/** `told`: the words of whoever asks for a problem that he knows better; null where he does not. */
export function Fault({ error, told }: { error: unknown; told?: (problem: Problem) => string | null }) {
  const words = useAccountWords();
  if (error === null || error === undefined) return null;
  const problem = error instanceof RequestProblem ? error.problem : null;
  const isSilent = error instanceof RequestProblem && error.status === 0;
  const text =
    error instanceof PasskeyFault
      ? words.passkeys[error.trouble]
      : isSilent
        ? words.silent
        : problem
          ? (told?.(problem) ?? words.faults[problem.code] ?? toldProblem(problem))
          : String(error instanceof Error ? error.message : error);
  const againAt = error instanceof RequestProblem ? error.againAt : null;
  return (
    <div
      role="alert"
      data-fault={problem?.code ?? (error instanceof PasskeyFault ? error.trouble : 'silent')}
      className="grid w-full grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 rounded-m border border-danger-line bg-danger-soft px-3 py-2.5"
    >
      <Icon name="alert" className="mt-0.5 text-danger" />
      <div>
        <p className="text-text!">{text}</p>
        {againAt !== null && <Again at={againAt} />}
        {problem && (
          <p className="pt-0.5 text-12 text-muted">
            <IdText id={problem.code} /> {problem.correlationId !== '' && <IdText id={problem.correlationId} short />}
          </p>
        )}
      </div>
    </div>
  );
}

/** Counts down; a screen reader hears it once, not every second. */
function Again({ at }: { at: number }) {
  const words = useAccountWords();
  const { language } = useSpeech();
  const left = at - useNow();
  return (
    <p className="font-semibold text-text!" aria-live="off">
      {left > 0 ? words.again(duration(language, left)) : words.againNow}
    </p>
  );
}
