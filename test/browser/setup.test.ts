/** The whole set-up over the real platform: from the link that `up` prints to the overview, with a backtest by the real worker and the session that runs. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { throwAwayFolder } from '../../src/adapters/postgres/throw-away-server.ts';
import { PASSWORD } from '../accounts/accounts-lab.ts';
import { startExchange } from '../live-venue/processes.ts';
import { codeShownAt } from './authenticator.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { up } from './up.ts';

const lab = new BrowserLab();

describe.skipIf(CHROMIUM === undefined)('the set-up', () => {
  const folder = throwAwayFolder();
  beforeAll(() => lab.start(), 120_000);
  afterAll(async () => {
    await lab.closeAll();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('leads a newcomer from the language to the overview, and can be left on the way', async () => {
    const [exchange, platform] = await Promise.all([startExchange(['--speed', '60', '--history', '60']), up(join(folder, 'data'))]);
    try {
      const page = await lab.newPage('desktop', { locale: 'es-ES' });
      page.setDefaultTimeout(30_000);
      await page.goto(platform.setup);
      await page.getByText('English', { exact: true }).last().click();
      await page.getByRole('heading', { name: 'Which language?' }).waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('Your name').fill('marta');
      await page.getByLabel('New password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Make the owner' }).click();
      await page.getByRole('button', { name: 'Show the code to scan' }).click();
      const secret = (await page.locator('[data-secret]').getAttribute('data-secret')) as string;
      await page.getByLabel('Then give the code it shows').fill(codeShownAt(secret, Date.now()));
      await page.getByRole('button', { name: 'Confirm the authenticator' }).click();
      await page.getByRole('button', { name: 'Show ten codes' }).click();
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByText('You are in as marta').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Bybit, live').click();
      await page.getByText('Address of a simulator on this machine').first().click();
      await page.getByLabel('Address of a simulator on this machine').fill('http://127.0.0.1:1');
      await page.getByRole('button', { name: 'Continue' }).click();

      await page.getByRole('button', { name: 'Run the backtest' }).waitFor();
      await page.reload();
      await page.getByLabel('On which sample').selectOption('BTCUSD-coinbase-1d');
      await page.getByRole('button', { name: 'Run the backtest' }).click();
      await page.getByRole('heading', { name: 'What it would have done' }).waitFor();
      const [report] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Open the whole report' }).click()]);
      await report.getByText('sma-cross').first().waitFor();
      await report.close();
      await page.getByRole('button', { name: 'Continue' }).click();
      // Nobody answers there: said at once, and what runs goes on.
      await page.getByRole('heading', { name: 'Begin your session' }).waitFor();
      await page.getByLabel('Paper money (USDT)').fill('5000');
      await page.getByRole('button', { name: 'Start the session' }).click();
      await page.locator('[data-fault=SETTINGS_VENUE_UNREACHABLE]').waitFor();
      for (const _step of ['paper', 'strategy']) await page.getByRole('button', { name: 'Back', exact: true }).click();
      await page.getByLabel('Address of a simulator on this machine').fill(exchange.url);
      for (const _step of ['data', 'strategy']) await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('Paper money (USDT)').fill('5000');
      await page.getByRole('button', { name: 'Start the session' }).click();
      await page.getByText('The first price is here').waitFor({ timeout: 60_000 });
      await page.locator('[data-first-price=live]').getByText('BTC/USDT').waitFor();
      await page.getByRole('button', { name: 'Go to the overview' }).click();
      await page.locator('[data-page="/"] #figures').waitFor();

      // Made with what the pages have: the run is among the runs, and the link of the first day is worth nothing now.
      const runs = await page.evaluate("fetch('/api/v1/research/runs').then((answer) => answer.json())");
      expect((runs as { rows: { strategy: string }[] }).rows.map(({ strategy }) => strategy)).toEqual(['sma-cross']);
      await page.goto(`${platform.url}/setup`);
      await page.getByText('Which language?').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('You are in as marta').waitFor();
    } finally {
      exchange.process.kill('SIGTERM');
      await platform.stop();
    }
  }, 180_000);
});
