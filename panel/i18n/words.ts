/** The words of the panel in the chosen language, and a formatter bound to language and zone. */

import { useMemo } from 'react';
import type { CheckUnit } from '../../src/api/codes.ts';
import { useAccountZone } from '../live/session.ts';
import { usePreferences } from '../preferences.ts';
import type { en } from './en.ts';
import * as format from './format.ts';
import { spokenIn } from './load.ts';
import type { spoken } from './spoken-en.ts';

/** Name in a list, why it refuses, the sentence with figures. */
export type CheckWords = readonly [name: string, why: string, told: (measured: string, limit: string) => string];

/** The same words in whatever language. */
export type Widened<T> = T extends (...parts: infer P) => infer R
  ? (...parts: P) => R
  : T extends string
    ? string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widened<T[K]> };
/** What every language has to have: for the first picture, and for the rest. */
export type FirstWords = Widened<typeof en>;
export type PageWords = Widened<(typeof spoken)['words']>;
export type Words = FirstWords & PageWords;

export interface Speech {
  readonly language: format.Language;
  readonly zone: string;
  readonly words: Words;
  /** Words of a check; an unknown code speaks for itself. */
  check(code: string): CheckWords;
  figure(value: number | null, unit: CheckUnit, currency: string): string;
  /** A limit is a round number: without the zeros a measured figure has. */
  limit(value: number | null, unit: CheckUnit, currency: string): string;
  reason(text: string | null): string;
}

export function speechFor(language: format.Language, zone: string): Speech {
  const { words, checks } = spokenIn(language);
  return {
    language,
    zone,
    words,
    check: (code) => checks[code] ?? [code, code, () => ''],
    figure: (value, unit, currency) => figureText(language, value, unit, currency),
    limit: (value, unit, currency) =>
      value !== null && unit === 'ratio'
        ? `${format.plain(language, value * 100, 2)}\u202f%`
        : value !== null && unit === 'multiple'
          ? `${format.plain(language, value, 2)}×`
          : figureText(language, value, unit, currency),
    reason: (text) => (text === null ? '' : (words.reasons[text] ?? text.replaceAll('-', ' '))),
  };
}

function figureText(language: format.Language, value: number | null, unit: CheckUnit, currency: string): string {
  if (unit === 'none') return '';
  if (value === null) return format.UNKNOWN;
  if (unit === 'ratio') return format.percent(language, value);
  if (unit === 'multiple') return `${format.decimal(language, value, 2)}×`;
  if (unit === 'money') return format.money(language, value, currency, 2);
  if (unit === 'milliseconds') return format.duration(language, value);
  return format.plain(language, value, unit === 'count' ? 0 : 3);
}

export function useSpeech(): Speech {
  const { language, zone: chosen } = usePreferences();
  const account = useAccountZone();
  const zone = chosen ?? account;
  return useMemo(() => speechFor(language, zone), [language, zone]);
}

/**
 * The words of a page that is loaded by itself: kept beside it, in both languages, and read with the hook this returns.
 * `const useOwnWords = pageWords({ title: 'Risk' }, { title: 'Riesgo' });`
 */
export function pageWords<Own extends object>(inEnglish: Own, inSpanish: Widened<Own>): () => Widened<Own> {
  return () => (usePreferences().language === 'es' ? inSpanish : (inEnglish as unknown as Widened<Own>));
}
