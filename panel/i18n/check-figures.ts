/** Figure and limit of a check, in the unit and with the bound of its code. Apart from the words: the first script does without the table of codes. */

import { CHECK_FIGURES, type CheckFigures } from '../../src/api/codes.ts';
import type { Speech } from './words.ts';

const PLAIN: CheckFigures = { unit: 'number', bound: 'at-most' };

export function measuredBy({ figure, words }: Speech, code: string, value: number | null, currency: string): string {
  const { unit, isWait } = CHECK_FIGURES[code] ?? PLAIN;
  const text = figure(value, unit, currency);
  return isWait && value !== null && value > 0 ? words.checks.waits(text) : text;
}

export function allowedBy({ limit, words }: Speech, code: string, value: number | null, currency: string): string {
  const { unit, bound, isWait } = CHECK_FIGURES[code] ?? PLAIN;
  if (value === null || unit === 'none') return '';
  return isWait ? words.checks.noWait : `${bound === 'at-most' ? '≤' : '≥'} ${limit(value, unit, currency)}`;
}
