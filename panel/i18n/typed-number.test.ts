/** What is typed is the number it says, or none: never one a thousand times smaller. */

import { expect, it } from 'vitest';
import { decimalOf, fieldText, numberOf, unclearNumber } from './typed-number.ts';

it.each([
  ['en', '25,000', null],
  ['en', '16,900', null],
  ['es', '17.000', null],
  ['es', '-17.000', null],
  ['en', '17,780.52', '17780.52'],
  ['es', '17.780,52', '17780.52'],
  ['en', '1,250,000', '1250000'],
  ['es', '1.250.000', '1250000'],
  ['en', '1.125', '1.125'],
  ['es', '1,125', '1.125'],
  ['en', '0,025', '0.025'],
  ['es', '0.025', '0.025'],
  ['en', '12,5', '12.5'],
  ['es', '12.5', '12.5'],
  ['es', '17 000,5', '17000.5'],
  ['en', '17.780,52', null],
  ['en', '1,25,000', null],
  ['en', '\u22121.5', '-1.5'],
  ['en', '1e3', null],
  ['en', '', null],
] as const)('in %s, %s is %s', (language, typed, decimal) => {
  expect(decimalOf(typed, language)).toBe(decimal);
  expect(numberOf(typed, language)).toBe(decimal === null ? Number.NaN : Number(decimal));
});

it.each([1.125, 25_000, 0.025, -3.5, 1e-7])('%d in a field reads back as itself', (value) => {
  for (const language of ['en', 'es'] as const) expect(numberOf(fieldText(value, language), language)).toBe(value);
});

it('of a number with two readings both are named, each as it can be typed', () => {
  expect(unclearNumber('16.900', 'es')).toBe('«16.900» puede ser 16900 o 16,900: escribe uno de los dos.');
  expect(unclearNumber('-16,900', 'en')).toBe('“-16,900” may be -16900 or -16.900: type one of the two.');
  expect(decimalOf('16,900', 'es')).toBe('16.900');
  for (const [language, typed] of [
    ['es', '16.900,50'],
    ['es', '16,900'],
    ['en', '16.900'],
    ['en', 'many'],
    ['es', ''],
  ] as const)
    expect(unclearNumber(typed, language)).toBeNull();
});
