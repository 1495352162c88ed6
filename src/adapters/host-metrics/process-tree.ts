/** What a process and its children use, as Linux tells it under /proc. Elsewhere nothing is known. */

import { readFileSync } from 'node:fs';

/** Jiffies in a second: what every Linux tells user space, whatever its kernel counts in. */
const TICKS = 100;

export interface TreeFigures {
  /** Of the process, of its children, and of those that it has waited for. */
  readonly cpuSeconds: number;
  /** Each page counted once: what is shared is divided by who shares it. */
  readonly residentBytes: number;
  readonly startedAt: number;
}

/** Null where there is no such process, or no /proc. */
export function readProcessTree(processId: number): TreeFigures | null {
  const root = statOf(processId);
  const bootedAt = bootTime();
  if (root === null || bootedAt === null) return null;
  const pids = [processId, ...childrenOf(processId)];
  const stats = pids.map(statOf).filter((stat) => stat !== null);
  const ticks = stats.reduce((sum, { user, system }) => sum + user + system, root.waitedFor);
  return {
    cpuSeconds: ticks / TICKS,
    residentBytes: pids.reduce((sum, pid) => sum + memoryOf(pid), 0),
    startedAt: Math.round(bootedAt + (root.startedTicks * 1000) / TICKS),
  };
}

interface Stat {
  readonly user: number;
  readonly system: number;
  readonly waitedFor: number;
  readonly startedTicks: number;
}

/** proc(5): fields 14 to 17 and 22, counted after the name in brackets, which may hold anything. */
function statOf(processId: number): Stat | null {
  const text = readText(`/proc/${processId}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  if (/^[ZX]/.test(fields[0] ?? '')) return null;
  return { user: field(14), system: field(15), waitedFor: field(16) + field(17), startedTicks: field(22) };
}

function childrenOf(processId: number): number[] {
  const text = readText(`/proc/${processId}/task/${processId}/children`) ?? '';
  return text.split(' ').filter(Boolean).map(Number);
}

function memoryOf(processId: number): number {
  const kilobytes =
    /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${processId}/smaps_rollup`) ?? '')?.[1] ??
    /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${processId}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function bootTime(): number | null {
  const seconds = /^btime (\d+)/m.exec(readText('/proc/stat') ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
