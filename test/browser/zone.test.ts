/** Times are shown in the zone that a person chose, from the server's first picture on; until then in the account's. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from './browser.ts';

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

/** Of an instant as ISO text. */
const clockIn = (timeZone: string, at: string) =>
  new Date(at).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });

describe.skipIf(CHROMIUM === undefined)('the zone', () => {
  test('is chosen under Display, moves every clock, and the server draws with it', async () => {
    const { page, context, server, faults } = await lab.open();
    const clock = page.locator('#clock');
    expect(await clock.textContent()).toContain('UTC');
    await page.keyboard.press(',');
    await page.locator('[data-field=zone]').selectOption('America/New_York');
    await expect.poll(() => clock.textContent()).toContain('America/New_York');
    expect(await clock.textContent()).toContain(clockIn('America/New_York', (await clock.getAttribute('datetime')) as string));
    const drawn = await (await context.request.get(server.url)).text();
    expect(drawn).toMatch(/<time id="clock"[^>]*>.*?America\/New_York/s);
    expect(faults).toEqual([]);
  });

  test('of the browser is proposed by the set-up, which names its groups apart', async () => {
    const page = await lab.newPage('desktop', { timezoneId: 'Europe/Madrid', locale: 'es-ES' });
    const { server } = await lab.open();
    await page.goto(`${server.url}/setup`);
    const zone = page.locator('[data-field=zone]');
    await expect.poll(() => zone.inputValue()).toBe('Europe/Madrid');
    expect((await page.context().cookies()).find(({ name }) => name === 'atalaya_display')?.value).toContain('zone=Europe%2FMadrid');
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Idioma');
    expect(await page.getByRole('group', { name: 'Idioma', exact: true }).count()).toBe(1);
  });
});
