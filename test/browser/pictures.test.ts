/** Every page of the table and every flow, over a real platform: kept as pictures in both sizes, languages and themes (var/pictures/index.html), each fit, readable and without a serious fault of axe. */

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RealPlatform, startRealPlatform } from '../live/real-platform.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { type Content, fill, goesOnIn } from './picture-platform.ts';
import { PictureBook, type Scene } from './pictures.ts';

/** The one table of pages: a new one is looked at by itself. By its address, because it is of the browser and its types are not known here. */
const TABLE = new URL('../../panel/pages/pages.ts', import.meta.url).href;
const { PAGES } = (await import(TABLE)) as { readonly PAGES: readonly { readonly path: string; readonly section: string }[] };
/** Nothing has happened yet, nor does much while it is looked at. */
const AT_FIRST = '1';
const PATIENCE = { timeout: 240_000 };

const lab = new BrowserLab();
let platform: RealPlatform;
let book: PictureBook;
/** Somebody with the first link, the owner, a viewer, and nobody. */
const people = new Map<string, Page>();
let content: Content;
const began = performance.now();

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  platform = await startRealPlatform(['--speed', AT_FIRST]);
  book = new PictureBook(platform.url);
}, 180_000);
afterAll(async () => {
  await lab.closeAll();
  await lab.stop();
  await platform?.remove();
  console.log(`pictures: var/pictures/index.html, ${((performance.now() - began) / 60_000).toFixed(1)} min`);
}, 60_000);

/** A browser of their own; policies are lifted so that axe can be put into the page. */
async function pageOf(who: string, enter: (context: BrowserContext, page: Page) => Promise<unknown>): Promise<Page> {
  const known = people.get(who);
  if (known) return known;
  const page = await lab.newPage('desktop', { bypassCSP: true, serviceWorkers: 'block' });
  page.setDefaultTimeout(30_000);
  await enter(page.context(), page);
  people.set(who, page);
  return page;
}
const first = () => pageOf('first', (_context, page) => page.goto(platform.link as string));
const owner = () => pageOf('owner', (context) => goesOnIn(context, platform, content.owner.browser));
const viewer = () => pageOf('viewer', (context) => goesOnIn(context, platform, content.viewer));
const nobody = () => pageOf('nobody', (_context, page) => page.goto(`${platform.url}/sign-in`));

/** There, with nothing that still loads. */
async function settles(page: Page, path: string): Promise<void> {
  await page.goto(`${platform.url}${path}`);
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  // A page that keeps a question open for news is never idle.
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
  await page
    .locator('main [aria-busy=true], main [data-skeleton]')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => {});
  await page.waitForTimeout(300);
}

/** States are looked at where their parts are most of what there is. */
const MAIN = ['/', '/trading', '/risk', '/journal', '/research', '/research/data', '/strategies', '/system/jobs', '/settings'];
const nameOf = (path: string) => (path === '/' ? 'overview' : path.slice(1).replaceAll('/', '-'));

async function isGood(page: Page, scene: Scene): Promise<void> {
  expect(await book.take(page, scene)).toEqual([]);
}

describe.skipIf(CHROMIUM === undefined)('on the first day', PATIENCE, () => {
  for (const path of MAIN)
    test(`empty: ${path}`, async () => {
      await isGood(await first(), { name: `empty-${nameOf(path)}`, isBrief: true, show: (page) => settles(page, path) });
    });

  test('the set-up', async () => {
    const page = await pageOf('newcomer', (_context, opened) => opened.goto(`${platform.url}/sign-in`));
    await isGood(page, { name: 'setup', show: (at) => settles(at, '/setup') });
  });
});

describe.skipIf(CHROMIUM === undefined)('with everything', PATIENCE, () => {
  beforeAll(async () => {
    content = await fill(platform);
  }, 240_000);

  for (const { path } of PAGES)
    test(path, async () => {
      const page = path === '/sign-in' ? await nobody() : await owner();
      await isGood(page, { name: nameOf(path), show: (at) => settles(at, path) });
    });

  const flows: readonly (readonly [name: string, path: () => string, act?: (page: Page) => Promise<unknown>])[] = [
    ['research-new', () => '/research/new?strategy=sma-cross'],
    ['research-run', () => `/research/runs/${content.runs[0]}`],
    ['research-compare', () => `/research/compare?ids=${content.runs.slice(0, 2)}`],
    ['data-series', () => '/research/data/series?sample=BTCUSD-coinbase-1d'],
    ['strategy', () => '/strategies/sma-cross'],
    ['journal-orders', () => '/journal/orders'],
    ['journal-decision', () => `/journal/decisions/${encodeURIComponent(content.decisionId)}`],
    ['settings-new', () => '/settings/new'],
    ['settings-limits', () => '/settings/limits'],
    ['settings-secrets', () => '/settings/secrets'],
    ['settings-notifications', () => '/settings/notifications'],
    ['settings-history', () => '/settings/history'],
    ['nothing-there', () => '/nothing-there'],
  ];
  for (const [name, path] of flows)
    test(`flow: ${name}`, async () => {
      await isGood(await owner(), { name: `flow-${name}`, show: (page) => settles(page, path()) });
    });

  const dialogs: readonly (readonly [name: string, path: string, keys: readonly string[]])[] = [
    ['kill', '/', ['Shift+K']],
    ['pause', '/trading', ['Shift+P']],
    ['palette', '/', ['Control+k']],
    ['needs', '/', ['n']],
    ['display', '/', [',']],
    ['shortcuts', '/', ['?']],
  ];
  for (const [name, path, keys] of dialogs)
    test(`dialog: ${name}`, async () => {
      const show = async (page: Page) => {
        await settles(page, path);
        for (const key of keys) await page.keyboard.press(key);
        await page.locator('[role=dialog]').first().waitFor();
      };
      await isGood(await owner(), { name: `dialog-${name}`, show, isPlain: false });
    });

  for (const path of ['/', '/trading', '/settings', '/system/users'])
    test(`who may not, or only look: ${path}`, async () => {
      await isGood(await viewer(), { name: `viewer-${nameOf(path)}`, isBrief: true, show: (page) => settles(page, path) });
    });

  for (const path of MAIN)
    test(`no answer but an error: ${path}`, async () => {
      const page = await owner();
      const refuse = /\/api\/v1\/(?!session|live)/;
      const problem = {
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        code: 'DATABASE_UNREACHABLE',
        detail: 'The database does not answer.',
        correlationId: '5f1c2a6e-0b0f-4f57-9d0c-2f6f5f3f9b11',
      };
      await page.route(refuse, (route) =>
        route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
      );
      try {
        await isGood(page, { name: `error-${nameOf(path)}`, isBrief: true, show: (at) => settles(at, path) });
      } finally {
        await page.unroute(refuse);
      }
    });

  for (const path of ['/', '/trading', '/journal'])
    test(`the line is lost: ${path}`, async () => {
      const page = await owner();
      const show = async () => {
        await page.context().setOffline(false);
        await settles(page, path);
        await page.context().setOffline(true);
        await page
          .getByText(/Connection lost|Sin conexión/)
          .filter({ visible: true })
          .first()
          .waitFor();
        // Figures lose their colour a little later.
        await page.waitForTimeout(12_000);
      };
      try {
        await isGood(page, { name: `lost-${nameOf(path)}`, isBrief: true, show });
      } finally {
        await page.context().setOffline(false);
      }
    });
});
