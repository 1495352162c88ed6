/** The browser's way back: it closes what is open over a page, one at a time, and leads where it led before once that is closed. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM, type SIZES } from './browser.ts';

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

const kill = (page: Page) => page.getByRole('dialog', { name: 'Close everything and stop?' });
const where = (page: Page) => page.evaluate<string>('location.pathname + location.search + location.hash');
/** Which place of this tab the browser stands at, and whether that is a dialog's. */
const place = (page: Page) => page.evaluate<string>('String(history.state.idx) + (history.state.over ? " over" : "")');
const back = (page: Page) => page.evaluate('history.back()');

/** Overview, then trading: the page before is known. */
async function onTrading(size: keyof typeof SIZES) {
  const opened = await lab.open({ size });
  const { page } = opened;
  await page
    .locator(size === 'phone' ? '#bottom-bar' : '#rail')
    .getByRole('link', { name: /^Trading/ })
    .click();
  await page.locator('[data-page="/trading"] #chart').waitFor();
  const openKill = async () => {
    await page.locator('[data-act=kill]').click();
    await kill(page).waitFor();
    await expect.poll(() => place(page)).toBe('2 over');
  };
  return { ...opened, openKill };
}

const isOnOverview = async (page: Page) => {
  await page.locator('[data-page="/"] #figures').waitFor();
  expect(await where(page)).toBe('/');
};

describe.skipIf(CHROMIUM === undefined)('with a dialog open', () => {
  for (const size of ['desktop', 'phone'] as const) {
    test(`back closes it and stays on the page, ${size}`, async () => {
      const { page, faults, openKill } = await onTrading(size);
      await openKill();
      await back(page);
      await kill(page).waitFor({ state: 'detached' });
      expect(await where(page)).toBe('/trading');
      expect(await page.locator('[data-page="/trading"] #chart').isVisible()).toBe(true);
      await back(page);
      await isOnOverview(page);
      expect(faults).toEqual([]);
    });

    test(`closed by itself it leaves nothing behind: back is the page before, forward opens nothing, ${size}`, async () => {
      const { page, openKill } = await onTrading(size);
      for (const close of [
        () => page.keyboard.press('Escape'),
        () => kill(page).getByRole('button', { name: 'Close', exact: true }).click(),
      ]) {
        await openKill();
        await close();
        await kill(page).waitFor({ state: 'detached' });
        await expect.poll(() => place(page)).toBe('1');
      }
      await page.evaluate('history.forward()');
      await expect.poll(() => place(page)).toBe('1');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await back(page);
      await isOnOverview(page);
    });
  }

  test('one in the place of another is one step, and what it leads to is the page after this one', async () => {
    const { page } = await onTrading('phone');
    await page.locator('#bottom-bar').getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: 'Display' }).click();
    await page.getByRole('dialog', { name: 'Display' }).waitFor();
    await expect.poll(() => place(page)).toBe('2 over');
    await back(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('#bottom-bar').getByRole('button', { name: 'More' }).click();
    await page
      .getByRole('dialog', { name: 'More' })
      .getByRole('link', { name: /^Journal/ })
      .click();
    await page.locator('[data-page="/journal"]').waitFor();
    await expect.poll(() => place(page)).toBe('2');
    await back(page);
    await page.locator('[data-page="/trading"] #chart').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await back(page);
    await isOnOverview(page);
  });

  test('an act under way keeps it open; refused, it can be left again', async () => {
    const { page, openKill } = await onTrading('phone');
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/commands', async (route) => {
      await held;
      await route.abort();
    });
    await openKill();
    const asked = page.waitForRequest('**/commands');
    await kill(page).getByRole('button', { name: 'Close everything', exact: true }).click();
    await asked;
    await page.evaluate('{ const go = history.go.bind(history); self.steps = []; history.go = (by) => { self.steps.push(by); go(by); } }');
    await back(page);
    // One back, and one on to the dialog's place again.
    await expect.poll(() => page.evaluate('self.steps')).toEqual([1]);
    await expect.poll(() => place(page)).toBe('2 over');
    expect(await kill(page).isVisible()).toBe(true);
    expect(await where(page)).toBe('/trading');
    release();
    await kill(page).getByRole('button', { name: 'Keep trading' }).waitFor();
  });

  test('loaded anew with one open, the page is without it and back is the page before', async () => {
    const { page, openKill } = await onTrading('desktop');
    await openKill();
    await page.reload();
    await page.locator('[data-page="/trading"] #chart').waitFor();
    await expect.poll(() => place(page)).toBe('1');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await back(page);
    await isOnOverview(page);
  });
});
