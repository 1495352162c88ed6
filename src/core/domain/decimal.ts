/** Scaled safe integers as exact decimal text, and the one rounding product the money arithmetic uses. */

import { InputError } from './result.ts';

/** An amount that doubles can't hold exactly. */
class AmountRangeError extends RangeError {}

const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** 10^exponent for 0 <= exponent <= 15, exact. */
export function powerOfTen(exponent: number): number {
  const value = POWERS_OF_TEN[exponent];
  if (value === undefined) throw new RangeError(`power of ten must be 0 to 15, got ${exponent}`);
  return value;
}

/** Exact decimal text of an integer count of 10^-decimals, without trailing zeros beyond `minimumDecimals`. */
export function formatScaled(value: number, decimals: number, minimumDecimals = 0): string {
  const negative = value < 0;
  let digits = String(negative ? -value : value);
  if (digits.length <= decimals) digits = digits.padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point + minimumDecimals && digits.charCodeAt(end - 1) === ZERO) end--;
  const whole = negative ? `-${digits.slice(0, point)}` : digits.slice(0, point);
  return end > point ? `${whole}.${digits.slice(point, end)}` : whole;
}

/** Decimals needed to write a number such as 0.0005 exactly as its shortest text, at most `maximum`. */
export function decimalsOf(value: number, maximum = 15): number {
  const text = String(value);
  const [mantissa = '', exponent = '0'] = text.split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  return Math.min(maximum, Math.max(0, fraction.length - Number(exponent)));
}

/**
 * round(a * b * multiplier / divisor), half away from zero, for integer-valued doubles.
 * Fast while every product stays within 2^53; otherwise the same result through BigInt.
 * Throws RangeError when the result itself leaves the safe integers: an amount that can't be held exactly is never returned.
 */
export function mulRound(a: number, b: number, multiplier: number, divisor: number): number {
  const product = a * b * multiplier;
  if (product <= 9007199254740991 && product >= -9007199254740991) {
    if (divisor === 1) return product;
    const magnitude = product < 0 ? -product : product;
    const quotient = Math.floor(magnitude / divisor);
    const remainder = magnitude - quotient * divisor;
    const rounded = remainder * 2 >= divisor ? quotient + 1 : quotient;
    return product < 0 ? -rounded : rounded;
  }
  return mulRoundExact(a, b, multiplier, divisor);
}

/** The BigInt body of {@link mulRound}; exported so that a property test can hold the two equal. */
export function mulRoundExact(a: number, b: number, multiplier: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b) * BigInt(multiplier);
  const magnitude = product < 0n ? -product : product;
  const by = BigInt(divisor);
  const rounded = (magnitude * 2n + by) / (by * 2n);
  const value = Number(product < 0n ? -rounded : rounded);
  if (!Number.isSafeInteger(value)) {
    throw new AmountRangeError(
      `an amount left the exact range (2^53): ${a} x ${b} x ${multiplier} / ${divisor}; use a coarser quantum (a currency such as --currency USD or JPY), or a smaller size`,
    );
  }
  return value;
}

/** Money is counted exactly or not at all (fill rules, section 1): an error of {@link mulRound} in the owner's words, or null for another error. */
export function amountRangeFailure(error: unknown): InputError | null {
  return error instanceof AmountRangeError ? new InputError('AMOUNT_RANGE', `${error.message}, or less cash`) : null;
}

const PLAIN_DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Whether the text is digits with at most a sign and a point: no exponent, no spaces, no separators. */
export function isPlainDecimal(text: string): boolean {
  return PLAIN_DECIMAL.test(text);
}

/** Decimal text such as `-12.50` as an integer count of 10^-decimals; null when it is no plain decimal, has more decimals, or leaves the safe integers. */
export function parseScaled(text: string, decimals: number): number | null {
  return scaled(text, decimals, false);
}

/** Decimal text as the nearest integer count of 10^-decimals, halves away from zero; null when it is no plain decimal or leaves the safe integers. */
export function roundScaled(text: string, decimals: number): number | null {
  return scaled(text, decimals, true);
}

const [PLUS, MINUS, POINT, ZERO] = ['+', '-', '.', '0'].map((sign) => sign.charCodeAt(0)) as [number, number, number, number];

/** Digit by digit: every answer of a venue is full of such texts, and a pattern takes several times as long. */
function scaled(text: string, decimals: number, rounds: boolean): number | null {
  const { length } = text;
  const sign = text.charCodeAt(0);
  let at = sign === PLUS || sign === MINUS ? 1 : 0;
  let value = 0;
  const first = at;
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
  }
  if (at === first) return null;
  let kept = 0;
  let up = 0;
  if (at < length) {
    if (text.charCodeAt(at++) !== POINT) return null;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return null;
      if (kept < decimals) value = value * 10 + digit;
      else if (!rounds && digit > 0) return null;
      else if (kept === decimals && digit >= 5) up = 1;
      kept++;
    }
  }
  for (; kept < decimals; kept++) value *= 10;
  value += up;
  if (!Number.isSafeInteger(value)) return null;
  return sign === MINUS && value !== 0 ? -value : value;
}
