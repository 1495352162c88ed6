/** What a form says of a value at the ends of what is allowed. */

import { beforeAll, expect, test } from 'vitest';
import { loadWords } from '../i18n/load.ts';
import { speechFor } from '../i18n/words.ts';
import { type FormField, faultOf, rangeOf } from './schema-values.ts';

beforeAll(async () => {
  await Promise.all([loadWords('en'), loadWords('es')]);
});

const field = (over: Partial<FormField>): FormField => ({
  ...{ name: 'cash', kind: 'decimal', unit: null, help: { en: '', es: '' }, default: 1, min: 0, max: null, step: null, choices: [] },
  ...over,
});
const told = (over: Partial<FormField>, typed: string, language: 'en' | 'es' = 'en') =>
  faultOf(field(over), typed, speechFor(language, 'UTC'));

test('a bound that is not allowed itself is told as such', () => {
  expect(told({ isAboveMin: true }, '0')).toBe('It has to be more than 0.');
  expect(told({ isAboveMin: true }, '0', 'es')).toBe('Tiene que ser más de 0.');
  expect(told({ isAboveMin: true }, '0.001')).toBeNull();
  expect(told({}, '0')).toBeNull();
  expect(told({}, '-1')).toBe('It has to be 0 or more.');
  const ratio = { max: 1, isBelowMax: true };
  expect([told(ratio, '0'), told(ratio, '1'), told(ratio, '-1')]).toEqual([null, 'It has to be less than 1.', 'It has to be 0 or more.']);
});

test('with both ends allowed one sentence says both', () => {
  expect([told({ max: 5 }, '6'), told({ max: 5 }, '5')]).toEqual(['It has to be from 0 to 5.', null]);
  expect(rangeOf(field({ max: 5 }), speechFor('en', 'UTC'))).toBe('0 to 5');
  expect(rangeOf(field({ max: 5, isAboveMin: true }), speechFor('en', 'UTC'))).toBe('');
});
