/** How each mark is drawn, with a rim of the surface so that it stands off the candles. */

import type { MarkKind } from './marks.ts';

/** Half the size of a mark, in pixels. */
export const MARK = 5;

type Shape = (context: CanvasRenderingContext2D, x: number, y: number, colour: string, surface: string, isBelow: boolean) => void;

const triangle: Shape = (context, x, y, colour, surface, isBelow) => {
  const up = isBelow ? -1 : 1;
  context.beginPath();
  context.moveTo(x, y + up * MARK);
  context.lineTo(x + MARK, y - up * (MARK - 1));
  context.lineTo(x - MARK, y - up * (MARK - 1));
  context.closePath();
  context.strokeStyle = surface;
  context.lineWidth = 2.5;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
};

function strokeTwice(context: CanvasRenderingContext2D, colour: string, surface: string, width: number): void {
  context.lineCap = 'round';
  context.strokeStyle = surface;
  context.lineWidth = width + 3;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.lineCap = 'butt';
}

export const SHAPES: Readonly<Record<MarkKind, Shape>> = {
  entry: triangle,
  exit: triangle,
  stop(context, x, y, colour, surface) {
    context.beginPath();
    context.moveTo(x - 4, y - 4);
    context.lineTo(x + 4, y + 4);
    context.moveTo(x + 4, y - 4);
    context.lineTo(x - 4, y + 4);
    strokeTwice(context, colour, surface, 2);
  },
  refused(context, x, y, colour, surface) {
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.moveTo(x - 2.8, y + 2.8);
    context.lineTo(x + 2.8, y - 2.8);
    strokeTwice(context, colour, surface, 1.3);
  },
};
