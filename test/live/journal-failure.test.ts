/** When the journal can't be written nothing new is begun: entries stop, exits go on, and the mode says why. */

import { expect, test } from 'vitest';
import { readPaperConfig } from '../../src/apps/config.ts';
import { loadSources, QUANTUM_DECIMALS, sessionOptions } from '../../src/apps/trader/paper-session.ts';
import { JournalFailure } from '../../src/core/journal/durable-journal.ts';
import { createMemoryJournal, type Journal } from '../../src/core/journal/journal.ts';
import { openSession } from '../../src/core/research/backtest.ts';
import { JournaledSession } from '../../src/core/trading/engine/journaled-session.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';

/** A journal whose disk fails when told to. */
function failingJournal(): Journal & { fails: boolean } {
  const memory = createMemoryJournal();
  return {
    fails: false,
    epoch: 1,
    durable: Number.POSITIVE_INFINITY,
    get last() {
      return memory.last;
    },
    append(kind, at, body) {
      if (this.fails) throw new JournalFailure('JOURNAL_WRITE_FAILED', 'no space left on device');
      return memory.append(kind, at, body);
    },
  };
}

test('entries stop and the position is still closed', async () => {
  const config = {
    ...readPaperConfig(),
    risk: 'none',
    strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 } }],
  };
  const sources = await loadSources(config);
  const recorder = new StepRecorder({ environment: 'dev', accountId: 'paper', quantumDecimals: QUANTUM_DECIMALS });
  const { engine, venue, slots } = openSession(await sessionOptions(config, sources, true), recorder);
  const journal = failingJournal();
  const session = new JournaledSession({ engine, venue, recorder, journal, quantumDecimals: QUANTUM_DECIMALS });
  const [{ candles, timeframeMs }] = (sources[0] as (typeof sources)[number]).series as [(typeof sources)[number]['series'][number]];
  const play = (i: number) => {
    const numbers = [candles.time, candles.open, candles.high, candles.low, candles.close, candles.volume].map(
      (column) => column[i] as number,
    );
    session.opened(numbers[0] as number, [[0, numbers]]);
    session.closed((numbers[0] as number) + timeframeMs, [[0, numbers]]);
  };
  let i = 0;
  while (slots[0]?.position.lots === 0) play(i++);
  const recorded = journal.last;
  journal.fails = true;
  play(i++);
  expect(session.unrecorded).toBe(true);
  expect(engine.risk.mode).toBe('PAUSE');
  // Client order ids are made of this number: it goes on though nothing is recorded.
  const numbered = recorder.sequence;
  play(i++);
  expect(recorder.sequence).toBeGreaterThan(numbered);
  while (slots[0]?.position.lots !== 0) play(i++);
  const fillsAfterExit = engine.book.wallet;
  for (let k = 0; k < 300; k++) play(i++);
  expect(slots[0]?.position.lots).toBe(0);
  expect(engine.book.wallet).toBe(fillsAfterExit);
  expect(journal.last).toBe(recorded);
});
