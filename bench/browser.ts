/** A page in Chromium for a row of the bench, over the panel as it is now. */

import type { Page } from 'playwright-core';
import { BrowserLab, CHROMIUM } from '../test/browser/browser.ts';

export interface OpenedPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Throws, with what to do, where there is no browser: the row's figures are missing then. */
export async function openPage(): Promise<OpenedPage> {
  if (CHROMIUM === undefined)
    throw new Error('there is no Chromium here: install it (Debian: apt-get install chromium) or set ATALAYA_CHROMIUM');
  const lab = new BrowserLab();
  await lab.start();
  const page = await lab.newPage('desktop');
  return {
    page,
    async close() {
      await lab.closeAll();
      await lab.stop();
    },
  };
}
