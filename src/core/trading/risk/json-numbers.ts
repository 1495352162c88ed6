/** Columns of doubles as JSON and back: JSON has no NaN, so what is not defined is null there. */

export function toJson(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

export function fromJson(values: readonly (number | null)[], into: Float64Array): void {
  for (const [i, value] of values.entries()) into[i] = value ?? Number.NaN;
}
