/** Equity over drawdown for the whole span, with buying and holding beside it; a dragged stretch becomes the period of the price chart. */

import type { Page, PageElement, Painter } from './browser.ts';
import type { ChartKit } from './chart-kit.ts';

export interface EquityChart {
  draw(): void;
  /** Marks the period that the price chart shows. */
  mark(from: number, to: number): void;
}

interface Pane {
  readonly top: number;
  readonly height: number;
  /** Height of a value in pixels from the top of the canvas. */
  y(value: number): number;
}

export function createEquityChart(
  page: Page,
  kit: ChartKit,
  canvas: PageElement,
  readout: PageElement,
  choose: (from: number, to: number) => void,
): EquityChart {
  const { data, browser } = page;
  const time = page.decode(data.equity.time);
  const equity = page.decode(data.equity.equity);
  const drawdown = page.decode(data.equity.drawdown);
  const holdTime = data.hold ? page.decode(data.hold.time) : new Float64Array(0);
  const hold = data.hold ? page.decode(data.hold.equity) : new Float64Array(0);
  const from = time[0] as number;
  const to = time[time.length - 1] as number;
  const state = { log: false, hover: Number.NaN, dragFrom: Number.NaN, marked: null as { from: number; to: number } | null };
  const frame = { left: 14, right: 72, bottom: 22, top: 8 };
  let width = 0;
  let height = 0;
  let x = (_at: number) => 0;

  function extent(column: Float64Array, low: number, high: number): [number, number] {
    for (const value of column) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }
  const [low, high] = extent(hold, ...extent(equity, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
  const [, deepest] = extent(drawdown, 0, 0);
  const canLog = low > 0;
  // Growth of many times hides its own beginning on a straight scale.
  state.log = canLog && high / low > 10;

  function equityPane(): Pane {
    const top = frame.top + 14;
    const size = Math.round((height - frame.top - frame.bottom) * 0.68) - 14;
    const log = state.log && canLog;
    const scale = log ? Math.log : (value: number) => value;
    const pad = (scale(high) - scale(low) || Math.abs(high) || 1) * 0.05;
    const [bottomValue, topValue] = [scale(low) - pad, scale(high) + pad];
    return { top, height: size, y: (value) => top + ((topValue - scale(value)) / (topValue - bottomValue)) * size };
  }
  function drawdownPane(above: Pane): Pane {
    const top = above.top + above.height + 18;
    const size = height - frame.bottom - top;
    // The limit is drawn when the curve has come near enough for it to matter.
    const bottom = Math.max(deepest * 1.3, data.stopRatio !== null && deepest > data.stopRatio * 0.4 ? data.stopRatio * 1.1 : 0, 0.001);
    return { top, height: size, y: (value) => top + (value / bottom) * size };
  }

  function line(paint: Painter, times: Float64Array, values: Float64Array, pane: Pane, colour: string, size: number): void {
    paint.beginPath();
    for (let i = 0; i < values.length; i++) paint.lineTo(x(times[i] as number), pane.y(values[i] as number));
    paint.strokeStyle = colour;
    paint.lineWidth = size;
    paint.stroke();
    paint.lineWidth = 1;
  }

  function backdrop(paint: Painter, top: Pane, bottom: Pane): void {
    const floor = height - frame.bottom;
    for (const { from: start, to: end, mode } of data.modes) {
      const left = x(start);
      paint.fillStyle = kit.colour(mode === 'DEFENSIVE' ? 'warn-soft' : mode === 'OBSERVATION' ? 'info-soft' : 'danger-soft');
      paint.fillRect(left, frame.top, Math.max(1.5, x(end) - left), floor - frame.top);
    }
    for (const gap of data.gaps) {
      const span = x(gap.to) - x(gap.from);
      if (span >= 2) kit.hatch(paint, x(gap.from), frame.top, span, floor - frame.top);
    }
    if (state.marked && state.marked.to - state.marked.from < (to - from) * 0.97) {
      paint.fillStyle = kit.colour('accent-soft');
      const left = x(Math.max(from, state.marked.from));
      paint.fillRect(left, frame.top, Math.max(3, x(Math.min(to, state.marked.to)) - left), floor - frame.top);
    }
    paint.strokeStyle = kit.colour('grid');
    paint.textAlign = 'center';
    paint.textBaseline = 'alphabetic';
    for (const tick of kit.timeTicks(from, to, Math.max(4, Math.floor(width / 110)))) {
      const at = Math.round(x(tick.at)) + 0.5;
      paint.beginPath();
      paint.moveTo(at, frame.top);
      paint.lineTo(at, floor);
      paint.stroke();
      if (at < 24 || at > width - frame.right - 8) continue;
      paint.fillStyle = kit.colour('axis');
      paint.fillText(tick.text, at, height - 7);
    }
    paint.textAlign = 'left';
    const log = state.log && canLog;
    const end = top.y(equity[equity.length - 1] as number);
    for (const value of kit.ticks(low, high, 5, log)) {
      const covered = Math.abs(top.y(value) - end) < 14;
      rule(paint, top.y(value), covered ? '' : page.format.number(value, high < 20 ? 4 : 0));
    }
    const shown = bottom.height / (bottom.y(1) - bottom.y(0));
    const falls = kit.ticks(0, shown, Math.max(2, Math.floor(bottom.height / 34)));
    const decimals = Math.max(0, -Math.floor(Math.log10((falls[1] ?? 1) * 100) + 1e-9));
    for (const fall of falls) {
      const covered = data.stopRatio !== null && Math.abs(bottom.y(fall) - bottom.y(data.stopRatio)) < 12;
      if (bottom.y(fall) < floor - 6) rule(paint, bottom.y(fall), covered ? '' : page.format.ratio(-fall, fall === 0 ? 0 : decimals));
    }
  }
  function rule(paint: Painter, at: number, text: string): void {
    const y = Math.round(at) + 0.5;
    paint.strokeStyle = kit.colour('grid');
    paint.beginPath();
    paint.moveTo(frame.left, y);
    paint.lineTo(width - frame.right, y);
    paint.stroke();
    paint.fillStyle = kit.colour('axis');
    paint.textBaseline = 'middle';
    paint.fillText(text, width - frame.right + 8, y);
  }

  function drawdowns(paint: Painter, pane: Pane): void {
    paint.beginPath();
    paint.moveTo(x(from), pane.y(0));
    for (let i = 0; i < drawdown.length; i++) paint.lineTo(x(time[i] as number), pane.y(drawdown[i] as number));
    paint.lineTo(x(to), pane.y(0));
    paint.closePath();
    paint.fillStyle = kit.colour('loss-soft');
    paint.fill();
    line(paint, time, drawdown, pane, kit.colour('loss'), 1.25);
    if (data.stopRatio !== null && pane.y(data.stopRatio) <= height - frame.bottom) {
      const y = Math.round(pane.y(data.stopRatio)) + 0.5;
      paint.setLineDash([3, 3]);
      paint.strokeStyle = kit.colour('loss');
      paint.beginPath();
      paint.moveTo(frame.left, y);
      paint.lineTo(width - frame.right, y);
      paint.stroke();
      paint.setLineDash([]);
      paint.textBaseline = 'middle';
      paint.fillStyle = kit.colour('loss');
      paint.fillText(page.format.ratio(-data.stopRatio, 0), width - frame.right + 8, y);
    }
    if (data.worst && data.worst.ratio > 0) {
      const [at, y] = [x(data.worst.at), pane.y(data.worst.ratio)];
      paint.beginPath();
      paint.arc(at, y, 3, 0, Math.PI * 2);
      paint.fillStyle = kit.colour('surface');
      paint.fill();
      paint.strokeStyle = kit.colour('loss');
      paint.lineWidth = 1.5;
      paint.stroke();
      paint.textBaseline = 'middle';
      paint.textAlign = 'center';
      const below = y + 14 < height - frame.bottom;
      const beside = at > width / 2 ? -28 : 28;
      kit.label(paint, page.format.percent(-data.worst.ratio), at + (below ? 0 : beside), below ? y + 13 : y - 2, kit.colour('loss'), true);
      paint.textAlign = 'left';
    }
  }

  function tag(paint: Painter, value: number, pane: Pane): void {
    const text = page.format.number(value, high < 20 ? 4 : 0);
    const y = Math.max(pane.top + 2, Math.min(pane.y(value), pane.top + pane.height));
    paint.fillStyle = kit.colour('line-1');
    paint.beginPath();
    paint.roundRect(width - frame.right + 3, y - 9, paint.measureText(text).width + 14, 18, 3);
    paint.fill();
    paint.fillStyle = kit.colour('surface');
    paint.textBaseline = 'middle';
    const font = paint.font;
    paint.font = `600 ${font}`;
    paint.fillText(text, width - frame.right + 8, y + 0.5);
    paint.font = font;
  }

  function crosshair(paint: Painter, top: Pane): void {
    const last = time.length - 1;
    const at = Number.isNaN(state.hover) ? last : Math.max(0, kit.find(time, state.hover));
    const held = data.hold ? kit.find(holdTime, time[at] as number) : -1;
    const { format } = page;
    const pieces = [
      format.time(time[at] as number),
      page.money(equity[at] as number),
      `${format.pick({ en: 'drawdown', es: 'caída' })} ${format.percent(-(drawdown[at] as number))}`,
    ];
    if (held >= 0) pieces.splice(2, 0, `${format.pick({ en: 'held', es: 'comprado' })} ${page.money(hold[held] as number)}`);
    readout.textContent = pieces.join(' · ');
    if (Number.isNaN(state.hover)) return;
    const position = Math.round(x(time[at] as number)) + 0.5;
    paint.strokeStyle = kit.colour('muted');
    paint.setLineDash([2, 3]);
    paint.beginPath();
    paint.moveTo(position, frame.top);
    paint.lineTo(position, height - frame.bottom);
    paint.stroke();
    paint.setLineDash([]);
    paint.beginPath();
    paint.arc(position, top.y(equity[at] as number), 3.5, 0, Math.PI * 2);
    paint.fillStyle = kit.colour('line-1');
    paint.fill();
  }

  function draw(): void {
    const begun = kit.begin();
    ({ width, height } = begun);
    const { paint } = begun;
    frame.right = Math.max(58, paint.measureText(page.format.number(high, high < 20 ? 4 : 0)).width + 26);
    const inner = width - frame.left - frame.right;
    x = (at) => frame.left + ((at - from) / (to - from || 1)) * inner;
    const top = equityPane();
    const bottom = drawdownPane(top);
    backdrop(paint, top, bottom);
    line(paint, holdTime, hold, top, kit.colour('line-2'), 1);
    line(paint, time, equity, top, kit.colour('line-1'), 1.75);
    drawdowns(paint, bottom);
    tag(paint, equity[equity.length - 1] as number, top);
    crosshair(paint, top);
    if (!Number.isNaN(state.dragFrom) && !Number.isNaN(state.hover)) {
      const [left, right] = [x(Math.min(state.dragFrom, state.hover)), x(Math.max(state.dragFrom, state.hover))];
      paint.strokeStyle = kit.colour('accent');
      paint.strokeRect(left, frame.top, right - left, height - frame.bottom - frame.top);
    }
  }

  const redraw = kit.later(draw);
  const timeAt = (clientX: number) => {
    const inner = width - frame.left - frame.right;
    return Math.max(from, Math.min(to, from + ((clientX - canvas.getBoundingClientRect().left - frame.left) / inner) * (to - from)));
  };
  canvas.addEventListener('pointermove', (event) => {
    state.hover = timeAt(event.clientX);
    redraw();
  });
  canvas.addEventListener('pointerleave', () => {
    state.hover = Number.NaN;
    redraw();
  });
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') return;
    canvas.setPointerCapture(event.pointerId);
    state.dragFrom = timeAt(event.clientX);
  });
  canvas.addEventListener('pointerup', (event) => {
    const start = state.dragFrom;
    state.dragFrom = Number.NaN;
    const end = timeAt(event.clientX);
    if (Math.abs(x(end) - x(start)) > 5) choose(Math.min(start, end), Math.max(start, end));
    redraw();
  });
  const log = browser.document.getElementById('equity-log');
  if (log) {
    log.hidden = !canLog;
    log.setAttribute('aria-pressed', String(state.log));
    log.addEventListener('click', () => {
      state.log = !state.log;
      log.setAttribute('aria-pressed', String(state.log));
      redraw();
    });
  }
  return {
    draw,
    mark(start, end) {
      state.marked = { from: start, to: end };
      redraw();
    },
  };
}
