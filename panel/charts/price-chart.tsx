/** Candles with volume, and over them what was done and refused. The canvas is for the eye; the text beside it says the same. */

import {
  type CandlestickData,
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import { useEffect, useMemo, useRef } from 'react';
import type { CandleBatch } from '../../src/api/market.ts';
import { decimal, duration } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { chartOptions, timeTexts } from './chart-options.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { type IndicatorLine, panesOf } from './indicator-lines.ts';
import { IndicatorSeries } from './indicator-series.ts';
import type { Level, Mark, Shade, TradeLine } from './marks.ts';
import { PriceLayer } from './price-layer.ts';
import { type ChartColours, useChartColours, withAlpha } from './theme.ts';

interface PriceChartProps {
  readonly batch: CandleBatch;
  readonly version: number;
  readonly epoch: number;
  readonly priceDecimals: number;
  readonly marks: readonly Mark[];
  readonly trades: readonly TradeLine[];
  readonly levels: readonly Level[];
  readonly pauses: readonly Shade[];
  /** Of a strategy: over the candles, and in panes under them. */
  readonly indicators: readonly IndicatorLine[];
  readonly summary: string;
  /** An instant to go to and to point out; `count` rises when it is chosen again. */
  readonly chosen?: { readonly at: number; readonly count: number } | null;
  /** The candle pointed at, or null. */
  readonly onPoint: (row: number | null) => void;
}

interface Parts {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
  readonly layer: PriceLayer;
  readonly indicators: IndicatorSeries;
  readonly last: IPriceLine;
  lines: IPriceLine[];
  /** What has been drawn already, to add only what is new. */
  batch: CandleBatch | null;
  drawn: number;
  drawnFirst: number;
  gaps: Gap[];
}

const seconds = (ms: number) => (ms / 1000) as UTCTimestamp;
/** Width of a candle at first: so many pixels. */
const FIRST_WIDTH = 6;
/** Fewer candles than these are not drawn any wider. */
const FEWEST = 36;

export function PriceChart(props: PriceChartProps) {
  const { batch, version, epoch, priceDecimals, marks, trades, levels, pauses, indicators, summary } = props;
  const speech = useSpeech();
  const colours = useChartColours();
  const place = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chart is made once; colours and words are given to it below.
  useEffect(() => {
    const made = makeChart(place.current as HTMLDivElement, colours);
    parts.current = made;
    made.chart.subscribeCrosshairMove((event) => latest.current.onPoint(rowPointedAt(event, latest.current.batch)));
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
    const formatter = (price: number) => decimal(language, price, priceDecimals);
    made.last.applyOptions({ color: colours.line1, axisLabelTextColor: colours.surface });
    made.candles.applyOptions({ ...candleColours(colours), priceFormat: { type: 'custom', formatter, minMove: 10 ** -priceDecimals } });
    drawAll(made, latest.current.batch, colours);
  }, [colours, speech, priceDecimals]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows altogether, not only more of them.
  useEffect(() => {
    const made = parts.current;
    if (!made) return;
    drawAll(made, latest.current.batch, colours);
    const count = latest.current.batch.time.length;
    const inSight = Math.max(FEWEST, Math.round((place.current?.clientWidth ?? 0) / FIRST_WIDTH));
    const from = count > inSight ? count - inSight : Math.min(-1, count - FEWEST);
    made.chart.timeScale().setVisibleLogicalRange({ from, to: count });
  }, [epoch]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place, the version says when.
  useEffect(() => {
    if (parts.current) drawNew(parts.current, batch, colours);
  }, [version, batch]);

  const texts = useMemo(() => {
    const { words, language } = speech;
    const levelTexts = { entry: words.chart.entry, stop: words.chart.stop, target: words.chart.target };
    return {
      levels: levelTexts,
      paused: words.chart.pausedShade,
      gap: (missingMs: number) => words.chart.noData(duration(language, missingMs)),
    };
  }, [speech]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place, the version says when.
  useEffect(() => {
    const made = parts.current;
    if (!made) return;
    made.layer.show(
      { times: batch.time, lows: batch.low, highs: batch.high, marks, trades, levels, pauses, gaps: made.gaps, texts },
      colours,
    );
    for (const line of made.lines) made.candles.removePriceLine(line);
    made.lines = levels.map((level) =>
      made.candles.createPriceLine({
        price: level.price,
        color: levelColour(level, colours),
        lineVisible: false,
        axisLabelVisible: true,
        axisLabelTextColor: colours.surface,
        title: '',
      }),
    );
  }, [batch, version, marks, trades, levels, pauses, texts, colours]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: values belong to the candles that were there when they were made.
  useEffect(() => {
    place.current?.style.setProperty('--panes', String(panesOf(indicators)));
    const number = (value: number, digits: number) => decimal(speech.language, value, digits);
    parts.current?.indicators.show(indicators, batch.time, { colours, priceDecimals, number });
  }, [indicators, colours, priceDecimals, speech, epoch]);

  const { chosen = null } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that it was chosen, also when it is the same one.
  useEffect(() => {
    const made = parts.current;
    if (!made) return;
    made.layer.point(chosen?.at ?? null);
    if (chosen === null) return;
    const row = rowOf(batch.time, chosen.at);
    const range = made.chart.timeScale().getVisibleLogicalRange();
    const half = range ? (range.to - range.from) / 2 : FEWEST;
    made.chart.timeScale().setVisibleLogicalRange({ from: row - half, to: row + half });
  }, [chosen?.count, chosen?.at, epoch]);

  const height = 'h-[calc(--spacing(105)+var(--panes,0)*--spacing(22))] phone:h-[calc(--spacing(85)+var(--panes,0)*--spacing(19))]';
  return <div className={`${height} pl-1 phone:pl-0`} ref={place} role="img" aria-label={summary} />;
}

function makeChart(place: HTMLDivElement, colours: ChartColours): Parts {
  const chart = createChart(place, { autoSize: true, layout: { attributionLogo: false } });
  const volume = chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceLineVisible: false, lastValueVisible: false });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  const candles = chart.addSeries(CandlestickSeries, { priceLineVisible: false, lastValueVisible: false });
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.2 } });
  // Its own line instead of the series', so that the last price is never in the colours of stop and target.
  const last = candles.createPriceLine({
    price: Number.NaN,
    color: colours.line1,
    lineStyle: LineStyle.Dotted,
    lineWidth: 1,
    axisLabelVisible: true,
    title: '',
  });
  const layer = new PriceLayer(colours);
  candles.attachPrimitive(layer);
  return {
    chart,
    candles,
    volume,
    layer,
    indicators: new IndicatorSeries(chart),
    last,
    lines: [],
    batch: null,
    drawn: 0,
    drawnFirst: 0,
    gaps: [],
  };
}

function candleColours(colours: ChartColours) {
  const { candleUp, candleDown } = colours;
  return {
    upColor: candleUp,
    borderUpColor: candleUp,
    wickUpColor: candleUp,
    downColor: candleDown,
    borderDownColor: candleDown,
    wickDownColor: candleDown,
  };
}

const levelColour = (level: Level, colours: ChartColours) =>
  level.kind === 'entry' ? colours.line2 : level.kind === 'stop' ? colours.loss : colours.gain;

function candleAt(batch: CandleBatch, row: number): CandlestickData<UTCTimestamp> {
  return {
    time: seconds(batch.time[row] as number),
    open: batch.open[row] as number,
    high: batch.high[row] as number,
    low: batch.low[row] as number,
    close: batch.close[row] as number,
  };
}

function volumeAt(batch: CandleBatch, row: number, colours: ChartColours) {
  const isUp = (batch.close[row] as number) >= (batch.open[row] as number);
  return {
    time: seconds(batch.time[row] as number),
    value: batch.volume[row] as number,
    color: withAlpha(isUp ? colours.candleUp : colours.candleDown, 0.3),
  };
}

function drawAll(made: Parts, batch: CandleBatch, colours: ChartColours): void {
  made.gaps = gapsOf(batch.time, batch.intervalMs);
  const empty = made.gaps.flatMap((gap) => gap.places.map((time): WhitespaceData<UTCTimestamp> => ({ time: seconds(time) })));
  const rows = batch.time.map((_, row) => candleAt(batch, row));
  const inOrder = empty.length === 0 ? rows : [...rows, ...empty].sort((a, b) => a.time - b.time);
  made.candles.setData(inOrder);
  made.volume.setData(batch.time.map((_, row) => volumeAt(batch, row, colours)));
  showLast(made, batch);
  made.batch = batch;
  made.drawn = batch.time.length;
  made.drawnFirst = batch.time[0] ?? 0;
}

/** Adds what is new; anything but growth at the end, or a hole before it, is drawn anew. */
function drawNew(made: Parts, batch: CandleBatch, colours: ChartColours): void {
  const count = batch.time.length;
  if (made.batch !== batch || made.drawn === 0 || made.drawnFirst !== batch.time[0] || count < made.drawn) {
    drawAll(made, batch, colours);
    return;
  }
  for (let row = Math.max(0, made.drawn - 1); row < count; row++) {
    const previous = batch.time[row - 1];
    if (row >= made.drawn && previous !== undefined && (batch.time[row] as number) - previous > batch.intervalMs) {
      drawAll(made, batch, colours);
      return;
    }
    made.candles.update(candleAt(batch, row));
    made.volume.update(volumeAt(batch, row, colours));
  }
  showLast(made, batch);
  made.drawn = count;
}

function showLast(made: Parts, batch: CandleBatch): void {
  const price = batch.close.at(-1);
  if (price !== undefined) made.last.applyOptions({ price });
}

/** The candle that holds an instant, or the first one. */
function rowOf(times: readonly number[], at: number): number {
  return Math.max(
    0,
    times.findLastIndex((time) => time <= at),
  );
}

function rowPointedAt(event: MouseEventParams<Time>, batch: CandleBatch): number | null {
  if (event.time === undefined || !event.point) return null;
  const row = batch.time.indexOf((event.time as number) * 1000);
  return row < 0 ? null : row;
}
