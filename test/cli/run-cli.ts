// Runs the real command line in a process of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const PROJECT = resolve(import.meta.dirname, '../..');
export const SAMPLES = join(PROJECT, 'samples/market');

export interface Spoken {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `atalaya ARGUMENT...` of this checkout, or of the one in `project`; `input` is piped in; `under`: the command, with its options, that starts it. */
export function atalaya(
  args: readonly string[],
  {
    project = PROJECT,
    cwd = project,
    input,
    under = [],
  }: { project?: string; cwd?: string; input?: string; under?: readonly string[] } = {},
): Promise<Spoken> {
  return new Promise((done, fail) => {
    const [command, ...rest] = [...under, process.execPath, join(project, 'src/apps/cli.ts'), ...args] as [string, ...string[]];
    const child = spawn(command, rest, {
      cwd,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** A folder of this test file's own, gone when its tests are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
