/** Candles with every entry and exit at its exact price: drag to move, pinch or Ctrl + wheel to look closer. */

import type { CandleColumns, Page, PageElement, PageEvent, Painter } from './browser.ts';
import type { ChartKit } from './chart-kit.ts';

export interface PriceChart {
  draw(): void;
  /** Shows a period, epoch ms. */
  show(from: number, to: number): void;
  /** Shows one trade with room around it. */
  showTrade(trade: number): void;
}

export function createPriceChart(
  page: Page,
  kit: ChartKit,
  parts: {
    canvas: PageElement;
    readout: PageElement;
    tip: PageElement;
    presets: PageElement;
    choice: PageElement | null;
    note: PageElement;
  },
  moved: (from: number, to: number) => void,
): PriceChart {
  const { data, trades } = page;
  const { canvas, readout, tip } = parts;
  const frame = { left: 6, right: 76, bottom: 22, top: 10 };
  const day = 86_400_000;
  let source = data.candles[0] as CandleColumns;
  let candles = decodeCandles(source);
  let own = tradesOf(source.instrumentId);
  // What is seen: candles [first, last), fractions allowed. Candle i fills [i, i + 1).
  let [first, last] = opening();
  let [width, height] = [0, 0];
  let [low, high] = [0, 1];
  const state = { hoverX: Number.NaN, hoverY: Number.NaN, near: -1, chosen: -1 };
  const touches = new Map<number, number>();

  function decodeCandles(set: CandleColumns) {
    const { time, open, high: highs, low: lows, close } = set.columns;
    return {
      time: page.decode(time),
      open: page.decode(open),
      high: page.decode(highs),
      low: page.decode(lows),
      close: page.decode(close),
    };
  }
  function tradesOf(instrumentId: string): number[] {
    const instruments = trades.column.instrument as Float64Array;
    return Array.from({ length: trades.count }, (_, i) => i).filter((i) => trades.texts[instruments[i] as number] === instrumentId);
  }
  /** The last stretch that is still readable, and never without a trade when there is one. */
  function opening(): [number, number] {
    const count = candles.time.length;
    const lastTrade = own.length > 0 ? position(trades.column.closedAt?.[own[own.length - 1] as number] as number) : count;
    const end = Math.min(count, Math.max(lastTrade + 20, 200));
    const spare = own.length > 12 ? position(trades.column.openedAt?.[own[own.length - 12] as number] as number) - 10 : 0;
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
  const x = (place: number) => frame.left + ((place - first) / (last - first)) * inner();
  const y = (price: number) => frame.top + ((high - price) / (high - low)) * (height - frame.top - frame.bottom);
  const placeAt = (clientX: number) => first + ((clientX - canvas.getBoundingClientRect().left - frame.left) / inner()) * (last - first);

  function setView(from: number, to: number): void {
    const count = candles.time.length;
    const span = Math.max(Math.min(12, count), Math.min(to - from, count));
    const middle = (from + to) / 2;
    first = Math.max(0, Math.min(middle - span / 2, count - span));
    last = first + span;
    redraw();
  }
  const zoom = (factor: number, around = (first + last) / 2) =>
    setView(around - (around - first) * factor, around + (last - around) * factor);

  function visibleTrades(): number[] {
    const [from, to] = [timeAt(first), timeAt(last)];
    const { openedAt, closedAt } = trades.column as { openedAt: Float64Array; closedAt: Float64Array };
    return own.filter((i) => (closedAt[i] as number) >= from && (openedAt[i] as number) <= to);
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

  function axes(paint: Painter): void {
    const floor = height - frame.bottom;
    paint.textBaseline = 'middle';
    paint.textAlign = 'left';
    const values = kit.ticks(low, high, Math.max(3, Math.floor(height / 70)));
    const step = values.length > 1 ? (values[1] as number) - (values[0] as number) : 1;
    const decimals = Math.max(0, Math.min(source.decimals, -Math.floor(Math.log10(step) + 1e-9)));
    for (const value of values) {
      const at = Math.round(y(value)) + 0.5;
      stroke(paint, 'grid', [frame.left, at, width - frame.right, at]);
      paint.fillStyle = kit.colour('axis');
      paint.fillText(page.format.number(value, decimals), width - frame.right + 8, at);
    }
    paint.textAlign = 'center';
    paint.textBaseline = 'alphabetic';
    let free = Number.NEGATIVE_INFINITY;
    for (const tick of kit.timeTicks(timeAt(first), timeAt(last), Math.max(2, Math.floor(width / 85)))) {
      const at = Math.round(x(Math.max(0, kit.find(candles.time, tick.at - 1) + 1))) + 0.5;
      if (at < free || at < frame.left + 16 || at > width - frame.right - 12) continue;
      stroke(paint, 'grid', [at, frame.top, at, floor]);
      paint.fillStyle = kit.colour('axis');
      paint.fillText(tick.text, at, height - 7);
      free = at + 52;
    }
  }
  function stroke(paint: Painter, colour: string, [x1, y1, x2, y2]: readonly [number, number, number, number]): void {
    paint.strokeStyle = kit.colour(colour);
    paint.beginPath();
    paint.moveTo(x1, y1);
    paint.lineTo(x2, y2);
    paint.stroke();
  }

  function gaps(paint: Painter): void {
    const seen = source.gaps.filter((gap) => gap.to > timeAt(first) && gap.from < timeAt(last));
    for (const gap of seen) {
      const at = x(kit.find(candles.time, gap.to));
      kit.hatch(paint, at - 4, frame.top, 8, height - frame.top - frame.bottom);
      if (seen.length > 6) continue;
      paint.textAlign = 'left';
      paint.textBaseline = 'top';
      const text = `${page.format.pick({ en: 'gap of', es: 'hueco de' })} ${page.format.duration(gap.to - gap.from)}`;
      kit.label(paint, text, Math.min(at + 8, width - frame.right - 90), frame.top + 2, kit.colour('muted'));
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
      if (wide >= 2.4) {
        const upper = y(Math.max(open, close));
        paint.fillRect(Math.round(middle - body / 2), upper, body, Math.max(1, y(Math.min(open, close)) - upper));
      }
    }
  }

  function point(trade: number, end: 'entry' | 'exit'): [number, number] {
    const [at, price] = end === 'entry' ? ['openedAt', 'entryPrice'] : ['closedAt', 'exitPrice'];
    return [x(position(trades.column[at as string]?.[trade] as number)), y(trades.column[price as string]?.[trade] as number)];
  }
  const result = (trade: number) => ((trades.column.net?.[trade] as number) >= 0 ? 'gain' : 'loss');

  function drawTrades(paint: Painter): void {
    const seen = visibleTrades();
    const marked = (trade: number) => trade === state.near || trade === state.chosen;
    const crowded = seen.length > 250;
    const usual = crowded ? 2 : Math.max(5, Math.min(7, inner() / (last - first)));
    seen.sort((a, b) => Number(marked(a)) - Number(marked(b)));
    for (const trade of seen) {
      const [x1, y1] = point(trade, 'entry');
      const [x2, y2] = point(trade, 'exit');
      const size = marked(trade) ? 7 : usual;
      if (!crowded || marked(trade)) {
        paint.globalAlpha = marked(trade) ? 1 : 0.65;
        paint.lineWidth = marked(trade) ? 2 : 1.25;
        paint.setLineDash([3, 3]);
        stroke(paint, result(trade), [x1, y1, x2, y2]);
        paint.setLineDash([]);
        paint.globalAlpha = 1;
      }
      entryMark(paint, x1, y1, trades.column.side?.[trade] as number, size);
      exitMark(paint, x2, y2, trade, size);
    }
    paint.lineWidth = 1;
  }
  /** A triangle whose tip stands at the entry: below it for a long, above it for a short. */
  function entryMark(paint: Painter, atX: number, atY: number, side: number, size: number): void {
    paint.beginPath();
    paint.moveTo(atX, atY);
    paint.lineTo(atX - size, atY + side * size * 1.7);
    paint.lineTo(atX + size, atY + side * size * 1.7);
    paint.closePath();
    paint.strokeStyle = kit.colour('surface');
    paint.lineWidth = 2;
    if (size > 2) paint.stroke();
    paint.fillStyle = kit.colour('line-1');
    paint.fill();
  }
  /** A dot in the colour of the result; a cross where a stop closed it. */
  function exitMark(paint: Painter, atX: number, atY: number, trade: number, size: number): void {
    const colour = kit.colour(result(trade));
    const reason = trades.texts[trades.column.exitReason?.[trade] as number] as string;
    const arm = size * 0.8;
    if (/stop|trail|liquidation/.test(reason) && size > 2) {
      for (const [ink, thick] of [
        [kit.colour('surface'), 5],
        [colour, 2.25],
      ] as const) {
        paint.strokeStyle = ink;
        paint.lineWidth = thick;
        paint.beginPath();
        paint.moveTo(atX - arm, atY - arm);
        paint.lineTo(atX + arm, atY + arm);
        paint.moveTo(atX - arm, atY + arm);
        paint.lineTo(atX + arm, atY - arm);
        paint.stroke();
      }
      return;
    }
    paint.beginPath();
    paint.arc(atX, atY, Math.max(2, size * 0.75), 0, Math.PI * 2);
    paint.strokeStyle = kit.colour('surface');
    paint.lineWidth = 2;
    paint.stroke();
    paint.fillStyle = colour;
    paint.fill();
  }

  function findNear(): void {
    state.near = -1;
    let best = 14;
    if (Number.isNaN(state.hoverX)) return;
    for (const trade of visibleTrades()) {
      for (const end of ['entry', 'exit'] as const) {
        const [atX, atY] = point(trade, end);
        const distance = Math.hypot(atX - state.hoverX, atY - state.hoverY);
        if (distance < best) [best, state.near] = [distance, trade];
      }
    }
  }

  function writeReadout(): void {
    const count = candles.time.length;
    const place = Number.isNaN(state.hoverX) ? last - 1 : placeAt(state.hoverX + canvas.getBoundingClientRect().left);
    const at = Math.max(0, Math.min(count - 1, Math.floor(place)));
    const price = (name: 'open' | 'high' | 'low' | 'close') => page.format.number(candles[name][at] as number, source.decimals);
    const names = page.format.pick({ en: 'O H L C', es: 'A M m C' }).split(' ');
    readout.textContent = `${page.format.time(candles.time[at] as number)} · ${names[0]} ${price('open')}  ${names[1]} ${price('high')}  ${names[2]} ${price('low')}  ${names[3]} ${price('close')}`;
  }
  function writeTip(): void {
    tip.hidden = state.near < 0;
    if (state.near < 0) return;
    const trade = state.near;
    const value = (name: string) => trades.column[name]?.[trade] as number;
    const { format } = page;
    const side = value('side') > 0 ? format.pick({ en: 'long', es: 'largo' }) : format.pick({ en: 'short', es: 'corto' });
    const lines = [
      page.element(
        'b',
        '',
        `${format.pick({ en: 'Trade', es: 'Operación' })} ${trade + 1} · ${side} ${format.number(value('quantity'), data.quantityDecimals)}`,
      ),
      page.element(
        'span',
        '',
        `${format.time(value('openedAt'))} · ${format.number(value('entryPrice'), source.decimals)} · ${trades.texts[value('entryReason')]}`,
      ),
      page.element(
        'span',
        '',
        `${format.time(value('closedAt'))} · ${format.number(value('exitPrice'), source.decimals)} · ${trades.texts[value('exitReason')]}`,
      ),
      page.element(
        'b',
        result(trade),
        `${value('net') >= 0 ? '▲' : '▼'} ${page.money(value('net'), true)} · ${format.ratio(value('returnRatio'), 2, true)}`,
      ),
    ];
    tip.replaceChildren(...lines);
    tip.style.setProperty('left', `${Math.max(4, Math.min(state.hoverX + 16, width - tip.offsetWidth - 4))}px`);
    tip.style.setProperty('top', `${state.hoverY > height / 2 ? Math.max(4, state.hoverY - tip.offsetHeight - 14) : state.hoverY + 16}px`);
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
    paint.rect(0, 0, width - frame.right, height - frame.bottom);
    paint.clip();
    gaps(paint);
    drawCandles(paint);
    findNear();
    drawTrades(paint);
    paint.restore();
    if (!Number.isNaN(state.hoverX) && state.hoverX < width - frame.right && state.hoverY < height - frame.bottom) {
      paint.setLineDash([2, 3]);
      stroke(paint, 'muted', [Math.round(state.hoverX) + 0.5, frame.top, Math.round(state.hoverX) + 0.5, height - frame.bottom]);
      stroke(paint, 'muted', [frame.left, Math.round(state.hoverY) + 0.5, width - frame.right, Math.round(state.hoverY) + 0.5]);
      paint.setLineDash([]);
      paint.fillStyle = kit.colour('line-1');
      paint.beginPath();
      paint.roundRect(width - frame.right + 3, state.hoverY - 9, frame.right - 5, 18, 3);
      paint.fill();
      paint.fillStyle = kit.colour('surface');
      paint.textAlign = 'left';
      paint.textBaseline = 'middle';
      const price = high - ((state.hoverY - frame.top) / (height - frame.top - frame.bottom)) * (high - low);
      paint.fillText(page.format.number(price, source.decimals), width - frame.right + 8, state.hoverY + 0.5);
    }
    writeReadout();
    writeTip();
    moved(timeAt(first), timeAt(last));
  }
  const redraw = kit.later(draw);

  function hover(event: PageEvent): void {
    const box = canvas.getBoundingClientRect();
    state.hoverX = event.clientX - box.left;
    state.hoverY = event.clientY - box.top;
  }
  canvas.addEventListener('pointerdown', (event) => {
    touches.set(event.pointerId, event.clientX);
    canvas.setPointerCapture(event.pointerId);
    hover(event);
    redraw();
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = touches.get(event.pointerId);
    if (before === undefined) {
      hover(event);
      redraw();
      return;
    }
    touches.set(event.pointerId, event.clientX);
    const other = [...touches].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      const shift = ((before - event.clientX) / inner()) * (last - first);
      setView(first + shift, last + shift);
    } else {
      const factor = Math.abs(before - other) / Math.max(8, Math.abs(event.clientX - other));
      zoom(Math.max(0.5, Math.min(2, factor)), placeAt((event.clientX + other) / 2));
    }
    hover(event);
  });
  for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, (event) => touches.delete(event.pointerId));
  canvas.addEventListener('pointerleave', () => {
    state.hoverX = Number.NaN;
    redraw();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!sideways && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      if (sideways) setView(first + (event.deltaX / inner()) * (last - first), last + (event.deltaX / inner()) * (last - first));
      else zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 160), placeAt(event.clientX));
    },
    { passive: false },
  );
  canvas.addEventListener('dblclick', () => setView(0, candles.time.length));
  canvas.addEventListener('keydown', (event) => {
    const shift = (last - first) * 0.15;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => setView(first - shift, last - shift),
      ArrowRight: () => setView(first + shift, last + shift),
      '+': () => zoom(0.7),
      '-': () => zoom(1 / 0.7),
      '0': () => setView(0, candles.time.length),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  function writePresets(): void {
    const { format } = page;
    const total = (candles.time[candles.time.length - 1] as number) - (candles.time[0] as number);
    const spans: readonly (readonly [string, number])[] = [
      [format.pick({ en: '1 day', es: '1 día' }), day],
      [format.pick({ en: '1 week', es: '1 semana' }), 7 * day],
      [format.pick({ en: '1 month', es: '1 mes' }), 30 * day],
      [format.pick({ en: '3 months', es: '3 meses' }), 91 * day],
      [format.pick({ en: '1 year', es: '1 año' }), 365 * day],
    ];
    const fitting = spans.filter(([, span]) => span < total && span / source.stepMs >= 20);
    const buttons = fitting.slice(-3).map(([text, span]) => {
      const button = page.element('button', 'chip', text);
      button.addEventListener('click', () => setView(last - (span / total) * candles.time.length, last));
      return button;
    });
    const all = page.element('button', 'chip', format.pick({ en: 'All', es: 'Todo' }));
    all.addEventListener('click', () => setView(0, candles.time.length));
    const [closer, further] = [page.element('button', 'chip', '+'), page.element('button', 'chip', '−')];
    closer.setAttribute('aria-label', format.pick({ en: 'Closer', es: 'Acercar' }));
    further.setAttribute('aria-label', format.pick({ en: 'Further', es: 'Alejar' }));
    closer.addEventListener('click', () => zoom(0.6));
    further.addEventListener('click', () => zoom(1 / 0.6));
    parts.presets.replaceChildren(further, closer, ...buttons, all);
    parts.note.textContent = source.source
      ? format.pick({
          en: `Drawn as ${source.timeframe} candles made of ${source.source} ones; entries and exits stand at their exact time and price.`,
          es: `Dibujado en velas de ${source.timeframe} hechas de velas de ${source.source}; entradas y salidas en su hora y precio exactos.`,
        })
      : '';
  }
  parts.choice?.addEventListener('change', () => use(Number(parts.choice?.value)));
  function use(index: number): void {
    source = data.candles[index] as CandleColumns;
    candles = decodeCandles(source);
    own = tradesOf(source.instrumentId);
    [first, last] = opening();
    writePresets();
    redraw();
  }

  return {
    draw() {
      writePresets();
      draw();
    },
    show(from, to) {
      setView(position(from), position(to));
    },
    showTrade(trade) {
      const wanted = trades.texts[trades.column.instrument?.[trade] as number];
      const index = data.candles.findIndex((set) => set.instrumentId === wanted);
      if (index < 0) return;
      if (source.instrumentId !== wanted) {
        use(index);
        if (parts.choice) parts.choice.value = String(index);
      }
      state.chosen = trade;
      const [from, to] = [position(trades.column.openedAt?.[trade] as number), position(trades.column.closedAt?.[trade] as number)];
      const room = Math.max(25, to - from);
      setView(from - room, to + room);
    },
  };
}
