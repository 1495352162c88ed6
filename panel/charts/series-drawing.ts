/** Draws series with uPlot: lines, areas and bars over time or over classes. Loaded when a chart is first in sight; the page around it needs none of it. */

import uPlot from 'uplot';
import { CHART_FONT, type ChartColours, withAlpha } from './theme.ts';

export interface Series {
  readonly label: string;
  /** Null is a gap: nothing is drawn there. */
  readonly values: readonly (number | null)[];
  /** Over before the others may be: the legend has its last value where nothing is pointed at. */
  readonly isOver?: boolean;
  readonly role: 'line1' | 'line2' | 'gain' | 'loss' | 'warn' | `run${1 | 2 | 3 | 4 | 5 | 6}`;
  readonly shape: 'line' | 'dotted' | 'area' | 'bars' | 'points';
}

export interface Pane {
  readonly series: readonly Series[];
  readonly height: number;
  readonly format: (value: number) => string;
  /** Where the scale has to begin or end at nothing. */
  readonly bound?: 'from-zero' | 'to-zero';
}

export interface Drawing {
  readonly x: readonly number[];
  readonly panes: readonly Pane[];
  readonly formatX: (x: number, wholeMs: number) => string;
  /** x is milliseconds; otherwise the middle of a class. */
  readonly isTime: boolean;
}

export interface Drawn {
  update(drawing: Drawing): void;
  resize(width: number): void;
  destroy(): void;
}

const AXIS_WIDTH = 76;
const AXIS_HEIGHT = 26;
const FONT = `11px ${CHART_FONT}`;
/** A flat line still has a scale: so much of its value above and below. */
const LEAST_SPAN_SHARE = 0.0002;

/** One canvas per pane, under one another, with one cursor. `onPoint` hears which row is pointed at, and null when none is. */
export function drawSeries(place: HTMLElement, first: Drawing, colours: ChartColours, onPoint: (row: number | null) => void): Drawn {
  const sync = uPlot.sync(`panes-${Math.random()}`);
  const width = place.clientWidth;
  const charts = first.panes.map((pane, place_) => {
    const isLast = place_ === first.panes.length - 1;
    return new uPlot(optionsOf(first, pane, isLast, width, colours, sync.key, onPoint), dataOf(first, pane), place);
  });
  let shown = first;
  return {
    update(drawing) {
      shown = drawing;
      for (const [index, chart] of charts.entries()) chart.setData(dataOf(drawing, drawing.panes[index] as Pane));
    },
    resize(next) {
      for (const [index, chart] of charts.entries()) {
        const isLast = index === charts.length - 1;
        chart.setSize({ width: next, height: heightOf(shown.panes[index] as Pane, isLast) });
      }
    },
    destroy() {
      for (const chart of charts) chart.destroy();
    },
  };
}

const heightOf = (pane: Pane, isLast: boolean) => pane.height + (isLast ? AXIS_HEIGHT : 0);

function dataOf(drawing: Drawing, pane: Pane): uPlot.AlignedData {
  const x = drawing.isTime ? drawing.x.map((ms) => ms / 1000) : [...drawing.x];
  return [x, ...pane.series.map((series) => [...series.values])];
}

function optionsOf(
  drawing: Drawing,
  pane: Pane,
  isLast: boolean,
  width: number,
  colours: ChartColours,
  syncKey: string,
  onPoint: (row: number | null) => void,
): uPlot.Options {
  const axis = { stroke: colours.axis, font: FONT, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } } as const;
  const scale = drawing.isTime ? 1000 : 1;
  return {
    width,
    height: heightOf(pane, isLast),
    legend: { show: false },
    padding: [8, 0, isLast ? 0 : 4, 8],
    cursor: {
      sync: { key: syncKey },
      points: { size: 6 },
      drag: { x: false, y: false },
    },
    hooks: { setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)] },
    scales: { x: { time: drawing.isTime }, y: { range: (_chart, low, high) => rangeOf(low, high, pane.bound) } },
    axes: [
      {
        ...axis,
        show: isLast,
        size: AXIS_HEIGHT,
        space: 84,
        values: (chart, splits) => {
          const { min, max } = chart.scales.x as { min?: number; max?: number };
          const whole = ((max ?? 0) - (min ?? 0)) * scale;
          return splits.map((split) => drawing.formatX(split * scale, whole));
        },
      },
      { ...axis, side: 1, size: AXIS_WIDTH, space: 30, values: (_chart, splits) => splits.map((split) => pane.format(split)) },
    ],
    series: [{}, ...pane.series.map((series) => seriesOf(series, colours))],
  };
}

function rangeOf(low: number, high: number, bound: Pane['bound']): [number, number] {
  const span = Math.max(high - low, Math.abs(high) * LEAST_SPAN_SHARE, Number.EPSILON);
  const margin = span * 0.08;
  if (bound === 'to-zero') return [Math.min(low, 0) - margin, 0];
  if (bound === 'from-zero') return [0, Math.max(high, 0) + margin];
  return [low - margin, high + margin];
}

function seriesOf({ label, role, shape }: Series, colours: ChartColours): uPlot.Series {
  const stroke = colours[role];
  const plain = { label, stroke, points: { show: false }, spanGaps: false };
  if (shape === 'points') return { ...plain, width: 0, paths: () => null, points: { show: true, size: 9, width: 2, stroke } };
  if (shape === 'dotted') return { ...plain, width: 1, dash: [2, 3] };
  if (shape === 'area') return { ...plain, width: 1.25, fill: withAlpha(stroke, 0.16) };
  if (shape === 'bars')
    return { ...plain, width: 0, fill: stroke, paths: uPlot.paths.bars?.({ size: [0.86, 64] }) as uPlot.Series.PathBuilder };
  return { ...plain, width: 1.75 };
}
