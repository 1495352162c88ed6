// Backtests played side by side, and a sweep's threads, give what each backtest gives alone.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sweep } from '../../src/apps/sweep.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { Block } from '../../src/core/market/indicators/indicator.ts';
import { type BacktestOptions, backtest, type StrategyInput } from '../../src/core/research/backtest.ts';
import { backtestSideBySide } from '../../src/core/research/side-by-side.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { atr, type Bar, defineIndicator, defineStrategy, LONG, type Series } from '../../src/core/trading/strategy/index.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { MINUTE_MS, randomWalk } from '../engine/random-walk.ts';

const regular = (count: number) => randomWalk(count, 5, 0.01, 0);

type Common = Omit<BacktestOptions, 'strategies'>;

function options(candles: Candles, risk: string, more: Partial<Common> = {}): Common {
  return {
    markets: [
      {
        instrument: {
          id: 'X',
          venue: 'test',
          kind: 'perpetual',
          base: 'X',
          quote: 'USDT',
          tickSize: 0.01,
          lotSize: 0.001,
          takerFeeRatio: 0.0005,
          leverage: 2,
        },
        series: [{ timeframeMs: MINUTE_MS, candles }],
      },
    ],
    cash: 10_000,
    quantumDecimals: 8,
    slippage: { kind: 'fixed', ratio: 0.0005 },
    risk: builtInProfile(risk),
    seed: 3,
    ...more,
  };
}

/** Several of them share an average, some share none. */
const CROSSES: StrategyInput[] = [5, 8, 13].flatMap((fast) =>
  [21, 34, 90].map((slow) => ({ definition: smaCross, instrumentId: 'X', parameters: { fast, slow, direction: 'long-short' } })),
);

/** Buys at random, with a stop and a target, sized by what it may lose. */
class DipBuyer {
  readonly stopRatio: number;
  readonly range: Series;

  constructor(stopRatio: number, range: Series) {
    this.stopRatio = stopRatio;
    this.range = range;
  }

  onBar(bar: Bar): void {
    if (bar.random() < 0.05 && this.range.value > 0)
      bar.enter(LONG, { confidence: 0.9, reason: 'drawn', stopRatio: this.stopRatio, targetRatio: 0.015 });
  }
}

const dipBuyer = (stopRatio: number): StrategyInput => ({
  definition: defineStrategy({
    id: `dip-buyer-${stopRatio * 100}`,
    version: '1',
    title: { en: 'Dips', es: 'Caídas' },
    description: { en: 'Dips', es: 'Caídas' },
    timeframe: '1m',
    parameters: {},
    warmup: () => 20,
    size: () => ({ kind: 'risk', maxFraction: 0.2 }),
    create: (_, build) => new DipBuyer(stopRatio, build.use(atr, { period: 14 })),
  }),
  instrumentId: 'X',
});

class PhaseKernel {
  private readonly every: number;
  private readonly out: Float64Array;

  constructor(every: number, out: Float64Array) {
    this.every = every;
    this.out = out;
  }

  run({ barFrom, outFrom, count }: Block): void {
    for (let k = 0; k < count; k++) this.out[outFrom + k] = (barFrom + k) % (2 * this.every) < this.every ? 1 : 0;
  }
}

/** 1 for `every` candles, 0 for as many, and so on. */
const phaseOf = (every: number) =>
  defineIndicator({
    id: 'phase',
    title: { en: 'Phase', es: 'Fase' },
    parameters: {},
    outputs: ['value'],
    input: 'bars',
    warmup: () => 1,
    stateLength: () => 0,
    create: (_, __, outputs) => new PhaseKernel(every, outputs[0] as Float64Array),
  });

class Phases {
  readonly phase: Series;

  constructor(phase: Series) {
    this.phase = phase;
  }

  onBar(bar: Bar): void {
    if (this.phase.value === 1 && bar.position.side !== LONG) bar.enter(LONG, { confidence: 1, reason: 'on' });
    else if (this.phase.value === 0 && bar.position.side === LONG) bar.exit('off');
  }
}

function alone(given: Common, strategies: readonly StrategyInput[]) {
  return strategies.map((strategy) => {
    const { fills, finalEquity, maxDrawdownRatio } = backtest({ ...given, strategies: [strategy] });
    return { fills, finalEquity, maxDrawdownRatio };
  });
}

describe('side by side', () => {
  // Not a whole number of blocks.
  const candles = regular(3217);

  test.each([
    ['every check evaluated', options(candles, 'evaluate-all'), CROSSES],
    ['the live limits', options(candles, 'default'), CROSSES],
    ['stops, targets and sizes by risk', options(candles, 'none'), [0.01, 0.02].map(dipBuyer)],
    ['an end of the run that is filled at its open', options(candles, 'none', { finalize: 'open' }), CROSSES],
    ['fewer candles than a block', options(regular(200), 'none'), CROSSES],
  ])('%s', (_, given, strategies) => {
    const outcomes = backtestSideBySide(given, strategies);
    expect(outcomes).toEqual(alone(given, strategies));
    expect(Math.max(...outcomes.map(({ fills }) => fills))).toBeGreaterThan(0);
  });

  test('indicators that strategies made themselves, all by one name', () => {
    const own = (every: number): StrategyInput => ({
      definition: defineStrategy({
        id: `own-${every}`,
        version: '1',
        title: { en: 'Own', es: 'Propia' },
        description: { en: 'Own', es: 'Propia' },
        timeframe: '1m',
        parameters: {},
        warmup: () => 1,
        size: () => ({ kind: 'all' }),
        create: (_, build) => new Phases(build.use(phaseOf(every), {})),
      }),
      instrumentId: 'X',
    });
    const strategies = [own(7), own(30)];
    const given = options(candles, 'none');
    const outcomes = backtestSideBySide(given, strategies);
    expect(outcomes).toEqual(alone(given, strategies));
    expect(outcomes[0]?.fills).not.toBe(outcomes[1]?.fills);
  });

  test('two timeframes', () => {
    const base = options(candles, 'none');
    const [market] = base.markets as [Common['markets'][number]];
    const hours = createCandles(60);
    for (let i = 0; i < 53; i++) {
      for (const column of ['time', 'open', 'high', 'low', 'volume'] as const) hours[column][i] = candles[column][i * 60] as number;
      hours.close[i] = candles.close[i * 60 + 59] as number;
    }
    hours.length = 53;
    const given = { ...base, markets: [{ ...market, series: [...market.series, { timeframeMs: 60 * MINUTE_MS, candles: hours }] }] };
    expect(backtestSideBySide(given, CROSSES.slice(0, 2))).toEqual(alone(given, CROSSES.slice(0, 2)));
  });
});

describe('a sweep over two threads', () => {
  const given = options(regular(2000), 'evaluate-all');
  const strategyFile = fileURLToPath(new URL('../../strategies/sma-cross.ts', import.meta.url));

  test('has a row for each combination, in their order', async () => {
    const combinations = CROSSES.map(({ parameters }) => parameters as Record<string, unknown>);
    const rows = await sweep({ strategyFile, instrumentId: 'X', options: given, combinations, workers: 2 });
    expect(rows.map(({ parameters, ...outcome }) => outcome)).toEqual(alone(given, CROSSES));
    expect(rows.map(({ parameters }) => parameters)).toEqual(combinations);
  });

  test('refuses what the strategy does not allow, before anything runs', async () => {
    const wrong = sweep({ strategyFile, instrumentId: 'X', options: given, combinations: [{ fast: 30, slow: 10 }], workers: 2 });
    await expect(wrong).rejects.toThrow(InputError);
    await expect(wrong).rejects.toThrow('fast must be below slow');
  });
});
