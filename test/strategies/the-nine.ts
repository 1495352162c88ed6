/** The nine strategies of the catalogue, and how each can end a trade. */

import bollingerReversion from '../../strategies/bollinger-reversion.ts';
import contrarianVolumeSpike from '../../strategies/contrarian-volume-spike.ts';
import emaBreakout from '../../strategies/ema-breakout.ts';
import emaBreakoutAggressive from '../../strategies/ema-breakout-aggressive.ts';
import emaBreakoutConservative from '../../strategies/ema-breakout-conservative.ts';
import liquidationHunter from '../../strategies/liquidation-hunter.ts';
import rsiEmaMomentum from '../../strategies/rsi-ema-momentum.ts';
import trendFollowingAdxEma from '../../strategies/trend-following-adx-ema.ts';
import volatilityBreakout from '../../strategies/volatility-breakout.ts';
import type { AnyStrategy } from './drive.ts';

export interface Listed {
  id: string;
  definition: AnyStrategy;
  /** Reasons of exits decided at a close. */
  signals: readonly string[];
  /** Orders that rest with the position. */
  orders: readonly ('stop' | 'target' | 'trail')[];
  shorts: boolean;
}

function listed(definition: AnyStrategy, signals: readonly string[], orders: Listed['orders'] = ['stop', 'target'], shorts = true): Listed {
  return { id: definition.id, definition, signals: ['time', ...signals], orders, shorts };
}

export const NINE: readonly Listed[] = [
  listed(volatilityBreakout, [], ['trail']),
  listed(bollingerReversion, ['middle-band']),
  listed(rsiEmaMomentum, ['rsi-threshold', 'opposite-signal']),
  listed(emaBreakout, ['cross-down'], ['stop', 'target'], false),
  listed(emaBreakoutAggressive, ['opposite-cross']),
  listed(emaBreakoutConservative, ['opposite-cross']),
  listed(contrarianVolumeSpike, ['rsi-middle']),
  listed(trendFollowingAdxEma, ['adx-faded', 'cross-against'], ['stop', 'target', 'trail']),
  listed(liquidationHunter, ['rsi-extreme', 'cross-against']),
];
