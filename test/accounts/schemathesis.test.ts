/**
 * Schemathesis from PyPI, unmodified, over the document of the interface (npm run test:full): thousands of made-up requests find no 5xx, no answer of
 * another shape than the document says, and nothing that is read without having entered.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf } from '../../bench/rows/peers.ts';
import { ALL_RIGHTS, mayBeInToken } from '../../src/api/roles.ts';
import { STRATEGIES_FOLDER } from '../../src/apps/strategy-registry.ts';
import { HttpBrowser } from './http-browser.ts';
import { serveEverything, type WholeInterface } from './whole-interface.ts';

const isAsked = process.env.ATALAYA_FULL !== undefined;
const EXAMPLES = '40';
/** A body that is too much is refused by its size before anything is read of it. */
const CONFIGURATION = '[checks]\nnegative_data_rejection.expected-statuses = ["4xx"]\n';
/** Answered by the trader, which does not run here (503), or kept open until there is news. */
const LEFT_OUT = '^/api/v1/(notices|strategy-allocation|system/logs/news)';
/** Strategies are written where the owner's are: those that a made-up request makes are taken out again. */
const strategiesBefore = new Set(readdirSync(STRATEGIES_FOLDER));
let served: WholeInterface | undefined;
let folder = '';
let program = '';
let missing = '';

beforeAll(async () => {
  if (!isAsked) return;
  folder = mkdtempSync(join(tmpdir(), 'atalaya-schemathesis-'));
  writeFileSync(join(folder, 'schemathesis.toml'), CONFIGURATION);
  try {
    program = join(await environmentOf('schemathesis', import.meta.dirname), '../schemathesis');
  } catch (error) {
    missing = `schemathesis can't be installed here: ${(error as Error).message}`;
    return;
  }
  served = await serveEverything({ hasteFactor: 1e6 });
}, 600_000);
afterAll(async () => {
  await served?.close();
  for (const file of readdirSync(STRATEGIES_FOLDER)) if (!strategiesBefore.has(file)) rmSync(join(STRATEGIES_FOLDER, file));
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

/** A program's token with every right that one can have, put in by the host: the owner would need a browser. */
async function tokenOf({ lab, server }: WholeInterface): Promise<string> {
  const { browser } = await lab.owner();
  const panel = new HttpBrowser(server);
  panel.cookies.set(`atalaya_session_${server.port}`, browser.session ?? '');
  const { body: visit } = await panel.get('/api/v1/session');
  const wish = { name: 'schemathesis', rights: ALL_RIGHTS.filter(mayBeInToken), expiresAt: lab.now + 86_400_000 };
  const made = await panel.post('/api/v1/tokens', wish, { 'x-csrf-token': visit.csrfToken });
  expect(made.status).toBe(200);
  return made.body.token;
}

function run(address: string, document: string, token: string): Promise<{ readonly code: number | null; readonly said: string }> {
  // Cursors, uploads and ids belong to answers that were given: not everything of the right form is taken.
  const words = [
    'run',
    document,
    '--url',
    address,
    '--header',
    `Authorization: Bearer ${token}`,
    '--checks',
    'all',
    '--exclude-checks',
    'positive_data_acceptance',
    '--exclude-path-regex',
    LEFT_OUT,
  ];
  const child = spawn(program, [...words, '--max-examples', EXAMPLES, '--seed', '20261123', '--no-color'], { cwd: folder });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

describe.skipIf(!isAsked)('schemathesis', () => {
  test('finds nothing', async (context) => {
    if (!served) return context.skip(missing);
    const token = await tokenOf(served);
    const { url } = served.server;
    const asked = await fetch(`${url}/api/v1/openapi.json`, { headers: { authorization: `Bearer ${token}` } });
    const document = (await asked.json()) as { components: { securitySchemes: Record<string, unknown> }; security: unknown };
    // It is told of tokens alone: a made-up cookie beside a good token is no way in, and no way out.
    document.components.securitySchemes = { token: document.components.securitySchemes.token };
    document.security = [{ token: [] }];
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const { code, said } = await run(url, file, token);
    expect(served.bugs).toEqual([]);
    expect(code, said.slice(Math.max(0, said.indexOf('FAILURES'))).slice(0, 12_000)).toBe(0);
    expect(said).toMatch(/\d+ generated, \d+ passed/);
  }, 900_000);
});
