/** Columns of doubles as JSON and back: JSON has no NaN, so what is not defined is null there. */

export function toJson(values: Float64Array): (number | null)[] {
  const plain: (number | null)[] = Array.from(values);
  for (let i = 0; i < plain.length; i++) if (Number.isNaN(plain[i])) plain[i] = null;
  return plain;
}

export function fromJson(values: readonly (number | null)[], into: Float64Array): void {
  for (const [i, value] of values.entries()) into[i] = value ?? Number.NaN;
}
