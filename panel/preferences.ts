/** What the owner chose for this browser: language, theme, colour pair, density, whether indicators are drawn, and the zone of its times. A cookie remembers it, so that the server draws the first picture with it. */

import { useSyncExternalStore } from 'react';
import { loadWords } from './i18n/load.ts';

export interface Preferences {
  readonly language: 'en' | 'es';
  readonly theme: 'system' | 'light' | 'dark';
  readonly pair: 'green-red' | 'blue-orange';
  readonly density: 'comfortable' | 'compact';
  /** Of the strategy, over the candles of the chart. */
  readonly indicators: 'shown' | 'hidden';
  /** Such as Europe/Madrid; null where nobody chose one: the account's zone, or UTC, then. */
  readonly zone: string | null;
}

const COOKIE = 'atalaya_display';
const YEAR_SECONDS = 31_536_000;
const CHOICES: { readonly [Name in Exclude<keyof Preferences, 'zone'>]: readonly Preferences[Name][] } = {
  language: ['en', 'es'],
  theme: ['system', 'light', 'dark'],
  pair: ['green-red', 'blue-orange'],
  density: ['comfortable', 'compact'],
  indicators: ['shown', 'hidden'],
};

/** The choices of a Cookie header; what it does not have, or has otherwise, is the default, and the language the browser's. */
export function preferencesOf(cookies: string, acceptLanguage: string): Preferences {
  const chosen: Record<string, unknown> = {
    language: languageOf(acceptLanguage),
    theme: 'system',
    pair: 'green-red',
    density: 'comfortable',
    indicators: 'shown',
    zone: null,
  };
  const stored = cookies.split(/;\s*/).find((part) => part.startsWith(`${COOKIE}=`));
  for (const [name, value] of new URLSearchParams(stored?.slice(COOKIE.length + 1).replaceAll('.', '&') ?? ''))
    if (name === 'zone' ? isZone(value) : (CHOICES[name as keyof typeof CHOICES] as readonly unknown[] | undefined)?.includes(value))
      chosen[name] = value;
  return chosen as unknown as Preferences;
}

/** One that this machine can tell times in. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}

/** Of a header such as `es-ES,es;q=0.9,en;q=0.8`: whichever of the two is wanted more; English where neither is named. */
function languageOf(acceptLanguage: string): Preferences['language'] {
  const wanted = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/;\s*q=/);
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => (language === 'en' || language === 'es') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.language === 'es' ? 'es' : 'en';
}

let preferences: Preferences = {
  language: 'en',
  theme: 'system',
  pair: 'green-red',
  density: 'comfortable',
  indicators: 'shown',
  zone: null,
};
const listeners = new Set<() => void>();

/** What the first picture is drawn with. */
export function seedPreferences(seed: Preferences): void {
  preferences = seed;
}

export function currentPreferences(): Preferences {
  return preferences;
}

/** Other tabs of this browser; none on the server. */
let tabs: BroadcastChannel | undefined;

/** What is chosen in another tab is shown here too, and not written over by what is chosen here next. */
export function followTabs(): void {
  tabs = new BroadcastChannel(COOKIE);
  tabs.onmessage = ({ data }) => void show(data as Preferences);
}

export async function choose(change: Partial<Preferences>): Promise<void> {
  await show({ ...preferences, ...change });
  tabs?.postMessage(preferences);
  const value = Object.entries(preferences).flatMap(([name, chosen]) => (chosen === null ? [] : [`${name}=${encodeURIComponent(chosen)}`]));
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser.
  document.cookie = `${COOKIE}=${value.join('.')}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
}

async function show(next: Preferences): Promise<void> {
  await loadWords(next.language);
  preferences = next;
  const root = document.documentElement;
  for (const [name, attribute] of Object.entries(rootAttributes(preferences))) root.setAttribute(name, attribute);
  if (preferences.theme === 'system') root.removeAttribute('data-theme');
  for (const listener of listeners) listener();
}

/** What the page's root element carries, for the style. */
export function rootAttributes({ language, theme, pair, density }: Preferences): Record<string, string> {
  return { lang: language, 'data-pair': pair, 'data-density': density, ...(theme === 'system' ? {} : { 'data-theme': theme }) };
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, currentPreferences, currentPreferences);
}
