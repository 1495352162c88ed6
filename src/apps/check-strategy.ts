/** Checks a strategy as the registry and a newcomer need it: on shipped sample candles, for kept state, look-ahead and warm-up. */

import { amountRangeFailure } from '../core/domain/decimal.ts';
import { InputError } from '../core/domain/result.ts';
import { aggregateCandles } from '../core/market/aggregate.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { AnyStrategy, MarketInput, SessionOptions } from '../core/research/backtest.ts';
import { keptStateFault } from '../core/research/kept-state.ts';
import { requirementsOf } from '../core/research/requirements.ts';
import type { Finding } from '../core/research/result.ts';
import { selfChecks } from '../core/research/self-checks.ts';
import { builtInProfile } from '../core/trading/risk/profile.ts';
import { strategyFailure } from '../core/trading/strategy/guard.ts';
import { openSampleMarket } from './market-data.ts';

/** Daily bitcoin, minutes of a share, hours of a currency: volume or none, with gaps and without. */
const SAMPLES = ['BTCUSD-coinbase-1d', 'SPY-usa-1m', 'EURUSD-oanda-1h'];
const CASH = 1_000_000;
/** For strategies of several timeframes, whose warm-up means something in their own timeframe only. */
const FINE_SAMPLES = ['EURUSD-oanda-1m', 'EURUSD-oanda-1h', 'BTCUSD-coinbase-1d'];

/**
 * What was found on the samples, one finding per check, the worst of each; a `fault` means that the strategy must not be trusted.
 * InputError STRATEGY_STATE when it keeps state that a restart would lose, STRATEGY_FAILED when it throws.
 */
export async function checkStrategy(definition: AnyStrategy): Promise<Finding[]> {
  const lookAheads: Finding[] = [];
  const warmUps: Finding[] = [];
  for (const { name, market } of await marketsFor(definition)) {
    const options = optionsFor(definition, market);
    const [lookAhead, warmUp] = guarded(definition, () => {
      const fault = keptStateFault(options);
      if (fault !== null) throw new InputError('STRATEGY_STATE', fault);
      return selfChecks(options);
    });
    lookAheads.push({ ...lookAhead, sample: name, detail: `${lookAhead.detail} (on ${name})` });
    warmUps.push({ ...warmUp, sample: name, detail: `${warmUp.detail} (on ${name})` });
  }
  return [worst(lookAheads), worst(warmUps)];
}

/** Runs something that runs a strategy; what the strategy throws comes out as a sentence for its author. */
export function guarded<T>(definition: AnyStrategy, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw strategyFailure(error, definition.id) ?? amountRangeFailure(error) ?? error;
  }
}

function worst(findings: readonly Finding[]): Finding {
  const order = ['fault', 'warning', 'ok', 'note'];
  const weight = ({ figures }: Finding) => figures.sampledDecisions ?? 0;
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || weight(b) - weight(a))[0] as Finding;
}

/** Everything may be traded, in one fixed small size: foresight that compounds would leave every number behind. */
function optionsFor(definition: AnyStrategy, market: MarketInput): SessionOptions {
  const { instrument, series } = market;
  const price = series[0]?.candles.close[0] as number;
  return {
    markets: [{ ...market, instrument: { ...instrument, shorting: true } }],
    strategies: [{ definition, instrumentId: instrument.id }],
    cash: CASH,
    quantumDecimals: 2,
    size: { kind: 'units', units: Math.max(instrument.lotSize, CASH / 100 / price) },
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
  };
}

async function marketsFor(definition: AnyStrategy): Promise<{ name: string; market: MarketInput }[]> {
  const larger = guarded(definition, () => requirementsOf(definition)).timeframes.map(timeframeMs);
  if (larger.length === 0) return Promise.all(SAMPLES.map(async (name) => ({ name, market: await openSampleMarket(name) })));
  const own = timeframeMs(definition.timeframe);
  const markets: { name: string; market: MarketInput }[] = [];
  for (const name of FINE_SAMPLES) {
    const market = await openSampleMarket(name);
    const [series] = market.series;
    if (!series || own % series.timeframeMs !== 0) continue;
    markets.push({ name: `${name} as ${definition.timeframe}`, market: { ...market, series: withLarger(series, [own, ...larger]) } });
  }
  if (markets.length > 0) return markets;
  throw new InputError(
    'TIMEFRAME_MISSING',
    `${definition.id}: no sample can be made into ${definition.timeframe} candles; check it with atalaya backtest on your own candles`,
  );
}

/** Series of each length, built from one that divides them all. */
function withLarger({ candles, timeframeMs: fromMs }: MarketInput['series'][number], lengthsMs: readonly number[]): MarketInput['series'] {
  return lengthsMs.map((ms) => ({ timeframeMs: ms, candles: ms === fromMs ? candles : aggregateCandles(candles, fromMs, ms) }));
}
