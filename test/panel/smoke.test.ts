/** The panel as it is built: how much script it needs, and where a Chromium is installed opened once in each size. The rest of what a browser shows is npm run test:browser. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildPanel } from '../../tools/build-panel.mjs';
import { BrowserLab, CHROMIUM } from '../browser/browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENT = `${ROOT}panel/dist/client/`;
const lab = new BrowserLab();
beforeAll(async () => {
  await buildPanel(ROOT);
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

describe.skipIf(CHROMIUM === undefined)('the panel in a browser', () => {
  test('on a desktop in English: from the overview to trading, without a fault', async () => {
    const { page, session, faults } = await lab.open();
    const equity = Number(session.snapshot().status.account.equity);
    expect(await page.locator('#equity-figure').textContent()).toContain(
      equity.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    );
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.locator('[data-page="/trading"] #chart').waitFor();
    expect(faults).toEqual([]);
  }, 60_000);

  test('on a phone in Spanish: pausing by the button in sight', async () => {
    const { page, session, faults } = await lab.open({ size: 'phone', locale: 'es-ES', dark: true });
    await page.getByRole('button', { name: 'Pausar' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pausar' }).click();
    await expect.poll(() => session.snapshot().status.mode.name, { timeout: 10_000 }).toBe('PAUSE');
    expect(faults).toEqual([]);
  }, 60_000);
});

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

/** Bytes in gzip of some modules and of all they import before they run. */
function packed(...modules: string[]): number {
  const manifest = JSON.parse(readFileSync(`${CLIENT}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const add = (name: string): void => {
    const { file, imports = [] } = manifest[name] as Chunk;
    if (files.has(file)) return;
    files.add(file);
    imports.forEach(add);
  };
  modules.forEach(add);
  return [...files].reduce((bytes, file) => bytes + gzipSync(readFileSync(CLIENT + file), { level: 9 }).length, 0);
}

test('little script is needed before the acts answer, and not much more for the whole overview', () => {
  const critical = packed('main.tsx', 'i18n/es.ts');
  const page = ['pages/overview/overview-page.tsx', 'live/questions.tsx', 'shell/overlays.tsx', 'charts/series-drawing.ts'];
  const initial = packed('main.tsx', 'rest.tsx', 'i18n/es.ts', 'i18n/spoken-es.ts', ...page);
  console.log(`script before the acts answer ${Math.round(critical / 1000)} kB, whole overview ${Math.round(initial / 1000)} kB (gzip)`);
  expect(critical).toBeLessThan(90_000);
  expect(initial).toBeLessThan(250_000);
});
