/** How fast the overview is there: on a slow phone, over a slow line, with nothing kept from before. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { watchPaints } from './in-page.mjs';

const lab = new BrowserLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

describe.skipIf(CHROMIUM === undefined)('the first picture', () => {
  test('on a processor four times slower, 1.6 Mbit/s and 150 ms: the equity figure is the largest thing painted, and all of it comes in time', async () => {
    const { page, server, session, context, faults } = await lab.open({ size: 'phone' });
    // The session stays; everything else is as on a first visit.
    const cookies = await context.cookies();
    await page.close();
    await context.clearCookies();
    await context.addCookies(cookies);
    const fresh = await context.newPage();
    const devtools = await context.newCDPSession(fresh);
    await devtools.send('Network.enable');
    await devtools.send('Network.clearBrowserCache');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await devtools.send('Network.setBypassServiceWorker', { bypass: true });
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 1_600_000 / 8,
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    let scriptBytes = 0;
    const scripts = new Set<string>();
    devtools.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) scriptBytes += encodedDataLength;
    });
    await fresh.addInitScript(watchPaints);
    await fresh.goto(server.url, { waitUntil: 'commit' });
    // Alive: the act that stops answers.
    await expect.poll(() => fresh.evaluate<number>('window.firstPicture.aliveAt'), { timeout: 20_000 }).toBeGreaterThan(0);
    await fresh.locator('#equity canvas').first().waitFor({ timeout: 20_000 });
    const seen = await fresh.evaluate<{ largestAt: number; largest: string; text: string; aliveAt: number; shift: number }>(
      'window.firstPicture',
    );
    const equity = Number(session.snapshot().status.account.equity).toLocaleString('en-GB', {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    console.log(
      `largest paint ${Math.round(seen.largestAt)} ms (${seen.largest}), alive ${Math.round(seen.aliveAt)} ms, scripts ${Math.round(scriptBytes / 1000)} kB, layout shift ${seen.shift.toFixed(3)}`,
    );
    expect(seen.largest).toBe('equity-figure');
    expect(seen.text).toContain(equity);
    expect(scriptBytes).toBeLessThan(250_000);
    expect(seen.shift).toBeLessThan(0.1);
    expect(faults).toEqual([]);
    // What is aimed at is 1.5 s and 4 s on a machine with nothing else to do; a test only sees to it that nothing has gone out of hand.
    expect(seen.largestAt).toBeLessThan(6000);
    expect(seen.aliveAt).toBeLessThan(15_000);
  });

  test('who has not entered is drawn no figure', async () => {
    const { server } = await lab.open({ enters: false });
    const answer = await fetch(server.url, { headers: { 'accept-language': 'es-ES,es;q=0.9,en;q=0.5' } });
    const text = await answer.text();
    expect(text).toContain('<html lang="es"');
    expect(text).toContain('enlace');
    expect(text).not.toMatch(/"snapshot":\{|equity-figure/);
  });
});
