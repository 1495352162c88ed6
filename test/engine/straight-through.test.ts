// Market orders that go straight from the wish to the fill must leave exactly what orders leave that are sent, kept and matched one by one.
import { describe, expect, test } from 'vitest';
import plainCross from '../../bench/strategies/plain-cross.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import type { AnyStrategy, Session, SessionOptions } from '../../src/core/research/backtest.ts';
import type { Recorder } from '../../src/core/trading/engine/recorder.ts';
import { builtInProfile, type RiskProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, LONG, SHORT } from '../../src/core/trading/strategy/index.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { randomWalk } from './random-walk.ts';
import { acting, bundled, candleAfterCandle, options, played } from './twins.ts';

const calm = builtInProfile('evaluate-all');
const limited: RiskProfile = {
  ...calm,
  ladder: { ...calm.ladder, dayDefensive: 0.02, dayStop: 0.03, drawdownAlert: 0.05, drawdownDefensive: 0.1, drawdownStop: 0.15 },
};
const CANDLES = 5000;

/** Enters and leaves by chance: mostly at market, now and then with a stop, a limit or a stop that moves. */
const byChance = acting('by-chance', { kind: 'all' }, (bar: Bar) => {
  const drawn = bar.random();
  const side = bar.shortable && bar.random() < 0.5 ? SHORT : LONG;
  const wish = { confidence: 0.9, reason: side === LONG ? 'up' : 'down' };
  if (drawn < 0.1) bar.enter(side, wish);
  else if (drawn < 0.12) bar.enter(side, { ...wish, stopRatio: 0.004 });
  else if (drawn < 0.14) bar.enter(side, { ...wish, type: 'limit', price: bar.close() });
  else if (drawn < 0.25) bar.exit('drawn');
  else if (drawn < 0.27) bar.moveStop(bar.close() * (bar.position.side > 0 ? 0.999 : 1.001));
  if (drawn > 0.23 && drawn < 0.25) bar.enter(side, { ...wish, reason: 'turned' });
});

interface Case {
  readonly name: string;
  readonly strategy: AnyStrategy;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly risk: RiskProfile;
  readonly perpetual?: boolean;
  readonly instrument?: Partial<InstrumentSpecification>;
  readonly change?: Partial<SessionOptions>;
  readonly candles?: (candles: Candles) => void;
  /** Whether many of its orders can't go straight through. */
  readonly mixed?: boolean;
}

const units = (count: number) => ({ size: { kind: 'units' as const, units: count } });

/** Nothing is traded in every fifth candle. */
const thin = ({ volume }: Candles) => {
  for (let i = 0; i < volume.length; i += 5) volume[i] = 0;
};

const CASES: readonly Case[] = [
  { name: 'long only', strategy: smaCross, risk: calm },
  {
    name: 'long and short, with leverage and funding',
    strategy: smaCross,
    parameters: { direction: 'long-short' },
    risk: calm,
    perpetual: true,
  },
  // Refused by risk: they never become orders.
  { name: 'short where that is not allowed', strategy: smaCross, parameters: { direction: 'long-short' }, risk: calm },
  { name: 'the default limits', strategy: smaCross, risk: builtInProfile('default'), change: units(0.9) },
  { name: 'limits of the ladder', strategy: smaCross, risk: limited, perpetual: true, change: units(15) },
  { name: 'a smallest order', strategy: smaCross, risk: calm, instrument: { minimumNotional: 1500 }, change: units(1.5) },
  { name: 'money that is short', strategy: smaCross, risk: calm, change: { ...units(9), cash: 9100 }, mixed: true },
  { name: 'slippage by volume', strategy: smaCross, risk: calm, change: { slippage: { kind: 'volume-share', impact: 0.1 } } },
  { name: 'no slippage', strategy: smaCross, risk: calm, change: { slippage: { kind: 'none' } } },
  { name: 'candles without trades', strategy: smaCross, risk: calm, candles: thin, mixed: true },
  { name: 'wishes of all kinds', strategy: byChance, risk: calm, mixed: true },
  { name: 'wishes of all kinds, also short', strategy: byChance, risk: limited, perpetual: true, mixed: true },
  { name: 'a share of equity', strategy: smaCross, risk: calm, change: { size: { kind: 'share', share: 0.5 } }, mixed: true },
];

function given({ strategy, parameters, risk, perpetual, instrument, change, candles }: Case, seed: number): SessionOptions {
  const walk = randomWalk(CANDLES, seed, 0.006);
  candles?.(walk);
  const session = options(walk, [strategy], risk, perpetual ?? false);
  const [market] = session.markets;
  return {
    ...session,
    markets: session.markets.map((one) => ({ ...one, instrument: { ...market!.instrument, ...instrument } })),
    strategies: session.strategies.map((one) => ({ ...one, ...(parameters ? { parameters } : {}) })),
    ...units(1.5),
    ...change,
  };
}

/** Plays bundled, and writes down which orders reached the venue the plain way. */
const noting = (sent: Set<number>) => (session: Session<Recorder>) => {
  const { venue } = session;
  const submit = venue.submit.bind(venue);
  venue.submit = (order, at) => {
    sent.add(order.id);
    submit(order, at);
  };
  bundled(session);
};

/** The run broken off and gone on with at times that have nothing to do with it. */
function inPieces(session: Session<Recorder>): void {
  const { time } = session.streams[0]!.candles;
  for (let i = 0; i < CANDLES; i += 37) session.timeline.run(time[i]! + (i % 2) * 20_000);
  session.timeline.run();
}

describe('orders straight through leave what orders one by one leave', () => {
  test.each(CASES)('$name', (one) => {
    let fills = 0;
    let straight = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const expected = played(given(one, seed), candleAfterCandle).everything;
      const sent = new Set<number>();
      const { session, everything } = played(given(one, seed), noting(sent));
      expect(everything).toEqual(expected);
      expect(played(given(one, seed), inPieces).everything).toEqual(expected);
      const { observer } = session;
      fills += observer.fillCount;
      for (let i = 0; i < observer.fillCount; i++) if (!sent.has(observer.fill(i).order)) straight++;
    }
    expect(fills).toBeGreaterThan(40);
    if (one.mixed) expect(straight / fills).toBeLessThan(0.9);
    expect(straight / fills).toBeGreaterThan(one.mixed ? 0.1 : 0.9);
  });
});

test('a strategy that says when it wants to be asked does what it does when asked at every candle', () => {
  const told = { name: '', strategy: smaCross, risk: calm };
  for (const play of [bundled, inPieces, candleAfterCandle]) {
    const results = [told, { ...told, strategy: plainCross }].map((one) => {
      const { observer } = played(given(one, 3), play).session;
      return { fills: Array.from({ length: observer.fillCount }, (_, i) => observer.fill(i)), equity: Array.from(observer.equity) };
    });
    expect(results[0]!.fills.length).toBeGreaterThan(50);
    expect(results[0]).toEqual(results[1]);
  }
});
