/** Equity with its highest so far, and under it the drawdown. */

import {
  type AutoscaleInfoProvider,
  BaselineSeries,
  createChart,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import type { EquitySeries } from '../../src/api/market.ts';
import { decimal, percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { chartOptions, timeTexts } from './chart-options.ts';
import { type ChartColours, useChartColours, withAlpha } from './theme.ts';

interface Parts {
  readonly chart: IChartApi;
  readonly peak: ISeriesApi<'Line'>;
  readonly equity: ISeriesApi<'Line'>;
  readonly drawdown: ISeriesApi<'Baseline'>;
  readonly now: IPriceLine;
  /** What has been drawn already, to add only what is new. */
  series: EquitySeries | null;
  drawn: number;
  drawnFirst: number;
  highest: number;
}

/** The drawdown pane reaches at least this far down. */
const SHALLOWEST = 0.001;

/** There is no drawdown above nothing: the pane ends there. */
const fromNothingDown: AutoscaleInfoProvider = (original) => {
  const range = original()?.priceRange;
  return { priceRange: { minValue: Math.min(range?.minValue ?? 0, -SHALLOWEST), maxValue: 0 } };
};

const QUIET = { priceLineVisible: false, crosshairMarkerRadius: 3 } as const;

/** `limitRatio` is drawn where the drawdown has come near enough for it to be in the picture. */
export function EquityChart({
  series,
  version,
  epoch,
  decimals,
  limitRatio,
  summary,
}: {
  series: EquitySeries;
  version: number;
  epoch: number;
  decimals: number;
  limitRatio: number | null;
  summary: string;
}) {
  const speech = useSpeech();
  const colours = useChartColours();
  const place = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const latest = useRef(series);
  latest.current = series;

  useEffect(() => {
    const made = makeChart(place.current as HTMLDivElement);
    parts.current = made;
    return () => {
      parts.current = null;
      made.chart.remove();
    };
  }, []);

  useEffect(() => {
    const made = parts.current;
    if (!made) return;
    const { language, zone } = speech;
    made.chart.applyOptions(chartOptions(colours, timeTexts(language, zone)));
    applyColours(made, colours);
    const money = (value: number) => decimal(language, value, decimals);
    made.equity.applyOptions({ priceFormat: { type: 'custom', formatter: money, minMove: 10 ** -decimals } });
    made.peak.applyOptions({ priceFormat: { type: 'custom', formatter: money, minMove: 10 ** -decimals } });
    made.drawdown.applyOptions({
      priceFormat: { type: 'custom', formatter: (value: number) => percent(language, value), minMove: 0.0001 },
    });
  }, [colours, speech, decimals]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other points altogether.
  useEffect(() => {
    if (!parts.current) return;
    drawAll(parts.current, latest.current);
    parts.current.chart.timeScale().fitContent();
  }, [epoch]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the points grow in place, the version says when.
  useEffect(() => {
    const made = parts.current;
    if (!made) return;
    // All of it stays in sight unless the owner has moved away from the end.
    const range = made.chart.timeScale().getVisibleLogicalRange();
    const follows = !range || range.to >= made.drawn - 2;
    drawNew(made, series);
    if (follows) made.chart.timeScale().fitContent();
  }, [version, series]);

  useEffect(() => {
    const made = parts.current;
    if (!made || limitRatio === null) return;
    const line = made.drawdown.createPriceLine({
      price: -limitRatio,
      color: colours.warn,
      lineStyle: LineStyle.Dashed,
      lineWidth: 1,
      axisLabelVisible: true,
      title: '',
    });
    return () => parts.current?.drawdown.removePriceLine(line);
  }, [limitRatio, colours]);

  return <div className="chart-place chart-place--equity" ref={place} role="img" aria-label={summary} />;
}

function makeChart(place: HTMLDivElement): Parts {
  const chart = createChart(place, { autoSize: true, layout: { attributionLogo: false } });
  const peak = chart.addSeries(LineSeries, { ...QUIET, lastValueVisible: false, lineWidth: 1, lineStyle: LineStyle.Dotted });
  const equity = chart.addSeries(LineSeries, { ...QUIET, lineWidth: 2 });
  const drawdown = chart.addSeries(
    BaselineSeries,
    { ...QUIET, lastValueVisible: false, lineWidth: 1, baseValue: { type: 'price', price: 0 }, autoscaleInfoProvider: fromNothingDown },
    1,
  );
  drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.12 } });
  // Its own tag on the axis: the library's would be white on a light red.
  const now = drawdown.createPriceLine({ price: 0, lineVisible: false, axisLabelVisible: true, title: '' });
  const [above, below] = chart.panes();
  above?.setStretchFactor(3);
  below?.setStretchFactor(1);
  return { chart, peak, equity, drawdown, now, series: null, drawn: 0, drawnFirst: 0, highest: Number.NEGATIVE_INFINITY };
}

function applyColours(made: Parts, colours: ChartColours): void {
  made.equity.applyOptions({ color: colours.line1 });
  made.peak.applyOptions({ color: colours.line2 });
  made.now.applyOptions({ color: colours.loss, axisLabelTextColor: colours.surface });
  made.drawdown.applyOptions({
    topLineColor: colours.loss,
    bottomLineColor: colours.loss,
    bottomFillColor1: withAlpha(colours.loss, 0.16),
    bottomFillColor2: withAlpha(colours.loss, 0.16),
    topFillColor1: 'transparent',
    topFillColor2: 'transparent',
  });
}

const seconds = (ms: number) => (ms / 1000) as UTCTimestamp;

function drawAll(made: Parts, series: EquitySeries): void {
  let highest = Number.NEGATIVE_INFINITY;
  made.equity.setData(series.time.map((time, row) => ({ time: seconds(time), value: series.equity[row] as number })));
  made.peak.setData(
    series.time.map((time, row) => {
      highest = Math.max(highest, series.equity[row] as number);
      return { time: seconds(time), value: highest };
    }),
  );
  made.drawdown.setData(series.time.map((time, row) => ({ time: seconds(time), value: -(series.drawdownRatio[row] as number) })));
  showNow(made, series);
  made.series = series;
  made.drawn = series.time.length;
  made.drawnFirst = series.time[0] ?? 0;
  made.highest = highest;
}

function drawNew(made: Parts, series: EquitySeries): void {
  const count = series.time.length;
  if (made.series !== series || made.drawn === 0 || made.drawnFirst !== series.time[0] || count < made.drawn) {
    drawAll(made, series);
    return;
  }
  for (let row = Math.max(0, made.drawn - 1); row < count; row++) {
    const time = seconds(series.time[row] as number);
    const value = series.equity[row] as number;
    made.highest = Math.max(made.highest, value);
    made.equity.update({ time, value });
    made.peak.update({ time, value: made.highest });
    made.drawdown.update({ time, value: -(series.drawdownRatio[row] as number) });
  }
  showNow(made, series);
  made.drawn = count;
}

function showNow(made: Parts, series: EquitySeries): void {
  made.now.applyOptions({ price: -(series.drawdownRatio.at(-1) ?? 0) });
}
