/** A paper session that signals trade in, on hand-made candles: one instrument at 100.00 in ticks of 0.01 and whole lots, 10,000.00 and no costs. */

import { createMemoryJournal } from '../../src/core/journal/journal.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { JournaledSession } from '../../src/core/trading/engine/journaled-session.ts';
import { openSession, type SessionOptions } from '../../src/core/trading/engine/open-session.ts';
import { SIGNAL_ID } from '../../src/core/trading/engine/signal-slot.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { EntrySignal } from '../../src/core/trading/signals/signal-wish.ts';

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 2);

export function signalWorld(more: Partial<SessionOptions> = {}) {
  const recorder = new StepRecorder({ environment: 'dev', accountId: 'test', quantumDecimals: 2 });
  const options = {
    markets: [
      {
        instrument: { id: 'X', venue: 'test', kind: 'spot', base: 'X', quote: 'USD', tickSize: 0.01, lotSize: 1, shorting: true } as const,
        series: [{ timeframeMs: MINUTE, candles: createCandles(0) }],
      },
    ],
    strategies: [],
    cash: 10_000,
    quantumDecimals: 2,
    slippage: { kind: 'none' } as const,
    risk: builtInProfile('none'),
    signals: true,
    ...more,
  };
  const journal = createMemoryJournal();
  const opened = openSession(options, recorder);
  const { engine, venue } = opened;
  const session = new JournaledSession({ engine, venue, recorder, journal, quantumDecimals: 2 });
  let at = START;
  /** A candle of one price, or with these. */
  const candle = (open: number, high = open, low = open, close = open, volume = 1_000_000) => {
    session.opened(at, [[0, [at, open, open, open, open, volume]]]);
    at += MINUTE;
    session.closed(at, [[0, [at - MINUTE, open, high, low, close, volume]]]);
  };
  const slot = engine.slots.find(({ definition }) => definition.id === SIGNAL_ID) as Slot;
  const steps = () => journal.entries.map(({ body }) => body as Step);
  return { engine, opened, session, recorder, slot, candle, steps, entries: journal.entries };
}

export const signal = (more: Partial<EntrySignal>): EntrySignal => ({
  ...{ kind: 'entry', strategyId: 'outside', symbol: 'X', timeframe: '1m', createdAt: START, dryRun: false, reason: 'webhook-long-entry' },
  ...{ side: 1, confidence: 0.9, stopPrice: 95, breakEvenAfterFirstTarget: true, type: 'market', price: null, postOnly: false },
  ...{ riskRatio: null, leverage: null, confirmations: null, riskScore: null, targets: [] },
  ...more,
});
