/** What checks have found, each with its severity as shape and word. */

import { Icon } from '../parts/icon.tsx';

const SHAPES = {
  ok: ['check', 'text-ok'],
  note: ['dot', 'text-muted'],
  warning: ['alert', 'text-warn'],
  fault: ['x', 'text-danger'],
} as const;

export interface Finding {
  readonly id: string;
  readonly severity: keyof typeof SHAPES;
  readonly title: string;
  readonly detail: string;
}

export function Findings({ findings, names }: { findings: readonly Finding[]; names: Readonly<Record<Finding['severity'], string>> }) {
  return (
    <ul className="divide-y divide-line">
      {findings.map(({ id, severity, title, detail }) => (
        <li key={id} className="flex gap-2.5 px-4 py-2.5" data-severity={severity}>
          <Icon name={SHAPES[severity][0]} className={`mt-0.5 ${SHAPES[severity][1]}`} />
          <div className="min-w-0">
            <b lang="en" className="font-medium">
              {title}
            </b>{' '}
            <span className="text-12 text-muted">{names[severity]}</span>
            <p lang="en" className="text-text-2">
              {detail}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
