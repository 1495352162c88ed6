/** The journal's page in a real browser, over a real database: 20,000 decisions to search in, and a history with orders to read in full. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeDecisions } from '../../bench/made-decisions.ts';
import type { ArchiveSource } from '../../src/adapters/http/archive-source.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { project } from '../../src/adapters/postgres/projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { openArchiveDesk } from '../../src/apps/platform/archive-desk.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { liveRows, madeHistory, OWNER } from '../archive/history.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { checkPage } from './in-page.mjs';

const MANY = 20_000;
const ENTRIES = madeHistory(400);
const LIVE = liveRows(ENTRIES);

const lab = new BrowserLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
let throwAway: ThrowAwayServer;
let many: ArchiveSource;
let whole: ArchiveSource;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  throwAway = await startThrowAwayServer();
  const { database } = throwAway;
  await migrate(database);
  await makeDecisions(database, 'many', MANY);
  await project(
    database,
    OWNER,
    ENTRIES,
    viewRows(OWNER.currency, () => 1),
  );
  many = openArchiveDesk(database, () => 'many');
  whole = openArchiveDesk(database, () => OWNER.account);
  await lab.start();
}, 180_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  await lab.stop();
  await throwAway?.remove();
});

const counted = async (condition: string): Promise<number> => {
  const [row] = await throwAway.database.query<{ n: number }>(
    `select count(*)::float8 as n from trading.decisions where account = 'many' and ${condition}`,
  );
  return row?.n ?? 0;
};
const grouped = (n: number, locale = 'en-GB') => n.toLocaleString(locale, { useGrouping: 'always' as unknown as boolean });
const totalOf = (page: Page) => page.locator('[data-total]').textContent();
const rowsOf = (page: Page) => page.locator('tbody tr[data-index]');

const REFUSED = () =>
  Promise.reject(new InputError('DATABASE_UNREACHABLE', 'expected a database that answers, found none: made to fail', 3));

async function openJournal(archive: ArchiveSource, path: string, options: Parameters<BrowserLab['open']>[0] = {}) {
  const opened = await lab.open({ archive, ...options });
  await opened.page.goto(`${opened.server.url}${path}`);
  await rowsOf(opened.page).first().waitFor();
  await opened.page.locator('#content[data-link=live]').waitFor();
  return opened;
}

describe.skipIf(CHROMIUM === undefined)('twenty thousand decisions', () => {
  test('are counted, narrowed by choices, time and what is typed, and the address says how', async () => {
    const { page, server, faults } = await openJournal(many, '/journal');
    await eventually(() => totalOf(page)).toBe('20,000 decisions');
    const refused = await counted("outcome = 'refused'");
    await page.getByRole('checkbox', { name: /^refused/ }).check();
    await eventually(() => totalOf(page)).toBe(`${grouped(refused)} decisions`);
    expect(new URL(page.url()).search).toBe('?outcome=refused');
    // The other choice of the same facet can still be seen.
    expect(await page.locator('[data-facet=outcome]').textContent()).toContain(grouped(MANY - refused));
    await page.keyboard.press('/');
    await page.keyboard.type('STRATEGY-10');
    await eventually(() => totalOf(page)).toBe(
      `${grouped(await counted("outcome = 'refused' and strategy_id = 'strategy-10'"))} decisions`,
    );
    await page.getByRole('button', { name: 'No longer only Outcome refused' }).click();
    await eventually(() => totalOf(page)).toBe(`${grouped(await counted("strategy_id = 'strategy-10'"))} decisions`);
    // A link to what is seen shows the same to somebody else.
    await page.goto(`${server.url}/journal?prefix=strategy-10&outcome=approved`);
    await eventually(() => totalOf(page)).toBe(
      `${grouped(await counted("strategy_id = 'strategy-10' and outcome = 'approved'"))} decisions`,
    );
    expect(await page.getByRole('searchbox').inputValue()).toBe('strategy-10');
    await page.getByRole('button', { name: 'Clear the filter' }).first().click();
    await eventually(() => totalOf(page)).toBe('20,000 decisions');
    expect(faults).toEqual([]);
  });

  test('over time: a bar is chosen by the keys, and a span by dragging', async () => {
    const { page } = await openJournal(many, '/journal');
    const bars = page.getByRole('slider', { name: /^Over time/ });
    await eventually(() => page.locator('[data-histogram]').getAttribute('data-histogram')).toBe('9');
    await bars.focus();
    // 2023-11-14 is the first day: 1,700,000,031 s is 22:13:51 of it. So the third is 16 November, with one decision each 31 s.
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const day = "at >= '2023-11-16Z' and at < '2023-11-17Z'";
    const inDay = await counted(day);
    expect(inDay).toBeGreaterThan(2700);
    await eventually(() => bars.getAttribute('aria-valuetext')).toMatch(new RegExp(`^16 Nov 2023: ${grouped(inDay)} decisions`));
    await page.keyboard.press('Enter');
    await eventually(() => totalOf(page)).toBe(`${grouped(inDay)} decisions`);
    await eventually(() => page.locator('[data-histogram]').getAttribute('data-histogram')).toBe('24');
    const box = (await bars.boundingBox()) as { x: number; y: number; width: number; height: number };
    const x = (hour: number) => box.x + (box.width * (hour + 0.5)) / 24;
    await page.mouse.move(x(6), box.y + 20);
    await page.mouse.down();
    await page.mouse.move(x(8), box.y + 20, { steps: 3 });
    await page.mouse.up();
    await eventually(() => totalOf(page)).toBe(
      `${grouped(await counted("at >= '2023-11-16 06:00Z' and at < '2023-11-16 09:00Z'"))} decisions`,
    );
    await page.goBack();
    await eventually(() => totalOf(page)).toBe(`${grouped(inDay)} decisions`);
  });

  test('in another order, page by page down to the last and back up, and never out of order', async () => {
    const { page } = await openJournal(many, '/journal');
    await page.getByRole('button', { name: 'Confidence' }).click();
    await eventually(() => page.url()).toContain('sort=confidence');
    const atHand = page.getByText(/^rows .* loaded/);
    // More pages than are kept: the first ones are put away, and fetched again on the way up.
    await rowsOf(page).first().focus();
    for (let n = 0; n < 24; n++) {
      await page.keyboard.press('End');
      await eventually(() => atHand.textContent()).toContain(grouped((n + 2) * 100));
    }
    await eventually(() => atHand.textContent()).toMatch(/^rows 501 to 2,500 loaded/);
    await page.evaluate("document.querySelector('main table.data').parentElement.scrollTo({ top: 480 * 40 })");
    await eventually(() => atHand.textContent()).toMatch(/^rows (?:[1-4]01|1) to /);
    await eventually(async () => (await rowsOf(page).allTextContents()).filter((text) => text === '').length).toBe(0);
    const confidence = await page.locator('tbody tr[data-index] td:last-child').allTextContents();
    const seen = confidence.map(Number);
    expect(seen.length).toBeGreaterThan(20);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  });

  test('as a file of exactly what is seen', async () => {
    const { page } = await openJournal(many, '/journal?outcome=approved&strategyId=strategy-1');
    const rows = await counted("outcome = 'approved' and strategy_id = 'strategy-1'");
    await page.getByRole('button', { name: 'Export' }).click();
    await eventually(() => page.getByRole('menu').textContent()).toContain(`${grouped(rows)} decisions, exactly this filter`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
    expect(download.suggestedFilename()).toBe('decisions.csv');
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(rows + 1);
    expect(lines.slice(1).every((line) => line.includes('strategy-1,') && line.includes('approved'))).toBe(true);
  });

  test('a view is saved under a name, kept, and gone back to; columns are remembered', async () => {
    const { page, server } = await openJournal(many, '/journal?outcome=approved');
    const approved = await counted("outcome = 'approved'");
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save this view…' }).click();
    await page.getByRole('dialog', { name: 'Save this view' }).getByLabel('Name').fill('What passed');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Id', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.goto(`${server.url}/journal/orders`);
    await page.locator('[data-list=orders]').waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'What passed', exact: true }).click();
    await eventually(() => totalOf(page)).toBe(`${grouped(approved)} decisions`);
    expect(await page.locator('thead th').last().textContent()).toBe('Id');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Remove the view What passed' }).click();
    await page.getByText('No view is saved yet.').waitFor();
  });

  test('what comes meanwhile moves nothing: it is offered', async () => {
    const { page, session } = await openJournal(many, '/journal', { played: 1150 });
    const first = await rowsOf(page).first().textContent();
    const known = session.snapshot().decisions.length;
    for (let minute = 0; minute < 200 && session.snapshot().decisions.length === known; minute++) session.step();
    const offer = page.locator('[data-news]');
    await offer.waitFor();
    expect(await offer.textContent()).toMatch(/^[1-9]\d* new rows?Show$/);
    expect(await rowsOf(page).first().textContent()).toBe(first);
    await offer.getByRole('button', { name: 'Show' }).click();
    await offer.waitFor({ state: 'detached' });
  });

  test('on a phone the choices are in a sheet, in Spanish too', async () => {
    const { page, faults } = await openJournal(many, '/journal', { size: 'phone', locale: 'es-ES' });
    await eventually(() => totalOf(page)).toBe('20.000 decisiones');
    await page.getByRole('button', { name: 'Filtrar' }).click();
    const sheet = page.getByRole('dialog', { name: 'Acotar la lista' });
    await sheet.getByRole('checkbox', { name: /^rechazada/ }).check();
    const refused = grouped(await counted("outcome = 'refused'"), 'es-ES');
    await sheet.getByRole('button', { name: `Ver ${refused} decisiones` }).click();
    await eventually(() => totalOf(page)).toBe(`${refused} decisiones`);
    expect(await rowsOf(page).first().textContent()).toContain('rechazada');
    expect(await page.evaluate(checkPage)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('a history with orders', () => {
  test('a decision is opened by keyboard, told in full, and the list is where it was', async () => {
    const { page, faults } = await openJournal(whole, '/journal?outcome=approved');
    await rowsOf(page).first().focus();
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowDown');
    await eventually(() => page.evaluate('document.activeElement.dataset.index')).toBe('5');
    await page.keyboard.press('Enter');
    await page.locator('[data-decision]').waitFor();
    const id = (await page.locator('[data-decision]').getAttribute('data-decision')) as string;
    const { row } = LIVE.decisions.find((each) => each.row.decisionId === id) as (typeof LIVE.decisions)[number];
    const main = page.locator('main');
    await main.getByRole('heading', { name: 'How it was judged' }).waitFor();
    const text = await main.textContent();
    for (const part of ['64,000.10', row.orderId as string, `c${row.orderId}`, `paper-${id}`, 'fee 0.0300 USDT'])
      expect(text).toContain(part);
    expect(await page.getByRole('list', { name: 'The order and its life' }).getByRole('listitem').first().textContent()).toContain(
      'Signal of',
    );
    expect(await page.getByRole('list', { name: 'The order and its life' }).getByRole('listitem').last().textContent()).toContain(
      'Filled in full',
    );
    await page.keyboard.press('Escape');
    await eventually(() => page.evaluate('document.activeElement.dataset.index')).toBe('5');
    expect(new URL(page.url()).search).toBe('?outcome=approved');
    // It went back, and left no page of its own behind.
    await page.goForward();
    await eventually(() => new URL(page.url()).pathname).toMatch(/^\/journal\/decisions\//);
    expect(faults).toEqual([]);
  });

  test('a refusal says the rule, what was measured and what is allowed', async () => {
    const refused = LIVE.decisions.find(
      ({ row }) => row.refusal?.code === 'RISK_POSITION_LIMIT' && row.checks.length > 0,
    ) as (typeof LIVE.decisions)[number];
    const { page, server } = await openJournal(whole, '/journal');
    await page.goto(`${server.url}/journal/decisions/${refused.row.decisionId}`);
    await page.getByRole('heading', { level: 1, name: /the position would be too large$/ }).waitFor();
    const text = await page.locator('main').textContent();
    for (const part of ['RISK_POSITION_LIMIT', '30.00\u202f%', '≤ 20\u202f%', 'no order came of it', refused.row.decisionId])
      expect(text).toContain(part);
    await page.goto(`${server.url}/journal/decisions/9-9-9`);
    await page.getByText('There is no such decision').waitFor();
  });

  test('orders, executions and events have lists of their own, and lead to each other', async () => {
    const { page, faults } = await openJournal(whole, '/journal/executions');
    await eventually(() => totalOf(page)).toBe(`${grouped(LIVE.fills.length)} executions`);
    await rowsOf(page).first().click();
    await page.locator('[data-list=orders]').waitFor();
    await rowsOf(page).first().click();
    await page.locator('[data-decision]').waitFor();
    await page.getByRole('link', { name: 'Executions of this order' }).click();
    await eventually(() => totalOf(page)).toBe('1 execution');
    await page.getByRole('link', { name: 'Events' }).click();
    await eventually(() => totalOf(page)).toBe(`${grouped(LIVE.events.filter((each) => each.journalSequence !== null).length)} events`);
    expect(faults).toEqual([]);
  });

  test('without a database the page says where the history is', async () => {
    const { page, server } = await lab.open();
    await page.goto(`${server.url}/journal`);
    await page.getByText('There is no recorded history here').waitFor();
  });

  test('an answer that fails says why and is asked for again', async () => {
    const failing: ArchiveSource = { ...whole, decisions: REFUSED };
    const { page, server } = await lab.open({ archive: failing });
    await page.goto(`${server.url}/journal`);
    const told = page.getByRole('alert');
    await told.waitFor({ timeout: 20_000 });
    failing.decisions = whole.decisions;
    await told.getByRole('button', { name: 'Try again' }).click();
    await rowsOf(page).first().waitFor();
    // Neither do the next rows come once, and those that are there stay.
    failing.decisions = (search) => (search.cursor === undefined ? whole.decisions(search) : REFUSED());
    await page.reload();
    await rowsOf(page).first().focus();
    await page.keyboard.press('End');
    await told.waitFor({ timeout: 20_000 });
    expect(await rowsOf(page).count()).toBeGreaterThan(10);
    failing.decisions = whole.decisions;
    await told.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('rows 1 to 200 loaded').waitFor();
  });
});

describe.skipIf(CHROMIUM === undefined)('axe', () => {
  for (const [size, dark] of [
    ['desktop', false],
    ['phone', true],
  ] as const)
    test(`finds nothing serious, ${size}, ${dark ? 'dark' : 'light'}`, async () => {
      const { page, server } = await openJournal(whole, '/journal?outcome=refused', { size, dark, bypassCSP: true });
      const [{ row }] = LIVE.decisions.filter(({ row: each }) => each.orderId !== null) as [(typeof LIVE.decisions)[number]];
      for (const path of [
        '/journal?outcome=refused',
        '/journal/orders',
        '/journal/executions',
        '/journal/events',
        `/journal/decisions/${row.decisionId}`,
      ]) {
        await page.goto(`${server.url}${path}`);
        await page.locator('main :is(tbody tr[data-index], [data-decision] ol)').first().waitFor();
        await addAxe(page);
        expect([path, await axeFaults(page)]).toEqual([path, []]);
        expect(await page.evaluate(checkPage)).toEqual([]);
      }
    });

  test('an address with a value that there is not is told in Spanish, and offers the list without filters', async () => {
    const { page, server } = await lab.open({ archive: many, locale: 'es-ES' });
    await page.goto(`${server.url}/journal?outcome=nope`);
    await page.getByText('En «outcome» se espera uno de estos: approved, refused, y ha llegado "nope". Corrígelo.').first().waitFor();
    await page.getByRole('link', { name: 'Ver sin filtros' }).first().click();
    await rowsOf(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });
});
