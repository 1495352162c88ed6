/** How one trade looks in the price chart: the tip of a triangle at its entry, a dot or cross at its exit, and its lines of text. */

import type { Page, PageElement, Painter } from './browser.ts';
import type { ChartKit } from './chart-kit.ts';

export interface TradeMarks {
  /** Draws one trade between two points; `marked` brings it forward, `line` joins its ends. */
  draw(paint: Painter, trade: number, entry: Point, exit: Point, size: number, look: { marked: boolean; line: boolean }): void;
  /** What a reader wants to know of it. */
  describe(trade: number, priceDecimals: number): PageElement[];
}

export type Point = readonly [x: number, y: number];

export function createTradeMarks(page: Page, kit: ChartKit): TradeMarks {
  const { trades, data } = page;
  const value = (name: string, trade: number) => trades.column[name]?.[trade] as number;
  const text = (name: string, trade: number) => trades.texts[value(name, trade)] as string;
  const result = (trade: number) => (value('net', trade) >= 0 ? 'gain' : 'loss');

  function outlined(paint: Painter, colour: string, size: number): void {
    paint.strokeStyle = kit.colour('surface');
    paint.lineWidth = 2;
    if (size > 2) paint.stroke();
    paint.fillStyle = colour;
    paint.fill();
  }
  /** Below its tip for a long, above it for a short. */
  function triangle(paint: Painter, [x, y]: Point, side: number, size: number): void {
    paint.beginPath();
    paint.moveTo(x, y);
    paint.lineTo(x - size, y + side * size * 1.7);
    paint.lineTo(x + size, y + side * size * 1.7);
    paint.closePath();
    outlined(paint, kit.colour('line-1'), size);
  }
  function cross(paint: Painter, [x, y]: Point, arm: number, colour: string): void {
    paint.beginPath();
    paint.moveTo(x - arm, y - arm);
    paint.lineTo(x + arm, y + arm);
    paint.moveTo(x - arm, y + arm);
    paint.lineTo(x + arm, y - arm);
    paint.strokeStyle = kit.colour('surface');
    paint.lineWidth = 5;
    paint.stroke();
    paint.strokeStyle = colour;
    paint.lineWidth = 2.25;
    paint.stroke();
  }

  return {
    draw(paint, trade, entry, exit, size, { marked, line }) {
      const colour = kit.colour(result(trade));
      if (line) {
        paint.globalAlpha = marked ? 1 : 0.65;
        paint.lineWidth = marked ? 2 : 1.25;
        paint.strokeStyle = colour;
        paint.setLineDash([3, 3]);
        paint.beginPath();
        paint.moveTo(entry[0], entry[1]);
        paint.lineTo(exit[0], exit[1]);
        paint.stroke();
        paint.setLineDash([]);
        paint.globalAlpha = 1;
      }
      triangle(paint, entry, value('side', trade), size);
      if (size > 2 && /stop|trail|liquidation/.test(text('exitReason', trade))) cross(paint, exit, size * 0.8, colour);
      else {
        paint.beginPath();
        paint.arc(exit[0], exit[1], Math.max(2, size * 0.75), 0, Math.PI * 2);
        outlined(paint, colour, size);
      }
      paint.lineWidth = 1;
    },
    describe(trade, priceDecimals) {
      const { format } = page;
      const side = value('side', trade) > 0 ? format.pick({ en: 'long', es: 'largo' }) : format.pick({ en: 'short', es: 'corto' });
      const end = (time: string, price: string, reason: string) =>
        `${format.time(value(time, trade))} · ${format.number(value(price, trade), priceDecimals)} · ${reason}`;
      const net = value('net', trade);
      const name = `${format.pick({ en: 'Trade', es: 'Operación' })} ${trade + 1} · ${side} ${format.number(value('quantity', trade), data.quantityDecimals)}`;
      const outcome = `${net >= 0 ? '▲' : '▼'} ${page.money(net, true)} · ${format.ratio(value('returnRatio', trade), 2, true)}`;
      return [
        page.element('b', '', name),
        page.element('span', '', end('openedAt', 'entryPrice', text('entryReason', trade))),
        page.element('span', '', end('closedAt', 'exitPrice', page.exitReason(trade))),
        page.element('b', result(trade), outcome),
      ];
    },
  };
}
