/** What the owner chose for this browser: language, theme, colour pair, density. Remembered here only; the page's root element carries them. */

import { useSyncExternalStore } from 'react';

export interface Preferences {
  readonly language: 'en' | 'es';
  readonly theme: 'system' | 'light' | 'dark';
  readonly pair: 'green-red' | 'blue-orange';
  readonly density: 'comfortable' | 'compact';
}

const KEY = 'atalaya.preferences';
const CHOICES: { readonly [Name in keyof Preferences]: readonly Preferences[Name][] } = {
  language: ['en', 'es'],
  theme: ['system', 'light', 'dark'],
  pair: ['green-red', 'blue-orange'],
  density: ['comfortable', 'compact'],
};

function defaults(): Preferences {
  const spanish = navigator.languages.findIndex((tag) => tag.startsWith('es'));
  const english = navigator.languages.findIndex((tag) => tag.startsWith('en'));
  const language = spanish >= 0 && (english < 0 || spanish < english) ? 'es' : 'en';
  return { language, theme: 'system', pair: 'green-red', density: 'comfortable' };
}

/** A browser that keeps nothing, or kept something else, gets the defaults. */
function remembered(): Preferences {
  const chosen: Record<string, unknown> = { ...defaults() };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    for (const [name, choices] of Object.entries(CHOICES))
      if ((choices as readonly unknown[]).includes(stored[name])) chosen[name] = stored[name];
  } catch {
    // Storage is forbidden or damaged: the choice lasts as long as the page.
  }
  return chosen as unknown as Preferences;
}

let preferences = remembered();
const listeners = new Set<() => void>();

export function currentPreferences(): Preferences {
  return preferences;
}

export function choose(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // See above.
  }
  applyPreferences();
  for (const listener of listeners) listener();
}

export function applyPreferences(): void {
  const root = document.documentElement;
  root.lang = preferences.language;
  root.dataset.pair = preferences.pair;
  root.dataset.density = preferences.density;
  if (preferences.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = preferences.theme;
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, currentPreferences);
}
