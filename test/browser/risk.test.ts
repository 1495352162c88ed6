/** The page of risk in a real browser, over the risk of a real session. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RiskSource } from '../../src/adapters/http/live-source.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { ControlLab } from '../control/control-lab.ts';
import { type Held, riskOf } from '../risk/risk-lab.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, unfold } from './browser.ts';
import { checkPage } from './in-page.mjs';

const NAMES = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
/** Three that move together by half, two of them held; made-up closes. */
const close = (instrument: number, day: number) => 100 + Math.sin(day * 1.7) + 2 * Math.sin(day * (0.9 + instrument) + instrument);
const HELD: readonly Held[] = [
  { units: 12, price: 100 },
  { units: 22, price: 50 },
];
const known = () => riskOf(HELD, { days: 90, names: NAMES, close }).source;
const young = () => riskOf(HELD, { days: 12, names: NAMES, close }).source;

const lab = new BrowserLab();
const control = new ControlLab();
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  await lab.stop();
  await control.end();
});

async function openRisk(risk: RiskSource, options: Parameters<BrowserLab['open']>[0] = {}) {
  const opened = await lab.open({ risk, ...options });
  await opened.page.goto(`${opened.server.url}/risk`);
  await opened.page.locator('#risk-figures').waitFor();
  return opened;
}

describe.skipIf(CHROMIUM === undefined)('the page of risk', () => {
  test('says what a bad day could cost, and shows exposures, limits, ladder, estimates and correlations', async () => {
    const { page, faults } = await openRisk(known());
    expect(await page.locator('h1').textContent()).toMatch(/^A bad day could cost .+ of the equity/);
    // 12 × 100 and 22 × 50 of 10,000.
    expect(await page.locator('#risk-figures').textContent()).toContain('2,300.00 USDT');
    expect(await page.locator('#exposures tbody tr').allTextContents()).toHaveLength(2);
    await page.locator('#exposures').getByRole('button', { name: 'Strategy' }).click();
    expect(await page.locator('#exposures tbody tr').textContent()).toContain('owner');
    const cash = page.locator('#limits tbody tr', { hasText: 'RISK_CASH' });
    expect(await cash.textContent()).toContain('at least 10');
    expect(await cash.getByRole('link').getAttribute('href')).toBe('/journal?code=RISK_CASH');
    expect(await page.locator('#ladder').textContent()).toContain('by itself');
    expect(await page.locator('#estimates').textContent()).toContain('90 common days, 10,000 draws');
    expect(await page.locator('#correlations').textContent()).toMatch(/Mean of the pairs held: \d/);
    await page.locator('#correlations').getByRole('button', { name: 'List' }).click();
    expect(await page.locator('#correlations tbody tr').first().textContent()).toMatch(/60 of 60/);
    expect(faults).toEqual([]);
  });

  test('what if: a fall is told with what it costs, the rungs it fires and the mode after it', async () => {
    const { page, faults } = await openRisk(known());
    const answer = page.locator('#what-if [data-answer]');
    // A tenth of the 2,300 held.
    await expect.poll(() => answer.textContent()).toContain('It would cost 230.00 USDT');
    expect(await answer.textContent()).toContain('from NORMAL to DEFENSIVE');
    await page.locator('#what-if').getByLabel('Every price moves by, in per cent').fill('-30');
    await expect.poll(() => answer.textContent()).toContain('It would cost 690.00 USDT');
    expect(await answer.textContent()).toContain('from NORMAL to EMERGENCY');
    await page.locator('#what-if').getByLabel('ETHUSDT moves by').fill('30');
    await expect.poll(() => answer.textContent()).toContain('It would cost 30.00 USDT');
    await page.locator('#what-if').getByLabel('Every price moves by, in per cent').fill('much');
    expect(await page.locator('#what-if').textContent()).toContain('A number from');
    await page.locator('#what-if').getByRole('button', { name: 'Back to now' }).click();
    await expect.poll(() => answer.textContent()).toContain('It would cost 230.00 USDT');
    expect(faults).toEqual([]);
  });

  test('an entry is judged by the engine of a session that runs, and shown with the account as it would be', async () => {
    // Too slow to have entered lately: what is refused is refused for the ticket's own sake.
    const strategies = [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1h' as const, parameters: {} }];
    const opened = await control.open({ manualOrders: true, strategies });
    const { source, orders, feed } = opened.trader;
    feed.setSpeed(1800);
    opened.trader.start();
    await expect.poll(() => source.snapshot().status.feed.at, { timeout: 20_000 }).toBeGreaterThan(Date.UTC(2022, 11, 13, 0, 40));
    feed.pause();
    const answer: RiskSource['answer'] = async (question) =>
      question.kind === 'market' ? source.risk.shock(question) : source.risk.entry(await orders.preview(question.ticket));
    const { page, faults } = await openRisk({ report: () => source.risk.report(), answer }, { bypassCSP: true });
    const card = page.locator('#entry');
    await card.getByLabel('Quantity').fill('0.01');
    // Some 170 USDT of 10,000: within every limit, but nothing is sent by hand without a stop.
    await expect.poll(() => card.textContent()).toContain('Without a stop nothing is entered by hand');
    await card.getByLabel('Stop').fill('15000');
    await expect.poll(() => card.textContent()).toMatch(/Risk would let (all of it through: )?0\.0/);
    await card.getByLabel('Quantity').fill('5');
    // Eight times the account: cut to what a position may be.
    await expect.poll(() => card.textContent()).toMatch(/Risk would let 0\.\d+ of it through/);
    expect(await card.textContent()).toMatch(/All of it would pass: .*Gross/);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    await card.getByLabel('Quantity').fill('none');
    expect(await card.textContent()).toContain('A number above 0');
    expect(faults).toEqual([]);
  });

  test('what is not known is said to be so, and counted as the worst case', async () => {
    const { page } = await openRisk(young());
    expect(await page.locator('h1').textContent()).toContain('its past is not known');
    const estimates = await page.locator('#estimates').textContent();
    expect(estimates).toContain('12 of 30 days needed');
    expect(estimates).toContain('BTCUSDT, ETHUSDT: too little history');
    expect(await page.locator('#correlations').textContent()).toContain('until then a pair counts as 1');
    // 2,300 × 5 % × 1.645 of 10,000.
    expect(await page.locator('#risk-figures').textContent()).toContain('1.89');
  });

  test('nothing held is nothing at risk', async () => {
    const { page } = await openRisk(riskOf([]).source);
    expect(await page.locator('h1').textContent()).toBe('Nothing is held, so nothing is at risk.');
    expect(await page.locator('#exposures [data-state=empty]').count()).toBe(1);
  });

  test('a trader that does not answer is told, and asked again', async () => {
    let isAway = true;
    const views = known();
    const away = () => {
      if (isAway) throw new InputError('TRADER_NOT_RUNNING', 'expected a trader that answers, found none: made to fail', 3);
      return views.report();
    };
    const { page, server } = await lab.open({ risk: { report: away, answer: views.answer } });
    await page.goto(`${server.url}/risk`);
    await page.locator('[data-state=error]').waitFor();
    expect(await page.locator('[data-state=error]').textContent()).toContain('TRADER_NOT_RUNNING');
    isAway = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#risk-figures').waitFor();
  });

  for (const [size, dark, locale] of [
    ['desktop', false, 'en-GB'],
    ['phone', true, 'es-ES'],
  ] as const) {
    test(`is whole and reachable: ${size}, ${dark ? 'dark' : 'light'}, ${locale}`, async () => {
      const { page } = await openRisk(known(), { size, dark, locale, bypassCSP: true });
      if (size === 'phone') await unfold(page, 'ladder', 'estimates', 'stress', 'what-if', 'entry', 'correlations', 'limits');
      await page.locator('#what-if [data-answer]').waitFor();
      await addAxe(page);
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate(checkPage)).toEqual([]);
    });
  }
});
