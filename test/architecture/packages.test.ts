import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from './source.ts';

const read = (file: string) => JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8'));
const manifest = read('package.json');
const lock = read('package-lock.json');

test('every package is pinned to one exact version, and the lock file has that version with its checksum', () => {
  for (const group of ['dependencies', 'devDependencies']) {
    expect(lock.packages[''][group]).toEqual(manifest[group]);
    for (const [name, version] of Object.entries(manifest[group])) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`], name).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
    }
  }
});

test('the lock file names no registry, so each machine may use its own', () => {
  const resolved = Object.values<{ resolved?: string }>(lock.packages).filter((entry) => entry.resolved !== undefined);
  expect(resolved).toEqual([]);
});
