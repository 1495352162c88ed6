/** The parts of the page that can be gone to: by rail, bottom bar or key. */

import type { Words } from '../i18n/words.ts';
import type { IconName } from '../parts/icon.tsx';

export const SECTIONS: readonly { readonly id: string; readonly name: keyof Words['nav']; readonly icon: IconName }[] = [
  { id: 'now', name: 'now', icon: 'home' },
  { id: 'chart', name: 'chart', icon: 'candles' },
  { id: 'book', name: 'book', icon: 'table' },
  { id: 'refusals', name: 'refusals', icon: 'shield' },
  { id: 'log', name: 'log', icon: 'list' },
];

export function goTo(id: string): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.getElementById(id)?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}
