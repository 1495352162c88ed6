/** From a fill at the venue to the frame that shows it: signals to the real processes on a local exchange at the clock's own pace, looked at in Chromium. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signatureOf } from '../../src/adapters/http/webhook-signature.ts';
import { PATHS } from '../../src/api/paths.ts';
import type { Fill } from '../../src/api/records.ts';
import { type RealPlatform, startRealPlatform } from '../../test/live/real-platform.ts';
import { endAll, IDLE, stand, startExchange } from '../../test/live-venue/processes.ts';
import { openPage } from '../browser.ts';
import { watchFills } from '../in-page.mjs';
import { median, percentile } from '../measure.ts';
import { agree, type Outcome, type Row } from '../row.ts';

/** Half of them enter, half leave. */
const FILLS = 240;
/** Not in step with anything that beats. */
const EVERY_MS = [270, 430];
const SECRET = randomBytes(32).toString('hex');
const WITHIN_MS = 250;

async function measure(): Promise<Outcome> {
  const opened = await openPage();
  const exchange = await startExchange(['--speed', '1', '--history', '60']);
  const home = stand(exchange.url, { strategies: [IDLE], signals: true });
  let platform: RealPlatform | undefined;
  try {
    mkdirSync(join(home.dataFolder, 'state'), { recursive: true });
    writeFileSync(join(home.dataFolder, 'state', 'webhook-secret'), `${SECRET}\n`, { mode: 0o600 });
    const keys = { ATALAYA_VENUE_KEY: 'demo', ATALAYA_VENUE_SECRET: 'demo' };
    platform = await startRealPlatform(['--config', home.configuration, '--mode', 'real'], keys, home.dataFolder);
    await platform.up.says(/OBSERVATION to NORMAL/);
    const { page } = opened;
    await page.addInitScript(watchFills);
    await page.goto(platform.link as string);
    await page.goto(`${platform.url}/trading`);
    await page.locator('#content[data-link=live]').waitFor();
    await page.locator('#book').getByRole('tab').nth(2).click();
    for (let n = 0; n < FILLS; n++) {
      await send(platform.url, n);
      await pause(EVERY_MS[n % 2]);
    }
    await pause(2_000);
    const shown = await page.evaluate<Record<string, number>>('window.shownAt');
    const answer = await page.evaluate<{ rows: Fill[] }>(`fetch('${PATHS.fills}?limit=1000').then((answer) => answer.json())`);
    return outcomeOf(answer.rows, shown);
  } finally {
    await opened.close();
    await platform?.remove();
    await endAll([exchange]);
    home.remove();
  }
}

/** In and out in turns; each entry by a strategy of its own, since one may enter once an hour. */
async function send(url: string, n: number): Promise<void> {
  const strategy = `outside-${n >> 1}`;
  const entry = { kind: 'LONG_ENTRY', sl: 9_000, risk_pct: 0.5 };
  const signal = { ...(n % 2 === 0 ? entry : { kind: 'EXIT', side: 'long' }), symbol: 'BTCUSDT-PERP', tf: '1m', strategy };
  const [at, body] = [String(Date.now()), JSON.stringify({ ...signal, nonce: `bench-${n}-${Date.now()}` })];
  const headers = { 'x-atalaya-timestamp': at, 'x-atalaya-signature': signatureOf(SECRET, at, body) };
  const answer = await fetch(`${url}${PATHS.signals}`, { method: 'POST', body, headers });
  if (answer.status !== 200) throw new Error(`expected the signal to be taken, found ${answer.status} ${await answer.text()}`);
}

function outcomeOf(fills: readonly Fill[], shown: Readonly<Record<string, number>>): Outcome {
  agree('pixels: fills of as many signals', FILLS, fills.length);
  agree('pixels: fills that the page has shown', fills.map(({ fillId }) => fillId).sort(), Object.keys(shown).sort());
  const times = fills.map(({ fillId, at }) => (shown[fillId] as number) - at).sort((a, b) => a - b);
  const [p50, p95, p99] = [median(times), percentile(times, 0.95), percentile(times, 0.99)];
  return {
    figures: { 'pixels.fillP50Ms': p50, 'pixels.fillP95Ms': p95, 'pixels.fillP99Ms': p99 },
    lines: [
      {
        label: `pixels: ${times.length} fills, from the venue's time to their frame`,
        value: `${p50.toFixed(0)} ms, 95 % ${p95.toFixed(0)} ms, 99 % ${p99.toFixed(0)} ms`,
        note: p95 > WITHIN_MS ? `longer than the ${WITHIN_MS} ms promised` : `the shortest ${times[0]} ms, the longest ${times.at(-1)} ms`,
      },
    ],
  };
}

export const pixelsRow: Row = { name: 'pixels', figures: ['pixels.fillP50Ms', 'pixels.fillP95Ms', 'pixels.fillP99Ms'], measure };
