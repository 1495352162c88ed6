/** Who can't see the page: the focus stays where something vanished under it, and a change of how trading stands is said once, on every page. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from './browser.ts';

const lab = new BrowserLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 8_000 });
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

/** A section with a list in it, and the focus on a row's button. */
const BUILD = `
  document.querySelector('main').insertAdjacentHTML('beforeend',
    '<section aria-label="Sessions" id="outer"><fieldset id="inner"><p id="row"><button id="act">Revoke</button></p></fieldset><button id="other">Other</button></section>');
  document.getElementById('act').focus();
`;
/** What the script of a page does at once, and who has the focus after the browser has told of it. */
const after = (page: Page, script: string) =>
  page.evaluate<string>(`(async () => {
    ${script};
    await new Promise((done) => setTimeout(done));
    return document.activeElement.id || document.activeElement.tagName;
  })()`);

describe.skipIf(CHROMIUM === undefined)('the focus on what is taken off the page', () => {
  async function built(): Promise<Page> {
    const { page } = await lab.open();
    await page.evaluate(BUILD);
    expect(await after(page, '')).toBe('act');
    return page;
  }

  test('goes to what held it, and on to the next one when that goes too', async () => {
    const page = await built();
    expect(await after(page, "document.getElementById('row').remove()")).toBe('inner');
    expect(await after(page, "document.getElementById('inner').remove()")).toBe('outer');
    expect(await after(page, "document.getElementById('outer').remove()")).toBe('main');
  });

  test('passes over a holder that went with it, and over one that is out of reach', async () => {
    const page = await built();
    expect(await after(page, "document.getElementById('inner').remove()")).toBe('outer');
    await page.evaluate("document.getElementById('other').focus()");
    expect(await after(page, "document.getElementById('outer').inert = true; document.getElementById('other').remove()")).toBe('main');
  });

  test('stays where whoever took it away has put it', async () => {
    const page = await built();
    expect(await after(page, "document.getElementById('row').remove(); document.getElementById('other').focus()")).toBe('other');
  });

  test('is left to the next page where one is gone to', async () => {
    const page = await built();
    expect(await after(page, "history.pushState(null, '', '/elsewhere'); document.getElementById('row').remove()")).toBe('BODY');
  });

  test('of something else is not touched', async () => {
    const page = await built();
    expect(await after(page, "document.getElementById('other').remove()")).toBe('act');
  });
});

describe.skipIf(CHROMIUM === undefined)('what is said of a change', () => {
  const said = async (page: Page) => ({
    calm: await page.locator('[data-said=calm]').textContent(),
    alarm: await page.locator('[data-said=alarm]').textContent(),
  });

  for (const path of ['/trading', '/journal'])
    test(`on ${path}: nothing at first; what needs somebody at once, what is well again calmly`, async () => {
      const { page, session, server } = await lab.open();
      await page.goto(`${server.url}${path}`);
      await page.locator('[data-said=alarm]').waitFor({ state: 'attached' });
      await page.locator('#content[data-link=live]').waitFor();
      expect(await said(page)).toEqual({ calm: '', alarm: '' });
      expect(await page.locator('[data-said=alarm]').getAttribute('aria-live')).toBe('assertive');
      expect(await page.locator('[data-said=calm]').getAttribute('aria-live')).toBe('polite');
      session.setMode('PAUSE', 'owner', 'panel');
      await eventually(async () => (await said(page)).alarm).toMatch(/^Paused since .+ Nothing new is opened\.$/);
      expect((await said(page)).calm).toBe('');
      session.setMode('NORMAL', 'resume', 'panel');
      await eventually(async () => (await said(page)).calm).toMatch(/^Trading normally\./);
      expect((await said(page)).alarm).toBe('');
    });

  test('an age that runs on is said once', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    const title = page.locator('#now h1');
    session.goStale(70_000);
    await eventually(async () => (await said(page)).alarm).toMatch(/^Prices are 1 min .*old\.$/);
    await page.evaluate(`
      globalThis.spoken = 0;
      for (const region of document.querySelectorAll('[data-said]'))
        new MutationObserver(() => spoken++).observe(region, { childList: true, subtree: true, characterData: true });
    `);
    const before = await title.textContent();
    session.goStale(7_000_000);
    await eventually(() => title.textContent()).not.toBe(before);
    expect(await title.textContent()).toMatch(/^Prices are .+ old\.$/);
    expect(await page.evaluate('spoken')).toBe(0);
  });
});
