import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PinFile } from '../../src/adapters/secret-files/pin-file.ts';
import { atalaya, PROJECT, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();

/** `atalaya pin set` with `line` on standard input. */
function setPin(line: string): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(PROJECT, 'src/apps/cli.ts'), 'pin', 'set', '--json', '--data-dir', folder], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout }));
    child.stdin.end(line);
  });
}

test('a PIN is chosen on standard input, kept for its owner alone, and a weak one is refused', async () => {
  const status = async () => JSON.parse((await atalaya(['pin', 'status', '--json', '--data-dir', folder])).stdout).state;
  expect(await status()).toBe('unset');
  const weak = await setPin('123456\n');
  expect([weak.code, JSON.parse(weak.stdout).error.code]).toEqual([1, 'PIN_WEAK']);
  expect(await status()).toBe('unset');
  for (const nothing of ['', '\n']) {
    const missing = await setPin(nothing);
    const { code, message } = JSON.parse(missing.stdout).error;
    expect([missing.code, code, message]).toEqual([2, 'PIN_MISSING', expect.stringContaining('pin set < FILE')]);
  }
  expect(await status()).toBe('unset');
  expect(await setPin('271828\n')).toMatchObject({ code: 0 });
  expect(await status()).toBe('open');
  const file = join(folder, 'state', 'trading-pin.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await new PinFile(file).verify('271828')).toEqual({ kind: 'right' });
});
