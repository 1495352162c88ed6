/** Numbers as people type them, read by the language of the page; what could be a thousand times another number is not guessed. */

import type { Language } from './format.ts';

const SIGNS = { en: { point: '.', group: ',' }, es: { point: ',', group: '.' } } as const;

/** A decimal sign: the page's own, or the other one where it can't stand between thousands. */
const DECIMAL = /^\d+(?:[.,]\d*)?$|^[.,]\d+$/;
/** 25,000: thousands to one reader, 25 to another. */
const ONE_GROUP = /^[1-9]\d{0,2}[.,]\d{3}$/;
const GROUPED = {
  en: /^[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+)$/,
  es: /^[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)$/,
} as const;

/** As exact decimal text without leading zeros; null where it is no number, or an ambiguous one. Spaces may group thousands. */
export function decimalOf(text: string, language: Language): string | null {
  const { point, group } = SIGNS[language];
  const typed = text.replaceAll(/[\s\u00a0\u202f]/g, '');
  const sign = /^[-\u2212]/.test(typed) ? '-' : '';
  const bare = typed.replace(/^[-\u2212]/, '');
  if (GROUPED[language].test(bare)) return sign + plainOf(bare.replaceAll(group, '').replace(point, '.'));
  if (!DECIMAL.test(bare) || (ONE_GROUP.test(bare) && bare.includes(group))) return null;
  return sign + plainOf(bare.replace(',', '.'));
}

const TWO_READINGS = {
  en: (typed: string, many: string, few: string) => `“${typed}” may be ${many} or ${few}: type one of the two.`,
  es: (typed: string, many: string, few: string) => `«${typed}» puede ser ${many} o ${few}: escribe uno de los dos.`,
} as const;

/** What is said of a number that has two readings, with both as they can be typed; null of every other text. */
export function unclearNumber(text: string, language: Language): string | null {
  const { point, group } = SIGNS[language];
  const typed = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  if (!ONE_GROUP.test(typed.replace('-', '')) || !typed.includes(group)) return null;
  return TWO_READINGS[language](text.trim(), typed.replace(group, ''), typed.replace(group, point));
}

/** NaN where it is empty, no number, or an ambiguous one. */
export function numberOf(text: string, language: Language): number {
  const decimal = decimalOf(text, language);
  return decimal === null ? Number.NaN : Number(decimal);
}

/** A number for a field to start from: with the page's decimal sign and no groups, so that it reads back as itself. */
export function fieldText(value: number | string, language: Language): string {
  const text = String(value);
  // Nobody types 1e-7.
  const whole = /e-/.test(text) ? Number(value).toFixed(20).replace(/0+$/, '') : text;
  return whole.replace('.', SIGNS[language].point);
}

function plainOf(text: string): string {
  const [whole = '', rest = ''] = text.split('.');
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return rest === '' ? digits : `${digits}.${rest}`;
}
