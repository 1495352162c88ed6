/** Every check of one decision, in order: what was measured, what is allowed, and the answer. */

import { useState } from 'react';
import type { Check, Decision } from '../../src/api/records.ts';
import { allowedBy, measuredBy } from '../i18n/check-figures.ts';
import { useSpeech } from '../i18n/words.ts';
import { useSnapshot } from '../live/session.ts';
import { Icon } from '../parts/icon.tsx';

/** So many of the last checks are in sight, and all that did not simply pass. */
const IN_SIGHT = 9;

/** `isWhole`: every check from the beginning. */
export function Checks({
  decision,
  isWhole: beginsWhole = false,
}: {
  decision: Pick<Decision, 'refusal' | 'action' | 'checks'>;
  isWhole?: boolean;
}) {
  const { words } = useSpeech();
  const [isWhole, setWhole] = useState(beginsWhole);
  const { refusal, action } = decision;
  const only: Check[] = refusal ? [{ code: refusal.code, answer: 'refused', measured: refusal.measured, limit: refusal.limit }] : [];
  const checks = decision.checks.length > 0 ? decision.checks : only;
  const inSight = checks.filter(({ answer }, i) => isWhole || answer !== 'passed' || i >= checks.length - IN_SIGHT);
  const hidden = checks.length - inSight.length;
  return (
    <div className="min-w-0 [&_td]:h-8 [&_th]:h-8 phone:wrap-anywhere phone:[&_:is(td,th)]:px-2 phone:[&_:is(td,th)]:whitespace-normal phone:[&_td:first-child]:pl-3.5 phone:[&_th:first-child]:pl-3.5">
      {inSight.length > 0 && (
        <table>
          <caption className="sr-only">{words.checks.check}</caption>
          <thead>
            <tr className="phone:[&>th]:whitespace-normal">
              <th scope="col">{words.checks.check}</th>
              <th scope="col" className="num">
                {words.checks.measured}
              </th>
              <th scope="col" className="num">
                {words.checks.limit}
              </th>
              <th scope="col">
                <span className="phone:sr-only">{words.checks.answer}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {hidden > 0 && (
              <tr className="text-12">
                <td colSpan={4}>
                  <button
                    type="button"
                    className="cursor-pointer whitespace-nowrap text-accent hover:underline hover:underline-offset-2"
                    onClick={() => setWhole(true)}
                  >
                    {words.checks.earlier(hidden)}
                  </button>
                </td>
              </tr>
            )}
            {inSight.map((check) => (
              <CheckRow key={check.code} check={check} />
            ))}
          </tbody>
        </table>
      )}
      {action === 'exit' && <p className="px-4 py-2.5 text-12 text-muted">{words.checks.exits}</p>}
      {action === 'enter' && checks.length === 0 && <p className="px-4 py-2.5 text-12 text-muted">{words.checks.inJournal}</p>}
      {refusal && checks.length === 1 && <p className="px-4 py-2.5 text-12 text-muted">{words.checks.onlyThis}</p>}
    </div>
  );
}

const ROWS: Readonly<Record<Check['answer'], string>> = {
  passed: '',
  refused: '[&>*]:bg-danger-soft',
  cut: '',
  'not-reached': '[&>*]:text-muted',
};
const ANSWERS: Readonly<Record<Check['answer'], string>> = {
  passed: 'text-gain',
  refused: 'font-semibold text-danger',
  cut: 'text-warn',
  'not-reached': '',
};

function CheckRow({ check }: { check: Check }) {
  const speech = useSpeech();
  const { words } = speech;
  const { currency } = useSnapshot().status.account;
  const isReached = check.answer !== 'not-reached';
  return (
    <tr data-answer={check.answer} className={ROWS[check.answer]}>
      <th scope="row" title={check.code}>
        {speech.check(check.code)[0]}
      </th>
      <td className="num">{measuredBy(speech, check.code, isReached ? check.measured : null, currency)}</td>
      <td className="num">{allowedBy(speech, check.code, check.limit, currency)}</td>
      <td>
        <span className={`inline-flex items-center gap-1.25 whitespace-nowrap [&>svg]:size-3.25 [&>svg]:stroke-2 ${ANSWERS[check.answer]}`}>
          {check.answer === 'passed' && <Icon name="check" />}
          {check.answer === 'refused' && <Icon name="x" />}
          {check.answer === 'cut' && <Icon name="down" />}
          <span className="phone:sr-only">
            {check.code.startsWith('WARN_') && !isPassed(check) ? words.checks.warned : words.checks[check.answer]}
          </span>
        </span>
      </td>
    </tr>
  );
}

const isPassed = ({ answer }: Check) => answer === 'passed';
