// Exact rational arithmetic on BigInt: the only arithmetic the oracle uses.

/** n ÷ d with d > 0; not reduced. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

export const whole = (n: bigint): Ratio => ({ n, d: 1n });

/** Reads plain decimal text such as `-0.00025`; throws on anything else. */
export function decimal(text: string): Ratio {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`expected plain decimal text, got "${text}"`);
  const fraction = match[3] ?? '';
  const magnitude = BigInt(match[2] + fraction);
  return { n: match[1] ? -magnitude : magnitude, d: 10n ** BigInt(fraction.length) };
}

export const multiply = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.n, d: a.d * b.d });
export const divide = (a: Ratio, b: Ratio): Ratio => (b.n > 0n ? { n: a.n * b.d, d: a.d * b.n } : { n: -a.n * b.d, d: a.d * -b.n });
export const add = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
export const subtract = (a: Ratio, b: Ratio): Ratio => add(a, { n: -b.n, d: b.d });
export const lessOrEqual = (a: Ratio, b: Ratio): boolean => a.n * b.d <= b.n * a.d;

export function floor({ n, d }: Ratio): bigint {
  const quotient = n / d;
  return n < 0n && quotient * d !== n ? quotient - 1n : quotient;
}

export const ceil = ({ n, d }: Ratio): bigint => -floor({ n: -n, d });

/** Nearest whole number, halves away from zero. */
export function round({ n, d }: Ratio): bigint {
  return n < 0n ? -((-2n * n + d) / (2n * d)) : (2n * n + d) / (2n * d);
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const magnitude = (a: bigint): bigint => (a < 0n ? -a : a);

/** The largest whole number from 0 to `top` for which `fits` holds; `fits` must hold for 0 and stop holding only once. */
export function largest(top: bigint, fits: (candidate: bigint) => boolean): bigint {
  let low = 0n;
  let high = top;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (fits(middle)) low = middle;
    else high = middle - 1n;
  }
  return low;
}
