/** Exact amounts: money, quantities, prices and rates as whole counts of 10^-18, so that a wei and a billion rupiah stand side by side and nothing is lost. */

/** A count of 10^-18 of whatever is counted. */
export type Fixed = bigint;

const DECIMALS = 18;
export const ONE: Fixed = 10n ** 18n;

const PLAIN = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Plain decimal text such as `-12.50`; null where it is none, or has more than 18 decimals that are not 0. */
export function parseFixed(text: string): Fixed | null {
  const [, sign, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(DECIMALS))) return null;
  const count = BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return sign === '-' ? -count : count;
}

/** Exact, without trailing zeros beyond `minimumDecimals`. */
export function formatFixed(value: Fixed, minimumDecimals = 0): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0');
  const point = digits.length - DECIMALS;
  const fraction = digits.slice(point).replace(/0+$/, '').padEnd(minimumDecimals, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** a × b ÷ c, half away from zero. c is not 0. */
export function mulDiv(a: Fixed, b: Fixed, c: Fixed): Fixed {
  const product = a * b;
  const isNegative = product < 0n !== c < 0n;
  const [top, bottom] = [product < 0n ? -product : product, c < 0n ? -c : c];
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return isNegative ? -rounded : rounded;
}

export const multiply = (a: Fixed, b: Fixed): Fixed => mulDiv(a, b, ONE);
export const divide = (a: Fixed, b: Fixed): Fixed => mulDiv(a, ONE, b);

/** To so many decimals, half away from zero: 2 for euros, 0 for yen, 3 for dinars. */
export function roundTo(value: Fixed, decimals: number): Fixed {
  const step = 10n ** BigInt(DECIMALS - decimals);
  return mulDiv(value, 1n, step) * step;
}

/** The nearest double: for ratios and charts, never for what is added up. */
export const toNumber = (value: Fixed): number => Number(value) / 1e18;
