/** A sentence the reader must not miss, in a box of its own: with shape and word, never colour alone. */

import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

const TONES = {
  warn: ['border-warn-line bg-warn-soft [&>svg]:text-warn', 'alert'],
  danger: ['border-danger-line bg-danger-soft [&>svg]:text-danger', 'alert'],
  good: ['border-line-strong bg-surface [&>svg]:text-ok', 'check'],
} as const;

export function Notice({ tone, title, children }: { tone: keyof typeof TONES; title: string; children?: ReactNode }) {
  const [look, icon] = TONES[tone];
  return (
    <section className={`mb-4 flex items-start gap-3 rounded-l border px-4 py-3 phone:mb-3 ${look}`} data-tone={tone}>
      <Icon name={icon} className="mt-0.5 size-4.5" />
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        {children}
      </div>
    </section>
  );
}
