/** What the system says a process uses, by /proc: NaN where there is none. */

import { readFileSync } from 'node:fs';

/** The clock ticks of Linux: 100 a second wherever Node runs. */
const TICKS_PER_SECOND = 100;

export function residentMb(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(told(pid, 'status'))?.[1]) / 1024;
}

/** Seconds of processor time since it began, of all its threads. */
export function cpuSeconds(pid: number | undefined): number {
  const stat = told(pid, 'stat');
  // The name, in brackets, may hold anything; user and system time are the 14th and 15th of all (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function told(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

export interface MemoryMb {
  /** Pages that are shared count in each process. */
  readonly resident: number;
  /** Each shared page divided by who shares it: what a machine really gives. */
  readonly proportional: number;
}

/** Of several processes together. */
export function memoryMb(pids: readonly number[]): MemoryMb {
  const total = { resident: 0, proportional: 0 };
  for (const pid of pids) {
    const rollup = told(pid, 'smaps_rollup');
    const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / 1024;
    total.resident += megabytes('Rss');
    total.proportional += megabytes('Pss');
  }
  return total;
}

/** What it has started (by its main thread, as Node does), and what those have. */
export function descendantsOf(pid: number): number[] {
  const children = told(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}
