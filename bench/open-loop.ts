/** Questions at a fixed rate, whatever the answers do: each is timed from when it was planned, so that a stall counts for all that would have been asked in it. */

import { Agent, get } from 'node:http';

export interface Answer {
  readonly path: string;
  readonly status: number;
  /** From the planned moment to the last byte. */
  readonly tookMs: number;
}

export interface Asking {
  readonly url: string;
  readonly paths: readonly string[];
  /** One visitor each, in turns. */
  readonly cookies: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

export async function askAtRate({ url, paths, cookies, perSecond, seconds }: Asking): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  const answers: Promise<Answer>[] = [];
  const ask = (n: number): Promise<Answer> => {
    const path = paths[n % paths.length] as string;
    // Not in step with the paths: every visitor asks everything.
    const cookie = cookies[Math.floor(n / paths.length) % cookies.length] as string;
    const plannedAt = began + (n * 1000) / perSecond;
    return new Promise((resolve, reject) => {
      get(`${url}${path}`, { agent, headers: { cookie } }, (response) => {
        response.resume();
        response.on('end', () => resolve({ path, status: response.statusCode ?? 0, tookMs: performance.now() - plannedAt }));
        response.on('error', reject);
      }).on('error', reject);
    });
  };
  while (answers.length < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    while (answers.length < due) answers.push(ask(answers.length));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const all = await Promise.all(answers);
  agent.destroy();
  return all;
}
