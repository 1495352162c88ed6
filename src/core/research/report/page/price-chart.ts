/** Candles with every entry and exit at its exact price, over a period that can be moved and zoomed. */

import type { CandleColumns, Page, PageElement, Painter } from './browser.ts';
import type { ChartKit } from './chart-kit.ts';
import type { watchGestures } from './gestures.ts';
import type { Point, TradeMarks } from './trade-marks.ts';

export interface PriceChart {
  draw(): void;
  /** Shows a period, epoch ms. */
  show(from: number, to: number): void;
  /** Shows one trade with room around it. */
  showTrade(trade: number): void;
}

export interface PriceChartParts {
  readonly canvas: PageElement;
  readonly readout: PageElement;
  readonly tip: PageElement;
  readonly presets: PageElement;
  readonly choice: PageElement | null;
  readonly note: PageElement;
  readonly kit: ChartKit;
  readonly marks: TradeMarks;
  readonly watchGestures: typeof watchGestures;
}

export function createPriceChart(page: Page, parts: PriceChartParts, moved: (from: number, to: number) => void): PriceChart {
  const { data, trades } = page;
  const { canvas, readout, tip, kit, marks } = parts;
  const frame = { left: 6, right: 76, bottom: 22, top: 10 };
  const day = 86_400_000;
  const tradeValue = (name: string, trade: number) => trades.column[name]?.[trade] as number;
  let source = data.candles[0] as CandleColumns;
  let candles = decodeCandles(source);
  let own = tradesOf(source.instrumentId);
  // What is seen: candles [first, last), fractions allowed. Candle i fills [i, i + 1).
  let [first, last] = opening();
  let [width, height] = [0, 0];
  let [low, high] = [0, 1];
  const state = { hoverX: Number.NaN, hoverY: Number.NaN, near: -1, chosen: -1 };

  function decodeCandles({ columns }: CandleColumns) {
    const { time, open, high: highs, low: lows, close } = columns;
    return {
      time: page.decode(time),
      open: page.decode(open),
      high: page.decode(highs),
      low: page.decode(lows),
      close: page.decode(close),
    };
  }
  function tradesOf(instrumentId: string): number[] {
    const all = Array.from({ length: trades.count }, (_, i) => i);
    return all.filter((trade) => trades.texts[tradeValue('instrument', trade)] === instrumentId);
  }
  /** The last stretch that is still readable, and never without a trade when there is one. */
  function opening(): [number, number] {
    const count = candles.time.length;
    const lastTrade = own.length > 0 ? position(tradeValue('closedAt', own[own.length - 1] as number)) : count;
    const end = Math.min(count, Math.max(lastTrade + 20, 200));
    const spare = own.length > 12 ? position(tradeValue('openedAt', own[own.length - 12] as number)) - 10 : 0;
    const most = page.browser.innerWidth < 720 ? 110 : 320;
    const start = Math.max(0, Math.min(end - 100, Math.max(spare, end - most)));
    return count <= most * 1.25 ? [0, count] : [start, end];
  }
  /** Place of an instant on the candle axis. A fill of a candle that stands alone is drawn in its middle. */
  function position(at: number): number {
    const index = Math.max(0, kit.find(candles.time, at));
    if (!source.source) return index + 0.5;
    return index + Math.min(1, Math.max(0, (at - (candles.time[index] as number)) / source.stepMs));
  }
  const timeAt = (place: number) => {
    const index = Math.max(0, Math.min(candles.time.length - 1, Math.floor(place)));
    return (candles.time[index] as number) + (place - index) * source.stepMs;
  };
  const inner = () => width - frame.left - frame.right;
  const floor = () => height - frame.bottom;
  const x = (place: number) => frame.left + ((place - first) / (last - first)) * inner();
  const y = (price: number) => frame.top + ((high - price) / (high - low)) * (floor() - frame.top);
  const placeAt = (pixels: number) => first + ((pixels - frame.left) / inner()) * (last - first);

  function setView(from: number, to: number): void {
    const count = candles.time.length;
    const span = Math.max(Math.min(12, count), Math.min(to - from, count));
    first = Math.max(0, Math.min((from + to - span) / 2, count - span));
    last = first + span;
    redraw();
  }
  const showAll = () => setView(0, candles.time.length);
  const zoom = (factor: number, around = (first + last) / 2) =>
    setView(around - (around - first) * factor, around + (last - around) * factor);

  function visibleTrades(): number[] {
    const [from, to] = [timeAt(first), timeAt(last)];
    return own.filter((trade) => tradeValue('closedAt', trade) >= from && tradeValue('openedAt', trade) <= to);
  }
  function setRange(): void {
    low = Number.POSITIVE_INFINITY;
    high = Number.NEGATIVE_INFINITY;
    for (let i = Math.max(0, Math.floor(first)); i < Math.min(candles.time.length, Math.ceil(last)); i++) {
      low = Math.min(low, candles.low[i] as number);
      high = Math.max(high, candles.high[i] as number);
    }
    const pad = (high - low || Math.abs(high) || 1) * 0.07;
    low -= pad;
    high += pad;
  }

  function stroke(paint: Painter, colour: string, [x1, y1]: Point, [x2, y2]: Point): void {
    paint.strokeStyle = kit.colour(colour);
    paint.beginPath();
    paint.moveTo(x1, y1);
    paint.lineTo(x2, y2);
    paint.stroke();
  }
  function axes(paint: Painter): void {
    const edge = width - frame.right;
    paint.textBaseline = 'middle';
    paint.textAlign = 'left';
    const values = kit.ticks(low, high, Math.max(3, Math.floor(height / 70)));
    const step = values.length > 1 ? (values[1] as number) - (values[0] as number) : 1;
    const decimals = Math.max(0, Math.min(source.decimals, -Math.floor(Math.log10(step) + 1e-9)));
    for (const value of values) {
      const at = Math.round(y(value)) + 0.5;
      stroke(paint, 'grid', [frame.left, at], [edge, at]);
      paint.fillStyle = kit.colour('axis');
      paint.fillText(page.format.number(value, decimals), edge + 8, at);
    }
    paint.textAlign = 'center';
    paint.textBaseline = 'alphabetic';
    let free = frame.left + 16;
    for (const tick of kit.timeTicks(timeAt(first), timeAt(last), Math.max(2, Math.floor(width / 85)))) {
      const at = Math.round(x(Math.max(0, kit.find(candles.time, tick.at - 1) + 1))) + 0.5;
      if (at < free || at > edge - 12) continue;
      stroke(paint, 'grid', [at, frame.top], [at, floor()]);
      paint.fillStyle = kit.colour('axis');
      paint.fillText(tick.text, at, height - 7);
      free = at + 52;
    }
  }
  function drawGaps(paint: Painter): void {
    const seen = source.gaps.filter((gap) => gap.to > timeAt(first) && gap.from < timeAt(last));
    for (const gap of seen) {
      const at = x(kit.find(candles.time, gap.to));
      kit.hatch(paint, at - 4, frame.top, 8, floor() - frame.top);
      if (seen.length > 6) continue;
      paint.textAlign = 'left';
      paint.textBaseline = 'top';
      const text = `${page.format.pick({ en: 'gap of', es: 'hueco de' })} ${page.format.duration(gap.to - gap.from)}`;
      const most = width - frame.right - paint.measureText(text).width - 6;
      kit.label(paint, text, Math.min(at + 8, most), frame.top + 2, kit.colour('muted'));
    }
  }
  function drawCandles(paint: Painter): void {
    const [from, to] = [Math.max(0, Math.floor(first)), Math.min(candles.time.length, Math.ceil(last))];
    const wide = inner() / (last - first);
    const [up, down] = [kit.colour('candle-up'), kit.colour('candle-down')];
    // Where several candles share a pixel, the pixel shows their range.
    const step = Math.max(1, Math.floor(1 / wide));
    const body = Math.max(1, Math.min(14, Math.round(wide * 0.68)));
    for (let i = from; i < to; i += step) {
      const end = Math.min(to, i + step);
      const open = candles.open[i] as number;
      const close = candles.close[end - 1] as number;
      let [bottom, top] = [candles.low[i] as number, candles.high[i] as number];
      for (let k = i + 1; k < end; k++) {
        bottom = Math.min(bottom, candles.low[k] as number);
        top = Math.max(top, candles.high[k] as number);
      }
      paint.fillStyle = close >= open ? up : down;
      const middle = x(i + step / 2);
      paint.fillRect(Math.round(middle - 0.5), y(top), 1, Math.max(1, y(bottom) - y(top)));
      if (wide < 2.4) continue;
      const upper = y(Math.max(open, close));
      paint.fillRect(Math.round(middle - body / 2), upper, body, Math.max(1, y(Math.min(open, close)) - upper));
    }
  }

  const entryOf = (trade: number): Point => [x(position(tradeValue('openedAt', trade))), y(tradeValue('entryPrice', trade))];
  const exitOf = (trade: number): Point => [x(position(tradeValue('closedAt', trade))), y(tradeValue('exitPrice', trade))];

  function drawTrades(paint: Painter): void {
    const seen = visibleTrades();
    state.near = nearest(seen);
    const marked = (trade: number) => trade === state.near || trade === state.chosen;
    const crowded = seen.length > 250;
    const size = crowded ? 2 : Math.max(5, Math.min(7, inner() / (last - first)));
    seen.sort((a, b) => Number(marked(a)) - Number(marked(b)));
    for (const trade of seen) {
      const look = { marked: marked(trade), line: !crowded || marked(trade) };
      marks.draw(paint, trade, entryOf(trade), exitOf(trade), look.marked ? 7 : size, look);
    }
  }
  /** The trade with an end close to the pointer, -1 for none. */
  function nearest(seen: readonly number[]): number {
    let [best, found] = [14, -1];
    if (Number.isNaN(state.hoverX)) return found;
    for (const trade of seen) {
      for (const [atX, atY] of [entryOf(trade), exitOf(trade)]) {
        const distance = Math.hypot(atX - state.hoverX, atY - state.hoverY);
        if (distance < best) [best, found] = [distance, trade];
      }
    }
    return found;
  }

  function drawCrosshair(paint: Painter): void {
    const edge = width - frame.right;
    if (Number.isNaN(state.hoverX) || state.hoverX > edge || state.hoverY > floor()) return;
    const [atX, atY] = [Math.round(state.hoverX) + 0.5, Math.round(state.hoverY) + 0.5];
    paint.setLineDash([2, 3]);
    stroke(paint, 'muted', [atX, frame.top], [atX, floor()]);
    stroke(paint, 'muted', [frame.left, atY], [edge, atY]);
    paint.setLineDash([]);
    paint.fillStyle = kit.colour('line-1');
    paint.beginPath();
    paint.roundRect(edge + 3, state.hoverY - 9, frame.right - 5, 18, 3);
    paint.fill();
    paint.fillStyle = kit.colour('surface');
    paint.textAlign = 'left';
    paint.textBaseline = 'middle';
    const price = high - ((state.hoverY - frame.top) / (floor() - frame.top)) * (high - low);
    paint.fillText(page.format.number(price, source.decimals), edge + 8, state.hoverY + 0.5);
  }
  function writeReadout(): void {
    const place = Number.isNaN(state.hoverX) ? last - 1 : placeAt(state.hoverX);
    const at = Math.max(0, Math.min(candles.time.length - 1, Math.floor(place)));
    const names = page.format.pick({ en: 'O H L C', es: 'Ap Máx Mín C' }).split(' ');
    const prices = [candles.open, candles.high, candles.low, candles.close].map(
      (column, i) => `${names[i]}\u00a0${page.format.number(column[at] as number, source.decimals)}`,
    );
    readout.textContent = `${page.format.time(candles.time[at] as number)} · ${prices.join('  ')}`;
  }
  function writeTip(): void {
    tip.hidden = state.near < 0;
    if (state.near < 0) return;
    tip.replaceChildren(...marks.describe(state.near, source.decimals));
    const above = state.hoverY > height / 2;
    tip.style.setProperty('left', `${Math.max(4, Math.min(state.hoverX + 16, width - tip.offsetWidth - 4))}px`);
    tip.style.setProperty('top', `${above ? Math.max(4, state.hoverY - tip.offsetHeight - 14) : state.hoverY + 16}px`);
  }

  function draw(): void {
    const begun = kit.begin();
    ({ width, height } = begun);
    const { paint } = begun;
    setRange();
    frame.right = Math.max(52, paint.measureText(page.format.number(high, source.decimals)).width + 20);
    axes(paint);
    paint.save();
    paint.beginPath();
    paint.rect(0, 0, width - frame.right, floor());
    paint.clip();
    drawGaps(paint);
    drawCandles(paint);
    drawTrades(paint);
    paint.restore();
    drawCrosshair(paint);
    writeReadout();
    writeTip();
    moved(timeAt(first), timeAt(last));
  }
  const redraw = kit.later(draw);

  parts.watchGestures(canvas, {
    pan(pixels) {
      const shift = (pixels / inner()) * (last - first);
      setView(first + shift, last + shift);
    },
    zoom: (factor, around) => zoom(factor, around === null ? undefined : placeAt(around)),
    hover(atX, atY) {
      state.hoverX = atX;
      state.hoverY = atY;
      redraw();
    },
    leave() {
      state.hoverX = Number.NaN;
      redraw();
    },
    all: showAll,
  });

  function writePresets(): void {
    const { format } = page;
    const total = (candles.time[candles.time.length - 1] as number) - (candles.time[0] as number);
    const button = (text: string, act: () => void, label = text) => {
      const made = page.element('button', 'chip', text);
      made.setAttribute('aria-label', label);
      made.addEventListener('click', act);
      return made;
    };
    const spans: readonly (readonly [string, number])[] = [
      [format.pick({ en: '1 day', es: '1 día' }), day],
      [format.pick({ en: '1 week', es: '1 semana' }), 7 * day],
      [format.pick({ en: '1 month', es: '1 mes' }), 30 * day],
      [format.pick({ en: '3 months', es: '3 meses' }), 91 * day],
      [format.pick({ en: '1 year', es: '1 año' }), 365 * day],
    ];
    const fitting = spans.filter(([, span]) => span < total && span / source.stepMs >= 20);
    parts.presets.replaceChildren(
      button('−', () => zoom(1 / 0.6), format.pick({ en: 'Further', es: 'Alejar' })),
      button('+', () => zoom(0.6), format.pick({ en: 'Closer', es: 'Acercar' })),
      ...fitting.slice(-3).map(([text, span]) => button(text, () => setView(last - (span / total) * candles.time.length, last))),
      button(format.pick({ en: 'All', es: 'Todo' }), showAll),
    );
    const made = format.pick({
      en: `Drawn as ${source.timeframe} candles made of ${source.source} ones; entries and exits stand at their exact time and price.`,
      es: `Dibujado en velas de ${source.timeframe} hechas de velas de ${source.source}; entradas y salidas en su hora y precio exactos.`,
    });
    parts.note.textContent = source.source ? made : '';
  }
  function use(index: number): void {
    source = data.candles[index] as CandleColumns;
    candles = decodeCandles(source);
    own = tradesOf(source.instrumentId);
    [first, last] = opening();
    writePresets();
    redraw();
  }
  parts.choice?.addEventListener('change', () => use(Number(parts.choice?.value)));

  return {
    draw() {
      writePresets();
      draw();
    },
    show: (from, to) => setView(position(from), position(to)),
    showTrade(trade) {
      const wanted = trades.texts[tradeValue('instrument', trade)];
      const index = data.candles.findIndex((set) => set.instrumentId === wanted);
      if (index < 0) return;
      if (source.instrumentId !== wanted) {
        use(index);
        if (parts.choice) parts.choice.value = String(index);
      }
      state.chosen = trade;
      const [from, to] = [position(tradeValue('openedAt', trade)), position(tradeValue('closedAt', trade))];
      const room = Math.max(25, to - from);
      setView(from - room, to + room);
    },
  };
}
