/** What both charts draw with: a sharp canvas in the page's colours, round ticks for values and times, labels with a halo. */

import type { Page, PageElement, Painter } from './browser.ts';

export interface ChartKit {
  /** Colour of a style variable such as `line-1`, as it is now. */
  colour(name: string): string;
  /** Clears the canvas at the size it is shown in and gives its context and size in CSS pixels. */
  begin(): { paint: Painter; width: number; height: number };
  /** Round values within [low, high], about `count` of them; decades with 1, 2, 5 on a log scale. */
  ticks(low: number, high: number, count: number, log?: boolean): number[];
  /** Round UTC times within [from, to], with what changed at each: a year, a month, a day or an hour. */
  timeTicks(from: number, to: number, most: number): { at: number; text: string }[];
  label(paint: Painter, text: string, x: number, y: number, colour: string, bold?: boolean): void;
  /** Diagonal lines over an area. */
  hatch(paint: Painter, x: number, y: number, width: number, height: number): void;
  /** Calls `draw` once before the next frame, however often it was asked. */
  later(draw: () => void): () => void;
  /** Index of the last element at or below `value`, -1 when there is none. */
  find(sorted: ArrayLike<number>, value: number): number;
}

export function createChartKit(page: Page, canvas: PageElement): ChartKit {
  const { browser } = page;
  const day = 86_400_000;
  const colours = new Map<string, string>();

  function ticks(low: number, high: number, count: number, log = false): number[] {
    if (!(high > low)) return [low];
    const found: number[] = [];
    if (log && high / low > 3) {
      for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
        for (const factor of high / low > 1000 ? [1] : [1, 2, 5])
          if (power * factor >= low && power * factor <= high) found.push(power * factor);
      }
      return found;
    }
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
    for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(i * step);
    return found;
  }

  function timeTicks(from: number, to: number, most: number): { at: number; text: string }[] {
    const span = to - from;
    const found: { at: number; text: string }[] = [];
    const two = (value: number) => String(value).padStart(2, '0');
    const hours = [1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12].find((size) => span / (size * 3_600_000) <= most);
    const days = [1, 2, 4, 7, 14].find((size) => span / (size * day) <= most);
    if (hours || days) {
      const step = hours ? hours * 3_600_000 : (days as number) * day;
      for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
        const date = new Date(at);
        const text =
          at % day === 0
            ? `${date.getUTCDate()} ${page.format.month(date.getUTCMonth())}`
            : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
        found.push({ at, text });
      }
      return found;
    }
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((months) => span / (months * 30.44 * day) <= most) ?? 600;
    const first = new Date(from);
    for (let index = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step; ; index += step) {
      const at = Date.UTC(Math.floor(index / 12), index % 12);
      if (at > to) return found;
      if (at >= from) found.push({ at, text: index % 12 === 0 ? String(Math.floor(index / 12)) : page.format.month(index % 12) });
    }
  }

  return {
    colour(name) {
      const known = colours.get(name);
      if (known) return known;
      canvas.style.setProperty('color', `var(--${name})`);
      const colour = browser.getComputedStyle(canvas).getPropertyValue('color');
      colours.set(name, colour);
      return colour;
    },
    begin() {
      colours.clear();
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      const scale = Math.max(1, browser.devicePixelRatio);
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      const paint = canvas.getContext('2d');
      paint.setTransform(scale, 0, 0, scale, 0, 0);
      paint.clearRect(0, 0, width, height);
      paint.font = `11px ${browser.getComputedStyle(canvas).getPropertyValue('font-family')}`;
      paint.lineJoin = 'round';
      return { paint, width, height };
    },
    ticks,
    timeTicks,
    label(paint, text, x, y, colour, bold = false) {
      const font = paint.font;
      if (bold) paint.font = `600 ${font}`;
      paint.strokeStyle = this.colour('surface');
      paint.lineWidth = 3.5;
      paint.strokeText(text, x, y);
      paint.fillStyle = colour;
      paint.fillText(text, x, y);
      paint.font = font;
      paint.lineWidth = 1;
    },
    hatch(paint, x, y, width, height) {
      paint.save();
      paint.beginPath();
      paint.rect(x, y, width, height);
      paint.clip();
      paint.strokeStyle = this.colour('hatch');
      paint.beginPath();
      for (let at = x - height; at < x + width; at += 6) {
        paint.moveTo(at, y + height);
        paint.lineTo(at + height, y);
      }
      paint.stroke();
      paint.restore();
    },
    later(draw) {
      let asked = false;
      return () => {
        if (asked) return;
        asked = true;
        browser.requestAnimationFrame(() => {
          asked = false;
          draw();
        });
      };
    },
    find(sorted, value) {
      let [low, high] = [0, sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] as number) <= value) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    },
  };
}
