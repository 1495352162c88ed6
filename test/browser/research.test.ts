/** The pages of research in a real browser, on a real database with a worker: a backtest from its form to its report, files in and out, a strategy and its check. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type JobsLab, openJobsLab } from '../jobs/lab.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { checkPage } from './in-page.mjs';
import { type LookedAt, openResearch } from './research-over-session.ts';

/** A backtest with its checks, on a busy machine. */
const PATIENCE = { timeout: 60_000 };

const lab = new BrowserLab();
let jobs: JobsLab;
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  jobs = await openJobsLab();
  await Promise.all([lab.start(), jobs.worker()]);
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  await lab.stop();
  await jobs?.remove();
});

const open = (path: string, options?: LookedAt) => openResearch(lab, jobs, path, options);

const BACKTEST = { strategy: 'sma-cross', data: { kind: 'sample', name: 'BTCUSD-coinbase-1d' } } as const;
/** Two runs that differ in nothing that makes them unfair. */
let pair: Promise<string[]> | null = null;
const twoRuns = () => {
  pair ??= (async () => [
    (await jobs.runs('backtest', BACKTEST)).id,
    (await jobs.runs('backtest', { ...BACKTEST, parameters: { fast: 20 } })).id,
  ])();
  return pair;
};

describe.skipIf(CHROMIUM === undefined)('backtests', PATIENCE, () => {
  test('one is asked for, followed, and its report opens in a page that can reach nothing', async () => {
    const { page, context, faults } = await open('/research');
    await page.getByRole('link', { name: 'New backtest' }).first().click();
    await page.getByLabel('Strategy', { exact: true }).selectOption('sma-cross');
    await page.getByLabel('Data set').selectOption('sample BTCUSD-coinbase-1d');
    await page.getByLabel('First day').fill('2016-01-01');
    await page.getByLabel('Starting cash').fill('5000');
    await page.getByLabel('Fee, % of each execution').fill('0,2');
    expect(await page.locator('[data-sentence]').textContent()).toMatch(
      /^Plays Moving-average cross on BTCUSD-coinbase-1d, 1 Jan 2016 to 13 Aug 2018, with 5,000 to begin with\. Each execution costs 0\.2\s%\./,
    );
    await page.getByRole('button', { name: 'Run the backtest' }).click();
    await page.locator('[data-figure=returnRatio]').waitFor();
    const { rows } = await jobs.desk.runs.list({ text: 'sma', sort: 'createdAt', order: 'desc', limit: 1 });
    const [run] = rows;
    expect(run?.input).toMatchObject({ cash: 5000, feeRatio: 0.002, from: Date.UTC(2016, 0, 1) });
    const shown = ((run?.figures.returnRatio ?? 0) * 100).toLocaleString('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
    expect(await page.locator('[data-figure=returnRatio]').textContent()).toContain(`+${shown}`);
    const [report] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open report' }).click()]);
    await report
      .getByText(run?.resultHash.slice(0, 8) ?? '?')
      .first()
      .waitFor();
    expect(await report.evaluate('globalThis.origin')).toBe('null');
    expect(faults).toEqual([]);
  });

  test('what the server says against a parameter stands beside its field, until it is changed', async () => {
    const { page } = await open('/research/new?strategy=sma-cross');
    await page.getByLabel(/^Fast average/).fill('50');
    await page.getByRole('button', { name: 'Run the backtest' }).click();
    await page.getByText('PARAMETER_CONSTRAINT').waitFor();
    const fast = page.getByLabel(/^Fast average/);
    expect(await fast.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel(/^Slow average/).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('direction').getAttribute('aria-invalid')).toBe('false');
    await fast.fill('5');
    expect(await fast.getAttribute('aria-invalid')).toBe('false');
    // What the form itself knows is never asked.
    await fast.fill('0');
    await page.getByRole('button', { name: 'Run the backtest' }).click();
    expect(await page.locator('form [role=alert]').textContent()).toContain('1 field');
  });

  test('runs are found, set side by side with what makes it unfair, noted on and deleted', async () => {
    const [first, second] = await twoRuns();
    const { id: foreign } = await jobs.runs('backtest', { strategy: 'sma-cross', data: { kind: 'sample', name: 'GBPUSD-oanda-1d' } });
    const { page, server } = await open(`/research/compare?ids=${first},${second}`);
    await page.getByText('the figures can be set against each other').waitFor();
    expect(await page.locator('#settings tbody tr').allTextContents()).toEqual([expect.stringMatching(/^fast1020$/)]);
    await page.locator('#curves canvas').waitFor();
    await page.goto(`${server.url}/research/compare?ids=${first},${foreign}`);
    await page.locator('[data-tone=warn]').waitFor();
    expect(await page.locator('[data-tone=warn]').textContent()).toMatch(/INSTRUMENT_DIFFERS.*PERIOD_DIFFERS/);

    await page.goto(`${server.url}/research`);
    await page.getByRole('searchbox').fill('GBPUSD');
    await expect.poll(() => page.locator('#runs tbody tr').count()).toBe(1);
    await page.locator('#runs tbody a').click();
    await page.getByLabel('Tags').fill('doubtful, forex');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await jobs.desk.runs.read(foreign)).tags).toEqual(['doubtful', 'forex']);
    // Another tab has noted something while this one was typing: both are shown, and nothing is lost unseen.
    await page.getByLabel('Note', { exact: true }).fill('mine');
    await jobs.desk.runs.note(foreign, { note: 'of the other tab' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-fault=CHANGED_MEANWHILE]').waitFor();
    const both = page.locator('[data-meanwhile] tbody tr');
    expect(await both.allTextContents()).toEqual([expect.stringMatching(/^Note.*of the other tab.*mine/)]);
    expect((await jobs.desk.runs.read(foreign)).note).toBe('of the other tab');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await jobs.desk.runs.read(foreign)).note).toBe('mine');
    await both.waitFor({ state: 'detached' });
    expect((await jobs.desk.runs.read(foreign)).tags).toEqual(['doubtful', 'forex']);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Backtests' }).waitFor();
    await expect(jobs.desk.runs.read(foreign)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });

  test('a running one is on top of the list, and ends when it is cancelled', async () => {
    const { page } = await open('/research');
    // Ten years of hours with every check: long enough to be cancelled.
    const { id } = await jobs.desk.jobs.start(
      'backtest',
      { strategy: 'sma-cross', data: { kind: 'sample', name: 'EURUSD-oanda-1h' } },
      'ana',
    );
    await page.locator('#running [data-job]').waitFor();
    await page.locator('#running').getByRole('button', { name: 'Cancel' }).click();
    expect((await jobs.reaches(id, 'cancelled', 'done', 'failed')).state).toBe('cancelled');
    await page.locator('#running').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Jobs' }).first().click();
    await page.locator(`[data-job-id="${id}"] [data-job=cancelled]`).waitFor();
  });
});

describe.skipIf(CHROMIUM === undefined)('market data', PATIENCE, () => {
  test('a file that is dropped is imported with its rejected rows, shows its hole, and comes out again', async () => {
    const { page, faults } = await open('/research/data');
    // Two days of hours, without 06:00 to 17:00 of the second; one row is no candle.
    const hours = Array.from({ length: 48 }, (_, hour) => hour).filter((hour) => hour < 30 || hour >= 42);
    const rows = hours.map((hour) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},10,12,9,11,${hour + 1}`);
    const text = `time,open,high,low,close,volume\n${rows.join('\n')}\n2024-01-03T00:00:00Z,10,8,9,11,1\n`;
    await page.locator('[data-drop]').waitFor();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], 'abcusd.csv'));
      document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    }`);
    const file = page.locator('[data-file="abcusd.csv"]');
    expect(await file.getByLabel('Symbol').inputValue()).toBe('ABCUSD');
    await file.getByLabel('Timeframe').fill('1h');
    await file.getByRole('button', { name: 'Import' }).click();
    await file.locator('[data-report]').waitFor();
    expect(await file.locator('[data-report]').textContent()).toMatch(/Rows read37.*Accepted36.*Rejected1/);
    await file.getByText('Rejected rows (1)').click();
    expect(await file.locator('tbody').textContent()).toContain('2024-01-03T00:00:00Z');
    await file.getByRole('link', { name: 'Look at the data set' }).click();
    const cell = page.getByRole('button', { name: 'January 2024: 36 of 48 candles' });
    await cell.waitFor();
    expect(await cell.textContent()).toBe('75');
    await page.getByText('2024-01-02: 12 of 24 candles').waitFor({ state: 'attached' });
    expect(await page.locator('#gaps tbody tr').allTextContents()).toEqual([expect.stringMatching(/^2024-01-02 06:002024-01-02 18:0012/)]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()]);
    expect(download.suggestedFilename()).toMatch(/ABCUSD.*\.csv$/);
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('strategies', PATIENCE, () => {
  test('one shows its parameters and its file, is checked, and leads to its backtest', async () => {
    const { page, faults } = await open('/strategies', { locale: 'es-ES' });
    await page.getByRole('link', { name: 'Cruce de medias móviles' }).click();
    await page.getByText('defineStrategy({').waitFor();
    expect(await page.locator('#parameters tbody tr').first().textContent()).toMatch(
      /^Media rápida fastMedia rápida, en velas10de 1 a 1\.000/,
    );
    await page.getByText('nunca revisada').waitFor();
    await page.getByRole('button', { name: 'Revisar ahora' }).click();
    await page.locator('#check [data-severity]').first().waitFor();
    expect(await page.locator('#check').textContent()).toContain('superada');
    await page.getByRole('link', { name: 'Backtest con estos' }).click();
    await page.getByText(/^Pasa Cruce de medias móviles por /).waitFor();
    expect(faults).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === undefined)('every page of research', PATIENCE, () => {
  for (const [size, dark] of [
    ['desktop', false],
    ['phone', true],
  ] as const) {
    test(`fits, is readable and passes axe, ${size}, ${dark ? 'dark' : 'light'}`, async () => {
      const [first, second] = await twoRuns();
      const { page, server } = await open('/research', { size, dark, bypassCSP: true });
      for (const [path, ready] of [
        ['/research', '#runs tbody tr'],
        ['/research/new', '[data-sentence]'],
        [`/research/compare?ids=${first},${second}`, '#curves canvas'],
        [`/research/runs/${first}`, '#curve canvas'],
        ['/research/data', '#sets tbody tr'],
        ['/research/data/series?sample=BTCUSD-coinbase-1d', '[data-coverage]'],
        ['/strategies', '#strategies tbody tr'],
        ['/strategies/sma-cross', '#source li'],
        ['/system/jobs', '[data-job-id]'],
      ] as const) {
        await page.goto(`${server.url}${path}`);
        await page.locator(ready).first().waitFor();
        expect([path, await page.evaluate(checkPage)]).toEqual([path, []]);
        await addAxe(page);
        expect([path, await axeFaults(page)]).toEqual([path, []]);
      }
    });
  }
});
