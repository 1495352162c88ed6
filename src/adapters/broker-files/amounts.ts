/** Numbers, money and times as brokers write them. */

/** `.` in 1,234.56 and `,` in 1.234,56. */
export type DecimalMark = '.' | ',';

/**
 * Plain decimal text; null where it is no number. Of `0,7667` in a file of points the comma can only be the decimal one, and counts as that; of `1,234.56`
 * in a file of commas the point.
 */
export function plainDecimal(text: string, mark: DecimalMark): string | null {
  const trimmed = text.replace(/[\s\u00a0']/g, '');
  const isNegative = /^\(.*\)$/.test(trimmed) || /^[^\d]*-/.test(trimmed);
  const digits = trimmed.replace(/[^\d.,]/g, '');
  if (digits === '' || !/^[^\d.,]*[\d.,]+[^\d.,]*$/.test(trimmed)) return null;
  const other = mark === '.' ? ',' : '.';
  const grouped = new RegExp(`^\\d{1,3}(\\${other}\\d{3})+(\\${mark}\\d+)?$`);
  const groupedOtherwise = new RegExp(`^\\d{1,3}(\\${mark}\\d{3})+\\${other}\\d+$`);
  const plain = grouped.test(digits)
    ? digits.replaceAll(other, '').replace(mark, '.')
    : groupedOtherwise.test(digits)
      ? digits.replaceAll(mark, '').replace(other, '.')
      : digits.includes(mark)
        ? digits.replace(mark, '.')
        : digits.replace(other, '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  return `${isNegative && Number(plain) !== 0 ? '-' : ''}${plain}`;
}

/** With the other sign; nothing stays as it is written. */
export const opposite = (amount: string): string =>
  amount.startsWith('-') ? without(amount) : Number(amount) === 0 ? amount : `-${amount}`;
export const without = (amount: string): string => amount.replace(/^-/, '');

const SYMBOLS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' };

/** The currency that stands beside an amount: a sign before it, or a code after; null where there is none. */
export function currencyBeside(text: string): string | null {
  const code = /\b([A-Z]{3})\b/.exec(text)?.[1];
  return code ?? SYMBOLS[text.replace(/[-\s\d.,()]/g, '')[0] ?? ''] ?? null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const two = (part: string) => part.padStart(2, '0');

/** `2024-01-31`, out of what a broker's pattern says; null where it does not fit. */
export const DAYS = {
  /** 20240131 */
  compact: (text: string) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
  /** 31-01-2024 */
  dayFirst: (text: string) =>
    text.replace(/^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/, (_, day, month, year) => `${year}-${two(month)}-${two(day)}`),
  /** 01/31/2024, and what else stands behind it */
  monthFirst: (text: string) =>
    text.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4}).*$/, (_, month, day, year) => `${year}-${two(month)}-${two(day)}`),
  /** 31-Jan-2024 */
  monthNamed: (text: string) =>
    text.replace(
      /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/,
      (_, day, month: string, year) => `${year}-${two(String(MONTHS.indexOf(month.toLowerCase()) + 1))}-${two(day)}`,
    ),
  /** Jan 31, 2024, 10:10:57 PM: no zone is told, so the day alone is taken. */
  english: (text: string) =>
    text.replace(
      /^([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}).*$/,
      (_, month: string, day, year) => `${year}-${two(String(MONTHS.indexOf(month.toLowerCase()) + 1))}-${two(day)}`,
    ),
} as const;

/** An instant UTC out of `2024-01-31 10:00:00.123`, with a zone or in UTC. */
export function instantIn(text: string, zone = 'UTC'): string {
  if (/[+-]\d{2}:?\d{2}$/.test(text)) return told(Date.parse(text.replace(' ', 'T')), text);
  const plain = text.trim().replace(' UTC', '').replace(' ', 'T').replace(/Z$/, '');
  const wallMs = Date.parse(`${plain}Z`);
  if (Number.isNaN(wallMs)) return text;
  return new Date(wallMs - offsetMs(wallMs, zone)).toISOString();
}

const told = (utcMs: number, text: string): string => (Number.isNaN(utcMs) ? text : new Date(utcMs).toISOString());

/** What the zone's clock is ahead of UTC by, at about that time. */
function offsetMs(utcMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(utcMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  return (
    Date.parse(`${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`) - Math.floor(utcMs / 1000) * 1000
  );
}
