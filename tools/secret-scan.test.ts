import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSecrets, findSecretsInRepository } from './secret-scan.ts';

// Written in pieces, so that this file passes the scan itself.
const RANDOM = ['q7Zt', 'R4mK', 'x0Lw', 'P9sV', 'b2Nd'].join('');

test.each([
  ['private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
  ['AWS access key', `aws = AKIA${'IOSFODNN7EXAMPLE'}`],
  ['GitHub token', `header: ghp_${'a1'.repeat(18)}`],
  ['Slack token', `xoxb-${'1234567890-abcdefghij'}`],
  ['Google API key', `AIza${'SyD4'.repeat(8)}abc`],
  ['Telegram bot token', `123456789:AA${'Hq'.repeat(16)}x`],
  ['npm token', `npm_${'a1B2'.repeat(9)}`],
  ['JSON web token', `eyJ${'hbGciOiJI'}0.eyJ${'zdWIiOiIx'}0.${'SflKxwRJSMeKKF2QT4fw'}`],
  ['random text assigned to the name of a secret', `const apiSecret = '${RANDOM}';`],
  ['random text assigned to the name of a secret', `KRAKEN_PASSWORD=${RANDOM}`],
  ['random text assigned to the name of a secret', `"access_key": "${RANDOM}"`],
  ['password in a URL', `postgres://me:${RANDOM}@db.example/books`],
])('finds a %s', (rule, line) => {
  expect(findSecrets('a.ts', `first line\n${line}`)).toEqual([{ path: 'a.ts', line: 2, rule }]);
});

test.each([
  'const password = readFileSync(passwordFile);',
  "const token = 'replace-me-with-your-token';",
  "secret: 'a-secret-of-the-demo-account'",
  "integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='",
  'DATABASE_URL=postgres://user:password@host:5432/database',
  'postgres://me:$' + '{password}@host/database',
])('leaves alone: %s', (line) => {
  expect(findSecrets('a.ts', line)).toEqual([]);
});

test('reads every file that git has or would take, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets '));
  try {
    const git = (...args: string[]) => expect(spawnSync('git', args, { cwd: folder }).status).toBe(0);
    git('init', '-q');
    mkdirSync(join(folder, 'var'));
    writeFileSync(join(folder, '.gitignore'), 'var/\n');
    for (const file of ['tracked.env', 'new.env', 'var/ignored.env']) writeFileSync(join(folder, file), `token=${RANDOM}\n`);
    writeFileSync(join(folder, 'binary.bin'), Buffer.from(`\0token=${RANDOM}`));
    git('add', 'tracked.env');
    const { files, findings } = findSecretsInRepository(folder);
    expect(files).toBe(4);
    expect(findings.map((finding) => finding.path).sort()).toEqual(['new.env', 'tracked.env']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(() => findSecretsInRepository('/')).toThrow(/git cannot list the files/);
});
