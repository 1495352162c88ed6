/** The words of a language, fetched when it is first spoken: a page carries one language, not all of them. */

import type { Language } from './format.ts';
import type { CheckWords, Words } from './words.ts';

interface Spoken {
  readonly words: Words;
  readonly checks: Readonly<Record<string, CheckWords>>;
}

const LOADERS: Readonly<Record<Language, () => Promise<Spoken>>> = {
  en: () => import('./spoken-en.ts').then(({ spoken }) => spoken),
  es: () => import('./spoken-es.ts').then(({ spoken }) => spoken),
};

const loaded = new Map<Language, Spoken>();

export async function loadWords(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await LOADERS[language]());
}

/** A language that has been loaded; anything else is a bug. */
export function spokenIn(language: Language): Spoken {
  const spoken = loaded.get(language);
  if (!spoken) throw new Error(`the words of ${language} were asked for before they were loaded`);
  return spoken;
}
