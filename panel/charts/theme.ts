/** The colours of the page as a canvas needs them, and when they change. */

import { useEffect, useState } from 'react';
import { onPreferences } from '../preferences.ts';

const ROLES = {
  text: '--text',
  text2: '--text-2',
  muted: '--muted',
  surface: '--surface',
  border: '--border',
  grid: '--grid',
  axis: '--axis',
  line1: '--line-1',
  line2: '--line-2',
  gain: '--gain',
  loss: '--loss',
  lossSoft: '--loss-soft',
  candleUp: '--candle-up',
  candleDown: '--candle-down',
  warn: '--warn',
  warnSoft: '--warn-soft',
  hatch: '--hatch',
  danger: '--danger',
  modePause: '--mode-pause-bg',
  run1: '--run-1',
  run2: '--run-2',
  run3: '--run-3',
  run4: '--run-4',
  run5: '--run-5',
  run6: '--run-6',
} as const;

export type ChartColours = Readonly<Record<keyof typeof ROLES, string>>;
export const CHART_FONT = '"Inter", -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, system-ui, sans-serif';

/** A property that names light and dark is only resolved where it is used: on an element made for asking. */
function readColours(): ChartColours {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colours = Object.fromEntries(
    Object.entries(ROLES).map(([role, property]) => {
      probe.style.color = `var(${property})`;
      return [role, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return colours as ChartColours;
}

/** `rgb(r g b)` or `rgb(r, g, b)` with an opacity. */
export function withAlpha(colour: string, alpha: number): string {
  const [red, green, blue] = colour.match(/[\d.]+/g) ?? ['0', '0', '0'];
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

export function useChartColours(): ChartColours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const read = () => setColours(readColours());
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    const stop = onPreferences(read);
    read();
    return () => {
      system.removeEventListener('change', read);
      stop();
    };
  }, []);
  return colours;
}
