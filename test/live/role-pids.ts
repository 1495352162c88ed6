/** Test support: the processes of a data folder, and their end without warning. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As the process has written it down; 0 where it has not. */
export function pidOf(dataFolder: string, role: 'platform' | 'instance' | 'web'): number {
  try {
    return (JSON.parse(readFileSync(join(dataFolder, `${role}.json`), 'utf8')) as { pid: number }).pid;
  } catch {
    return 0;
  }
}

/** One that has ended and waits for its parent to notice is not: on a busy machine that takes seconds. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** A number that was written down may be another process's by now. */
function isOf(dataFolder: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataFolder);
  } catch {
    return false;
  }
}

/** Kills supervisor, trader and web at once, as a machine that loses its power. */
export async function killTree(dataFolder: string): Promise<void> {
  const pids = (['platform', 'instance', 'web'] as const).map((role) => pidOf(dataFolder, role)).filter((pid) => isOf(dataFolder, pid));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10));
}
