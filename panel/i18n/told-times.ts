/** Instants inside a sentence that was written down for a terminal, as this page tells times. */

import { clock, dayAndYear, type Language } from './format.ts';

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

export const withTimes = (sentence: string, { language, zone }: { readonly language: Language; readonly zone: string }): string =>
  sentence.replaceAll(INSTANT, (found) => {
    const at = Date.parse(found);
    return Number.isNaN(at) ? found : `${dayAndYear(language, at, zone)}, ${clock(language, at, zone, at % 60_000 !== 0)}`;
  });
