/** Medians of repeated runs, in this process and in fresh ones. */

import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = dirname(fileURLToPath(import.meta.url));
/** Candles, virtual environments and compiled programs; git-ignored. */
export const SCRATCH = join(HERE, '../var/bench');

export function scratch(name: string): string {
  mkdirSync(SCRATCH, { recursive: true });
  return join(SCRATCH, name);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Of values in rising order: the one that a share of them does not pass. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

/** Seconds of each of `rounds` calls. */
export function timed(rounds: number, work: () => void): number[] {
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
}

/** Standard output of a program; its standard error's last line when it fails. */
export async function outputOf(program: string, words: readonly string[], timeoutMs: number, cwd = HERE): Promise<string> {
  try {
    const { stdout } = await run(program, words, { cwd, timeout: timeoutMs, maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: '1' } });
    return stdout;
  } catch (error) {
    const { stderr = '', killed, message } = error as { stderr?: string; killed?: boolean; message: string };
    if (killed) throw new Error(`not done after ${timeoutMs / 1000} s`);
    throw new Error(stderr.trim().split('\n').at(-1) || message.split('\n')[0]);
  }
}

/** Runs a task of child.ts in a process of its own; what it prints as JSON. */
export async function inFreshProcess<T>(task: string, words: readonly string[] = []): Promise<T> {
  return JSON.parse(await outputOf(process.execPath, [join(HERE, 'child.ts'), task, ...words], 180_000)) as T;
}

export const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(1)} M/s`;
export const times = (ratio: number): string => `${ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(1)} x`;
