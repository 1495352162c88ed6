/** Indicators as a chart draws them: lines over the candles, and the others in panes of their own, told apart by colour and by pattern. */

import type { IndicatorBatch } from '../../src/api/indicators.ts';
import type { ChartColours } from './theme.ts';

export type LineRole = Extract<keyof ChartColours, `run${number}`>;

export interface IndicatorLine {
  readonly key: string;
  /** `bollinger(20, 2)`, and which of its values it is where that is not the first. */
  readonly indicator: string;
  readonly output: string | null;
  readonly title: { readonly en: string; readonly es: string };
  /** What it is computed of, where that is not the close. */
  readonly of: string | null;
  /** 0: over the candles. */
  readonly pane: number;
  readonly role: LineRole;
  readonly pattern: number;
  readonly shape: 'line' | 'bars' | 'dots';
  /** One per candle that is shown. */
  readonly values: readonly (number | null)[];
}

/** None of them is the colour of a gain or a loss; the first run colour is that of the price. */
const ROLES: readonly LineRole[] = ['run2', 'run3', 'run4', 'run5', 'run6'];
/** Lengths of strokes and gaps, as lightweight-charts draws its line styles by number: solid, dotted, dashed, large dashes, sparse dots. */
export const PATTERNS = ['', '1.5 1.5', '3.5 3', '7 4', '1.5 5'] as const;
/** Solid first, then the dashes, which are told apart best. */
const ORDER = [0, 2, 1, 3, 4] as const;

/**
 * In a pane of its own an indicator begins with the plainest pattern; over the candles none comes twice as long as there are others.
 * Values at the candles that begin at `times`; null where there is none.
 */
export function linesOf(batch: IndicatorBatch, times: readonly number[]): IndicatorLine[] {
  const rowOf = new Map(batch.time.map((time, row) => [time, row]));
  const rows = times.map((time) => rowOf.get(time));
  let panes = 0;
  let over = 0;
  return batch.indicators.flatMap(({ id, name, title, of, outputs }, place) => {
    const own = outputs.some(({ scale }) => scale === 'own') ? ++panes : 0;
    return outputs.map(
      (output, i): IndicatorLine => ({
        ...{ key: `${name} of ${of} ${output.name}`, indicator: name, title, of },
        output: i === 0 ? null : output.name,
        pane: output.scale === 'own' ? own : 0,
        role: ROLES[place % ROLES.length] as LineRole,
        pattern: ORDER[(output.scale === 'own' ? i : over++) % ORDER.length] as number,
        shape: output.name === 'histogram' ? 'bars' : id === 'parabolicSar' && i === 0 ? 'dots' : 'line',
        values: rows.map((row) => (row === undefined ? null : (output.values[row] ?? null))),
      }),
    );
  });
}

export const panesOf = (lines: readonly IndicatorLine[]): number => lines.reduce((most, { pane }) => Math.max(most, pane), 0);

/** Digits after the point: enough to tell values of that size apart. */
export function digitsOf(value: number): number {
  const size = Math.abs(value);
  return size >= 1000 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
}

/** Names what a switch hides: an indicator with all of its lines. */
export const indicatorOf = ({ indicator, of }: IndicatorLine): string => (of === null ? indicator : `${indicator} of ${of}`);

/** The others, in panes without a gap between them. */
export function withoutHidden(lines: readonly IndicatorLine[], hidden: ReadonlySet<string>): readonly IndicatorLine[] {
  if (hidden.size === 0) return lines;
  const shown = lines.filter((line) => !hidden.has(indicatorOf(line)));
  const panes = [...new Set(shown.map(({ pane }) => pane))].filter((pane) => pane > 0).sort((a, b) => a - b);
  return shown.map((line) => (line.pane === 0 ? line : { ...line, pane: panes.indexOf(line.pane) + 1 }));
}
