/** What this process uses: processor time, memory, and how late its event loop is. */

import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFigures } from '../../api/figures.ts';

/** How often the loop is looked at. What the system's histogram counts is the time between two looks, so this much of it is no delay. */
const LOOK_MS = 20;
/** Lag is told of windows of this length: whoever reads more often hears the same again. */
const WINDOW_MS = 5_000;
const NANOSECONDS = 1e9;

export type OwnFigures = Omit<ProcessFigures, 'orderLatencySeconds'>;

export interface OwnFiguresReader {
  read(): OwnFigures;
  close(): void;
}

export function readOwnFigures(windowMs = WINDOW_MS): OwnFiguresReader {
  const loop = monitorEventLoopDelay({ resolution: LOOK_MS });
  loop.enable();
  let lag: OwnFigures['loopLagSeconds'] = null;
  const look = () => {
    if (loop.count === 0) return;
    lag = { p50: late(loop.percentile(50)), p99: late(loop.percentile(99)), max: late(loop.max) };
    loop.reset();
  };
  const timer = setInterval(look, windowMs).unref();
  return {
    read() {
      if (lag === null) look();
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      return {
        at: Date.now(),
        processId: process.pid,
        startedAt: Math.round(performance.timeOrigin),
        cpuSeconds: (user + system) / 1e6,
        residentBytes: rss,
        heapUsedBytes: heapUsed,
        loopLagSeconds: lag,
      };
    },
    close() {
      clearInterval(timer);
      loop.disable();
    },
  };
}

const late = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - LOOK_MS / 1000);
