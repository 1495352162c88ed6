/** Test support: the whole supervised tree with real processes on a data folder of its own, entered by its link. */

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { killTree } from './role-pids.ts';

export interface Up {
  readonly child: ChildProcess;
  readonly url: string;
  readonly cookie: string;
  said(): string;
  get<Answer>(path: string): Promise<Answer>;
  post(path: string, body: object): Promise<Response>;
}

/** In a group of its own, so that a signal to the group is what Ctrl+C is. */
export async function startUp(folder: string, environment: NodeJS.ProcessEnv = {}): Promise<Up> {
  const words = ['src/apps/cli.ts', 'up', '--data-dir', folder, '--port', '0', '--speed', '600', '--json'];
  const child = spawn(process.execPath, words, {
    cwd: PROJECT_FOLDER,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    said += data;
  });
  while (!out.includes('}') && child.exitCode === null) await sleep(20);
  const { url, link } = JSON.parse(out) as { url: string; link: string };
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    ...{ child, url, cookie },
    said: () => said,
    get: async <Answer>(path: string) => (await (await fetch(`${url}${path}`, { headers: { cookie } })).json()) as Answer,
    post: (path, body) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { cookie, origin: url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

/** Ends whatever runs on the folder, and removes it with its database. */
export async function removeTree(folder: string): Promise<void> {
  await killTree(folder);
  while (runningConnection(join(folder, 'database')) !== undefined) await sleep(50);
  removeCluster(join(folder, 'database'));
  rmSync(folder, { recursive: true, force: true });
}
