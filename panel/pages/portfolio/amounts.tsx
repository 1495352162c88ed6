/** Amounts of the portfolio: in whatever currency, with its own decimals, and hidden where the owner wants nobody to read them over a shoulder. */

import { useSyncExternalStore } from 'react';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { remembered } from '../../live/remembered.ts';
import { Button } from '../../parts/button.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { usePortfolioWords } from './words.ts';

const NAME = 'portfolio.private';
const HIDDEN = '•••';
const listeners = new Set<() => void>();
let isPrivate: boolean | undefined;

const now = (): boolean => {
  isPrivate ??= remembered.read<boolean>(NAME) === true;
  return isPrivate;
};
const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useIsPrivate = () => useSyncExternalStore(listen, now, () => false);

/** Hides every amount of the portfolio, or shows them again; ratios stay. */
export function PrivacySwitch() {
  const own = usePortfolioWords();
  const isOn = useIsPrivate();
  const turn = () => {
    isPrivate = !isOn;
    remembered.write(NAME, isPrivate);
    for (const listener of listeners) listener();
  };
  return (
    <Button aria-pressed={isOn} onClick={turn}>
      {isOn ? own.show : own.hide}
    </Button>
  );
}

type Manner = 'plain' | 'signed' | 'result';

interface AmountProps {
  readonly value: string | null;
  readonly currency: string;
  readonly manner?: Manner;
  /** Where the text has more than are of use. */
  readonly decimals?: number;
}

/** Decimal text as the server tells it, which has its currency's decimals. */
export function Amount({ value, currency, manner = 'plain', decimals }: AmountProps) {
  const own = usePortfolioWords();
  if (useIsPrivate()) return <>{HIDDEN}</>;
  if (value === null) return <span className="text-muted">{own.figures.unknown}</span>;
  return <MoneyText value={value} decimals={decimals ?? decimalsIn(value, currency)} currency={currency} manner={manner} />;
}

/** Money of these has no smaller coin; of the others at least two decimals are shown. */
const WITHOUT_COINS = new Set(['JPY', 'KRW', 'CLP', 'ISK', 'VND']);
const decimalsIn = (value: string, currency: string): number =>
  Math.max(value.split('.')[1]?.length ?? 0, WITHOUT_COINS.has(currency) ? 0 : 2);

/** The same as a text, for a sentence. */
export function useAmountText(): (value: string, currency: string, format: (value: string) => string) => string {
  const isHidden = useIsPrivate();
  return (value, currency, format) => `${isHidden ? HIDDEN : format(value)} ${currency}`;
}

/** A quantity or a price with as many decimals as it has, at most eight. */
export function Count({ value }: { value: string | null }) {
  const { language } = useSpeech();
  return <>{plain(language, value, 8)}</>;
}
