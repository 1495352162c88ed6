/** Signals from outside in a paper session: its backtest is given them at the same instants, so that nothing they caused is a difference. */

import { expect, test } from 'vitest';
import { readPaperConfig } from '../../src/apps/config.ts';
import { loadSources, openRecordedSession } from '../../src/apps/trader/paper-session.ts';
import { sessionParity } from '../../src/apps/trader/session-parity.ts';
import { createMemoryJournal } from '../../src/core/journal/journal.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import type { MarketInput } from '../../src/core/research/backtest.ts';
import { SESSION_KIND } from '../../src/core/trading/engine/steps.ts';
import type { SignalWish } from '../../src/core/trading/signals/signal-wish.ts';
import { LONG } from '../../src/core/trading/strategy/index.ts';

const MINUTES = 1440;
const { speed: _speed, ...defaults } = readPaperConfig();
const SETUP = {
  ...defaults,
  signals: true,
  samples: ['BTCUSDT-bybit-1m'],
  strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 2, slow: 3, direction: 'long-only' } }],
  risk: 'none' as const,
};

function signal(kind: 'entry' | 'exit', createdAt: number): SignalWish {
  const base = { strategyId: 'outside', symbol: 'BTCUSDT', timeframe: '1m', createdAt, dryRun: false, reason: `webhook-${kind}` };
  if (kind === 'exit') return { ...base, kind, side: null };
  return {
    ...{ ...base, kind, side: LONG, confidence: 0.9, stopPrice: 15_000, targets: [], breakEvenAfterFirstTarget: true },
    ...{ type: 'market', price: null, postOnly: false, riskRatio: null, leverage: null, confirmations: null, riskScore: null },
  };
}

/** A day; a signal every quarter of an hour, by turns right before and right after candles open. */
async function recorded() {
  const config = { ...SETUP, speed: 1 };
  const sources = await loadSources(config);
  const { time, open, high, low, close, volume } = (sources[0] as MarketInput).series[0]?.candles ?? createCandles(0);
  const journal = createMemoryJournal();
  const { journaled } = await openRecordedSession(config, sources, journal);
  journal.append(SESSION_KIND, 0, SETUP);
  for (let i = 0; i < MINUTES; i++) {
    const at = time[i] as number;
    const numbers = [time, open, high, low, close, volume].map((column) => column[i] as number);
    const tell = () => void journaled.signal(signal(i % 30 < 15 ? 'entry' : 'exit', at));
    if (i % 15 === 7 && i % 60 < 30) tell();
    journaled.opened(at, [[0, numbers]]);
    if (i % 15 === 7 && i % 60 >= 30) tell();
    journaled.closed(at + 60_000, [[0, numbers]]);
  }
  return journal.entries;
}

test('what signals traded, before and after an open, comes out of the backtest as well', async () => {
  const entries = await recorded();
  const { causes, counts, trades, alerts } = await sessionParity(() => entries);
  expect({ causes, alerts, counts }).toEqual({ causes: {}, alerts: [], counts: { equal: trades.length, differs: 0, missed: 0, extra: 0 } });
  expect(trades.filter(({ session }) => session?.strategyId === 'webhook').length).toBeGreaterThan(5);
  expect(trades.filter(({ session }) => session?.strategyId === 'sma-cross').length).toBeGreaterThan(5);
});
