/** The order book of the Trading page in a real browser: live while it is looked at, old and said to be so when its line breaks, and let go with the page. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, SIZES, unfold } from './browser.ts';
import { checkPage } from './in-page.mjs';
import { depthOf, ScriptedBooks } from './scripted-books.ts';
import { ScriptedSession } from './scripted-session.ts';

const lab = new BrowserLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

async function open(size: keyof typeof SIZES, locale = 'en-GB', isReplay = false) {
  const session = new ScriptedSession(800);
  session.isReplay = isReplay;
  const books = new ScriptedBooks();
  const server = await lab.serve(session, { orders: books });
  const page = await lab.newPage(size, { locale, bypassCSP: true, isMobile: size === 'phone', hasTouch: size === 'phone' });
  await page.goto(server.loginLink());
  await page.goto(`${server.url}/trading`);
  await page.locator('#content[data-link=live]').waitFor();
  return { books, page, server, session, depth: page.locator('#depth') };
}

describe.skipIf(CHROMIUM === undefined)('the order book', () => {
  test('is asked for, shown as it changes, old when its line is down or nothing is heard, and let go with the page', {
    timeout: 60_000,
  }, async () => {
    const { books, page, depth } = await open('desktop');
    await eventually(() => books.acts).toEqual(['watch BTCUSDT']);
    expect(await depth.textContent()).toContain('Asking the venue for its order book');
    books.tell(depthOf(17_000));
    await eventually(() => depth.textContent()).toContain('17,000.00');
    await eventually(() => depth.getByRole('row').count()).toBe(1 + 16 + 2);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    books.tell(depthOf(17_100));
    await eventually(() => depth.textContent()).toContain('17,100.00');
    books.tell(depthOf(17_100, { state: 'stale' }));
    await eventually(() => depth.getByRole('status').textContent()).toContain('The line to the venue’s order book is down');
    expect(await depth.locator('.text-gain').count()).toBe(0);
    expect(await page.evaluate(checkPage)).toEqual([]);
    books.tell(depthOf(17_200));
    await eventually(() => depth.locator('.text-gain').count()).toBeGreaterThan(5);
    // The trader tells every 2 s that nothing has changed; this one says no more.
    await eventually(() => depth.locator('[data-depth]').getAttribute('data-depth')).toBe('offline');
    expect(await depth.textContent()).toContain('Nothing has been heard of it since');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await eventually(() => books.acts).toEqual(['watch BTCUSDT', 'leave BTCUSDT']);
  });

  test('that the venue does not give is said in words, and the page fits a phone', { timeout: 60_000 }, async () => {
    const { books, page, depth } = await open('phone', 'es-ES');
    expect(books.acts).toEqual([]);
    await unfold(page, 'depth');
    await eventually(() => books.acts).toEqual(['watch BTCUSDT']);
    const none = { bids: [], asks: [], trades: [] };
    books.tell(depthOf(1, { ...none, state: 'none', why: 'CAPABILITY_MISSING' }));
    await eventually(() => depth.textContent()).toContain('Atalaya no puede seguirlo en este mercado');
    books.tell(depthOf(1, { ...none, state: 'none', why: 'BOOKS_TOO_MANY' }));
    await eventually(() => depth.textContent()).toContain('se volverá a intentar');
    books.tell(depthOf(17_000));
    await eventually(() => depth.textContent()).toContain('17.000,00');
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(SIZES.phone.width);
  });

  test('of a replay is not asked for; the chart is a table for who reaches it by keyboard, with what was done and what is held', {
    timeout: 60_000,
  }, async () => {
    const { books, page, depth, session } = await open('desktop', 'en-GB', true);
    await eventually(() => depth.textContent()).toContain('this session plays recorded candles');
    expect(books.acts).toEqual([]);
    const chart = page.locator('#chart');
    await chart.getByRole('button').first().focus();
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate<string>('document.activeElement.textContent')) === 'Show as table') break;
    }
    await page.keyboard.press('Enter');
    const { fills, status } = session.snapshot();
    const marks = chart.locator('td.phone-wide');
    const text = (await marks.allTextContents()).join(' ');
    const inTable = (word: string) => text.split(word).length - 1;
    const stops = fills.filter(({ purpose, realised }) => realised !== null && purpose === 'stop').length;
    const entries = fills.filter(({ realised }) => realised === null).length;
    expect(fills.length).toBeGreaterThan(2);
    expect([inTable('entry, '), inTable('stop, '), inTable('exit, ')]).toEqual([entries, stops, fills.length - entries - stops]);
    for (const { stopPrice } of status.positions)
      if (stopPrice !== null)
        expect(await chart.locator('dl').textContent()).toContain(Number(stopPrice).toLocaleString('en-GB', { minimumFractionDigits: 2 }));
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
  });
});
