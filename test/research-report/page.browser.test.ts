/** The report in a real browser: it draws, sorts, filters, switches language, fits a phone, asks the network for nothing, and runs no one else's script. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/core/research/report/render-report.ts';
import { CHROMIUM } from '../browser/browser.ts';
import { syntheticInput } from './synthetic-input.ts';

const asked = process.env.ATALAYA_BROWSER !== undefined || process.env.ATALAYA_FULL !== undefined;
if (!asked) console.log('skipped: the report in a browser runs with npm run test:browser and npm run test:full');

describe.skipIf(!asked || CHROMIUM === undefined)('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const file = join(folder, 'report.html');
  const input = syntheticInput({ bars: 4000, seed: 15, fast: 24, slow: 96 });
  let browser: Browser;

  beforeAll(async () => {
    const evil = '</script><script>window.touched = true</script><img src=x onerror="window.touched = true">';
    const trades = input.run.trades.map((trade, i) => (i === 0 ? { ...trade, exitReason: evil } : trade));
    writeFileSync(file, renderReport({ ...input, strategy: { ...input.strategy, title: evil }, run: { ...input.run, trades } }));
    browser = await chromium.launch({
      executablePath: CHROMIUM as string,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(width: number, height: number): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ viewport: { width, height } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => faults.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== `file://${file}`) faults.push(`request ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    return { page, faults };
  }
  /** Whether anything but background was drawn on a canvas. */
  const inked = (page: Page, id: string) =>
    page.$eval(id, (element) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: string): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8Array } };
      };
      return canvas
        .getContext('2d')
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.some((value) => value > 0);
    });

  it('draws both charts without an error, a request or a foreign script', async () => {
    const { page, faults } = await open(1440, 900);
    expect(await inked(page, '#equity-canvas')).toBe(true);
    expect(await inked(page, '#price-canvas')).toBe(true);
    expect(faults).toEqual([]);
    expect(await page.evaluate('window.touched')).toBeUndefined();
    await page.close();
  });

  it('sorts and filters trades to what the run holds, and shows a trade in the chart', async () => {
    const { page } = await open(1440, 900);
    await page.click('#trade-table th:has-text("Result %") button');
    const best = Math.max(...input.run.trades.map((trade) => trade.returnRatio));
    expect(await page.textContent('#trade-table tbody tr:first-child td:last-child')).toBe(`+${(best * 100).toFixed(2)}\u00a0%`);
    await page.selectOption('select[name=side]', '-1');
    const short = input.run.trades.filter((trade) => trade.side === -1).length;
    expect(await page.textContent('#trade-count')).toContain(`${short} of ${input.run.trades.length}`);
    const before = await page.textContent('#price-readout');
    await page.click('#trade-table tbody tr:last-child');
    await page.waitForFunction(`document.getElementById('price-readout').textContent !== ${JSON.stringify(before)}`);
    await page.close();
  });

  it('switches language everywhere at once', async () => {
    const { page } = await open(1440, 900);
    await page.click('[data-lang=es]');
    expect(await page.isVisible('text=Adónde fue el dinero')).toBe(true);
    expect(await page.isVisible('text=Where the money went')).toBe(false);
    expect(await page.textContent('#trade-table')).toContain('Salió por');
    expect(await page.getAttribute('#price-canvas', 'aria-label')).toContain('Velas');
    await page.close();
  });

  it.each([1440, 390])('lets nothing stick out of its panel at %i pixels, but for what scrolls by itself', async (width) => {
    const { page } = await open(width, 900);
    const out = await page.evaluate(`[...document.querySelectorAll('.panel')].flatMap((panel) => {
      const { left, right } = panel.getBoundingClientRect();
      return [...panel.querySelectorAll('*:not(.vh)')]
        .filter((part) => !part.closest('.tw, .cmd, .vh, [hidden]') && part.getBoundingClientRect().width > 0)
        .filter((part) => part.getBoundingClientRect().left < left - 0.5 || part.getBoundingClientRect().right > right + 0.5)
        .map((part) => panel.id + ': ' + part.textContent.slice(0, 40));
    })`);
    expect(out).toEqual([]);
    await page.close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const { page, faults } = await open(390, 844);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(faults).toEqual([]);
    await page.close();
  });
});
