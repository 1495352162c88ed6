/** One page of trading while the session changes a thousand times a second: long tasks, frames, and what an input waits for. Needs Chromium. */

import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { endAll, type Running, run } from '../../test/live-venue/processes.ts';
import { openPage } from '../browser.ts';
import { type Smoothness, watchSmoothness } from '../in-page.mjs';
import { median, percentile } from '../measure.ts';
import type { Outcome, Row } from '../row.ts';

const SERVER = fileURLToPath(new URL('../busy-server.ts', import.meta.url));
/** Code is compiled, the chart is drawn. */
const WARM_UP_MS = 5_000;
const SECONDS = 40;
const ACT_EVERY_MS = 500;

async function measure(): Promise<Outcome> {
  let server: Running | undefined;
  const opened = await openPage();
  try {
    const { page } = opened;
    server = run([SERVER]);
    const [link] = /http\S+/.exec(await server.says(/token=\S+\n/)) as RegExpExecArray;
    await page.addInitScript(watchSmoothness);
    await page.goto(link);
    await page.locator('[data-page="/"] #figures').waitFor();
    await page.goto(new URL('/trading', link).href);
    await page.locator('#chart canvas').first().waitFor();
    await page.waitForTimeout(WARM_UP_MS);
    const changes = await count(server);
    await take(page);
    const began = performance.now();
    let acts = 0;
    while (performance.now() - began < SECONDS * 1000) {
      await act(page, acts++);
      await page.waitForTimeout(ACT_EVERY_MS);
    }
    const seen = await take(page);
    const seconds = (performance.now() - began) / 1000;
    return outcomeOf(seen, acts, seconds, ((await count(server)) - changes) / seconds);
  } finally {
    await endAll([server]);
    await opened.close();
  }
}

async function count(server: Running): Promise<number> {
  const before = server.said().length;
  server.process.stdin?.write('\n');
  while (!/told \d+\n/.test(server.said().slice(before))) await new Promise((resolve) => setTimeout(resolve, 5));
  return Number(/told (\d+)/.exec(server.said().slice(before))?.[1]);
}

const take = (page: Page) =>
  page.evaluate<Smoothness>(
    '(() => { const seen = window.smoothness; window.smoothness = { longTasks: [], frames: [], inputs: [] }; return seen; })()',
  );

/** What a person does who looks at it: another tab of the book, another timeframe, a key. */
async function act(page: Page, which: number): Promise<void> {
  const tabs = page.locator('#book').getByRole('tab');
  const timeframes = page.locator('#chart fieldset button');
  if (which % 3 === 0) await tabs.nth((which / 3) % 3).click();
  else if (which % 3 === 1) await timeframes.nth(((which - 1) / 3) % 4).click();
  else await page.keyboard.press('Shift');
}

function outcomeOf({ longTasks, frames, inputs }: Smoothness, acts: number, seconds: number, changesPerSecond: number): Outcome {
  for (const values of [longTasks, frames, inputs]) values.sort((a, b) => a - b);
  const longest = longTasks.at(-1) ?? 0;
  const blocked = longTasks.reduce((sum, each) => sum + each, 0) / 1000 / seconds;
  // An input that took less than 16 ms is not reported: it counts as 16.
  const input95 = percentile([...Array(Math.max(0, acts - inputs.length)).fill(16), ...inputs], 0.95);
  return {
    figures: {
      'page.changesPerSecond': changesPerSecond,
      'page.longTasksPerMinute': (longTasks.length / seconds) * 60,
      'page.longestTaskMs': longest,
      'page.blockedRatio': blocked,
      'page.frameP50Ms': median(frames),
      'page.frameP95Ms': percentile(frames, 0.95),
      'page.inputP95Ms': input95,
    },
    lines: [
      {
        label: `page: ${changesPerSecond.toFixed(0)} changes a second for ${seconds.toFixed(0)} s`,
        value: `${longTasks.length} long tasks, the longest ${longest.toFixed(0)} ms`,
        note: `${(blocked * 100).toFixed(1)} % of the time in tasks of 50 ms and more`,
      },
      {
        label: 'page: frames',
        value: `${median(frames).toFixed(1)} ms apart, 95 % ${percentile(frames, 0.95).toFixed(1)} ms`,
        note: `99 % ${percentile(frames, 0.99).toFixed(1)} ms, the longest ${(frames.at(-1) ?? 0).toFixed(0)} ms`,
      },
      {
        label: 'page: from input to picture',
        value: `95 % ${input95.toFixed(0)} ms`,
        note: `${acts} acts; the longest ${inputs.at(-1)?.toFixed(0) ?? 'below 16'} ms`,
      },
    ],
  };
}

export const busyPageRow: Row = {
  name: 'busy-page',
  figures: [
    'page.changesPerSecond',
    'page.longTasksPerMinute',
    'page.longestTaskMs',
    'page.blockedRatio',
    'page.frameP50Ms',
    'page.frameP95Ms',
    'page.inputP95Ms',
  ],
  measure,
};
