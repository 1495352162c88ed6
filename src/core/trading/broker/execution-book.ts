/** The book of executions: each taken in once, as fills of the position it meets; the sum of them is the position. */

import { formatScaled, isPlainDecimal, roundScaled } from '../../domain/decimal.ts';
import { type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Fill } from '../venue-model/venue.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { BrokerSnapshot } from './broker-snapshot.ts';
import { CostPath, type Costs } from './cost-path.ts';
import { BookedExecutions, baseFeeQuanta, fillsOf, nearestTicks } from './executions.ts';
import { showsCoins } from './expected-balances.ts';
import { COIN_DECIMALS, settleInCoin } from './fees-in-kind.ts';
import type { ExecutionReport } from './venue-link.ts';

/** How long executions are remembered past the time up to which the venue's list has been taken in: the full comparison looks back a day. */
export const KEPT_MS = 26 * 3_600_000;
/** By then nothing is told any more that took place before. */
const PRECEDED_MS = 300_000;

/** What an execution came to. */
export interface Booking {
  readonly instrument: number;
  readonly lots: number;
  readonly isLiquidation: boolean;
  /** One, or two where it closes a position and opens the other. A fee in the coin traded makes them smaller than the execution. */
  readonly fills: readonly Fill[];
}

/** What an execution leaves in lots of the position and in quanta of fee. */
interface Taken {
  readonly lots: number;
  readonly fee: number;
}

type BookSnapshot = Pick<BrokerSnapshot, 'net' | 'dust' | 'booked' | 'bookedSince' | 'paths' | 'executionsUntil'>;
type Terms = Pick<BrokerOptions, 'instruments' | 'accountCurrency' | 'quantumDecimals' | 'link'>;

const NOTHING: readonly never[] = [];

export class ExecutionBook {
  /** Net lots by instrument: the sum of what has been booked. */
  readonly net: number[];
  /** By instrument, what fees in the coin traded have left beyond whole lots, in 10^-12 of it: it can't be traded. */
  readonly dust: number[];
  /** Up to this venue time every execution has been taken in. */
  until = 0;
  readonly booked = new BookedExecutions();
  /** By instrument: what its position cost. */
  private readonly paths: readonly CostPath[];
  /** What took place before this venue time is none of ours. */
  private beganAt = 0;
  private readonly terms: Terms;

  constructor(terms: Terms) {
    this.terms = terms;
    this.net = terms.instruments.map(() => 0);
    this.dust = terms.instruments.map(() => 0);
    this.paths = terms.instruments.map((instrument) => new CostPath(instrument));
  }

  begin(venueTime: number): void {
    this.beganAt = this.until = venueTime;
  }

  isBooked({ executionId }: ExecutionReport): boolean {
    return this.booked.has(executionId);
  }

  /** Books an execution of the order of this number (0: of none that works). */
  book(report: ExecutionReport, order: number): Booking | 'foreign' | 'unreadable' {
    const instrument = this.terms.instruments.find(({ id }) => id === report.instrument);
    if (instrument === undefined || report.at < this.beganAt) return 'foreign';
    const lots = parseLots(instrument, report.quantity);
    const ticks = nearestTicks(instrument, report.price);
    if (lots === null || lots <= 0 || ticks === null) return 'unreadable';
    const side = report.side === 'buy' ? 1 : -1;
    const taken = this.take(instrument, report, { side, lots, ticks });
    if (taken === null) return 'unreadable';
    this.booked.add(report.executionId, report.at, taken.fee);
    const { index } = instrument;
    const isLiquidation = report.kind !== 'trade';
    const held = this.net[index] as number;
    this.net[index] = held + side * taken.lots;
    const execution = {
      order: isLiquidation ? 0 : order,
      instrument: index,
      side,
      lots: taken.lots,
      ticks,
      fee: taken.fee,
      liquidity: report.liquidity,
      at: report.at,
      feeInKind: this.isMoney(report) ? undefined : { currency: report.feeCurrency, amount: report.fee },
    } as const;
    return { instrument: index, lots, isLiquidation, fills: fillsOf(execution, held, isLiquidation) };
  }

  /**
   * These fills of an execution are the account's. What the position costs by the order in which all took place; null where they are the newest. `isFirst`: it
   * was the first of its instant, since it closed what others of it would have left.
   */
  placed(fills: readonly Fill[], id = '', isFirst = false): Costs | null {
    let costs: Costs | null = null;
    for (const { instrument, side, lots, ticks, at } of fills)
      costs = (this.paths[instrument] as CostPath).add(at, side * lots, ticks, id, isFirst);
    return costs;
  }

  /** The venue's list of executions, all booked: what the positions cost whose executions were told in another order. */
  arrange(list: readonly ExecutionReport[]): readonly (readonly [instrument: number, costs: Costs])[] {
    if (!this.paths.some((path) => path.hasSimultaneous)) return NOTHING;
    const places = new Map(list.map(({ executionId }, place) => [executionId, place]));
    return this.paths.flatMap((path, instrument) => {
      const costs = path.arrange(places);
      return costs === null ? [] : [[instrument, costs] as const];
    });
  }

  /** What is held was taken over as the venue has it: no execution before changes what it cost. */
  takenOver(instrument: number, costs: Costs): void {
    this.net[instrument] = costs.lots;
    this.paths[instrument]?.restore({ base: costs, legs: [] });
  }

  /** Whether it is larger than the position it would close. */
  wouldOpen({ instrument: id, side, quantity }: ExecutionReport): boolean {
    const instrument = this.terms.instruments.find((one) => one.id === id);
    const lots = instrument === undefined ? null : parseLots(instrument, quantity);
    if (instrument === undefined || lots === null) return false;
    return lots > (side === 'buy' ? -1 : 1) * (this.net[instrument.index] as number);
  }

  private isMoney({ fee, feeCurrency }: ExecutionReport): boolean {
    return feeCurrency === this.terms.accountCurrency || Number(fee) === 0;
  }

  /** Null where the fee is no amount. A fee in a third coin costs none of the account's money: it is written down with the fill, and nowhere else. */
  private take(instrument: Instrument, report: ExecutionReport, trade: { side: 1 | -1; lots: number; ticks: number }): Taken | null {
    const { fee, feeCurrency } = report;
    const { lots, ticks } = trade;
    const of = (quanta: number | null) => (quanta === null ? null : { lots, fee: quanta });
    if (this.isMoney(report)) return of(roundScaled(fee, this.terms.quantumDecimals));
    if (feeCurrency !== instrument.specification.base) return of(isPlainDecimal(fee) && feeCurrency !== '' ? 0 : null);
    if (!showsCoins(instrument, this.terms.link.capabilities)) return of(baseFeeQuanta(instrument, fee, ticks));
    const scaled = roundScaled(fee, COIN_DECIMALS);
    const settled = scaled === null ? null : settleInCoin(instrument, trade, scaled, this.dust[instrument.index] as number);
    if (settled !== null) this.dust[instrument.index] = settled.dust;
    return settled && { lots: settled.lots, fee: settled.fee };
  }

  /** The fee of a report in quanta; null where it can't be read, or was settled in coins. */
  feeQuanta(report: ExecutionReport): number | null {
    if (this.isMoney(report)) return roundScaled(report.fee, this.terms.quantumDecimals);
    const instrument = this.terms.instruments.find(({ id }) => id === report.instrument);
    const ticks = instrument === undefined ? null : nearestTicks(instrument, report.price);
    if (instrument === undefined || ticks === null || report.feeCurrency !== instrument.specification.base) return null;
    return showsCoins(instrument, this.terms.link.capabilities) ? null : baseFeeQuanta(instrument, report.fee, ticks);
  }

  /** What of an instrument's coin is too little to be sold; null where there is none. */
  dustText(instrument: number): string | null {
    const units = this.dust[instrument] as number;
    return units === 0 ? null : `${formatScaled(units, COIN_DECIMALS)} ${this.terms.instruments[instrument]?.specification.base}`;
  }

  /** Everything up to this venue time has been taken in: what is older by far will not be told again. True when that is news. */
  takenUntil(venueTime: number): boolean {
    if (venueTime <= this.until) return false;
    this.until = venueTime;
    this.booked.forgetBefore(venueTime - KEPT_MS);
    for (const path of this.paths) path.forgetBefore(venueTime - PRECEDED_MS);
    return true;
  }

  snapshot(): BookSnapshot {
    const { booked, until } = this;
    const dust = this.dust.some((units) => units !== 0) ? { dust: [...this.dust] } : {};
    return {
      net: [...this.net],
      ...dust,
      booked: booked.snapshot(),
      bookedSince: booked.since,
      paths: this.paths.map((path) => path.snapshot()),
      executionsUntil: until,
    };
  }

  /**
   * `positions`, by instrument, are what the account holds: where journals from before it was kept say nothing of how a cost came about. Journals of before
   * the full comparison do not say since when they remember: not since before their last taking in.
   */
  restore({ net, dust, booked, bookedSince, paths, executionsUntil }: BookSnapshot, positions: readonly Costs[]): void {
    for (const [i, path] of this.paths.entries()) {
      const { lots, cost, margin } = positions[i] as Costs;
      path.restore(paths?.[i] ?? { base: { lots, cost, margin }, legs: [] });
    }
    this.net.splice(0, this.net.length, ...net);
    this.dust.splice(0, this.dust.length, ...(dust ?? net.map(() => 0)));
    this.booked.restore(booked, bookedSince ?? executionsUntil);
    this.until = executionsUntil;
  }
}
