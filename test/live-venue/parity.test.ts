// Parity of a session at a venue, trader and venue as real processes: nothing unexplained; what is injected is named.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJournal, readNewestSnapshot } from '../../src/adapters/journal-files/verify.ts';
import { foldJournal } from '../../src/apps/trader/fold-journal.ts';
import type { Setup } from '../../src/apps/trader/live-setup.ts';
import { sessionParity } from '../../src/apps/trader/session-parity.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';
import type { ParityReport } from '../../src/core/research/parity/parity.ts';
import type { FillRecord, Step } from '../../src/core/trading/engine/steps.ts';
import { journalAccount, units } from './journal-account.ts';
import { CLEAN, control, endAll, type Stand, stand, startExchange, startTrader } from './processes.ts';

const causeOf = ({ differences }: ParityReport, aspect: string) =>
  differences.filter((one) => one.aspect === aspect).map(({ cause }) => cause);

/** The journal with some of its fills changed: what another venue would have left. */
function changed(entries: readonly JournalEntry[], change: (fill: FillRecord) => FillRecord): JournalEntry[] {
  return entries.map((entry) => {
    const step = entry.body as Step | null;
    return step?.fills ? { ...entry, body: { ...step, fills: step.fills.map(change) } } : entry;
  });
}

/** `journal replay` folds the journal to what it says, and finds what was altered in it: a fill, an equity, a step's state that the snapshot knows better. */
async function replays(home: Stand, folder: string): Promise<void> {
  const entries = [...readJournal(folder)];
  const { fills, positions, wallet } = journalAccount(home.dataFolder, 'process-test', '100000');
  const { code, document } = await control(home, ['journal', 'replay']);
  const [report] = document.journals;
  expect([code, document.equal, report.difference, report.steps]).toEqual([0, true, null, entries.filter(isStep).length]);
  expect(fills.length).toBeGreaterThan(10);
  expect([units(report.positions['BTCUSDT-PERP']), units(report.wallet)]).toEqual([positions.get('BTCUSDT-PERP'), wallet]);

  const newest = readNewestSnapshot(folder, () => null);
  expect(newest?.sequence).toBeGreaterThanOrEqual(entries.findLast(isStep)?.sequence as number);
  const setup = entries.find(({ kind }) => kind === 'session')?.body as Setup;
  const altered = async (which: JournalEntry | undefined, alter: (step: Step) => object) => {
    const read = () => entries.map((entry) => (entry === which ? { ...entry, body: alter(entry.body as Step) } : entry));
    const { difference } = await foldJournal(setup, { read, before: null, newest });
    return [difference?.sequence, difference?.path];
  };
  const filling = entries.find(({ body }) => (body as Step | null)?.fills !== undefined);
  expect(await altered(filling, (step) => ({ ...step, fills: [] }))).toEqual([filling?.sequence, '.lots.0']);
  expect(await altered(filling, (step) => ({ ...step, equity: '1' }))).toEqual([filling?.sequence, '.equity']);
  const poorer = (step: Step) => {
    const changes = step.changes as { readonly engine?: { readonly book?: object } };
    return { ...step, changes: { ...changes, engine: { ...changes.engine, book: { ...changes.engine?.book, wallet: [1] } } } };
  };
  expect(await altered(entries.findLast(isStep), poorer)).toEqual([entries.at(-1)?.sequence, '.snapshot.state.engine.book.wallet']);
}
const isStep = ({ kind }: JournalEntry) => kind === 'step';

test('a session on the simulator is explained; a slip of 20 bps, a dropped and an extra trade are named', {
  timeout: 120_000,
  retry: 1,
}, async () => {
  const exchange = await startExchange(['--speed', '60', '--history', '60']);
  const home = stand(exchange.url, { externalTrades: 'adopt' });
  const trader = startTrader(home);
  onTestFinished(async () => {
    await endAll([trader, exchange]);
    home.remove();
  });
  await trader.says(CLEAN);
  const folder = join(home.dataFolder, 'journal/process-test');
  const fills = () => [...readJournal(folder)].flatMap(({ body }) => (body as Step | null)?.fills ?? []);
  const filled = async (count: number) => {
    for (let tries = 0; tries < 300 && fills().length < count; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await filled(6);
  await exchange.fault({ kind: 'reject', code: 'INSUFFICIENT_FUNDS', scope: { account: 'demo' }, count: 1 });
  await trader.says(/ORDER_REJECTED/, 30_000);
  await filled(12);
  const undisturbed = [...readJournal(folder)];
  await exchange.fault({ kind: 'manual-trade', side: 'buy', lots: 2, scope: { account: 'demo', instrument: 'BTCUSDT-PERP' } });
  await trader.says(/STRAY_FILL/, 30_000);
  // Compared is candle by candle: this one, and what follows.
  const closes = () => [...readJournal(folder)].filter(({ body }) => (body as Step | null)?.event === 'close').length;
  for (const enough = closes() + 3; closes() < enough; ) await new Promise((resolve) => setTimeout(resolve, 100));
  trader.process.kill('SIGTERM');
  expect(await trader.ended).toBe(0);

  await replays(home, folder);

  const { code, document } = await control(home, ['parity']);
  expect(document.accounts[0].unexplainedRatio).toBe(0);
  expect([code, document.accounts[0].alerts]).toEqual([0, []]);
  expect(document.accounts[0].causes['venue-rejected']).toBeGreaterThanOrEqual(1);
  expect(document.accounts[0].causes.manual).toBeGreaterThanOrEqual(1);

  const whole = await sessionParity(() => undisturbed);
  expect(whole.unexplainedRatio).toBe(0);
  expect(causeOf(whole, 'missed')).toContain('venue-rejected');
  // After the rejected one the session enters at other candles than the backtest: that follows.
  expect(new Set(causeOf(whole, 'extra'))).toEqual(new Set(['carried']));
  expect(whole.trades.length).toBeGreaterThan(5);
  // The session looked at twenty candles before it began to trade: what was decided on those is nothing it missed.
  const refused = undisturbed.flatMap(({ body }) => (body as Step | null)?.refused ?? []);
  expect(refused.map(({ code }) => code)).toContain('MODE_OBSERVATION');
  expect(whole.causes.mode).toBeUndefined();

  // One fill 20 bps worse: the third entry of a trade the venue filled.
  const target = undisturbed.flatMap(({ body }) =>
    ((body as Step | null)?.fills ?? []).filter(({ kind }) => kind === 'open'),
  )[2] as FillRecord;
  const worse = target.side === 'buy' ? 1.002 : 0.998;
  const slipped = await sessionParity(() =>
    changed(undisturbed, (fill) => (fill.fillId === target.fillId ? { ...fill, price: (Number(fill.price) * worse).toFixed(1) } : fill)),
  );
  const slips = slipped.differences.filter(({ cause, slippageBps }) => cause === 'slippage' && (slippageBps ?? 0) > 15);
  expect(slips).toHaveLength(1);
  // A tick of 0.1 at about 17,000 is 0.06 bps; the venue itself may be a few ticks off the model.
  expect(slips[0]?.slippageBps).toBeGreaterThan(18);
  expect(slips[0]?.slippageBps).toBeLessThan(22);
  expect(slipped.unexplainedRatio).toBe(0);
});
