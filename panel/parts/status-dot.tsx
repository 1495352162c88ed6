/** A state as shape and word: filled, hollow, dashed, square. Never colour alone. */

import type { ReactNode } from 'react';

export type DotState = 'ok' | 'warn' | 'stale' | 'bad' | 'off';

const SHAPES: Readonly<Record<DotState, string>> = {
  ok: 'rounded-full bg-ok',
  warn: 'rounded-full border-2 border-warn',
  stale: 'rounded-full border-2 border-dashed border-stale',
  bad: 'rounded-[2px] bg-danger-solid',
  off: 'rounded-full border-2 border-field',
};

export function StatusDot({ state, children }: { state: DotState; children?: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5" data-state={state}>
      <i className={`inline-block size-2 flex-none ${SHAPES[state]}`} />
      {children}
    </span>
  );
}
