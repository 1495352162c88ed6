/** Pointer, wheel and keys of a chart as what they ask for: move sideways, zoom, look at a point, show all. */

import type { PageElement, PageEvent } from './browser.ts';

/** Places are pixels from the canvas's left and top edge. */
export interface ChartActs {
  pan(pixels: number): void;
  /** `around` is null for the middle. */
  zoom(factor: number, around: number | null): void;
  hover(x: number, y: number): void;
  leave(): void;
  all(): void;
}

/** Drag and arrows move, pinch, Ctrl + wheel, plus and minus zoom; a plain wheel is left to the page. */
export function watchGestures(canvas: PageElement, acts: ChartActs): void {
  const held = new Map<number, number>();
  const hover = (event: PageEvent) => {
    const box = canvas.getBoundingClientRect();
    acts.hover(event.clientX - box.left, event.clientY - box.top);
  };
  const placeOf = (clientX: number) => clientX - canvas.getBoundingClientRect().left;

  canvas.addEventListener('pointerdown', (event) => {
    held.set(event.pointerId, event.clientX);
    canvas.setPointerCapture(event.pointerId);
    hover(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId);
    hover(event);
    if (before === undefined) return;
    held.set(event.pointerId, event.clientX);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      acts.pan(before - event.clientX);
      return;
    }
    const factor = Math.abs(before - other) / Math.max(8, Math.abs(event.clientX - other));
    acts.zoom(Math.max(0.5, Math.min(2, factor)), placeOf((event.clientX + other) / 2));
  });
  for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, (event) => held.delete(event.pointerId));
  canvas.addEventListener('pointerleave', () => acts.leave());
  canvas.addEventListener('dblclick', () => acts.all());
  canvas.addEventListener(
    'wheel',
    (event) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!sideways && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      if (sideways) acts.pan(event.deltaX);
      else acts.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 160), placeOf(event.clientX));
    },
    { passive: false },
  );
  const keys: Record<string, () => void> = {
    ArrowLeft: () => acts.pan(-canvas.clientWidth * 0.15),
    ArrowRight: () => acts.pan(canvas.clientWidth * 0.15),
    '+': () => acts.zoom(0.7, null),
    '-': () => acts.zoom(1 / 0.7, null),
    '0': () => acts.all(),
  };
  canvas.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
