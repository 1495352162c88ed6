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
