/** Every page of the table under axe: nothing serious or critical, light and dark, with what opens over it. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AXE, faultsOf } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';

const PAGES = ['/', '/trading'];

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

describe.skipIf(CHROMIUM === undefined)('axe', () => {
  for (const path of PAGES) {
    for (const [size, dark] of [
      ['desktop', false],
      ['phone', true],
    ] as const) {
      test(`finds nothing serious on ${path}, ${size}, ${dark ? 'dark' : 'light'}, nor in what opens over it`, async () => {
        const { page, session } = await lab.open({ path, size, dark, bypassCSP: true });
        await page.addScriptTag({ path: AXE });
        expect(await faultsOf(page)).toEqual([]);
        session.setMode('PAUSE', 'day-stop', null);
        await page.locator('[data-mode=PAUSE]').first().waitFor();
        for (const key of ['Shift+P', 'Control+k', 'n']) {
          await page.keyboard.press(key);
          await page.locator('[role=dialog]').waitFor();
          expect(await faultsOf(page)).toEqual([]);
          await page.keyboard.press('Escape');
          await page.locator('[role=dialog]').waitFor({ state: 'detached' });
        }
      });
    }
  }

  test('a planted fault is found', async () => {
    const { page } = await lab.open({ bypassCSP: true });
    await page.addScriptTag({ path: AXE });
    await page.evaluate('document.querySelector("main").append(document.createElement("button"))');
    expect((await faultsOf(page)).join()).toContain('button-name');
  });
});
