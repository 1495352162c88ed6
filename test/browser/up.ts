/** Test support: the real platform in front of a browser, as `up` starts it, with the links it prints. */

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../src/apps/cli.ts', import.meta.url));

export interface RunningPlatform {
  readonly url: string;
  /** Lets in once; null where there is an owner. */
  readonly link: string | null;
  readonly setup: string;
  stop(): Promise<void>;
}

export async function up(dataFolder: string): Promise<RunningPlatform> {
  const platform = spawn(process.execPath, [CLI, 'up', '--data-dir', dataFolder, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // Who starts it for the first time has named no environment.
    env: { ...process.env, ENVIRONMENT: '' },
  });
  const ended = new Promise<void>((resolve) => platform.once('exit', () => resolve()));
  const told = await new Promise<string>((resolve, reject) => {
    let text = '';
    platform.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (/\}\s*$/.test(text)) resolve(text);
    });
    void ended.then(() => reject(new Error('expected a running platform, found it ended')));
  });
  return {
    ...(JSON.parse(told) as { url: string; link: string | null; setup: string }),
    async stop() {
      platform.kill('SIGTERM');
      await ended;
    },
  };
}
