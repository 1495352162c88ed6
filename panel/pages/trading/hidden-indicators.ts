/** Which indicators of a strategy are not drawn, as it was chosen in this browser. */

import { useMemo, useState } from 'react';
import { remembered } from '../../live/remembered.ts';

type Kept = Readonly<Record<string, readonly string[]>>;

const NAME = 'indicators.hidden';
const NONE: readonly string[] = [];

export interface HiddenIndicators {
  readonly names: ReadonlySet<string>;
  toggle(name: string): void;
}

/** `strategyId`: whose they are; null where none are drawn. */
export function useHiddenIndicators(strategyId: string | null): HiddenIndicators {
  const [kept, keep] = useState<Kept>(() => remembered.read<Kept>(NAME) ?? {});
  const own = (strategyId === null ? undefined : kept[strategyId]) ?? NONE;
  const names = useMemo(() => new Set(own), [own]);
  const toggle = (name: string) => {
    if (strategyId === null) return;
    const next = { ...kept, [strategyId]: names.has(name) ? own.filter((each) => each !== name) : [...own, name] };
    keep(next);
    remembered.write(NAME, next);
  };
  return { names, toggle };
}
