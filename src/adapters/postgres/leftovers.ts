// Clears what a killed process left of its PostgreSQL server: servers still running on the same data, and files that only look like one.
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../core/domain/result.ts';

/** SIGINT to the main process is PostgreSQL's fast shutdown, SIGQUIT its immediate one (the next start recovers from the log). */
const STEPS = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/**
 * Stops every server process on `data` and removes its lock files. Only processes that are PostgreSQL's and work in this very folder are touched,
 * so a process id used again by another program is left alone. The caller holds the cluster's lock: nobody else supervises these processes.
 * Resolves to the number of processes stopped; throws DATABASE_NOT_STOPPED when one cannot be.
 */
export async function clearLeftovers(data: string, socketFolder: string): Promise<number> {
  const found = serverProcesses(data).length;
  for (const { signal, waitMs } of STEPS) {
    const running = serverProcesses(data);
    if (running.length === 0) break;
    const main = running.filter((pid) => pid === mainProcessOf(data));
    // Without its main process the rest is on its way out already; a fast shutdown means nothing to it.
    const targets = signal === 'SIGINT' && main.length > 0 ? main : running;
    for (const pid of targets) sendSignal(pid, signal === 'SIGINT' && main.length === 0 ? 'SIGQUIT' : signal);
    for (let waitedMs = 0; waitedMs < waitMs && serverProcesses(data).length > 0; waitedMs += 50) await sleep(50);
  }
  const [stuck] = serverProcesses(data);
  if (stuck !== undefined)
    throw new InputError('DATABASE_NOT_STOPPED', `an earlier PostgreSQL (process ${stuck}) still uses ${data}: stop it`, 3);
  for (const file of [join(data, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432'), join(socketFolder, '.s.PGSQL.5432.lock')]) {
    rmSync(file, { force: true });
  }
  return found;
}

function serverProcesses(data: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readlinkSync(`/proc/${name}/cwd`) === data && readFileSync(`/proc/${name}/comm`, 'utf8').trim() === 'postgres')
        found.push(Number(name));
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return found;
}

function mainProcessOf(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone meanwhile.
  }
}
