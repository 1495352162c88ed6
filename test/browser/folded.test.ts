/** What a phone shows folded: first needs in sight, the rest behind a heading that says how it stands, and nothing lost to keyboard, search or paper. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { riskOf } from '../risk/risk-lab.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, unfold } from './browser.ts';
import { checkPage } from './in-page.mjs';

const TRADING = ['equity', 'ticket', 'depth', 'mode-ladder', 'nearest-limits', 'strategies', 'plumbing', 'refusals', 'log'];
const LENGTH = 'document.documentElement.scrollHeight';
const FOLDED = 'main [aria-expanded=false][aria-controls$="-body"]';

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

const onPhone = () => lab.open({ size: 'phone', path: '/trading', bypassCSP: true });

async function onRisk() {
  const close = (instrument: number, day: number) => 100 + Math.sin(day * (0.9 + instrument));
  const risk = riskOf([{ units: 12, price: 100 }], { days: 90, names: ['BTCUSDT', 'ETHUSDT'], close }).source;
  const opened = await lab.open({ size: 'phone', risk });
  const asked: string[] = [];
  opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await opened.page.goto(`${opened.server.url}/risk`);
  await opened.page.locator('#risk-figures').waitFor();
  return { ...opened, asked: () => asked.filter((path) => path.endsWith('/risk/what-if')).length };
}

describe.skipIf(CHROMIUM === undefined)('a long page on a phone', () => {
  test('begins short: what is held and what stops is in sight, the rest is a heading with how it stands', async () => {
    const { page, session, faults } = await onPhone();
    expect(await page.evaluate(LENGTH)).toBeLessThanOrEqual(3_000);
    await page
      .locator('#book')
      .getByRole('tab', { name: /^Positions/ })
      .waitFor();
    expect(await page.locator('#chart canvas').first().isVisible()).toBe(true);
    const { decisions } = session.snapshot().status.totals;
    const refused = decisions.filter(({ outcome }) => outcome === 'refused').reduce((sum, { count }) => sum + count, 0);
    expect(refused).toBeGreaterThan(0);
    const heading = page.locator('#refusals').getByRole('button', { name: `Decisions · Refused ${refused}`, exact: true });
    expect(await heading.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('#refusals tr[data-answer]').first().isVisible()).toBe(false);
    expect(await page.getByRole('region', { name: 'Decisions', exact: true }).count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test('opens by keyboard, remembers it, and holds together with everything open', { timeout: 30_000 }, async () => {
    const { page } = await onPhone();
    const log = page.locator('#log');
    await log.getByRole('button', { name: /^Log/ }).focus();
    await page.keyboard.press('Enter');
    await log.locator('ol li').first().waitFor();
    await page.reload();
    await log.locator('ol li').first().waitFor();
    expect(await page.locator('#refusals tr[data-answer]').first().isVisible()).toBe(false);
    await log.getByRole('button', { name: /^Log/ }).click();
    await page.reload();
    await page.locator('#log').waitFor();
    expect(await log.locator('ol li').first().isVisible()).toBe(false);
    await unfold(page, ...TRADING);
    await page.locator('#equity canvas').first().waitFor();
    expect(await page.locator(FOLDED).count()).toBe(0);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(checkPage)).toEqual([]);
  });

  test('what is folded is found by a search in the page, gone to by its name, and printed', async () => {
    const { page } = await onPhone();
    const [checks, line] = [page.locator('#refusals tr[data-answer]').first(), page.locator('#log ol li').first()];
    // A browser goes to a place inside as it goes to a word that was searched for.
    await page.evaluate("document.querySelector('#log ol li').id = 'sought'; location.hash = 'sought'");
    await line.waitFor();
    expect(await page.locator('#log').getByRole('button', { name: /^Log/ }).getAttribute('aria-expanded')).toBe('true');
    expect(await checks.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    const printed =
      "document.querySelector('#refusals tr[data-answer]').checkVisibility() && document.querySelector('#refusals-body').offsetHeight > 100";
    expect(await page.evaluate(printed)).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.evaluate(printed)).toBe(false);
    await page.getByRole('navigation', { name: 'On this page' }).getByRole('button', { name: 'Decisions' }).click();
    await checks.waitFor();
  });

  test('asks nothing for what is folded', async () => {
    const { page, asked } = await onRisk();
    expect(await page.evaluate(LENGTH)).toBeLessThanOrEqual(3_000);
    // The report is asked for every two seconds, and what if would be as well.
    await Promise.all([1, 2].map((nth) => page.waitForResponse((answer) => nth > 0 && answer.url().endsWith('/api/v1/risk'))));
    expect(asked()).toBe(0);
    await unfold(page, 'what-if');
    await page.locator('#what-if [data-answer]').waitFor();
    expect(asked()).toBeGreaterThan(0);
  });

  test('a link to a section of another page opens it there and brings it into sight', async () => {
    const { page, server } = await onRisk();
    const limits = page.locator('#limits');
    // Folded by choice before: the link means it all the same.
    await unfold(page, 'limits');
    await unfold(page, 'limits');
    expect(await limits.locator('tbody tr').first().isVisible()).toBe(false);
    await page.goto(`${server.url}/trading`);
    await unfold(page, 'nearest-limits');
    await page.locator('a[href="/risk#limits"]').click();
    await limits.locator('tbody tr').first().waitFor();
    const inSight = "(({ top }) => top >= 0 && top < innerHeight / 2)(document.getElementById('limits').getBoundingClientRect())";
    await expect.poll(() => page.evaluate(inSight), { timeout: 5_000 }).toBe(true);
  });

  test('where there is room nothing folds, whatever a phone remembers', async () => {
    const { page } = await onPhone();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('#refusals tr[data-answer]').first().waitFor();
    expect(await page.locator('main [aria-controls$="-body"]').count()).toBe(0);
    expect(await page.locator('#log ol li').first().isVisible()).toBe(true);
  });
});

describe.skipIf(CHROMIUM === undefined)('the band that says which money', () => {
  for (const locale of ['es-ES', 'en-GB'])
    test(`is whole on a phone with letters set far apart, ${locale}`, async () => {
      const { page } = await lab.open({ size: 'phone', locale, path: '/trading', bypassCSP: true });
      // WCAG 2.2, 1.4.12.
      await page.addStyleTag({
        content: '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }',
      });
      const cut =
        "[...document.querySelectorAll('#band, #band > *')].filter((one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).display !== 'none' && !one.matches('.sr-only, b')).map((one) => one.textContent)";
      for (const width of [390, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate(cut), `${width}`).toEqual([]);
      }
    });
});
