/** Checks a strategy as the registry and a newcomer need it: on shipped sample candles, for look-ahead, warm-up and surprises. */

import type { AnyStrategy } from '../core/research/backtest.ts';
import type { Finding } from '../core/research/result.ts';
import { lookAheadCheck, warmUpCheck } from '../core/research/self-checks.ts';
import { builtInProfile } from '../core/trading/risk/profile.ts';
import { openSampleMarket } from './market-data.ts';

const SAMPLE = 'BTCUSD-coinbase-1d';

/** Findings of one strategy on a daily sample of 1,300 candles; a `fault` means that it must not be trusted. */
export async function checkStrategy(definition: AnyStrategy): Promise<Finding[]> {
  const market = await openSampleMarket(SAMPLE);
  const options = {
    markets: [market],
    strategies: [{ definition, instrumentId: market.instrument.id }],
    cash: 10_000,
    quantumDecimals: 8,
    slippage: { kind: 'none' } as const,
    risk: builtInProfile('none'),
  };
  return [lookAheadCheck(options), warmUpCheck(options)];
}
