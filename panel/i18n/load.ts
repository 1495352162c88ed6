/** The words of a language, fetched when it is spoken: a page carries one language, and first only what the first picture says. */

import type { Language } from './format.ts';
import type { CheckWords, FirstWords, PageWords, Words } from './words.ts';

type Checks = Readonly<Record<string, CheckWords>>;

interface Spoken {
  readonly words: Words;
  readonly checks: Checks;
}

const FIRST: Readonly<Record<Language, () => Promise<FirstWords>>> = {
  en: () => import('./en.ts').then((module) => module.en),
  es: () => import('./es.ts').then((module) => module.es),
};
const REST: Readonly<Record<Language, () => Promise<{ readonly words: PageWords; readonly checks: Checks }>>> = {
  en: () => import('./spoken-en.ts').then((module) => module.spoken),
  es: () => import('./spoken-es.ts').then((module) => module.spoken),
};

const spoken = new Map<Language, Spoken>();
const whole = new Set<Language>();

/** What the shell and the state of things are told with. */
export async function loadFirstWords(language: Language): Promise<void> {
  if (spoken.has(language)) return;
  // Until the rest is there nothing asks for it: pages and dialogs come with it.
  const words = { ...(await FIRST[language]()) } as Words;
  if (!spoken.has(language)) spoken.set(language, { words, checks: {} });
}

/** Everything: before a page or a dialog is drawn. */
export async function loadWords(language: Language): Promise<void> {
  if (whole.has(language)) return;
  const [rest] = await Promise.all([REST[language](), loadFirstWords(language)]);
  const { words } = spokenIn(language);
  // In place: what was drawn with the first words holds on to them.
  Object.assign(words, rest.words);
  Object.assign(spokenIn(language).checks, rest.checks);
  whole.add(language);
}

/** A language that has been loaded; anything else is a bug. */
export function spokenIn(language: Language): Spoken {
  const known = spoken.get(language);
  if (!known) throw new Error(`the words of ${language} were asked for before they were loaded`);
  return known;
}
