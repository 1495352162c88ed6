// `npm run test:browser`: the tests that drive the panel in Chromium; where there is none, says so instead of passing silently.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHROMIUM = [process.env.ATALAYA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const chromium = CHROMIUM.find((path) => path !== undefined && existsSync(path));
const files = globSync(['test/browser/**/*.test.ts', 'test/**/*.browser.test.ts'], { cwd: ROOT });
if (chromium === undefined) {
  const remedy = 'install it (Debian: apt-get install chromium) or set ATALAYA_CHROMIUM to its path';
  console.log(`skipped: ${files.length} browser test file(s), because there is no Chromium on this machine; ${remedy}`);
} else {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, ATALAYA_BROWSER: '1', ATALAYA_CHROMIUM: chromium };
  const asked = process.argv.slice(2);
  // A file that is named is meant alone.
  const where = asked.some((word) => !word.startsWith('-')) ? [] : ['test/browser', '.browser.test.ts'];
  const args = [vitest, 'run', '--passWithNoTests', ...where, ...asked];
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
}
