/** One candidate being judged: its size as it stands, what the account already holds, and the shape of every rule that looks at it. */

import type { Instrument } from '../../domain/instrument.ts';
import { floorShare, valueOf as quantaOf } from '../ledger/position-book.ts';
import type { Regime } from '../strategy/strategy.ts';
import type { AccountView, Candidate } from './candidate.ts';
import { type InstrumentClass, mayBeSame } from './classes.ts';
import type { CoolDowns } from './cool-down.ts';
import type { DayTrades } from './day-trades.ts';
import type { EntryLog } from './entry-log.ts';
import type { Figures, PreparedRegime } from './figures.ts';
import type { FirstOrders } from './first-orders.ts';
import type { LossLadder } from './ladder.ts';
import type { Modes } from './modes.ts';
import type { InstrumentRegime } from './regime.ts';
import type { RunWeights } from './run-weights.ts';
import type { ShareLimit } from './share-limit.ts';
import type { DailyStatistics } from './statistics.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** What the owner, the evaluator and the models say about a strategy. */
export interface StrategyState {
  readonly id: string;
  evaluator: ShareLimit;
  /** Full Kelly fraction; NaN when not estimated. */
  kelly: number;
  /** Expected calibration error of its model; NaN without a model. */
  calibrationError: number;
}

/** Everything a rule may look at besides the candidate. */
export interface RiskContext {
  readonly figures: Figures;
  readonly instruments: readonly Instrument[];
  readonly classes: readonly InstrumentClass[];
  readonly strategies: readonly StrategyState[];
  readonly ladder: LossLadder;
  readonly modes: Modes;
  readonly entries: EntryLog;
  readonly coolDowns: CoolDowns;
  readonly dayTrades: DayTrades;
  readonly firstOrders: FirstOrders;
  readonly weights: RunWeights;
  readonly statistics: DailyStatistics;
  readonly regimes: readonly InstrumentRegime[];
  readonly gauges: readonly VolatilityGauge[];
  readonly roundTripCost: ShareLimit;
  readonly approvals: boolean;
  readonly accountInDollars: boolean;
  /** Index of the instrument beta is measured against; -1 for none. */
  readonly benchmark: number;
}

/** A check with its stable code. A rule that cuts changes the judgement and holds. Measured value and limit are asked only to explain. */
export interface Rule {
  readonly code: string;
  holds(j: Judgement, c: RiskContext): boolean;
  measured?(j: Judgement, c: RiskContext): number;
  limit?(j: Judgement, c: RiskContext): number;
}

/** What made an order smaller, or was warned about, in the order it can happen. */
export const CUTS = [
  'SIZE_REGIME',
  'SIZE_CORRELATION',
  'SIZE_DRAWDOWN',
  'SIZE_VOLATILITY',
  'SIZE_SECTOR',
  'SIZE_CALIBRATION',
  'SIZE_INTRADAY',
  'SIZE_EVALUATOR',
  'CUT_RISK_PER_TRADE',
  'HALF_SCORE',
  'CAP_STRATEGY_FRACTION',
  'CAP_KELLY',
  'SIZE_WEIGHT',
  'CUT_POSITION_LIMIT',
  'CUT_REGIME_POSITION',
  'CUT_FIRST_ORDERS',
  'HALF_CORRELATION',
  'WARN_MEAN_CORRELATION',
  'WARN_BETA',
  'HALF_VALUE_AT_RISK',
] as const;
export type Cut = (typeof CUTS)[number];
/** What concentration limits add up by. */
export type Kind = 'sector' | 'assetClass' | 'geography' | 'usd' | 'crypto';

const BIT = Object.fromEntries(CUTS.map((cut, i) => [cut, 1 << i])) as Readonly<Record<Cut, number>>;

export class Judgement {
  candidate!: Candidate;
  account!: AccountView;
  /** Equity in quanta, not below 0: what shares are taken of. */
  equity = 0;
  lots = 0;
  share = 0;
  /** Expected value of the order in quanta, at the candidate's price. */
  value = 0;
  cutMask = 0;
  regime: Regime = 'range';
  regimeRow!: PreparedRegime;
  /** The smallest share of equity that limits what is held in the instrument in this regime, or of its kinds. */
  tightestShare = Number.NaN;
  private judgedBefore: Instrument | null = null;
  day = 0;
  /** Magnitudes in quanta of what is held or reserved: in the instrument, in all, and (by kind) in what may be of the same kind. */
  held = 0;
  gross = 0;
  private readonly kinds: Record<Kind, number> = { sector: 0, assetClass: 0, geography: 0, usd: 0, crypto: 0 };
  /** Whether the kinds have been added up, which only some judgements need. */
  private added = false;
  private context!: RiskContext;
  /** Whether anything is held in another instrument. */
  others = false;
  /** Signed quanta held or reserved, by instrument. */
  readonly exposures: Float64Array;

  constructor(instruments: number) {
    this.exposures = new Float64Array(instruments);
  }

  /** Begins with what filters look at. */
  begin(candidate: Candidate, c: RiskContext): void {
    const { instrument } = candidate;
    const { state } = c.regimes[instrument.index] as InstrumentRegime;
    this.candidate = candidate;
    if (state === this.regime && instrument === this.judgedBefore) return;
    this.regime = state;
    this.judgedBefore = instrument;
    this.regimeRow = c.figures.regimes[state];
    this.tightestShare = this.smallestShare(c);
  }

  private smallestShare({ figures, classes }: RiskContext): number {
    const { regimeRow, candidate } = this;
    const { usd, crypto } = classes[candidate.instrument.index] as InstrumentClass;
    const { position, grossLeverage, sector, assetClass, geography } = figures;
    const limits = [position, grossLeverage, sector, assetClass, geography, regimeRow.position, regimeRow.grossExposure];
    if (usd) limits.push(figures.usd);
    if (crypto) limits.push(figures.crypto);
    return Math.min(...limits.map(({ ratio }) => ratio));
  }

  /** Goes on with what the account holds. */
  look(account: AccountView, c: RiskContext): void {
    this.account = account;
    this.context = c;
    this.equity = account.equity > 0 ? account.equity : 0;
    this.lots = this.share = this.value = this.cutMask = 0;
    this.gross = account.grossExposure;
    this.day = c.ladder.windows.dayOf(this.candidate.at);
    const { index } = this.candidate.instrument;
    const { exposures } = this;
    this.added = this.others = false;
    for (let i = 0; i < exposures.length; i++) {
      const signed = account.exposureOf(i);
      exposures[i] = signed;
      if (signed !== 0 && i !== index) this.others = true;
    }
    this.held = Math.abs(exposures[index] as number);
  }

  /** Magnitude in quanta of what is held or reserved and may be of the same kind. */
  of(kind: Kind): number {
    if (!this.added) this.addUp();
    return this.kinds[kind];
  }

  private addUp(): void {
    const { kinds, exposures } = this;
    const { classes, figures } = this.context;
    const { index } = this.candidate.instrument;
    const own = classes[index] as InstrumentClass;
    const worst = figures.unknownIsWorst;
    this.added = true;
    kinds.sector = kinds.assetClass = kinds.geography = kinds.usd = kinds.crypto = 0;
    for (let i = 0; i < exposures.length; i++) {
      const exposure = Math.abs(exposures[i] as number);
      if (exposure === 0) continue;
      const other = classes[i] as InstrumentClass;
      const same = i === index;
      if (same || mayBeSame(own.sector, other.sector, worst)) kinds.sector += exposure;
      if (same || mayBeSame(own.assetClass, other.assetClass, worst)) kinds.assetClass += exposure;
      if (same || mayBeSame(own.geography, other.geography, worst)) kinds.geography += exposure;
      if (other.usd) kinds.usd += exposure;
      if (other.crypto) kinds.crypto += exposure;
    }
  }

  mark(cut: Cut): void {
    this.cutMask |= BIT[cut];
  }

  setLots(lots: number): void {
    const { instrument, entryTicks } = this.candidate;
    // What can't be valued exactly can't be ordered; no account comes near it.
    const tooMany = lots * entryTicks * instrument.valueMultiplier > Number.MAX_SAFE_INTEGER * instrument.valueDivisor;
    this.lots = tooMany ? this.lotsWithin(Number.MAX_SAFE_INTEGER) : lots;
    this.value = this.lots > 0 ? quantaOf(instrument, entryTicks, this.lots) : 0;
  }

  setShare(share: number): void {
    const { numerator, denominator } = this.candidate.instrument.leverage;
    this.share = share;
    this.value = Math.floor((share * this.equity * numerator) / denominator);
  }

  halve(cut: Cut): void {
    this.mark(cut);
    if (this.candidate.sizing === 'share') this.setShare(this.share / 2);
    else this.setLots(Math.floor(this.lots / 2));
  }

  /** Keeps a share of the size. */
  weigh(weight: ShareLimit, cut: Cut): void {
    this.mark(cut);
    if (this.candidate.sizing === 'share') this.setShare(this.share * weight.ratio);
    else this.setLots(weight.of(this.lots));
  }

  /** Cuts the order to a value of at most `quanta`. */
  cap(quanta: number, cut: Cut): void {
    if (this.value <= quanta) return;
    this.mark(cut);
    if (this.candidate.sizing === 'share') {
      const { numerator, denominator } = this.candidate.instrument.leverage;
      this.setShare(((quanta / this.equity) * denominator) / numerator);
      return;
    }
    let lots = this.lotsWithin(quanta);
    // The value of an order is rounded to the quantum, at most half of one upwards.
    while (lots > 0 && quantaOf(this.candidate.instrument, this.candidate.entryTicks, lots) > quanta) lots--;
    this.setLots(lots);
  }

  /** Whole lots worth at most `quanta` at the candidate's price, before rounding of the value. */
  lotsWithin(quanta: number): number {
    if (quanta <= 0) return 0;
    const { instrument, entryTicks } = this.candidate;
    return floorShare(quanta, instrument.valueDivisor, entryTicks * instrument.valueMultiplier);
  }

  /** Value in quanta of the smallest order there is: a lot, or what the instrument asks for. */
  get smallest(): number {
    const { instrument, entryTicks } = this.candidate;
    return Math.max(instrument.minimumNotional, quantaOf(instrument, entryTicks, 1));
  }

  /** Share of equity, for messages. */
  ofEquity(quanta: number): number {
    return quanta / this.equity;
  }
}

const NO_CUTS: readonly string[] = Object.freeze([]);
const CUT_LISTS = new Map<number, readonly string[]>();

/** The codes of a mask: the same frozen list for the same mask, so that accepted decisions allocate nothing. */
export function cutList(mask: number): readonly string[] {
  if (mask === 0) return NO_CUTS;
  let list = CUT_LISTS.get(mask);
  if (!list) {
    list = Object.freeze(CUTS.filter((_, i) => (mask & (1 << i)) !== 0));
    CUT_LISTS.set(mask, list);
  }
  return list;
}
