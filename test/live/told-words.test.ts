/** What strategies and the trader tell has words in both languages of the panel. */

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Words = Readonly<Record<'reasons' | 'events', Readonly<Record<string, unknown>>>>;
// By a computed name: the panel is compiled for browsers, with types that are not known here.
const exported = async (file: string) => (await import(`../../panel/i18n/${file}.ts`)) as Record<string, unknown>;
/** Those of the first picture, and those that follow it. */
const wordsIn = async (language: 'en' | 'es') => {
  const { spoken } = (await exported(`spoken-${language}`)) as { readonly spoken: { readonly words: Partial<Words> } };
  return { ...((await exported(language))[language] as Partial<Words>), ...spoken.words } as Words;
};
const [en, es] = await Promise.all([wordsIn('en'), wordsIn('es')]);

const codesIn = (files: string, pattern: RegExp) =>
  globSync(files).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, code]) => code as string));

test('the shipped strategies’ reasons are told in both languages', () => {
  const reasons = codesIn('strategies/*.ts', /(?:reason: |exit\()'([a-z-]+)'/g);
  expect(reasons.length).toBeGreaterThan(20);
  for (const reason of reasons) {
    expect.soft(en.reasons[reason], `English words of ${reason}`).toBeDefined();
    expect.soft(es.reasons[reason], `Spanish words of ${reason}`).toBeDefined();
  }
});

test('every event and every notice has words', () => {
  const codes = [
    ...codesIn('src/apps/trader/{rows,trader}.ts', /'((?:FEED|SESSION|STRATEGY|MODE)_[A-Z]+)'/g),
    ...codesIn('src/core/trading/risk/*.ts', /notice\(\s*at,\s*'([A-Z_]+)'/g),
  ];
  expect(codes).toEqual(expect.arrayContaining(['STRATEGY_FAILED', 'FEED_FINISHED', 'LADDER', 'DRAWDOWN_ALERT', 'PEAK_REBASED']));
  for (const code of codes) {
    expect.soft(en.events[code], `English words of ${code}`).toBeDefined();
    expect.soft(es.events[code], `Spanish words of ${code}`).toBeDefined();
  }
});
