/** Conditions of a question as SQL over the narrow columns of a decision: account, kind, at, ordinal, confidence_key. */

import type { DecisionFilter } from '../../api/archive.ts';

/** Parameters of one statement: `add` gives the place a value stands at. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown, type = ''): string {
    this.list.push(value);
    return `$${this.list.length}${type && `::${type}`}`;
  }
}

export interface TimeSpan {
  readonly from?: number | undefined;
  /** Not included. */
  readonly to?: number | undefined;
}

export function inSpan(values: Values, { from, to }: TimeSpan, column: string): string[] {
  return [
    ...(from === undefined ? [] : [`${column} >= ${values.add(new Date(from))}`]),
    ...(to === undefined ? [] : [`${column} < ${values.add(new Date(to))}`]),
  ];
}

export const filtersConfidence = ({ minConfidence, maxConfidence }: DecisionFilter): boolean =>
  minConfidence !== undefined || maxConfidence !== undefined;

/** Time and confidence. */
export function inRange(values: Values, filter: DecisionFilter): string[] {
  return [
    ...inSpan(values, filter, 'd.at'),
    ...(filtersConfidence(filter) ? [`d.confidence_key >= ${values.add(filter.minConfidence ?? 0)}`] : []),
    ...(filter.maxConfidence === undefined ? [] : [`d.confidence_key <= ${values.add(filter.maxConfidence)}`]),
  ];
}

/** What the prefix finds beside names: ids of decisions from `epoch-sequence` on, or numbers of orders. */
export interface IdRange {
  readonly column: 'decision_id' | 'order_id';
  readonly from: string;
  readonly to: string;
}

export function idRangeOf(prefix: string | undefined): IdRange | null {
  if (prefix === undefined) return null;
  const column = /^\d+$/.test(prefix) ? 'order_id' : /^\d+-\d[\d-]*$/.test(prefix) ? 'decision_id' : null;
  // In the order of bytes a colon follows the digits.
  return column && { column, from: prefix, to: `${prefix}:` };
}

/** Where decisions are looked for: all of them, or what the prefix has found by id or by kind, once each. */
export function sourceOf(
  values: Values,
  account: string,
  found: { readonly ids: IdRange; readonly kinds: readonly number[] } | null,
): string {
  const place = values.add(account);
  if (found === null) return `(select * from trading.decisions where account = ${place})`;
  const { column, from, to } = found.ids;
  const narrow = `select account, kind, at, ordinal, confidence_key from trading.decisions where account = ${place}`;
  const inIds = `(${column} >= ${values.add(from)} and ${column} < ${values.add(to)})`;
  if (found.kinds.length === 0) return `(${narrow} and ${inIds})`;
  return `(${narrow} and ${inIds} union all ${narrow} and kind = any(${values.add(found.kinds, 'integer[]')}) and ${inIds} is not true)`;
}
