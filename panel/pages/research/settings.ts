/** The settings of a run as text. */

import { dayAndYear, type Language, plain, UNKNOWN } from '../../i18n/format.ts';

type Setting = string | number | boolean | null;

const RATIOS: readonly string[] = ['feeRatio', 'slippage'];
const INSTANTS: readonly string[] = ['from', 'to'];
const HASHES: readonly string[] = ['fingerprint', 'source'];

export function settingText(name: string, value: Setting, language: Language): string {
  if (value === null) return UNKNOWN;
  if (typeof value === 'number' && RATIOS.includes(name)) return `${plain(language, value * 100, 4)}\u202f%`;
  if (typeof value === 'number') return INSTANTS.includes(name) ? dayAndYear(language, value, 'UTC') : plain(language, value, 8);
  return HASHES.includes(name) ? String(value).slice(0, 10) : String(value);
}
