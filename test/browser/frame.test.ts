/** The frame around the pages: ways to go, what is drawn before anything runs, an upgrade, a stopped trader, and no line at all. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM, unfold } from './browser.ts';

const lab = new BrowserLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

describe.skipIf(CHROMIUM === undefined)('going', () => {
  test('by rail, by two keys, by the palette, and back', async () => {
    const { page, server, faults } = await lab.open();
    await page
      .locator('#rail')
      .getByRole('link', { name: /^Trading/ })
      .click();
    await page.locator('[data-page="/trading"] #chart').waitFor();
    expect(page.url()).toBe(`${server.url}/trading`);
    expect(await page.locator('#rail [aria-current=page]').textContent()).toContain('Trading');
    expect(await page.title()).toBe('NORMAL · Trading · Atalaya (PAPER)');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.locator('[data-page="/"] #needs').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('trad');
    await page.keyboard.press('Enter');
    await page.locator('[data-page="/trading"] #chart').waitFor();
    await page.goBack();
    await page.locator('[data-page="/"] #needs').waitFor();
    expect(faults).toEqual([]);
  });

  test('the palette also acts', async () => {
    const { page, faults } = await lab.open();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('close every');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Close everything and stop?' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('on a phone by the bar at the bottom, and what has no place there under More', async () => {
    const { page } = await lab.open({ size: 'phone' });
    const bar = page.locator('#bottom-bar');
    await bar.getByRole('link', { name: 'Trading' }).click();
    await page.locator('[data-page="/trading"] #chart').waitFor();
    await bar.getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: 'Display' }).click();
    await page.getByRole('dialog', { name: 'Display' }).waitFor();
  });

  test('an address that names nothing says so, and is a 404', async () => {
    const { page, server } = await lab.open();
    const answer = await page.goto(`${server.url}/nothing-here`);
    expect(answer?.status()).toBe(404);
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await page.locator('[data-page="/"] #figures').waitFor();
  });
});

describe.skipIf(CHROMIUM === undefined)('an address below a page that names nothing there', () => {
  for (const [path, way, to] of [
    ['/journal/xyz', 'Journal', '/journal'],
    ['/journal/decisions/', 'Journal', '/journal'],
    ['/research/xyz', 'Backtests', '/research'],
    ['/research/data/xyz', 'Market data', '/research/data'],
    ['/strategies/sma-cross/xyz', 'Strategies', '/strategies'],
    ['/settings/xyz', 'Settings', '/settings'],
  ] as const)
    test(`says so, with the way back: ${path}`, async () => {
      const { page, server } = await lab.open();
      await page.goto(`${server.url}${path}`);
      const main = page.locator('main');
      await main.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
      expect(await main.locator('code').textContent()).toBe(path);
      expect(await main.getByRole('link', { name: `Go to: ${way}` }).getAttribute('href')).toBe(to);
      expect(await main.getByRole('table').count()).toBe(0);
    });
});

describe.skipIf(CHROMIUM === undefined)('what is drawn before anything runs', () => {
  test('without script the figures, the state and the positions are there, in the chosen language and theme', async () => {
    const { page, session, context, server } = await lab.open();
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('button', { name: 'Oscuro' }).click();
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const text = await (await fetch(server.url, { headers: { cookie: cookies } })).text();
    expect(text).toMatch(/<html lang="es"[^>]* data-theme="dark"/);
    const { account } = session.snapshot().status;
    const equity = Number(account.equity).toLocaleString('es-ES', {
      minimumFractionDigits: 2,
      useGrouping: true,
      maximumFractionDigits: 2,
    });
    const drawn = text.replace(/<script type="application\/json".*?<\/script>/s, '');
    for (const part of [equity, 'Todo opera con normalidad', 'BTC/USDT', 'NORMAL', 'Cerrar todo']) expect(drawn).toContain(part);
    // The content security policy allows no style attribute.
    expect(drawn).not.toMatch(/ style="/);
  });

  test('what the owner sees changes from the first picture to the live one without a jump', async () => {
    const { page, server, faults } = await lab.open({ path: '/' });
    await page.goto(server.url);
    const drawn = await page.locator('#figures').boundingBox();
    await page.locator('#content[data-link=live]').waitFor();
    await page.locator('#equity canvas').first().waitFor();
    expect(await page.locator('#figures').boundingBox()).toEqual(drawn);
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('what needs the owner', () => {
  test('is counted at the bell, listed under it and on the overview, each with its act', async () => {
    const { page, session, faults } = await lab.open();
    await page.getByText('Nothing needs you', { exact: true }).waitFor();
    session.setMode('PAUSE', 'day-stop', null);
    await eventually(() => page.locator('#bell').getAttribute('aria-label')).toBe('1 thing needs you');
    expect(await page.locator('#needs [data-need=mode]').textContent()).toContain('Cause: loss limit of the day.');
    await page.locator('#bell').click();
    const popover = page.getByRole('dialog', { name: 'Needs you' });
    await popover.getByRole('button', { name: 'Resume…' }).click();
    await page.getByRole('dialog', { name: 'Resume trading?' }).waitFor();
    // The popover and the dialog put no style into the page that its policy forbids.
    expect(faults).toEqual([]);
  });

  test('a silent trader is told as what it is: not live, not stopped', async () => {
    const { page, session } = await lab.open();
    session.traderBecomes('silent', 'the trader (process 7) has not answered for 10 s');
    const bar = page.locator('[data-notice=danger]');
    await bar.waitFor();
    expect(await bar.textContent()).toContain('whether it trades is not known; orders and stops at the venue stay');
    await eventually(() => page.locator('h1').textContent()).toMatch(/^The trader does not answer since /);
    await eventually(() => page.locator('#top-bar').textContent()).toContain('No answer');
    expect(await page.locator('#top-bar').textContent()).not.toContain('Live');
  });

  test('a lost line to the prices is told at once: not live, since when, and what it means', async () => {
    const { page, session } = await lab.open();
    await page.locator('#top-bar').getByText('Live', { exact: true }).waitFor();
    session.loseFeed('connection closed');
    await eventually(() => page.locator('#now').getAttribute('data-tone')).toBe('warn');
    expect(await page.locator('#now h1').textContent()).toMatch(/^No connection to the prices\. The newest is .* old\.$/);
    expect(await page.locator('#needs [data-need=feed]').textContent()).toContain('connection closed');
    expect(await page.locator('#top-bar').textContent()).toContain('No prices');
    expect(await page.locator('#top-bar').textContent()).not.toContain('Live');
    expect(await page.locator('[data-figure=equity] .text-stale').count()).toBe(1);
  });

  test('the narrowest phone, in Spanish: the checks of a refusal fit', async () => {
    const { page } = await lab.open({ size: 'phone', locale: 'es-ES', path: '/trading' });
    await page.setViewportSize({ width: 360, height: 740 });
    await unfold(page, 'refusals');
    await page.locator('#refusals tr[data-answer]').first().waitFor();
    // Money of an account that is not small: six digits and the currency, in both columns of figures.
    await page.evaluate("for (const cell of document.querySelectorAll('#refusals tbody td.num')) cell.textContent = '≤ 1.234.567,89 USDT'");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('a stopped trader is told on every page, with what goes on', async () => {
    const { page, session } = await lab.open();
    session.traderBecomes('stopped', 'It was asked to stop.');
    const bar = page.locator('[data-notice=danger]');
    await bar.waitFor();
    expect(await bar.textContent()).toContain('Nothing is traded; what protects stays at the venue. It was asked to stop.');
    expect(await page.locator('h1').textContent()).toMatch(/^The trader is stopped since /);
    expect(await page.locator('#needs [data-need=trader]').count()).toBe(1);
    session.traderBecomes('running', null);
    await bar.waitFor({ state: 'detached' });
  });

  test('where no trader has ever run, the page says what comes next, and shows it once it runs', async () => {
    const { page, server, session, faults } = await lab.open({
      enters: false,
      prepare: (made) => Object.assign(made, { snapshot: () => null }),
    });
    await page.goto(server.loginLink());
    await page.getByRole('heading', { name: 'The trader has never run here' }).waitFor();
    Reflect.deleteProperty(session, 'snapshot');
    await page.reload();
    await page.locator('#figures').waitFor();
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('an upgrade, and no line', () => {
  test('a page of an older release asks to be reloaded, and then is of the new one', async () => {
    const { page, server, session } = await lab.open({ sessionsFile: lab.sessionsFile() });
    // All of it has been fetched: what has not is another notice.
    await page.locator('[data-page="/"] #needs').waitFor();
    await page.waitForLoadState('networkidle');
    const { port } = server;
    await server.close();
    session.release = '0.2.0';
    await lab.serve(session, { port, sessionsFile: lab.sessionsFile() });
    await page.getByText('Atalaya is now 0.2.0.').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await eventually(() => page.locator('#band').textContent()).toContain('0.2.0');
    expect(await page.getByText('Atalaya is now').count()).toBe(0);
  });

  test('installed, it says what goes on while nothing answers, keeps no figure, and comes back by itself', async () => {
    const { page, server, context } = await lab.open();
    const manifest = await (await fetch(`${server.url}/atalaya.webmanifest`)).json();
    expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await eventually(() => page.evaluate('caches.keys().then((names) => names.length)')).toBe(1);
    const kept = await page.evaluate<string[]>(
      'caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))',
    );
    expect(kept).toContain('/offline');
    expect(kept.filter((path) => !path.startsWith('/assets/'))).toEqual(['/offline', '/icon.svg']);
    await context.setOffline(true);
    await page.goto(`${server.url}/trading`);
    await page.getByRole('heading', { name: 'Atalaya can’t be reached' }).waitFor();
    expect(await page.locator('main').textContent()).toContain('Stops held at the venue stay in force');
    expect(await page.locator('#equity-figure').count()).toBe(0);
    await context.setOffline(false);
    await page.locator('[data-page="/trading"] #figures').waitFor({ timeout: 20_000 });
  });
});

describe.skipIf(CHROMIUM === undefined)('when a file does not come', () => {
  test('without the dialogs the browser itself asks before everything is closed', async () => {
    const { page, session, server } = await lab.open({ blocks: /\/assets\/overlays-/ });
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await page.locator('[data-act=kill]').click();
    await eventually(() => session.commands.map(({ command }) => command.kind)).toEqual(['kill']);
    expect(asked).toEqual(['Close everything now, and stop?']);
    await eventually(() => page.locator('h1').textContent()).toContain('Everything is closed');
    expect(page.url()).toBe(`${server.url}/`);
  });

  test('a page whose file is gone says so, and everything else goes on', async () => {
    const { page } = await lab.open({ blocks: /\/assets\/trading-page-/ });
    await page
      .locator('#rail')
      .getByRole('link', { name: /^Trading/ })
      .click();
    await page.getByText('This page could not be fetched', { exact: true }).first().waitFor();
    await page.locator('#rail').getByRole('link', { name: 'Overview' }).click();
    await page.locator('[data-page="/"] #figures').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });
});
