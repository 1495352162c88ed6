/** Test support: the platform as its owner starts it, `up` with all its processes, on a data folder of its own; and people who enter it over HTTP. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import { throwAwayFolder } from '../../src/adapters/postgres/throw-away-server.ts';
import { PASSWORD } from '../accounts/accounts-lab.ts';
import { HttpBrowser } from '../accounts/http-browser.ts';
import { codeShownAt } from '../browser/authenticator.ts';
import { PROJECT, type Running, run } from '../live-venue/processes.ts';
import { killTree, pidOf } from './role-pids.ts';

export interface RealPlatform {
  readonly dataFolder: string;
  readonly url: string;
  readonly port: number;
  /** Lets in once; null where there is an owner. */
  readonly link: string | null;
  /** Where the first owner is made; null where there is one. */
  readonly setup: string | null;
  readonly up: Running;
  pid(role: 'platform' | 'instance' | 'web'): number;
  /** Ends it as Ctrl+C does, and removes everything. */
  remove(): Promise<void>;
}

/** `words`: options of `up`. The folder is removed at the end, whoever made it. */
export async function startRealPlatform(
  words: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
  dataFolder = join(throwAwayFolder(), 'data'),
): Promise<RealPlatform> {
  const up = run([join(PROJECT, 'src/apps/cli.ts'), 'up', '--data-dir', dataFolder, '--port', '0', ...words, '--json'], environment);
  const remove = async () => {
    up.process.kill('SIGTERM');
    await Promise.race([up.ended, sleep(20_000, undefined, { ref: false })]);
    await killTree(dataFolder);
    while (runningConnection(join(dataFolder, 'database')) !== undefined) await sleep(50);
    removeCluster(join(dataFolder, 'database'));
    rmSync(join(dataFolder, '..'), { recursive: true, force: true });
  };
  try {
    const said = await up.says(/"resumed": (true|false)\s*\}/, 60_000);
    const { url, link, setup } = JSON.parse(said.slice(said.indexOf('{\n'), said.lastIndexOf('}') + 1)) as Record<string, string | null>;
    const address = url as string;
    return {
      ...{ dataFolder, url: address, port: Number(new URL(address).port), link: link ?? null, setup: setup ?? null, up, remove },
      pid: (role) => pidOf(dataFolder, role),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

export interface Owner {
  readonly name: string;
  readonly browser: HttpBrowser;
  /** Of the authenticator (base 32). */
  readonly secret: string;
}

/** The first owner, with a fresh second factor. */
export async function makeOwner({ port, setup }: RealPlatform, name = 'marta'): Promise<Owner> {
  const browser = new HttpBrowser({ port });
  const code = decodeURIComponent(new URL(setup as string).hash.slice('#code='.length));
  await done(browser.post('/api/v1/setup', { code, name, password: PASSWORD }));
  const { secret } = await done(browser.post('/api/v1/account/authenticators', { name: 'telephone' }));
  await done(browser.post('/api/v1/account/authenticators/confirm', { code: codeShownAt(secret, Date.now()) }));
  return { name, browser, secret };
}

/** Somebody who may look at everything, and is in. */
export async function makeViewer({ port }: RealPlatform, { browser }: Owner, name: string): Promise<HttpBrowser> {
  const { code } = await done(browser.post('/api/v1/users', { name, role: 'viewer', parts: ['trading', 'research', 'risk', 'system'] }));
  const viewer = new HttpBrowser({ port });
  await done(viewer.post('/api/v1/password', { code, password: PASSWORD }));
  await done(viewer.post('/api/v1/session', { name, password: PASSWORD }));
  return viewer;
}

/** What was answered; throws when it was a problem. */
export async function done(asked: ReturnType<HttpBrowser['get']>) {
  const { status, body } = await asked;
  if (status >= 400) throw new Error(`expected an answer, found ${status} ${JSON.stringify(body)}`);
  return body;
}
