import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { buildPanel } from './build-panel.mjs';

function repository(): string {
  const root = mkdtempSync(join(tmpdir(), 'fresh clone '));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['panel', 'src/api']) mkdirSync(join(root, folder), { recursive: true });
  const file = (path: string, text: string) => writeFileSync(join(root, path), text);
  file('package-lock.json', '{}');
  file(
    'panel/vite.config.ts',
    `export default ({ isSsrBuild }) => ({
      build: { outDir: isSsrBuild ? 'dist/server' : 'dist/client', rolldownOptions: { input: isSsrBuild ? 'server.ts' : 'main.ts' } },
    });`,
  );
  file('panel/main.ts', "import { path } from '../src/api/paths.ts';\ndocument.title = path;");
  file('panel/server.ts', "import { path } from '../src/api/paths.ts';\nexport const renderPage = () => path;");
  file('src/api/paths.ts', "export const path = '/first';");
  return root;
}

const built = (root: string) => {
  const assets = join(root, 'panel', 'dist', 'client', 'assets');
  const script = readdirSync(assets).find((name) => name.endsWith('.js')) as string;
  const text = readFileSync(join(assets, script));
  // What is sent packed is the same.
  expect(brotliDecompressSync(readFileSync(join(assets, `${script}.br`)))).toEqual(text);
  expect(gunzipSync(readFileSync(join(assets, `${script}.gz`)))).toEqual(text);
  return text.toString() + readFileSync(join(root, 'panel', 'dist', 'server', 'server.mjs'), 'utf8').replace(/^/gm, 'server: ');
};

test('builds when a source of the panel or of the API has changed, and only then', () => {
  const root = repository();
  expect(buildPanel(root)).toBe(true);
  expect(built(root)).toMatch(/\/first[\s\S]*server: [\s\S]*\/first/);
  expect(buildPanel(root)).toBe(false);
  writeFileSync(join(root, 'src/api/paths.ts'), "export const path = '/second';");
  expect(buildPanel(root)).toBe(true);
  expect(built(root)).toMatch(/\/second[\s\S]*server: [\s\S]*\/second/);
  writeFileSync(join(root, 'panel', 'main.test.ts'), 'export {};');
  expect(buildPanel(root)).toBe(false);
});

test('two that are asked for at once build once', async () => {
  const root = repository();
  const script = `import(${JSON.stringify(import.meta.resolve('./build-panel.mjs'))}).then(({ buildPanel }) => console.log(buildPanel(${JSON.stringify(root)})))`;
  const one = () => promisify(execFile)(process.execPath, ['-e', script]);
  const told = (await Promise.all([one(), one()])).map(({ stdout }) => stdout.trim());
  expect(told.sort()).toEqual(['false', 'true']);
  expect(existsSync(join(root, 'panel', '.building'))).toBe(false);
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
