/** The panel in a real browser, over the scripted session. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM, SIZES } from './browser.ts';
import { checkPage, coloursOnChart } from './in-page.mjs';
import { ScriptedSession } from './scripted-session.ts';

const lab = new BrowserLab();
/** A page needs a moment, and a busy machine a longer one. */
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
beforeAll(async () => {
  if (CHROMIUM !== undefined) await lab.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(() => lab.stop());

describe.skipIf(CHROMIUM === undefined)('entering', () => {
  test('the link lets in once, and leaves a clean address', async () => {
    const { page, server, context, faults } = await lab.open({ enters: false });
    const link = server.loginLink();
    await page.goto(link);
    await page.locator('#figures').waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    expect(faults).toEqual([]);
    await context.clearCookies();
    await page.goto(link);
    await eventually(() => page.locator('[role=alert]').textContent()).toContain('used before');
    expect(await page.locator('#figures').count()).toBe(0);
  });

  test('the panel makes a link for another browser, and leaves', async () => {
    const { page, server } = await lab.open({ path: '/trading' });
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'Link for another browser' }).click();
    const link = await page.locator('.new-link').textContent();
    expect(link).toContain(`${server.url}/enter?token=`);
    await page.getByRole('button', { name: 'Leave this browser' }).click();
    await page.getByRole('heading', { name: 'Enter with a one-time link' }).waitFor();
    await page.goto(link as string);
    await page.locator('#figures').waitFor();
  });
});

describe.skipIf(CHROMIUM === undefined)('the trading page', () => {
  test('says what is: state first, figures, limits, positions and why something was refused', async () => {
    const { page, session, faults } = await lab.open({ path: '/trading' });
    const { account } = session.snapshot().status;
    expect(await page.locator('h1').textContent()).toBe('Trading normally. One position is open, its stop in place.');
    expect(await page.locator('#band').textContent()).toContain('PAPER');
    expect(await page.locator('#band').textContent()).toContain('Replayed, 13 Dec 2022');
    const equity = Number(account.equity).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    expect(await page.locator('[data-figure=equity]').textContent()).toBe(equity);
    expect(await page.locator('#refusals').textContent()).toContain('SIGNAL_THROTTLED');
    expect(await page.locator('#refusals tr[data-answer=refused]').textContent()).toContain('Time since the last entry');
    expect(await page.getByRole('link', { name: 'TradingView' }).isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  test('what waits to be asked counts no candles and opens nothing, and a database that is not used is no warning', async () => {
    const { page, session, faults } = await lab.open({ path: '/trading', played: 5 });
    session.asked = [
      {
        ...{ strategyId: 'webhook', title: { en: 'Signals from outside', es: 'Señales externas' }, version: '1', instrumentId: 'BTCUSDT' },
        ...{
          timeframe: '1m',
          state: 'running',
          warmup: null,
          coolsDownUntil: null,
          block: null,
          weight: null,
          parameters: [],
          realised: null,
          trades: 0,
          refusals: 0,
        },
      },
    ];
    session.database = { state: 'none', since: 0, lastError: null, projectedSequence: null };
    session.sendStatus();
    const row = page.locator('#strategies li', { hasText: 'Signals from outside' });
    expect(await row.textContent()).toMatch(/ ready0 trades · 0 refusalswebhook · BTCUSDT$/);
    expect(await row.locator('details').count()).toBe(0);
    // The strategies warm up all the same.
    expect(await page.locator('h1').textContent()).toBe('Warming up.');
    const database = page.locator('#plumbing li', { hasText: 'Database' });
    expect(await database.textContent()).toBe('Databasenot used');
    expect(await database.locator('[data-state=off]').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test('the ids of executions on the page are the ids of the session', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    await page.getByRole('tab', { name: /Executions/ }).click();
    const shown = await page.locator('#book .id').allTextContents();
    expect(shown).toEqual(session.snapshot().fills.map((fill) => fill.fillId));
  });

  test('executions older than what the page came with are asked for', async () => {
    const { page, session } = await lab.open({
      path: '/trading',
      prepare(made) {
        const whole = made.snapshot.bind(made);
        made.snapshot = () => ({ ...whole(), fills: whole().fills.slice(0, 10) });
      },
    });
    await page.getByRole('tab', { name: /Executions/ }).click();
    const all = session.fills({ limit: 1000 }).rows.map((fill) => fill.fillId);
    expect(all.length).toBeGreaterThan(10);
    await eventually(() => page.locator('#book .id').allTextContents()).toEqual(all);
  });

  test('the chart marks entries, exits and refusals, and the table beside it has the same candles', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    const summary = await page.locator('#chart [role=img]').getAttribute('aria-label');
    const { fills, decisions } = session.snapshot();
    const entries = fills.filter((fill) => fill.realised === null).length;
    const refused = decisions.filter((decision) => decision.refusal !== null).length;
    expect(summary).toContain(`${entries} entries, ${fills.length - entries} exits and ${refused} refusals are marked`);
    // Pixels in the colours of the marks: the canvas was drawn on, not only described.
    expect(await page.evaluate(coloursOnChart)).toEqual({ marks: true, candles: true });
    await page.locator('#chart').getByRole('button', { name: 'Show as table' }).click();
    const close = session.candles({ instrumentId: 'BTCUSDT', timeframe: '5m', limit: 1 }).close[0] as number;
    expect(await page.locator('.table-frame tbody tr').first().textContent()).toContain(
      close.toLocaleString('en-GB', { minimumFractionDigits: 2 }),
    );
  });

  test('changes arrive by themselves', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    const before = await page.locator('#clock').textContent();
    for (let minute = 0; minute < 90; minute++) session.step();
    session.sendStatus();
    await eventually(() => page.locator('#clock').textContent()).not.toBe(before);
    const fills = session.snapshot().status.totals.fills;
    await eventually(() => page.getByRole('tab', { name: /Executions/ }).textContent()).toContain(String(fills));
    await eventually(() => page.locator('[data-figure=equity]').textContent()).toContain(
      Math.trunc(session.trader.equity).toLocaleString('en-GB'),
    );
  });

  test('a candle that was missed on the way is asked for, and no gap is shown', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    await page.getByRole('button', { name: '1m', exact: true }).click();
    await eventually(() => page.locator('#chart [role=img]').first().getAttribute('aria-label')).toContain('candles of 1m');
    // Two minutes are played, and only the second is told.
    const told = session.send.bind(session);
    session.send = (message) => {
      if (message.type !== 'candles') told(message);
    };
    session.step();
    session.send = told;
    session.step();
    const count = session.candles({ instrumentId: 'BTCUSDT', timeframe: '1m', limit: 5000 }).time.length;
    await eventually(() => page.locator('#chart [role=img]').first().getAttribute('aria-label')).toContain(`${count} candles of 1m`);
  });

  test('a session that has just begun says what each empty place is for', async () => {
    const { page, faults } = await lab.open({ path: '/trading', played: 0 });
    for (const text of ['No position is open', 'No candle yet', 'No equity mark yet', 'Nothing was refused']) {
      await page.getByText(text, { exact: true }).waitFor();
    }
    expect(faults).toEqual([]);
  });

  test('stale prices lose their colour and tell their age', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    session.goStale(451_000);
    await eventually(() => page.locator('h1').textContent()).toMatch(/^Prices are [78] min/);
    expect(await page.locator('[data-figure=equity] .text-stale').count()).toBe(1);
    expect(await page.locator('#figures .text-gain, #figures .text-loss').count()).toBe(0);
  });
});

describe.skipIf(CHROMIUM === undefined)('acts', () => {
  test('kill asks, tells the consequence, and closes everything', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    expect(session.trader.holdings).toHaveLength(1);
    await page.getByRole('button', { name: /^Kill/ }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('1 position worth');
    expect(session.commands).toHaveLength(0);
    await dialog.getByRole('button', { name: 'Close everything' }).click();
    await eventually(() => page.locator('h1').textContent()).toContain('Everything is closed');
    expect(session.trader.holdings).toHaveLength(0);
    expect(session.commands.map(({ command }) => command.kind)).toEqual(['kill']);
    expect(await page.locator('#top-bar [data-mode]').textContent()).toBe('EMERGENCY');
  });

  test('the quiet way out does nothing, by button and by Escape, and the focus returns', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    const kill = page.getByRole('button', { name: /^Kill/ });
    await kill.click();
    await page.getByRole('button', { name: 'Keep trading' }).click();
    await kill.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Kill');
    expect(session.commands).toHaveLength(0);
  });

  test('kill by keyboard begins on the way out: Enter alone closes nothing', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    await page.keyboard.press('Shift+K');
    await page.getByRole('dialog').waitFor();
    await eventually(() => page.evaluate('document.activeElement.textContent')).toBe('Keep trading');
    await page.keyboard.press('Enter');
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    expect(session.commands).toHaveLength(0);
    await page.keyboard.press('Shift+K');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() => session.commands.map(({ command }) => command.kind)).toEqual(['kill']);
  });

  test('pause and resume by keyboard; kill stays reachable while resume asks', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    await page.keyboard.press('Shift+P');
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('h1').textContent()).toContain('Paused since');
    await page.keyboard.press('Shift+P');
    await page.getByRole('dialog', { name: 'Resume trading?' }).waitFor();
    const reached: string[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate<string>("document.activeElement === document.body ? '' : document.activeElement.textContent"));
    }
    expect(reached.some((text) => text.startsWith('Kill'))).toBe(true);
    expect(reached.some((text) => text.includes('Show as table'))).toBe(false);
    await page.keyboard.press('Shift+K');
    await page.getByRole('dialog', { name: 'Close everything and stop?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+P');
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await eventually(() => session.snapshot().status.mode.name).toBe('NORMAL');
  });

  test('the replay is stopped, sped up and continued', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    session.run();
    session.sendStatus();
    await page.getByRole('button', { name: 'Pause replay' }).click();
    await eventually(() => page.locator('h1').textContent()).toBe('The replay stands still.');
    await page.getByRole('button', { name: '300×' }).click();
    await page.getByRole('button', { name: 'Continue replay' }).click();
    await eventually(() => session.commands.map(({ command }) => command.kind)).toEqual(['feed-pause', 'feed-speed', 'feed-resume']);
    await eventually(() => session.snapshot().status.feed).toMatchObject({ state: 'running', speed: 300 });
  });

  test('an answer that is lost is told as not known, the same press is done once, and the stream settles dialog and message', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    let asked = 0;
    let arrives = false;
    await page.route('**/api/v1/commands', async (route) => {
      asked++;
      if (arrives) await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('Shift+P');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    const problem = page.locator('[data-toast=problem]');
    await problem.waitFor();
    expect(await problem.textContent()).toContain('it is not known whether it was done');
    expect([asked, session.commands.length]).toEqual([2, 0]);
    expect(await page.getByRole('dialog').count()).toBe(1);
    arrives = true;
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.locator('[data-toast=done]').waitFor();
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
    await eventually(() => problem.count()).toBe(0);
    expect(session.commands).toHaveLength(1);
  });

  test('an act that waits says so after two seconds, and what comes then', async () => {
    const { page } = await lab.open({ path: '/trading' });
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    await page.route('**/api/v1/commands', (route) => goOn.then(() => route.continue()));
    await page.keyboard.press('Shift+P');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Waiting for an answer').waitFor();
    resolve();
    await eventually(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('what is refused says why, with its code', async () => {
    const { page, session } = await lab.open({ path: '/trading' });
    session.setMode('PAUSE', 'owner', 'panel');
    await page.getByRole('button', { name: /^Resume/ }).click();
    // Somebody else was faster: resuming from NORMAL is refused.
    session.setMode('NORMAL', 'owner', 'command-line');
    await page.getByRole('button', { name: 'Resume trading' }).click();
    await eventually(() => page.locator('[data-toast=problem]').textContent()).toContain('MODE_TRANSITION');
  });
});

describe.skipIf(CHROMIUM === undefined)('the line to the server', () => {
  test('a lost server is told, and the page goes on after its restart', async () => {
    const sessionsFile = lab.sessionsFile();
    const { page, server } = await lab.open({ path: '/trading', sessionsFile });
    const { port } = server;
    await server.close();
    await eventually(() => page.locator('h1').textContent()).toContain('Connection lost');
    expect(await page.getByRole('button', { name: /^Kill/ }).isEnabled()).toBe(true);
    const restarted = new ScriptedSession(1000);
    await lab.serve(restarted, { port, sessionsFile });
    await eventually(() => page.locator('h1').textContent()).not.toContain('Connection lost');
    await eventually(() => page.getByRole('tab', { name: /Executions/ }).textContent()).toContain(
      String(restarted.snapshot().status.totals.fills),
    );
  });
});

describe.skipIf(CHROMIUM === undefined)('for everybody', () => {
  test('speaks the browser’s language, and remembers another choice', async () => {
    const { page } = await lab.open({ locale: 'es-ES' });
    expect(await page.locator('h1').textContent()).toContain('Todo opera con normalidad');
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    expect(await page.locator('[data-figure=equity]').textContent()).toMatch(/^\d+\.\d{3},\d\d$/);
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'English' }).click();
    await eventually(() => page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await eventually(() => page.locator('h1').textContent()).toContain('Trading normally');
  });

  for (const size of ['desktop', 'phone'] as const) {
    for (const locale of ['en-GB', 'es-ES']) {
      test(`nothing is wider than the window, everything has a name and can be read: ${size}, ${locale}`, async () => {
        for (const [path, dark] of [
          ['/', false],
          ['/', true],
          ['/trading', false],
          ['/trading', true],
        ] as const) {
          const { page, session } = await lab.open({ path, size, locale, dark });
          expect(await page.evaluate(checkPage)).toEqual([]);
          session.setMode('EMERGENCY', 'day-stop', null);
          await page.locator('[data-mode=EMERGENCY]').first().waitFor();
          await page.locator('[data-act=kill]').click();
          await page.getByRole('dialog').waitFor();
          expect(await page.evaluate(checkPage)).toEqual([]);
        }
      });
    }
  }

  test('the checks themselves see what is wrong', async () => {
    const { page } = await lab.open({ path: '/trading', size: 'phone' });
    await page.evaluate(`
      const wide = Object.assign(document.createElement('button'), { id: 'main' });
      wide.style.width = '900px';
      const pale = Object.assign(document.createElement('p'), { textContent: 'pale' });
      pale.style.color = 'rgb(200 200 200)';
      pale.style.background = 'white';
      document.querySelector('main').append(wide, pale);
    `);
    const faults = (await page.evaluate(checkPage)).join('\n');
    for (const fault of ['px wide in a window of', 'without a name: button', 'the id main is there twice', 'contrast 1.'])
      expect(faults).toContain(fault);
  });

  test('the acts stay in sight on a phone, however far the page is scrolled', async () => {
    const { page } = await lab.open({ path: '/trading', size: 'phone' });
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    for (const name of [/^Pause$/, /^Kill/]) {
      const box = await page.locator('#top-bar').getByRole('button', { name }).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= SIZES.phone.width && box.y >= 0 && box.height >= 40).toBe(true);
    }
  });
});
