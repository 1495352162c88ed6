/** The indicators of a strategy on the chart in a real browser: drawn, told in a legend and in the table, followed while candles close, hidden and remembered. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, SIZES } from './browser.ts';
import { ScriptedSession } from './scripted-session.ts';

const lab = new BrowserLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

async function open(size: keyof typeof SIZES, locale = 'en-GB') {
  const session = new ScriptedSession(800);
  const server = await lab.serve(session);
  const page = await lab.newPage(size, { locale, bypassCSP: true, isMobile: size === 'phone', hasTouch: size === 'phone' });
  await page.goto(server.loginLink());
  await page.goto(`${server.url}/trading`);
  await page.locator('#content[data-link=live]').waitFor();
  return { page, session, server, chart: page.locator('#chart') };
}

/** Means of the last closes of 5 minutes that are over: by hand, from the candles of the script. */
function meanOf(session: ScriptedSession, count: number): string {
  const { close, lastIsOpen } = session.candles({ instrumentId: 'BTCUSDT', timeframe: '5m', limit: 600 });
  const over = lastIsOpen ? close.slice(0, -1) : close;
  const mean = over.slice(-count).reduce((sum, one) => sum + one, 0) / count;
  return mean.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

describe.skipIf(CHROMIUM === undefined)('indicators on the chart', () => {
  test('are those of the strategy that is looked at, with the values of its own parameters, also of candles that close later', {
    timeout: 60_000,
  }, async () => {
    const { page, session, chart } = await open('desktop');
    await chart.getByRole('combobox').selectOption('sma-cross');
    const legend = chart.getByRole('list', { name: 'Indicators of sma-cross' });
    await eventually(() => legend.getByRole('listitem').allTextContents()).toEqual([
      `sma(4) ${meanOf(session, 4)}`,
      `sma(15) ${meanOf(session, 15)}`,
    ]);
    const before = meanOf(session, 4);
    for (let minute = 0; minute < 10; minute++) session.step();
    expect(meanOf(session, 4)).not.toBe(before);
    await eventually(() => legend.textContent()).toContain(meanOf(session, 4));
    await chart.getByRole('button', { name: 'Show as table' }).click();
    const heads = chart.getByRole('columnheader');
    expect(await heads.allTextContents()).toEqual(expect.arrayContaining(['sma(4)', 'sma(15)']));
    expect(await chart.getByRole('table').textContent()).toContain(meanOf(session, 15));
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    // One that is hidden is no column either; the legend goes on offering it.
    const slow = legend.getByRole('button', { name: /^sma\(15\)/ });
    await slow.click();
    expect(await heads.allTextContents()).toContain('sma(4)');
    expect(await heads.allTextContents()).not.toContain('sma(15)');
    await slow.click();
    expect(await heads.allTextContents()).toContain('sma(15)');
    // Of another timeframe they are not drawn, and the way back is there.
    await chart.getByRole('button', { name: '1m' }).click();
    await eventually(() => chart.textContent()).toContain('The indicators of sma-cross are of 5m');
    await chart.getByRole('button', { name: 'Show 5m' }).click();
    await eventually(() => legend.count()).toBe(1);
  });

  test('with scales of their own stand in panes below; hidden they stay hidden, also after the page is loaded anew', {
    timeout: 60_000,
  }, async () => {
    const { page, chart } = await open('phone', 'es-ES');
    const height = () => chart.getByRole('img').evaluate((place) => place.clientHeight);
    await chart.getByRole('button', { name: '15m' }).click();
    await eventually(() => chart.textContent()).toContain('Elija una estrategia para ver sus indicadores');
    const plain = await height();
    await chart.getByRole('button', { name: '1m', exact: true }).click();
    const legend = chart.getByRole('list', { name: 'Indicadores de hour-breakout' });
    await eventually(() => legend.textContent()).toContain('bollinger(60, 2) superior');
    // RSI and MACD.
    await eventually(height).toBe(plain + 2 * 76);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(SIZES.phone.width);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    // One alone, by keyboard: its pane goes, and it stays away after the page is loaded anew.
    const rsi = legend.getByRole('button', { name: /^rsi/ });
    await rsi.focus();
    await page.keyboard.press('Space');
    await eventually(height).toBe(plain + 76);
    expect(await rsi.getAttribute('aria-pressed')).toBe('false');
    await page.reload();
    await chart.getByRole('button', { name: '1m', exact: true }).click();
    await eventually(() => legend.getByRole('button', { name: /^rsi/ }).getAttribute('aria-pressed')).toBe('false');
    await eventually(height).toBe(plain + 76);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    await rsi.click();
    await eventually(height).toBe(plain + 2 * 76);
    await chart.getByRole('button', { name: 'Ocultar indicadores' }).click();
    await eventually(height).toBe(plain);
    await page.reload();
    await chart.getByRole('button', { name: 'Ver indicadores' }).waitFor();
    expect(await legend.count()).toBe(0);
  });
});
