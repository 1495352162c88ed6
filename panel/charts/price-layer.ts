/** Draws over the candles: gaps, pauses, closed trades, the lines of open positions, and a mark for each execution and refusal. */

import type { IChartApi, ISeriesApi, ISeriesPrimitive, SeriesAttachedParameter, Time, UTCTimestamp } from 'lightweight-charts';
import type { Gap } from './gaps.ts';
import { MARK, SHAPES } from './mark-shapes.ts';
import type { Level, Mark, Shade, Tone, TradeLine } from './marks.ts';
import { CHART_FONT, type ChartColours, withAlpha } from './theme.ts';

export interface LayerContent {
  /** Open times of the candles, their lows and highs; ascending. */
  readonly times: readonly number[];
  readonly lows: readonly number[];
  readonly highs: readonly number[];
  readonly marks: readonly Mark[];
  readonly trades: readonly TradeLine[];
  readonly levels: readonly Level[];
  readonly pauses: readonly Shade[];
  readonly gaps: readonly Gap[];
  readonly texts: { readonly levels: Readonly<Record<Level['kind'], string>>; readonly paused: string; gap(missingMs: number): string };
}

const FONT = `500 11px ${CHART_FONT}`;
/** From the edge of the candle to the mark, and from the mark to its words. */
const CLEARANCE = 9;

/** At the first of the heights where there is room. */
interface Word {
  readonly text: string;
  readonly x: number;
  readonly heights: readonly number[];
  readonly colour: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export class PriceLayer implements ISeriesPrimitive<Time> {
  private chart: IChartApi | null = null;
  private series: ISeriesApi<'Candlestick'> | null = null;
  private requestUpdate: () => void = () => {};
  private content: LayerContent | null = null;
  private colours: ChartColours;
  /** Marks make way for marks; words, written when every mark is drawn, for both. */
  private markBoxes: Box[] = [];
  private pointed: number | null = null;
  private words: Word[] = [];

  constructor(colours: ChartColours) {
    this.colours = colours;
  }

  attached(param: SeriesAttachedParameter<Time>): void {
    this.chart = param.chart as IChartApi;
    this.series = param.series as ISeriesApi<'Candlestick'>;
    this.requestUpdate = param.requestUpdate;
  }

  /** Points out the candle of an instant; null for none. */
  point(at: number | null): void {
    this.pointed = at;
    this.requestUpdate();
  }

  show(content: LayerContent, colours: ChartColours): void {
    this.content = content;
    this.colours = colours;
    this.requestUpdate();
  }

  /** Stops and targets near the price stay in the picture; those far away are left to the axis. */
  autoscaleInfo() {
    const { content } = this;
    const last = content?.highs.at(-1);
    if (!content || last === undefined) return null;
    const near = content.levels.map((level) => level.price).filter((price) => Math.abs(price / last - 1) < 0.02);
    return near.length === 0 ? null : { priceRange: { minValue: Math.min(...near), maxValue: Math.max(...near) } };
  }

  paneViews() {
    const view = (zOrder: 'bottom' | 'top', draw: (context: CanvasRenderingContext2D, width: number, height: number) => void) => ({
      zOrder: () => zOrder,
      renderer: () => ({
        draw: (target: {
          useMediaCoordinateSpace(
            scope: (space: { context: CanvasRenderingContext2D; mediaSize: { width: number; height: number } }) => void,
          ): void;
        }) => {
          target.useMediaCoordinateSpace(({ context, mediaSize }) => {
            context.save();
            draw(context, mediaSize.width, mediaSize.height);
            context.restore();
          });
        },
      }),
    });
    return [
      view('bottom', (context, width, height) => this.drawBehind(context, width, height)),
      view('top', (context, width, height) => this.drawOver(context, width, height)),
    ];
  }

  private x(time: number): number | null {
    return this.chart?.timeScale().timeToCoordinate((time / 1000) as UTCTimestamp) ?? null;
  }

  private y(price: number): number | null {
    return this.series?.priceToCoordinate(price) ?? null;
  }

  /** The candle that holds an instant; the last one for what is newer. */
  private rowAt(at: number): number {
    const times = this.content?.times ?? [];
    let [low, high] = [0, times.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((times[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return times.length === 0 || (times[0] as number) > at ? -1 : low;
  }

  private xAt(at: number): number | null {
    const row = this.rowAt(at);
    return row < 0 ? null : this.x(this.content?.times[row] as number);
  }

  private drawBehind(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { content, colours } = this;
    if (!content) return;
    context.font = FONT;
    const pointed = this.pointed === null ? null : this.xAt(this.pointed);
    if (pointed !== null) {
      context.fillStyle = withAlpha(colours.line1, 0.16);
      context.fillRect(pointed - 7, 0, 14, height);
    }
    for (const pause of content.pauses) {
      const from = this.xAt(pause.from) ?? 0;
      const to = pause.to === null ? width : (this.xAt(pause.to) ?? 0);
      if (to <= from) continue;
      context.fillStyle = withAlpha(colours.modePause, 0.13);
      context.fillRect(from, 0, to - from, height);
      context.fillStyle = colours.modePause;
      context.fillRect(from, 0, to - from, 2);
      if (to - from > 60) this.write(context, content.texts.paused, from + 6, 14, colours.text2, 'left');
    }
    for (const gap of content.gaps) this.drawGap(context, gap, height);
  }

  private drawGap(context: CanvasRenderingContext2D, gap: Gap, height: number): void {
    const [left, right] = [this.x(gap.after), this.x(gap.before)];
    if (left === null || right === null || right - left < 3 || !this.content) return;
    context.save();
    context.beginPath();
    context.rect(left, 0, right - left, height);
    context.clip();
    context.strokeStyle = this.colours.hatch;
    context.lineWidth = 1;
    for (let at = left - height; at < right; at += 6) {
      context.moveTo(at, height);
      context.lineTo(at + height, 0);
    }
    context.stroke();
    context.restore();
    if (right - left > 24) this.write(context, this.content.texts.gap(gap.missingMs), (left + right) / 2, 28, this.colours.muted, 'center');
  }

  private drawOver(context: CanvasRenderingContext2D, width: number, height: number): void {
    if (!this.content) return;
    context.font = FONT;
    context.lineJoin = 'round';
    this.words = [];
    this.markBoxes = [];
    for (const trade of this.content.trades) this.drawTrade(context, trade);
    for (const level of this.content.levels) this.drawLevel(context, level, width);
    const full = new Set<string>();
    for (const mark of this.content.marks) this.drawMark(context, mark, width, height, full);
    this.writeWhereFree(context);
  }

  private drawTrade(context: CanvasRenderingContext2D, trade: TradeLine): void {
    const [x1, y1, x2, y2] = [this.xAt(trade.from.at), this.y(trade.from.price), this.xAt(trade.to.at), this.y(trade.to.price)];
    if (x1 === null || y1 === null || x2 === null || y2 === null) return;
    context.strokeStyle = this.toneColour(trade.tone);
    context.lineWidth = 1;
    context.setLineDash([1, 3]);
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
    context.lineCap = 'butt';
  }

  private drawLevel(context: CanvasRenderingContext2D, level: Level, width: number): void {
    const y = this.y(level.price);
    if (y === null || !this.content) return;
    const from = Math.max(0, this.xAt(level.from) ?? 0);
    const colour = level.kind === 'entry' ? this.colours.text2 : level.kind === 'stop' ? this.colours.loss : this.colours.gain;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.setLineDash(level.kind === 'entry' ? [4, 4] : []);
    context.beginPath();
    context.moveTo(from, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
    context.stroke();
    context.setLineDash([]);
    const text = this.content.texts.levels[level.kind];
    const size = context.measureText(text).width;
    this.words.push({ text, x: width - 6 - size / 2, heights: [y - 8, y + 8], colour });
  }

  /** `full`: where marks reach the edge of the picture, and what follows is not drawn. */
  private drawMark(context: CanvasRenderingContext2D, mark: Mark, width: number, height: number, full: Set<string>): void {
    const row = this.rowAt(mark.at);
    if (row < 0 || !this.content) return;
    const x = this.x(this.content.times[row] as number);
    if (x === null || x < -MARK || x > width + MARK) return;
    const isBelow = mark.kind === 'entry' ? mark.side === 'buy' : mark.kind === 'exit' ? mark.side === 'buy' : false;
    const edge = this.y((isBelow ? this.content.lows[row] : this.content.highs[row]) as number);
    if (edge === null) return;
    const away = isBelow ? 1 : -1;
    const place = `${row} ${away}`;
    const own = mark.kind === 'stop' && mark.price !== null ? (this.y(mark.price) ?? edge) : null;
    if (own === null && full.has(place)) return;
    const y = own ?? this.free(x, edge + away * CLEARANCE, away);
    if (own === null && (y < 0 || y > height)) {
      full.add(place);
      return;
    }
    const colour = this.toneColour(mark.tone);
    SHAPES[mark.kind](context, x, y, colour, this.colours.surface, isBelow);
    this.markBoxes.push({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK });
    if (mark.text !== '') {
      const textColour = mark.tone === 'neutral' ? this.colours.text2 : colour;
      this.words.push({ text: mark.text, x, heights: [y + away * 13, y + away * 27, y - away * 13], colour: textColour });
    }
  }

  /** Further from the candle when another mark is there already. */
  private free(x: number, y: number, away: number): number {
    const boxAt = (height: number): Box => ({ left: x - MARK, right: x + MARK, top: height - MARK, bottom: height + MARK });
    const near = this.markBoxes.filter(({ left, right }) => left < x + MARK && right > x - MARK);
    let at = y;
    while (near.some((box) => overlap(boxAt(at), box))) at += away * (2 * MARK + 2);
    return at;
  }

  private toneColour(tone: Tone): string {
    const { gain, loss, text, muted } = this.colours;
    return tone === 'gain' ? gain : tone === 'loss' ? loss : tone === 'muted' ? muted : text;
  }

  /** Words without room are left out: the tables have every row. */
  private writeWhereFree(context: CanvasRenderingContext2D): void {
    const taken = [...this.markBoxes];
    for (const { text, x, heights, colour } of this.words) {
      const half = context.measureText(text).width / 2 + 2;
      const boxAt = (y: number): Box => ({ left: x - half, right: x + half, top: y - 7, bottom: y + 7 });
      const y = heights.find((height) => !taken.some((other) => overlap(boxAt(height), other)));
      if (y === undefined) continue;
      taken.push(boxAt(y));
      this.write(context, text, x, y, colour, 'center');
    }
  }

  /** With a halo of the surface, so that it can be read over candles. */
  private write(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string, align: CanvasTextAlign): void {
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.strokeStyle = this.colours.surface;
    context.lineWidth = 3.5;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
}
