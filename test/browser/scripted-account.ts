/** Test support: the account and the strategies of the scripted trader as the page shows them. */

import type { Decision, Fill } from '../../src/api/records.ts';
import type { Account, Rung, StrategyRun } from '../../src/api/session.ts';
import { INSTRUMENT, RULES, type ScriptedTrader, STARTING_EQUITY } from './scripted-trader.ts';

const TITLES: Readonly<Record<string, StrategyRun['title']>> = {
  'sma-cross': { en: 'Moving-average cross', es: 'Cruce de medias móviles' },
  'hour-breakout': { en: 'Breakout of the hour', es: 'Rotura de la hora' },
};

export function accountOf(trader: ScriptedTrader, peak: number, drawdownStop: number, entries: number): Account {
  const { equity, cash, longValue, fees } = trader;
  const money = (value: number) => value.toFixed(8);
  const unrealised = trader.positions(0).reduce((sum, position) => sum + Number(position.unrealised), 0);
  const result = { money: money(equity - STARTING_EQUITY), ratio: equity / STARTING_EQUITY - 1 };
  const rung = (id: string, window: Rung['window'], demands: Rung['demands'], limitRatio: number): Rung => {
    const reference = window === 'drawdown' ? peak : STARTING_EQUITY;
    const loss = Math.max(0, 1 - equity / reference);
    return {
      id,
      window,
      demands,
      state: loss > limitRatio ? 'active' : 'idle',
      limitRatio,
      measuredRatio: loss,
      moneyLeft: money(Math.max(0, equity - reference * (1 - limitRatio))),
    };
  };
  return {
    accountId: 'paper',
    currency: 'USDT',
    displayDecimals: 2,
    equity: money(equity),
    cash: money(cash),
    startingEquity: money(STARTING_EQUITY),
    longValue: money(longValue),
    shortValue: money(0),
    unrealised: money(unrealised),
    feesPaid: money(fees),
    total: result,
    day: result,
    week: result,
    month: result,
    drawdown: { ratio: 1 - equity / peak, money: money(peak - equity), peak: money(peak) },
    exposure: { money: money(longValue), ratio: longValue / equity },
    ladder: [
      rung('day-defensive', 'day', 'DEFENSIVE', 0.02),
      rung('day-stop', 'day', 'EMERGENCY', 0.03),
      rung('week-defensive', 'week', 'DEFENSIVE', 0.03),
      rung('week-stop', 'week', 'EMERGENCY', 0.05),
      rung('month-stop', 'month', 'EMERGENCY', 0.08),
      rung('drawdown-alert', 'drawdown', 'ALERT', 0.05),
      rung('drawdown-defensive', 'drawdown', 'DEFENSIVE', 0.1),
      rung('drawdown-closes-only', 'drawdown', 'CLOSES_ONLY', 0.12),
      rung('drawdown-stop', 'drawdown', 'EMERGENCY', drawdownStop),
    ],
    limits: [
      { code: 'RISK_REGIME_EXPOSURE', unit: 'ratio', bound: 'at-most', measured: longValue / equity, limit: 0.7 },
      {
        code: 'RISK_POSITION_LIMIT',
        unit: 'ratio',
        bound: 'at-most',
        measured: Math.max(0, ...trader.positions(0).map((each) => Number(each.value) / equity)),
        limit: 0.2,
      },
      { code: 'RISK_CASH', unit: 'ratio', bound: 'at-least', measured: cash / equity, limit: 0.1 },
      { code: 'RISK_OPEN_POSITIONS', unit: 'count', bound: 'at-most', measured: trader.holdings.length, limit: 10 },
      {
        code: 'RISK_ENTRIES_PER_DAY',
        unit: 'count',
        bound: 'at-most',
        measured: entries,
        limit: 30,
      },
    ],
  };
}

export function strategiesOf(candlesSeen: number, fills: readonly Fill[], decisions: readonly Decision[]): StrategyRun[] {
  return RULES.map(({ strategyId, candleMinutes, stopRatio }) => {
    const need = strategyId === 'sma-cross' ? 16 : 61;
    const seen = Math.min(need, Math.floor(candlesSeen / candleMinutes));
    const closing = fills.filter((fill) => fill.strategyId === strategyId && fill.realised !== null);
    return {
      strategyId,
      title: TITLES[strategyId] as StrategyRun['title'],
      version: '1.0.0',
      instrumentId: INSTRUMENT,
      timeframe: `${candleMinutes}m`,
      state: seen < need ? 'warming-up' : 'running',
      warmup: { have: seen, need },
      coolsDownUntil: null,
      block: null,
      weight: null,
      parameters:
        strategyId === 'sma-cross'
          ? [
              { name: 'fast', value: 4 },
              { name: 'slow', value: 15 },
            ]
          : [
              { name: 'lookback', value: 60 },
              { name: 'stopRatio', value: stopRatio },
            ],
      realised: closing.reduce((sum, fill) => sum + Number(fill.realised), 0).toFixed(8),
      trades: closing.length,
      refusals: decisions.filter((row) => row.strategyId === strategyId && row.outcome === 'refused').length,
    };
  });
}
