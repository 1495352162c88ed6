/** Test support: risk told of a real session of two perpetuals, whose positions are written into its snapshot. Nothing in it trades. */

import type { RiskSource } from '../../src/adapters/http/live-source.ts';
import { createRiskBrief, createRiskViews, type RiskViews } from '../../src/apps/trader/risk-views.ts';
import type { Instrument, InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { type EngineSnapshot, snapshotOf } from '../../src/core/trading/engine/engine-snapshot.ts';
import { openSession } from '../../src/core/trading/engine/open-session.ts';
import { createHistory } from '../../src/core/trading/engine/step-history.ts';
import type { StepState } from '../../src/core/trading/engine/steps.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2024, 3, 10, 12);
const UNIT = 1e8;

const perpetual = (id: string): InstrumentSpecification => ({
  ...{ id, venue: 'test', kind: 'perpetual', base: id.slice(0, 3), quote: 'USDT', tickSize: 0.01, lotSize: 0.001, leverage: 2 },
  takerFeeRatio: 0.001,
});
/** Of the first, the second, the third instrument. */
const PRICES = [100, 50, 20];

export interface Held {
  /** Signed units. */
  readonly units: number;
  readonly price: number;
}

interface Past {
  /** Days with a return. */
  readonly days?: number;
  readonly names?: readonly string[];
  /** Close of a day, counted back from today; absent: 1 % up and down, every instrument alike. */
  readonly close?: (instrument: number, day: number) => number;
  /** Entries of this noon, and when the last step closed; absent: none, and noon. */
  readonly entries?: number;
  readonly at?: number;
}

const upAndDown = (_: number, day: number) => (day % 2 === 0 ? 100 : 101);

/** Ten thousand in the wallet, and what is held at its own price. */
export function riskOf(
  held: readonly Held[],
  { days = 40, names = ['AAAUSDT', 'BBBUSDT'], close = upAndDown, entries = 0, at = NOW }: Past = {},
): { views: RiskViews; brief: ReturnType<typeof createRiskBrief>; source: RiskSource } {
  const profile = builtInProfile('default');
  const session = openSession(
    {
      markets: names.map((id) => ({
        instrument: perpetual(id),
        series: [{ timeframeMs: 60_000, candles: createCandles(0) }],
      })),
      strategies: [],
      owner: true,
      cash: 10_000,
      quantumDecimals: 8,
      slippage: { kind: 'fixed', ratio: 0.0005 },
      risk: profile,
      accountCurrency: 'USDT',
    },
    // Nothing runs: nobody is told anything.
    {} as never,
  );
  const { engine, instruments, slots } = session;
  engine.risk.mark(10_000 * UNIT, NOW - days * DAY);
  for (let day = days; day >= 0; day--) {
    for (const { index } of instruments) {
      const level = close(index, day);
      engine.risk.dailyBar(index, level, level, level, level, NOW - day * DAY);
    }
  }
  engine.risk.mark(10_000 * UNIT, NOW);
  for (let i = 0; i < entries; i++) engine.risk.entrySent(0, 1, NOW);
  const plain = snapshotOf(engine);
  const positions = instruments.map((instrument, i) => positionOf(instrument, held[i]));
  const snapshot: EngineSnapshot = {
    ...plain,
    at,
    book: { ...plain.book, positions },
    slots: plain.slots.map((slot, i) => ({ ...slot, position: { ...slot.position, ...positions[slots[i]?.instrument.index ?? 0] } })),
  };
  const history = { ...createHistory(), lastSequence: 1, state: { engine: snapshot } as unknown as StepState };
  const candles = { lastClose: (instrument: number) => PRICES[instrument] as number, count: () => 0 };
  const parts = { history, slots, instruments, candles, currency: 'USDT', quantumDecimals: 8, profile, riskDesk: engine.risk };
  const views = createRiskViews(parts);
  const answer: RiskSource['answer'] = (question) => {
    if (question.kind === 'market') return views.shock(question);
    throw new InputError('ORDER_NO_PRICE', 'nothing runs here that could judge an order', 1);
  };
  return { views, brief: createRiskBrief(parts), source: { report: views.report, answer } };
}

function positionOf({ lotSize }: Instrument, { units, price }: Held = { units: 0, price: 0 }) {
  const cost = Math.round(Math.abs(units) * price * UNIT);
  return { lots: Math.round(units / lotSize), cost, margin: cost / 2 };
}
