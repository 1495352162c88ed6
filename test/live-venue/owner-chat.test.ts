// The owner's chat beside `trade`, set up as the guide says, on a local Bot API and the local exchange: what it says of the world, the venue and the day.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { journalFolder } from '../../src/adapters/journal-files/open-journal.ts';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { BotApiServer } from '../telegram/bot-api-server.ts';
import { endAll, PROJECT, type Running, type Stand, stand, startExchange, startTrader } from './processes.ts';

const OWNER = 4242;
let running: Running[] = [];
let home: Stand | undefined;
let api: BotApiServer | undefined;

afterEach(async () => {
  await endAll(running);
  await api?.close();
  home?.remove();
  running = [];
});

/** Decisions refused in the session itself, counted in the journal by this test alone: what is warmed up with is older than the session's beginning. */
function refusedIn(folder: string, begins: number): { since: number; before: number } {
  const counted = { since: 0, before: 0 };
  for (const { kind, at, body } of readJournal(folder))
    if (kind === 'step') counted[at < begins ? 'before' : 'since'] += ((body as { refused?: unknown[] }).refused ?? []).length;
  return counted;
}

/** What the newcomer writes into the file, as printed. The owner's number is the guide's. */
function settingsOfTheGuide(): Record<string, string> {
  const guide = readFileSync(join(PROJECT, 'docs/guides/telegram.md'), 'utf8');
  const [, file = ''] = /```ini\n([\s\S]*?)```/.exec(guide) ?? [];
  return Object.fromEntries([...file.matchAll(/^ *(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

test('a session on the local exchange is called simulated, and the daily report knows the venue, the comparison and its own decisions', async () => {
  api = new BotApiServer();
  await api.listen();
  const exchange = await startExchange();
  running.push(exchange);
  home = stand(exchange.url);
  const startedAt = Date.now();
  const trader = startTrader(home, 'demo', { ...settingsOfTheGuide(), ATALAYA_TELEGRAM_API: api.url });
  running.push(trader);
  // Told when it is durable, after everything that was warmed up with.
  await trader.says('mode OBSERVATION to NORMAL');
  await trader.says('telegram: TELEGRAM_CONNECTED');
  const startedBy = Date.now();
  const ask = (text: string, expected: string) => {
    const before = api?.sent.length ?? 0;
    api?.write(text, { from: OWNER });
    return (api as BotApiServer).says(expected, before);
  };
  const status = (await ask('/status', 'process-test')).text;
  expect(status).toMatch(/^SIMULATED · dev · /);
  expect(status).not.toContain('REAL');
  const report = (await ask('/daily', 'Daily report')).text;
  expect(report).toMatch(/ · process-test · SIMULATED\n/);
  expect(report).toContain('\nVenue: bybit up\n');
  expect(report).toMatch(/\nReconciliation: \d{4}-\d\d-\d\d \d\d:\d\d clean\n/);
  const refusedSince = (begins: number) => refusedIn(journalFolder((home as Stand).dataFolder, 'process-test'), begins);
  expect(refusedSince(startedAt).before).toBeGreaterThan(5);
  // The session began between the two: a candle that closed meanwhile may be on either side.
  const counts = [startedAt, startedBy].map((begins) => `\nRefused entries: ${refusedSince(begins).since}\n`);
  expect(
    counts.some((count) => report.includes(count)),
    report,
  ).toBe(true);
});

test('a group instead of a private chat ends the start with a word about it', async () => {
  const exchange = await startExchange();
  running.push(exchange);
  home = stand(exchange.url);
  const trader = startTrader(home, 'demo', { ...settingsOfTheGuide(), ATALAYA_TELEGRAM_CHAT_ID: '-100123' });
  running.push(trader);
  expect(await trader.ended).toBe(3);
  expect(trader.said()).toContain('a group is refused');
});
