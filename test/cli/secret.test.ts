import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

/** `atalaya secret WORDS --json` with `input` on standard input. */
function secret(words: readonly string[], input = '') {
  return new Promise<{ readonly code: number | null; readonly document: Record<string, unknown> }>((done, fail) => {
    const child = spawn(process.execPath, [join(PROJECT, 'src/apps/cli.ts'), 'secret', ...words, '--json', '--data-dir', folder], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, document: JSON.parse(stdout) }));
    child.stdin.end(input);
  });
}

test('a secret comes from a pipe, is sealed, and is shown only where it is asked for by name', { timeout: 120_000 }, async () => {
  const put = await secret(['set', 'webhook', '--expires', '2027-03-31'], 'planted-words-of-sixteen\n');
  expect(put).toMatchObject({
    code: 0,
    document: { name: 'webhook', state: 'unverified', version: 1, endsAt: Date.UTC(2027, 2, 31, 23, 59, 59) },
  });
  expect(readFileSync(join(folder, 'state/secrets/store.json'), 'utf8')).not.toContain('planted');
  expect(await secret(['set', 'webhook'], 'planted-words-of-another\n')).toMatchObject({
    code: 1,
    document: { error: { code: 'SECRET_CONFLICT' } },
  });
  expect(await secret(['get', 'webhook'])).toMatchObject({ code: 1, document: { error: { code: 'SECRET_HIDDEN' } } });
  expect(await secret(['get', 'webhook', '--reveal'])).toMatchObject({
    code: 0,
    document: { values: { secret: 'planted-words-of-sixteen' } },
  });
});
