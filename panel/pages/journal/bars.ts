/** Where the bars of a histogram stand, and which span of time a choice of them is. Nothing here touches the browser. */

import type { Counts } from '../../../src/api/archive.ts';
import type { Span } from './address.ts';

type BarSpan = Counts['histogram']['span'];

const LENGTHS = { hour: 3_600_000, day: 86_400_000 } as const;

/** Start of the UTC hour, day or month `steps` after the one an instant is in. */
export function barStart(span: BarSpan, at: number, steps = 0): number {
  if (span !== 'month') return (Math.floor(at / LENGTHS[span]) + steps) * LENGTHS[span];
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps);
}

/** More could not be told apart. */
const MOST_SLOTS = 800;

/** Every bar from the first to the last one, also those in which nothing happened. */
export function slotsOf({ span, bars }: Counts['histogram']): { readonly at: number; readonly count: number; readonly refused: number }[] {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return [];
  const known = new Map(bars.map((bar) => [bar.at, bar]));
  const slots = [];
  for (let at = first.at; at <= last.at && slots.length < MOST_SLOTS; at = barStart(span, at, 1))
    slots.push(known.get(at) ?? { at, count: 0, refused: 0 });
  return slots;
}

/** From the first of two bars to the end of the other, cut to what the filter already asks for. */
export function spanBetween(span: BarSpan, one: number, other: number, within: Span): Required<Span> {
  const from = Math.min(one, other);
  const to = barStart(span, Math.max(one, other), 1);
  return { from: Math.max(from, within.from ?? from), to: Math.min(to, within.to ?? to) };
}
