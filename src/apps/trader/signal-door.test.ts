import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhookSecret } from './signal-door.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the secret of signals is taken from a file of its owner alone', () => {
  expect(() => webhookSecret(folder)).toThrow(expect.objectContaining({ code: 'WEBHOOK_SECRET_MISSING', exitCode: 3 }));
  const file = join(folder, 'webhook-secret');
  writeFileSync(file, 'a secret\n', { mode: 0o600 });
  expect(webhookSecret(folder)).toBe('a secret');
  for (const mode of [0o640, 0o604]) {
    chmodSync(file, mode);
    expect(() => webhookSecret(folder)).toThrow(expect.objectContaining({ code: 'WEBHOOK_SECRET_EXPOSED', exitCode: 3 }));
  }
});
