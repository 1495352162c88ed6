/** A signal below a confidence of 0.60, asked about in the owner's chat and answered there and at the command line; the journal has it all and replays. */

import { afterEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import type { EntrySignal } from '../../src/core/trading/signals/signal-wish.ts';
import { atalaya } from '../cli/run-cli.ts';
import { ControlLab } from '../control/control-lab.ts';
import { until } from '../live/test-trader.ts';
import { BotApiServer, TOKEN } from './bot-api-server.ts';
import { startChannels } from './start-channels.ts';

const OWNER = 4242;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  for (const name of Object.keys(process.env)) if (name.startsWith('ATALAYA_TELEGRAM_')) delete process.env[name];
});

test('is asked about, let through by /approve, refused by atalaya reject', { timeout: 30_000 }, async () => {
  const api = new BotApiServer();
  await api.listen();
  closers.push(() => api.close());
  Object.assign(process.env, {
    ATALAYA_TELEGRAM_TOKEN: TOKEN,
    ATALAYA_TELEGRAM_CHAT_ID: String(OWNER),
    ATALAYA_TELEGRAM_API: api.url,
  });
  const lab = new ControlLab();
  closers.push(() => lab.end());
  const strategies = [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 50, slow: 200 } }];
  const { trader } = await lab.open({ signals: true, approvals: true, strategies });
  trader.start();
  await until(() => trader.feed.lastAt > trader.feed.startsAt + 60 * 60_000);
  trader.feed.pause();
  const chat = await startChannels(trader, lab.folder);
  closers.push(() => chat.stop());
  const { engine } = trader.paper.session;
  const signal = (): EntrySignal => ({
    ...{ kind: 'entry', strategyId: 'outside', symbol: 'BTCUSDT', timeframe: '1m', createdAt: engine.at, dryRun: false, reason: 'webhook' },
    ...{ side: 1, confidence: 0.58, stopPrice: 15_000, targets: [], breakEvenAfterFirstTarget: true, type: 'market', price: null },
    ...{ postOnly: false, riskRatio: null, leverage: null, confirmations: null, riskScore: null },
  });
  const say = (text: string, expected: string) => {
    const before = api.sent.length;
    api.write(text, { from: OWNER });
    return api.says(expected, before);
  };

  const before = api.sent.length;
  const first = await trader.signal(signal());
  expect(first).toMatchObject({ outcome: 'awaiting-approval' });
  const { decisionId: refusedId } = first as { decisionId: string };
  expect((await api.says('/approve', before)).text).toContain(`/reject ${refusedId}`);
  const rejected = await atalaya(['reject', refusedId, '--reason', 'not today', '--data-dir', lab.folder, '--json']);
  expect([rejected.code, JSON.parse(rejected.stdout)]).toMatchObject([0, { recorded: true, workingOrders: 0 }]);
  expect((await say(`/approve ${refusedId}`, 'NOTHING_TO_APPROVE')).text).toContain('Refused');

  const second = (await trader.signal(signal())) as { decisionId: string };
  expect(await say(`/approve ${second.decisionId}`, 'Approved')).toBeDefined();
  const slot = engine.slots.find(({ definition }) => definition.id === 'webhook');
  expect(slot?.entry?.purpose).toBe('entry');
  const nothing = await atalaya(['approve', 'nothing-of-the-kind', '--data-dir', lab.folder, '--json']);
  expect([nothing.code, JSON.parse(nothing.stdout).error.code]).toEqual([1, 'NOTHING_TO_APPROVE']);

  await chat.stop();
  await lab.traders.stop(trader);
  const journal = await openJournal(`${lab.folder}/journal/paper`, { account: 'paper' });
  const entries = [...journal.readEntries(1)];
  await journal.close();
  const answers = entries.flatMap(({ body }) => (body as Step).approval ?? []);
  expect(answers).toMatchObject([
    { decisionId: refusedId, approved: false, by: expect.stringMatching(/^command-line:/) },
    { decisionId: second.decisionId, approved: true, by: 'telegram' },
  ]);
  expect(entries.some(({ kind, body }) => kind === 'audit' && (body as { action: string }).action === 'command.approve')).toBe(true);
  expect(await replayJournal(entries)).toMatchObject({ equal: true });
});
