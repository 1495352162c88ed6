/** What checks have found, each with its severity as shape and word. */

import type { ToldFinding } from '../../src/api/research.ts';
import { withTimes } from '../i18n/told-times.ts';
import { useSpeech } from '../i18n/words.ts';
import { Icon } from '../parts/icon.tsx';

const SHAPES = {
  ok: ['check', 'text-ok'],
  note: ['dot', 'text-muted'],
  warning: ['alert', 'text-warn'],
  fault: ['x', 'text-danger'],
} as const;

export function Findings({
  findings,
  names,
}: {
  findings: readonly ToldFinding[];
  names: Readonly<Record<ToldFinding['severity'], string>>;
}) {
  const speech = useSpeech();
  const { language } = speech;
  return (
    <ul className="divide-y divide-line">
      {findings.map(({ id, severity, title, detail }) => (
        <li key={id} className="flex gap-2.5 px-4 py-2.5" data-severity={severity}>
          <Icon name={SHAPES[severity][0]} className={`mt-0.5 ${SHAPES[severity][1]}`} />
          <div className="min-w-0">
            <b className="font-medium">{title[language]}</b> <span className="text-12 text-muted">{names[severity]}</span>
            <p className="text-text-2">{withTimes(detail[language], speech)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
