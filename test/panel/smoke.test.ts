/** The panel opened once in each size where a Chromium is installed: the rest of what a browser shows is npm run test:browser. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from '../browser/browser.ts';

const lab = new BrowserLab();
beforeAll(async () => {
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
