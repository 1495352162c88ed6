/** The portfolio in a real browser: an empty book, a workbook looked at and taken in, and what it is worth; at both sizes, in both languages, over a real database. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { openPortfolioThread, type PortfolioThread } from '../../src/apps/portfolio/ask-thread.ts';
import { addPaperAccount } from '../portfolio/trading-rows.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { ScriptedSession } from './scripted-session.ts';

const SAMPLE = fileURLToPath(new URL('../../samples/portfolio/operaciones.xlsx', import.meta.url));
const BANK =
  'Fecha;Concepto;ISIN;Títulos;Precio;Divisa\n01/02/2024;Compra;IE00B4L5Y983;10;80,50;EUR\n03/04/2024;Traspaso de fondo;IE00B4L5Y983;2;81,25;EUR\n';
const PICTURES = fileURLToPath(new URL('../../var/pictures/portfolio', import.meta.url));
const lab = new BrowserLab();
let database: ThrowAwayServer;
let thread: PortfolioThread;
let folder: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  mkdirSync(PICTURES, { recursive: true });
}, 120_000);
afterEach(async () => {
  await lab.closeAll();
  await thread.close();
  await database.remove();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => lab.stop());

/**
 * At the last prices the sample itself tells: BTC 0.105 × 91240, ETH 1.3 × 1612.4, SOL 11 × 104.1, ADA 1000 × 0.7305, XRP 500 × 2.145, DOT 150 × 3.412,
 * LINK 40 × 13.92, and 7412.35, 4183.90 and 3000 of the sheet Investments.
 */
const WORTH =
  0.105 * 91_240 + 1.3 * 1_612.4 + 11 * 104.1 + 1_000 * 0.7305 + 500 * 2.145 + 150 * 3.412 + 40 * 13.92 + 7_412.35 + 4_183.9 + 3_000;

const CASES = [
  {
    size: 'desktop',
    locale: 'es-ES',
    dark: true,
    look: 'Mirarlo',
    take: 'Importarlo',
    hide: 'Ocultar importes',
    overview: 'Resumen',
    operations: 'Operaciones',
  },
  {
    size: 'phone',
    locale: 'en-GB',
    dark: false,
    look: 'Look at it',
    take: 'Import it',
    hide: 'Hide amounts',
    overview: 'Overview',
    operations: 'Operations',
  },
  {
    size: 'phone',
    locale: 'es-ES',
    dark: false,
    look: 'Mirarlo',
    take: 'Importarlo',
    hide: 'Ocultar importes',
    overview: 'Resumen',
    operations: 'Operaciones',
  },
  {
    size: 'desktop',
    locale: 'en-GB',
    dark: false,
    look: 'Look at it',
    take: 'Import it',
    hide: 'Hide amounts',
    overview: 'Overview',
    operations: 'Operations',
  },
] as const;

describe.skipIf(CHROMIUM === undefined)('the portfolio', () => {
  test.each(CASES)('$size, $locale', { timeout: 90_000 }, async ({ size, locale, dark, look, take, hide, overview, operations }) => {
    database = await startThrowAwayServer();
    await migrate(database.database);
    folder = mkdtempSync(join(tmpdir(), 'atalaya-portfolio-'));
    thread = openPortfolioThread({
      address: () => database.server.connection,
      dataFolder: folder,
      ratesUrl: null,
      quotes: null,
      say: () => {},
    });
    await addPaperAccount(database.database.query);
    const server = await lab.serve(new ScriptedSession(300), { portfolio: thread.desk });
    const more = {
      locale,
      bypassCSP: true,
      isMobile: size === 'phone',
      hasTouch: size === 'phone',
      colorScheme: dark ? 'dark' : 'light',
    } as const;
    const page = await lab.newPage(size, more);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    const main = page.locator('main');
    /** No fault that axe knows, nothing wider than the screen. */
    const seen = async (name: string) => {
      await addAxe(page);
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      await page.screenshot({ path: `${PICTURES}/${name}-${size}-${locale.slice(0, 2)}.png`, fullPage: true });
    };
    await page.goto(server.loginLink());
    await page.goto(`${server.url}/Investment-portfolio`);
    await main.locator('[data-state=empty]').waitFor();
    await seen('empty');
    await main.getByRole('link', { name: /Importar un archivo|Import a file/ }).click();
    await page.locator('input[type=file]').setInputFiles(SAMPLE);
    await main.getByRole('button', { name: look }).click();
    await expect.poll(() => main.textContent(), { timeout: 15_000 }).toMatch(/23 (rows read|filas leídas): 23/);
    await seen('preview');
    await main.getByRole('button', { name: take }).click();
    await expect.poll(() => main.locator('#portfolio-files').textContent(), { timeout: 15_000 }).toContain('operaciones.xlsx');
    await main.getByRole('link', { name: overview, exact: true }).click();
    const worth = new Intl.NumberFormat(locale, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      useGrouping: 'always' as never,
    }).format(WORTH);
    await expect.poll(() => main.locator('h1').textContent(), { timeout: 15_000 }).toContain(`${worth} EUR`);
    await main.locator('#portfolio-holdings').getByText('LINK').waitFor();
    await main.locator('#portfolio-trading').getByText('ETHUSDT').waitFor();
    await seen('overview');
    // Of 2024: 4 SOL bought at 38.20 and sold at 96.45 gain 233.00.
    for (const [path, id] of [
      ['performance?by=kind', '#portfolio-groups tbody tr'],
      ['performance?period=all&benchmark=coin:ETH', '#portfolio-curve canvas'],
      ['assets/coin%3ABTC', '#portfolio-prices canvas'],
      ['allocation?by=kind', '#portfolio-weights tbody tr'],
      ['operations?instrument=coin%3ABTC&kind=sell', '#portfolio-operations tbody tr'],
      ['prices', '#portfolio-unresolved li'],
      ['alerts', '#portfolio-new-alert select'],
      ['income', '#portfolio-received'],
      ['tax?year=2024', '#portfolio-sales tbody tr'],
    ] as const) {
      await page.goto(`${server.url}/Investment-portfolio/${path}`);
      await main.locator(id).first().waitFor();
      await seen(path.replace(/\W+/g, '-'));
    }
    // What only letters were known of is said to be that coin, priced by hand, and watched.
    await page.goto(`${server.url}/Investment-portfolio/prices`);
    await main.locator('[data-unresolved=BTC] button').nth(1).click();
    await main.locator('[data-unresolved=BTC]').waitFor({ state: 'detached' });
    const byHand = main.locator('#portfolio-manual-price');
    await byHand.locator('select').selectOption({ label: 'BTC' });
    await byHand.locator('input[inputmode=decimal]').fill('91000,5');
    await byHand.getByRole('button').click();
    await main.locator('#portfolio-attention').getByText('BTC').waitFor({ state: 'detached' });
    await page.goto(`${server.url}/Investment-portfolio/alerts`);
    const form = main.locator('#portfolio-new-alert');
    await form.locator('select').nth(1).selectOption({ label: 'BTC' });
    await form.locator('input[inputmode=decimal]').fill('95000');
    await form.getByRole('button').click();
    await expect.poll(() => main.locator('#portfolio-alerts tbody').textContent()).toContain('95000');
    await seen('alerts-one');
    // Half in coins: the trades that would bring it about.
    await page.goto(`${server.url}/Investment-portfolio/allocation?by=kind`);
    await main.locator('#portfolio-targets input[inputmode=decimal]').first().fill('50');
    await main.locator('#portfolio-targets').getByRole('button').click();
    await main.locator('#portfolio-trades tbody tr').first().waitFor();
    await seen('targets');
    expect(await main.locator('#portfolio-sales').count()).toBe(0);
    await page.goto(`${server.url}/Investment-portfolio/tax?year=2024`);
    await main.locator('#portfolio-sales tbody tr').first().waitFor();
    expect(await main.locator('#portfolio-sales').textContent()).toMatch(/\+233[.,]00/);
    await page.goto(`${server.url}/Investment-portfolio`);
    await main.locator('#portfolio-holdings').getByText('LINK').waitFor();
    await main.getByRole('button', { name: hide }).click();
    expect(await main.locator('#portfolio-figures').textContent()).not.toMatch(/\d EUR/);
    await main.getByRole('link', { name: operations, exact: true }).click();
    await main.locator('#portfolio-operations tbody tr').first().waitFor();
    expect(await main.locator('#portfolio-operations tbody tr').count()).toBe(25);
    await seen('operations');
    // A bank's table that no reader knows: two of its words are for the owner to say, one date can be read in two ways.
    await page.goto(`${server.url}/Investment-portfolio/import`);
    await page.locator('input[type=file]').setInputFiles({ name: 'banco.csv', mimeType: 'text/csv', buffer: Buffer.from(BANK) });
    await main.getByRole('button', { name: look }).click();
    const mapping = main.getByRole('form', { name: /Qué significan|What its columns/ });
    await mapping.waitFor();
    await seen('mapping');
    await mapping.getByLabel(/^(Fechas|Dates)$/).selectOption('day');
    await mapping.getByLabel(/: (Traspaso de fondo)$/).selectOption('buy');
    await mapping.getByRole('button').click();
    await expect.poll(() => main.textContent(), { timeout: 15_000 }).toMatch(/2 (rows read|filas leídas): 2/);
    await seen('mapped');
    await main.getByRole('button', { name: take }).click();
    await expect.poll(() => main.locator('#portfolio-files').textContent(), { timeout: 15_000 }).toContain('banco.csv');
    expect(faults).toEqual([]);
  });
});
