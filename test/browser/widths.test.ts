/** At every width from a page at 400 % to a large screen: the word of the mode is never cut and stands on one line, and nothing of the bar lies over another. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from './browser.ts';

const WIDTHS = [
  320, 340, 360, 390, 414, 480, 600, 720, 721, 768, 820, 821, 900, 901, 1020, 1021, 1100, 1180, 1181, 1200, 1240, 1241, 1280, 1440, 1920,
];
const MODES = ['EMERGENCY', 'OBSERVATION', 'PAUSE', 'NORMAL'] as const;

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

/** What of the bar is wrong: text wider than its place, words in two lines, buttons beyond the edge or over each other. */
const FAULTS = `(() => {
  const bar = document.getElementById('top-bar');
  const faults = [];
  const chip = bar.querySelector('[data-mode]');
  for (const part of [chip, ...chip.querySelectorAll('*')]) if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== 'visible') faults.push('cut ' + part.textContent);
  for (const part of bar.querySelectorAll('[data-mode], [data-state], time, button')) {
    const box = part.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.right > innerWidth + 0.5 || box.left < -0.5) faults.push('beyond the edge: ' + part.textContent);
    const range = document.createRange();
    range.selectNodeContents(part);
    const lines = new Set([...range.getClientRects()].filter((one) => one.width > 1).map((one) => Math.round(one.top / 14)));
    if (lines.size > 2) faults.push('in lines: ' + part.textContent);
    if (part.matches('[data-state]') && box.height > 26) faults.push('in two lines: ' + part.textContent);
  }
  const inRow = [...bar.children].map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
  inRow.slice(1).forEach(([text, box], i) => { if (box.left < inRow[i][1].right - 0.5) faults.push(inRow[i][0] + ' lies under ' + text); });
  if (document.documentElement.scrollWidth > innerWidth) faults.push('scrolls sideways ' + document.documentElement.scrollWidth);
  return faults;
})()`;

describe.skipIf(CHROMIUM === undefined)('the trading page', () => {
  test('is never wider than the screen, and what goes on beyond a table is seen to', async () => {
    const { page } = await lab.open({ path: '/trading', played: 300, locale: 'es-ES' });
    await page.getByRole('tab', { name: /Ejecuciones/ }).click();
    for (const width of [390, 768, 1024, 1180, 1181, 1440]) {
      await page.setViewportSize({ width, height: 1024 });
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'), { message: `${width}`, timeout: 5_000, interval: 100 })
        .toBe(width);
    }
    // The ways to the chart and to the order's life are in sight, whatever else has to scroll.
    const inSight = `(() => { const place = document.querySelector('#book table').parentElement; const ways = [...place.querySelectorAll('tbody tr:first-child td.phone-wide button')];
      return ways.length === 2 && ways
      .every((one) => one.getBoundingClientRect().right <= place.getBoundingClientRect().right - 40); })()`;
    expect(await page.evaluate(inSight)).toBe(true);
  }, 60_000);
});

describe.skipIf(CHROMIUM === undefined)('the bar', () => {
  for (const locale of ['es-ES', 'en-GB'])
    test(`shows the whole word of the mode at every width, ${locale}`, async () => {
      const { page, session } = await lab.open({ locale });
      for (const mode of MODES) {
        session.setMode(mode, mode === 'NORMAL' ? null : 'day-stop', null);
        await page.locator(`#top-bar [data-mode=${mode}]`).waitFor();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          // A chart takes a moment to follow the window.
          await expect
            .poll(() => page.evaluate<string[]>(FAULTS), { message: `${width} ${mode}`, timeout: 5_000, interval: 100 })
            .toEqual([]);
        }
      }
    }, 60_000);
});
