/** Orders by hand in a real browser, over the trader of `up` itself: looked at, confirmed, accepted, filled when the market goes on, managed and shown in the chart. */

import { fileURLToPath } from 'node:url';
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { journalFolder } from '../../src/adapters/journal-files/open-journal.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { entryTicket } from '../../src/api/orders.ts';
import type { Trader } from '../../src/apps/trader/trader.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { TraderLab, toldAll, until } from '../live/test-trader.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, SIZES, unfold } from './browser.ts';
import { checkPage } from './in-page.mjs';

const PANEL = fileURLToPath(new URL('../../panel/dist', import.meta.url));
const lab = new BrowserLab();
const closers: (() => Promise<void>)[] = [];
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(async () => {
  await lab.closeAll();
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => lab.stop());

/** A trader whose clock stands still in the morning, and a page that looks at it. */
async function open(size: keyof typeof SIZES, locale = 'en-GB') {
  const traders = new TraderLab();
  closers.push(() => traders.end());
  const { trader } = await traders.open();
  await pass(trader, 30);
  const server = await createServer({
    ...{ source: trader.source, orders: trader.orders, port: 0, panelFolder: PANEL },
    onBug: (error) => console.error(error),
  });
  closers.push(() => server.close());
  const page = await lab.newPage(size, { locale, bypassCSP: true, isMobile: size === 'phone', hasTouch: size === 'phone' });
  await page.goto(server.loginLink());
  await page.goto(`${server.url}/trading`);
  await page.locator('#content[data-link=live]').waitFor();
  if (size === 'phone') await unfold(page, 'ticket');
  await page.locator('#ticket input').first().waitFor();
  return { trader, page, folder: traders.folder };
}

/** Lets so many candles close, and stops the clock. */
async function pass(trader: Trader, count: number): Promise<void> {
  const { feed } = trader;
  const end = (Number.isNaN(feed.lastAt) ? feed.startsAt : feed.lastAt) + count * 60_000;
  feed.setSpeed(1800);
  if (Number.isNaN(feed.lastAt)) trader.start();
  feed.resume();
  await until(() => feed.lastAt >= end);
  feed.pause();
  await toldAll(trader);
}

const lastPrice = (trader: Trader): number => {
  const { close } = trader.source.candles({ instrumentId: 'BTCUSDT', timeframe: '1m', limit: 1 }) as { close: number[] };
  return close.at(-1) as number;
};

/** The strategies of the demo hold things too. */
const ownPosition = (trader: Trader) => trader.source.snapshot().status.positions.find(({ strategyId }) => strategyId === 'owner');

/** The line of acts by hand: whole, cut before the server, or with the answers lost once the act is done; nobody hears what became of one unless it is up. */
async function cutLine(page: Page): Promise<{ state: 'up' | 'cut' | 'answers-lost' }> {
  const line: { state: 'up' | 'cut' | 'answers-lost' } = { state: 'up' };
  await page.route('**/api/v1/orders', async (route: Route) => {
    if (line.state === 'up') return route.continue();
    if (line.state === 'answers-lost') await route.fetch();
    await route.abort();
  });
  await page.route('**/api/v1/orders/acts/**', (route: Route) => (line.state === 'up' ? route.continue() : route.abort()));
  return line;
}

async function expectAccessible(page: Page): Promise<void> {
  await addAxe(page);
  expect(await axeFaults(page)).toEqual([]);
}

describe.skipIf(CHROMIUM === undefined)('an order by hand', () => {
  test('is looked at, confirmed with its world, accepted, and done only when it has filled', { timeout: 60_000 }, async () => {
    const { trader, page } = await open('desktop');
    const ticket = page.locator('#ticket');
    const send = ticket.getByRole('button', { name: 'Review and send' });
    await ticket.getByLabel('Quantity in BTC').fill('5');
    expect(await send.isDisabled()).toBe(true);
    await ticket.getByLabel('Stop', { exact: true }).fill((lastPrice(trader) * 0.98).toFixed(2));
    await eventually(() => ticket.textContent()).toContain('It would be sent');
    expect(await ticket.textContent()).toMatch(/asked 5.*Made smaller by|Made smaller by.*asked 5/);
    await ticket.getByLabel('Quantity in BTC').fill('0,05');
    await eventually(() => send.isEnabled()).toBe(true);
    await expectAccessible(page);
    await ticket.getByText(/All \d+ checks/).click();
    expect(await ticket.getByRole('row').count()).toBeGreaterThan(10);
    await send.click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toMatch(/Buy 0\.05.*PAPER: no money is at stake/);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Send order' }).click();
    await ticket.locator('[data-act=accepted]').waitFor();
    // The clock stands still: accepted is not done.
    await eventually(() => ticket.textContent()).toMatch(/Accepted, journal entry.*On its way: 0\.05/);
    expect(ownPosition(trader)).toBeUndefined();
    await pass(trader, 1);
    await eventually(() => ticket.textContent()).toContain('Done: 0.05 filled at');

    await page.getByRole('row', { name: /owner/ }).getByRole('button', { name: 'Manage' }).click();
    await dialog.getByRole('button', { name: '50 %' }).click();
    expect(await dialog.getByLabel('Quantity to close').inputValue()).toBe('0.025');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close at market' }).click();
    await dialog.locator('[data-act=accepted]').waitFor();
    await page.keyboard.press('Escape');
    await pass(trader, 1);
    await eventually(() => ownPosition(trader)?.quantity).toBe('0.025');

    await page.getByRole('row', { name: /owner/ }).getByRole('button', { name: 'Manage' }).click();
    await dialog.getByRole('button', { name: 'Stop and target' }).click();
    await dialog.getByLabel('New stop').fill('1');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await eventually(() => dialog.textContent()).toContain('STOP_NOT_TIGHTER');
    await dialog.getByLabel('New stop').fill((lastPrice(trader) * 0.99).toFixed(2));
    await dialog.getByLabel('New target').fill((lastPrice(trader) * 1.05).toFixed(2));
    await dialog.getByRole('button', { name: 'Move' }).click();
    await dialog.locator('[data-act=accepted]').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('tab', { name: /^Orders/ }).click();
    await eventually(() => page.locator('#book').textContent()).toContain('moved with its position');
    await page.getByRole('row', { name: /owner/ }).getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await eventually(() => ownPosition(trader)?.targetPrice).toBeNull();

    await page.getByRole('tab', { name: /Executions/ }).click();
    await page.getByRole('button', { name: 'Show in the chart' }).last().click();
    await eventually(() => page.evaluate('document.getElementById("chart").getBoundingClientRect().top')).toBeLessThan(120);

    // Its life from an execution, by keyboard; without a database the session tells it.
    await page
      .getByRole('button', { name: /^Life of order/ })
      .last()
      .focus();
    await page.keyboard.press('Enter');
    const life = dialog.getByRole('list', { name: 'The order and its life' });
    await eventually(() => life.textContent()).toMatch(/Order placed, yours|Asked for by hand/);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /^Orders/ }).click();
    await page.locator('#book').getByRole('button', { name: 'All', exact: true }).click();
    const entry = page.getByRole('row', { name: /owner.*entry/ });
    await eventually(() => entry.textContent()).toContain('filled');
    await entry.getByRole('button', { name: /^Life of order/ }).click();
    const told = (await life.textContent()) as string;
    const parts = [
      'Asked for by hand',
      'Passed by risk',
      'Order placed',
      'not recorded',
      '0.05 filled at',
      'than decided',
      'Filled in full',
    ];
    expect(parts.filter((part) => !told.includes(part))).toEqual([]);
    // In this order.
    expect(parts.map((part) => told.indexOf(part)).toSorted((a, b) => a - b)).toEqual(parts.map((part) => told.indexOf(part)));
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    const faults: string[] = await page.evaluate(checkPage);
    expect(faults).toEqual([]);
  });

  test('whose answer is lost is told as what became of it, also after a reload: it never came, or it was done, and it is sent once', {
    timeout: 90_000,
  }, async () => {
    const { trader, page, folder } = await open('desktop');
    const placed = () => [...readJournal(journalFolder(folder, 'paper'))].filter(({ body }) => (body as Step).manual !== undefined);
    const ticket = page.locator('#ticket');
    const dialog = page.getByRole('dialog');
    const notKnown = ticket.locator('[data-unanswered=order]');
    const stop = (lastPrice(trader) * 0.98).toFixed(2);
    const send = async (quantity: string) => {
      await ticket.getByLabel('Quantity in BTC').fill(quantity);
      await ticket.getByLabel('Stop', { exact: true }).fill(stop);
      await ticket.getByRole('button', { name: 'Review and send' }).click();
      await dialog.getByRole('button', { name: 'Send order' }).click();
    };
    const line = await cutLine(page);
    line.state = 'cut';
    await send('0.05');
    await notKnown.waitFor();
    expect(await notKnown.textContent()).toMatch(/not known whether this was done.*Buy 0\.05/);
    expect(await ticket.getByRole('button', { name: 'Review and send' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await page.reload();
    await page.locator('#content[data-link=live]').waitFor();
    await notKnown.waitFor();
    line.state = 'up';
    await notKnown.getByRole('button', { name: 'Ask again' }).click();
    await ticket.locator('[data-earlier=nothing]').waitFor();
    expect(await ticket.textContent()).toContain('it never arrived; nothing was done');
    expect(placed()).toHaveLength(0);

    line.state = 'answers-lost';
    await send('0.04');
    await notKnown.waitFor();
    expect(placed()).toHaveLength(1);
    line.state = 'up';
    // By itself, without a press.
    await ticket.locator('[data-earlier=done]').waitFor();
    expect(await ticket.textContent()).toMatch(/Buy 0\.04.*it was accepted, journal entry/);
    expect(await notKnown.count()).toBe(0);
    expect(placed()).toHaveLength(1);
  });

  test.each(['reloaded', 'left open'])(
    'a close of before without an answer never stands for one of a later position (%s)',
    {
      timeout: 90_000,
    },
    async (how) => {
      const { trader, page } = await open('desktop');
      const dialog = page.getByRole('dialog');
      const buy = async (quantity: string) => {
        const ticket = entryTicket.parse({
          ...{ instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity, stopPrice: (lastPrice(trader) * 0.9).toFixed(2) },
        });
        const most = { quantity, value: '100000' };
        const origin = { by: 'panel:owner', correlationId: 'test', sentAt: Date.now() };
        const asked = { kind: 'order', commandId: crypto.randomUUID(), confirmed: true, ticket, most } as const;
        const answer = await trader.orders.act(asked, origin);
        expect(answer.ok ? null : answer.refusal).toBeNull();
        await pass(trader, 1);
        await eventually(() => ownPosition(trader)?.quantity).toBe(quantity);
      };
      const manage = () => page.getByRole('row', { name: /owner/ }).getByRole('button', { name: 'Manage' }).click();
      const close = () => dialog.getByRole('button', { name: 'Close at market' });
      const line = await cutLine(page);

      await buy('0.019');
      await manage();
      line.state = 'answers-lost';
      await close().click();
      await dialog.locator('[data-unanswered=close]').waitFor();
      // Nothing else is sent of the same before it is known.
      expect(await close().isDisabled()).toBe(true);
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      // The same direction is entered once an hour.
      await pass(trader, 130);
      expect(ownPosition(trader)).toBeUndefined();
      await buy('0.01');
      if (how === 'reloaded') {
        await page.reload();
        await page.locator('#content[data-link=live]').waitFor();
      }
      await manage();
      expect(await dialog.locator('[data-unanswered=close]').textContent()).toContain('Closing 0.019');
      expect(await close().isDisabled()).toBe(true);
      line.state = 'up';
      await dialog.locator('[data-earlier=done]').waitFor();
      expect(await dialog.locator('[data-earlier=done]').textContent()).toMatch(/Closing 0\.019.*accepted, journal entry/);
      await dialog.getByRole('button', { name: '50 %' }).click();
      await close().click();
      await dialog.locator('[data-act=accepted]').waitFor();
      await page.keyboard.press('Escape');
      await pass(trader, 1);
      await eventually(() => ownPosition(trader)?.quantity).toBe('0.005');

      // A stop moved, and the same one asked for again of the position: each is an act of its own.
      await manage();
      await dialog.getByRole('button', { name: 'Stop and target' }).click();
      await dialog.getByLabel('New stop').fill((lastPrice(trader) * 0.95).toFixed(2));
      line.state = 'answers-lost';
      await dialog.getByRole('button', { name: 'Move' }).click();
      await dialog.locator('[data-unanswered=protect]').waitFor();
      line.state = 'up';
      await dialog.locator('[data-earlier=done]').waitFor();
      expect(await dialog.locator('[data-earlier=done]').textContent()).toContain('New stop or target of');
      await dialog.getByRole('button', { name: 'Move' }).click();
      await eventually(() => dialog.textContent()).toContain('STOP_NOT_TIGHTER');
      await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
    },
  );

  test('that risk refuses says why, in Spanish and on a phone, and can not be sent', { timeout: 60_000 }, async () => {
    const { trader, page } = await open('phone', 'es-ES');
    await trader.source.command({ kind: 'pause', commandId: crypto.randomUUID() }, { by: 'test', correlationId: 'test' });
    const ticket = page.locator('#ticket');
    await ticket.getByLabel('Cantidad en BTC').fill('0,01');
    await ticket.getByLabel('Stop', { exact: true }).fill((lastPrice(trader) * 0.98).toFixed(2));
    await eventually(() => ticket.textContent()).toContain('MODE_PAUSE');
    expect(await ticket.textContent()).toContain('No se enviaría');
    expect(await ticket.getByRole('button', { name: 'Revisar y enviar' }).isDisabled()).toBe(true);
    await ticket.getByLabel('Stop', { exact: true }).fill('99999');
    await eventually(() => ticket.textContent()).toContain('El stop está al lado equivocado del precio');
    await ticket.getByLabel('Stop', { exact: true }).fill('pronto');
    await eventually(() => ticket.textContent()).toContain('Escribe un número como 16800,50');
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(SIZES.phone.width);
  });
});
