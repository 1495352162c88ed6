/** The whole set-up over the real platform: from the link that `up` prints to the overview, with a backtest by the real worker and the session that runs. */

import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { throwAwayFolder } from '../../src/adapters/postgres/throw-away-server.ts';
import { PASSWORD } from '../accounts/accounts-lab.ts';
import { codeShownAt } from './authenticator.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';

const CLI = fileURLToPath(new URL('../../src/apps/cli.ts', import.meta.url));
const lab = new BrowserLab();

interface Running {
  readonly url: string;
  readonly setup: string;
  stop(): Promise<void>;
}

async function up(dataFolder: string): Promise<Running> {
  const platform = spawn(process.execPath, [CLI, 'up', '--data-dir', dataFolder, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => platform.once('exit', () => resolve()));
  const told = await new Promise<string>((resolve, reject) => {
    let text = '';
    platform.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (/\}\s*$/.test(text)) resolve(text);
    });
    void ended.then(() => reject(new Error('expected a running platform, found it ended')));
  });
  return {
    ...(JSON.parse(told) as { url: string; setup: string }),
    async stop() {
      platform.kill('SIGTERM');
      await ended;
    },
  };
}

describe.skipIf(CHROMIUM === undefined)('the set-up', () => {
  const folder = throwAwayFolder();
  beforeAll(() => lab.start(), 120_000);
  afterAll(async () => {
    await lab.closeAll();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('leads a newcomer from the language to the overview, and can be left on the way', async () => {
    const platform = await up(join(folder, 'data'));
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
      await page.getByText(/\d+ recorded series of real markets/).waitFor();
      await page.getByText('Live prices of an exchange, on paper').click();
      await page.getByText('npx atalaya up --config bybit-paper.json --mode paper').waitFor();
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
      await page.getByRole('heading', { name: 'A paper session is running' }).waitFor();
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
      await platform.stop();
    }
  }, 180_000);
});
