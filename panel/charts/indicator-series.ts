/** Draws indicator lines into a price chart: over the candles, or in panes under them, each with its name. */

import {
  createTextWatermark,
  HistogramSeries,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  LineSeries,
  type SeriesType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { digitsOf, type IndicatorLine, panesOf } from './indicator-lines.ts';
import { CHART_FONT, type ChartColours, withAlpha } from './theme.ts';

interface Look {
  readonly colours: ChartColours;
  readonly priceDecimals: number;
  number(value: number, digits: number): string;
}

/** The price's pane is as high as four and a half of the others. */
const PRICE_STRETCH = 4.5;

export class IndicatorSeries {
  private readonly chart: IChartApi;
  private drawn = new Map<string, ISeriesApi<SeriesType>>();
  private structure = '';

  constructor(chart: IChartApi) {
    this.chart = chart;
  }

  /** `times`: open times of the candles, one per value. */
  show(lines: readonly IndicatorLine[], times: readonly number[], look: Look): void {
    const structure = JSON.stringify([
      lines.map(({ key, pane, role, pattern }) => [key, pane, role, pattern]),
      look.colours,
      look.priceDecimals,
      look.number(1.5, 1),
    ]);
    if (structure !== this.structure) this.rebuild(lines, look);
    this.structure = structure;
    for (const { key, values, shape, role } of lines) {
      const faint = withAlpha(look.colours[role], 0.45);
      this.drawn.get(key)?.setData(
        values.map((value, row) => {
          const time = ((times[row] as number) / 1000) as UTCTimestamp;
          return value === null ? { time } : shape === 'bars' ? { time, value, color: faint } : { time, value };
        }),
      );
    }
  }

  private rebuild(lines: readonly IndicatorLine[], look: Look): void {
    for (const series of this.drawn.values()) this.chart.removeSeries(series);
    this.drawn = new Map(lines.map((line) => [line.key, this.add(line, look)]));
    const panes = this.chart.panes();
    panes[0]?.setStretchFactor(PRICE_STRETCH);
    for (let pane = 1; pane <= panesOf(lines); pane++) {
      panes[pane]?.setStretchFactor(1);
      const own = lines.find((line) => line.pane === pane) as IndicatorLine;
      const text = `${own.indicator}${own.of === null ? '' : ` · ${own.of}`}`;
      const words = { text, color: look.colours.text2, fontSize: 11, fontFamily: CHART_FONT };
      createTextWatermark(panes[pane] as IPaneApi<Time>, {
        horzAlign: 'left',
        vertAlign: 'top',
        lines: [{ text: ' ', fontSize: 4 }, words],
      });
    }
  }

  private add({ pane, role, pattern, shape }: IndicatorLine, { colours, priceDecimals, number }: Look): ISeriesApi<SeriesType> {
    const formatter = (value: number) => number(value, pane === 0 ? priceDecimals : digitsOf(value));
    const common = {
      ...{ priceLineVisible: false, lastValueVisible: false, color: colours[role] },
      priceFormat: { type: 'custom', formatter, minMove: pane === 0 ? 10 ** -priceDecimals : 1e-8 },
    } as const;
    if (shape === 'bars') return this.chart.addSeries(HistogramSeries, common, pane);
    const line = { ...common, lineWidth: 2, crosshairMarkerVisible: false } as const;
    const isDots = shape === 'dots';
    return this.chart.addSeries(
      LineSeries,
      isDots
        ? { ...line, lineVisible: false, pointMarkersVisible: true, pointMarkersRadius: 1.5 }
        : { ...line, lineStyle: pattern, lineWidth: pattern === 0 ? 1 : 2 },
      pane,
    );
  }
}
