/** Strategies steered from the page: disabled, enabled, weighed, made anew; and acts whose answer is lost, done once. On a real server, database and worker. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { STRATEGIES_FOLDER } from '../../src/apps/strategy-registry.ts';
import { type JobsLab, openJobsLab } from '../jobs/lab.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { checkPage } from './in-page.mjs';
import { type LookedAt, openResearch } from './research-over-session.ts';

/** A check plays three samples, on a busy machine. */
const PATIENCE = { timeout: 90_000 };
const MADE = 'made-in-the-browser';
const HOUR = 3_600_000;

const lab = new BrowserLab();
let jobs: JobsLab;
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  jobs = await openJobsLab();
  await Promise.all([lab.start(), jobs.worker()]);
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  rmSync(join(STRATEGIES_FOLDER, `${MADE}.ts`), { force: true });
  await lab.stop();
  await jobs?.remove();
});

const open = (path: string, options?: LookedAt) => openResearch(lab, jobs, path, options);

const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 30_000 });

describe.skipIf(CHROMIUM === undefined)('a strategy that runs', PATIENCE, () => {
  test('is disabled with a reason and an end, told on its page and on Trading, and enabled again', async () => {
    const { page, session, server, faults } = await open('/strategies/sma-cross');
    await page.locator('#session').getByRole('button', { name: 'Disable…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disable Moving-average cross' });
    expect(await dialog.textContent()).toContain('Positions stay, under their stops and targets');
    await dialog.getByLabel('Why').fill('news at noon');
    await dialog.getByLabel('For how long').selectOption({ label: '4 hours' });
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.locator('#session').getByText('disabled', { exact: true }).waitFor();
    expect(session.commands.at(-1)?.command).toMatchObject({
      ...{ kind: 'strategy-disable', strategyId: 'sma-cross', reason: 'news at noon', forMs: 4 * HOUR },
    });
    const told = /Disabled by panel since 13 Dec \d\d:\d\d, until 1[34] Dec \d\d:\d\d: news at noon/;
    expect(await page.locator('#session').textContent()).toMatch(told);
    await page.goto(`${server.url}/trading`);
    await page.locator('#content[data-link=live]').waitFor();
    expect(await page.locator('#strategies').textContent()).toMatch(told);
    await page.locator('#strategies').getByRole('link', { name: 'Moving-average cross' }).click();
    await page.locator('#session').getByRole('button', { name: 'Enable…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click();
    await page.locator('#session').getByRole('button', { name: 'Disable…' }).waitFor();
    expect(session.commands.at(-1)?.command).toMatchObject({ kind: 'strategy-enable', confirmed: true });
    expect(faults).toEqual([]);
  });

  test('is weighed: nothing above 100 % is sent, and why nothing is proposed is told', async () => {
    const { page, session, faults } = await open('/strategies');
    const weights = page.locator('#weights');
    await weights.locator('tbody tr').first().waitFor();
    expect(await weights.textContent()).toContain('fewer than 10 closed trades');
    expect(await weights.getByRole('status').textContent()).toContain('No proposal: with at most 40 % each it takes three runs');
    expect(await weights.getByRole('button', { name: 'Accept the proposal…' }).count()).toBe(0);
    await weights.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the weights' });
    const field = dialog.getByLabel(/^Moving-average cross/);
    const go = dialog.getByRole('button', { name: 'Put in force' });
    expect(await go.isDisabled()).toBe(true);
    await field.fill('101');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await go.isDisabled()).toBe(true);
    await field.fill('37,5');
    expect(await dialog.textContent()).toContain('Moving-average cross: 100 % becomes 37.5 %');
    await go.click();
    await eventually(() => weights.locator('tbody tr', { hasText: 'sma-cross' }).textContent()).toMatch(/38\s%/);
    expect(session.commands.at(-1)?.command).toMatchObject({
      ...{ kind: 'strategy-weights', confirmed: true },
      weights: [{ strategyId: 'sma-cross', instrumentId: 'BTCUSDT', weight: 0.375 }],
    });
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('a new strategy', PATIENCE, () => {
  test('is made by its name, checked at once, and its findings are shown in the reader’s language', async () => {
    const { page } = await open('/strategies', { locale: 'es-ES' });
    await page.getByRole('button', { name: 'Nueva estrategia…' }).click();
    const name = page.getByLabel('Nombre');
    const go = page.getByRole('button', { name: 'Crear y revisar' });
    await name.fill('Mi Primera');
    expect(await go.isDisabled()).toBe(true);
    await name.fill('sma-cross');
    await go.click();
    await page.getByText('Ya hay una estrategia con este nombre.').waitFor();
    await name.fill(MADE);
    await name.press('Enter');
    await page.waitForURL(`**/strategies/${MADE}`);
    await page.locator('#check [data-severity=ok]').first().waitFor({ timeout: 60_000 });
    expect(await page.locator('#check').textContent()).toContain('Datos del futuro');
    expect(await page.locator('#check').textContent()).toMatch(/decisiones de muestra son las mismas .* \(en \S+\)\./);
    expect(await page.locator('#source').textContent()).toContain(`id: '${MADE}'`);
    const { rows } = await jobs.desk.jobs.list({ kind: 'strategy-check', text: MADE, limit: 10 });
    expect(rows).toHaveLength(1);
  });
});

describe.skipIf(CHROMIUM === undefined)('an act whose answer is lost', PATIENCE, () => {
  test('is sent again under the same key, and done once', async () => {
    const { page } = await open('/strategies/ema-breakout');
    const keys: (string | undefined)[] = [];
    await page.route('**/api/v1/strategies/checks', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // The server does it, and nobody hears of it.
      if (keys.length === 1) {
        await route.fetch();
        await route.abort();
      } else await route.continue();
    });
    await page.getByRole('button', { name: 'Check now' }).click();
    await eventually(() => keys.length).toBe(2);
    await page.locator('#check [data-severity]').first().waitFor({ timeout: 60_000 });
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    const { rows } = await jobs.desk.jobs.list({ kind: 'strategy-check', text: 'ema-breakout', limit: 10 });
    expect(rows).toHaveLength(1);
  });

  test('also when it is asked for again by hand after both were lost; a new wish has a new key', async () => {
    const { page, session } = await open('/strategies/ema-breakout');
    const keys: (string | undefined)[] = [];
    let isLost = true;
    await page.route('**/api/v1/strategies/checks', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (isLost) await route.abort();
      else await route.continue();
    });
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('No answer came: it is not known whether it was done.').first().waitFor();
    isLost = false;
    await page.getByRole('button', { name: 'Check now' }).click();
    await eventually(() => keys.length).toBe(3);
    expect(new Set(keys).size).toBe(1);
    await eventually(() => page.getByRole('button', { name: 'Check now' }).isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Check now' }).click();
    await eventually(() => keys.length).toBe(4);
    expect(new Set(keys).size).toBe(2);

    // A command is its own key.
    const ids: (string | undefined)[] = [];
    await page.route('**/api/v1/commands', async (route) => {
      ids.push(route.request().headers()['idempotency-key']);
      if (ids.length === 1) {
        await route.fetch();
        await route.abort();
      } else await route.continue();
    });
    await page.keyboard.press('Shift+P');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await eventually(() => ids.length).toBe(2);
    await eventually(() => session.commands.length).toBe(1);
    expect(ids).toEqual([session.commands[0]?.command.commandId, session.commands[0]?.command.commandId]);
  });
});

describe.skipIf(CHROMIUM === undefined)('the pages are for everybody', PATIENCE, () => {
  test.each([
    { size: 'desktop', locale: 'en-GB', dark: false, change: 'Change…', create: 'New strategy…', disable: 'Disable…' },
    { size: 'phone', locale: 'es-ES', dark: true, change: 'Cambiar…', create: 'Nueva estrategia…', disable: 'Desactivar…' },
  ] as const)('$size, $locale', async ({ change, create, disable, ...options }) => {
    const { page, server } = await open('/strategies', { ...options, bypassCSP: true });
    const isWell = async (place: string) => {
      await addAxe(page);
      expect([place, await axeFaults(page), await page.evaluate(checkPage)]).toEqual([place, [], []]);
    };
    await page.locator('#weights tbody tr').first().waitFor();
    await isWell('list');
    for (const button of [change, create]) {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').waitFor();
      await isWell(button);
      await page.keyboard.press('Escape');
    }
    await page.goto(`${server.url}/strategies/sma-cross`);
    await page.getByRole('button', { name: disable }).click();
    await page.getByRole('dialog').waitFor();
    await isWell('disable');
  });
});
