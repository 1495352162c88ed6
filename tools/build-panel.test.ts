import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildPanel } from './build-panel.mjs';

function repository(): string {
  const root = mkdtempSync(join(tmpdir(), 'fresh clone '));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['panel', 'src/api']) mkdirSync(join(root, folder), { recursive: true });
  const file = (path: string, text: string) => writeFileSync(join(root, path), text);
  file('package-lock.json', '{}');
  file('panel/vite.config.ts', 'export default {};');
  file('panel/index.html', '<script type="module" src="./main.ts"></script>');
  file('panel/main.ts', "import { path } from '../src/api/paths.ts';\ndocument.title = path;");
  file('src/api/paths.ts', "export const path = '/first';");
  return root;
}

const built = (root: string) => {
  const assets = join(root, 'panel', 'dist', 'assets');
  return readdirSync(assets)
    .map((name) => readFileSync(join(assets, name), 'utf8'))
    .join('');
};

test('builds when a source of the panel or of the API has changed, and only then', () => {
  const root = repository();
  expect(buildPanel(root)).toBe(true);
  expect(built(root)).toContain('/first');
  expect(buildPanel(root)).toBe(false);
  writeFileSync(join(root, 'src/api/paths.ts'), "export const path = '/second';");
  expect(buildPanel(root)).toBe(true);
  expect(built(root)).toContain('/second');
  writeFileSync(join(root, 'panel', 'main.test.ts'), 'export {};');
  expect(buildPanel(root)).toBe(false);
});

test('a failed build says why, and is tried again', () => {
  const root = repository();
  writeFileSync(join(root, 'panel/main.ts'), "import './gone.ts';");
  expect(() => buildPanel(root)).toThrow(/gone\.ts/);
  expect(existsSync(join(root, 'panel/dist/.built-from'))).toBe(false);
  expect(() => buildPanel(root)).toThrow(/gone\.ts/);
});

test('a repository without a panel has nothing to build', () => {
  const root = repository();
  rmSync(join(root, 'panel/vite.config.ts'));
  expect(buildPanel(root)).toBe(false);
});
