/** The parts of this long page: gone to by the keys 1 to 5 and, on a phone, by a row of their names. */

import { useEffect } from 'react';
import { useSpeech } from '../../i18n/words.ts';
import { unfold } from '../../live/folded.ts';
import { openDialogName } from '../../shell/open-dialog.ts';
import { type TradingPageWords, useTradingPageWords } from './page-words.ts';

const PARTS: readonly { readonly id: string; readonly name: keyof TradingPageWords['nav'] }[] = [
  { id: 'now', name: 'now' },
  { id: 'chart', name: 'chart' },
  { id: 'book', name: 'book' },
  { id: 'refusals', name: 'refusals' },
  { id: 'log', name: 'log' },
];

function goTo(id: string): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  unfold(id);
  // Once it is as long as it is.
  requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' }));
}

export function PageParts() {
  const own = useTradingPageWords();
  const { words } = useSpeech();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.ctrlKey || event.metaKey || event.altKey || openDialogName() !== null;
      if (isElsewhere || (event.target as HTMLElement).matches('input, select, textarea')) return;
      const part = PARTS[Number(event.key) - 1];
      if (part) goTo(part.id);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <nav aria-label={words.app.sections} className="-mx-3 mb-3 flex gap-2 overflow-x-auto px-3 desk:hidden">
      {PARTS.slice(1).map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="h-8 shrink-0 rounded-full border border-line bg-surface px-3 text-12 font-medium text-text-2"
          onClick={() => goTo(id)}
        >
          {own.nav[name]}
        </button>
      ))}
    </nav>
  );
}
