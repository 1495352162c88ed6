/** Memory per extra million candles, and garbage collections while a million are played. */

import { inFreshProcess, median } from '../measure.ts';
import type { Outcome, Row } from '../row.ts';

const MILLION = 1_000_000;
const RUNS = 10;
const PROCESSES = 5;

async function measure(): Promise<Outcome> {
  const peak = async (bars: number) => {
    const peaks: number[] = [];
    for (let i = 0; i < PROCESSES; i++) peaks.push((await inFreshProcess<{ bytes: number }>('memory', [String(bars)])).bytes);
    return median(peaks);
  };
  const [one, two] = [await peak(MILLION), await peak(2 * MILLION)];
  const { major, minor } = await inFreshProcess<{ major: number; minor: number }>('collections', [String(MILLION), String(RUNS)]);
  return {
    figures: { 'memory.bytesPerMillionBars': two - one, 'memory.majorCollections': major, 'memory.minorCollections': minor / RUNS },
    lines: [
      {
        label: 'memory per extra million candles',
        value: `${((two - one) / 1e6).toFixed(0)} MB`,
        note: `peak of processes with 1 and 2 million, medians of ${PROCESSES}: ${(one / 1e6).toFixed(0)} and ${(two / 1e6).toFixed(0)} MB`,
      },
      {
        label: 'collections in a million candles',
        value: `${major} major in ${RUNS} runs`,
        note: `${(minor / RUNS).toFixed(1)} minor a run`,
      },
    ],
  };
}

export const memoryRow: Row = {
  name: 'memory',
  figures: ['memory.bytesPerMillionBars', 'memory.majorCollections', 'memory.minorCollections'],
  measure,
};
