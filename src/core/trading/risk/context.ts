/** Puts risk together for one account: figures, ladder, counters and statistics that the rules look at. */

import type { Instrument } from '../../domain/instrument.ts';
import { type Classification, classOf } from './classes.ts';
import { CoolDowns } from './cool-down.ts';
import { DayTrades } from './day-trades.ts';
import { EntryLog } from './entry-log.ts';
import { prepareFigures } from './figures.ts';
import { FirstOrders } from './first-orders.ts';
import type { RiskContext } from './judgement.ts';
import { LossLadder } from './ladder.ts';
import { Modes } from './modes.ts';
import type { Environment, RiskProfile } from './profile-figures.ts';
import { InstrumentRegime } from './regime.ts';
import { RunWeights } from './run-weights.ts';
import { ShareLimit } from './share-limit.ts';
import { DailyStatistics } from './statistics.ts';
import { VolatilityGauge } from './volatility-gauge.ts';

export interface RiskDeskOptions {
  readonly profile: RiskProfile;
  /** Decides absolute limits and lengths of cool-downs; dev when absent. */
  readonly environment?: Environment;
  readonly instruments: readonly Instrument[];
  readonly strategies: readonly { readonly id: string }[];
  readonly slots: readonly { readonly strategy: number; readonly instrument: number }[];
  readonly quantumDecimals: number;
  /** Quanta. */
  readonly startingEquity: number;
  readonly at: number;
  /** Estimated cost of entry and exit together (fees, slippage), as a ratio of the entry price. */
  readonly roundTripCostRatio: number;
  /** Whether somebody can answer an approval request. Absent: nobody, and what needs approval is dropped. */
  readonly approvals?: boolean;
  /** Unknown counts as the worst case where it matters. */
  readonly accountCurrency?: string;
  /** By instrument id. What is absent counts as the worst case. */
  readonly classifications?: Readonly<Record<string, Classification>>;
  /** Index of the instrument beta is measured against. */
  readonly benchmark?: number;
  /** The gauge of every slot, where accounts over the same candles share one. */
  readonly gauge?: VolatilityGauge;
}

export function createContext(options: RiskDeskOptions): RiskContext {
  const { profile, instruments, strategies, slots, environment = 'dev' } = options;
  const figures = prepareFigures(profile, environment, options.quantumDecimals);
  const statistics = new DailyStatistics(instruments.length, profile.statistics.minimumReturns);
  const correlationUpTo = (days: number, day: number) => statistics.meanPairCorrelation(days, day);
  const ladder = new LossLadder(profile.ladder, profile.zone, options.startingEquity, options.at);
  return {
    figures,
    instruments,
    classes: instruments.map((instrument) => classOf(instrument, options.classifications?.[instrument.id], figures.unknownIsWorst)),
    strategies: strategies.map(({ id }) => ({ id, evaluator: new ShareLimit(1), kelly: Number.NaN, calibrationError: Number.NaN })),
    ladder,
    modes: new Modes(ladder, profile.ladder),
    entries: new EntryLog(instruments.length, strategies.length, slots.length, profile.signals.duplicateLockMs),
    coolDowns: new CoolDowns(profile.coolDowns, environment, strategies.length),
    dayTrades: new DayTrades(slots.length),
    firstOrders: new FirstOrders(figures.quantaPerUnit),
    weights: new RunWeights(slots.length),
    statistics,
    regimes: instruments.map(() => new InstrumentRegime(profile.regimes, correlationUpTo)),
    gauges: slots.map(() => options.gauge ?? new VolatilityGauge()),
    roundTripCost: new ShareLimit(options.roundTripCostRatio),
    approvals: options.approvals ?? false,
    accountInDollars: options.accountCurrency === 'USD',
    benchmark: options.benchmark ?? -1,
  };
}

/** What the owner should know before the run: everything that will count as the worst case because nobody has said what it is. */
export function contextWarnings({ figures, instruments, classes, benchmark }: RiskContext): string[] {
  const warnings: string[] = [];
  const { limits } = figures.profile;
  if (figures.unknownIsWorst) {
    classes.forEach(({ sector, assetClass, geography }, i) => {
      const unknown = [
        sector === null && 'sector',
        assetClass === null && 'asset class',
        geography === null && limits.geography !== Number.POSITIVE_INFINITY && 'geography',
      ];
      const names = unknown.filter((name) => name !== false);
      if (names.length > 0)
        warnings.push(`risk: ${instruments[i]?.id}: ${names.join(', ')} not known, counted as the same as every other instrument's`);
    });
  }
  if (benchmark < 0 && limits.betaMaximum !== Number.POSITIVE_INFINITY && figures.unknownIsWorst)
    warnings.push('risk: no benchmark instrument, so beta is not known and every entry carries WARN_BETA');
  return warnings;
}
