/** Doubles as JSON can hold them. */

/** The first `count`; NaN and the infinities as text, which `Number` reads again. */
export function plainNumbers(values: Float64Array, count: number): (number | string)[] {
  const plain: (number | string)[] = [];
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    plain.push(Number.isFinite(value) ? value : String(value));
  }
  return plain;
}
