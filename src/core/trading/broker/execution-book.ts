/** The book of executions: each taken in once, as fills of the position it meets; the sum of them is the position. */

import { roundScaled } from '../../domain/decimal.ts';
import { type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Fill } from '../venue-model/venue.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { BrokerSnapshot } from './broker-snapshot.ts';
import { CostPath, type Costs } from './cost-path.ts';
import { BookedExecutions, baseFeeQuanta, fillsOf, nearestTicks } from './executions.ts';
import type { ExecutionReport, FundingReport } from './venue-link.ts';

/** How long executions are remembered past the time up to which the venue's list has been taken in. */
const KEPT_MS = 300_000;

/** What an execution came to. */
export interface Booking {
  readonly instrument: number;
  readonly lots: number;
  readonly isLiquidation: boolean;
  /** One, or two where it closes a position and opens the other. */
  readonly fills: readonly Fill[];
}

type ExecutionBookSnapshot = Pick<BrokerSnapshot, 'net' | 'booked' | 'payments' | 'paths' | 'executionsUntil'>;

type Terms = Pick<BrokerOptions, 'instruments' | 'accountCurrency' | 'quantumDecimals'>;

export class ExecutionBook {
  /** Net lots by instrument: the sum of what has been booked. */
  readonly net: number[];
  /** Up to this venue time every execution has been taken in. */
  until = 0;
  private readonly booked = new BookedExecutions();
  private readonly payments = new BookedExecutions();
  /** By instrument: what its position cost. */
  private readonly paths: readonly CostPath[];
  /** What took place before this venue time is none of ours. */
  private beganAt = 0;
  private readonly terms: Terms;

  constructor(terms: Terms) {
    this.terms = terms;
    this.net = terms.instruments.map(() => 0);
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
    const fee = ticks === null ? null : this.feeOf(instrument, report, ticks);
    if (lots === null || lots <= 0 || ticks === null || fee === null) return 'unreadable';
    this.booked.add(report.executionId, report.at);
    const { index } = instrument;
    const side = report.side === 'buy' ? 1 : -1;
    const isLiquidation = report.kind !== 'trade';
    const held = this.net[index] as number;
    this.net[index] = held + side * lots;
    const { at, liquidity } = report;
    const execution = { order: isLiquidation ? 0 : order, instrument: index, side, lots, ticks, fee, at, liquidity } as const;
    return { instrument: index, lots, isLiquidation, fills: fillsOf(execution, held, isLiquidation) };
  }

  /** These fills of an execution are the account's. What the position costs by the order in which all took place; null where they are the newest. */
  placed(fills: readonly Fill[]): Costs | null {
    let costs: Costs | null = null;
    for (const { instrument, side, lots, ticks, at } of fills) costs = (this.paths[instrument] as CostPath).add(at, side * lots, ticks);
    return costs;
  }

  /** A payment that is not booked yet: what it costs in quanta. */
  pay({
    fundingId,
    instrument: id,
    amount,
    currency,
    at,
  }: FundingReport): { readonly instrument: number; readonly quanta: number } | string {
    const instrument = this.terms.instruments.find((one) => one.id === id);
    if (instrument === undefined || at < this.beganAt) return 'foreign';
    if (this.payments.has(fundingId)) return 'booked';
    const quanta = currency === this.terms.accountCurrency ? roundScaled(amount, this.terms.quantumDecimals) : null;
    if (quanta === null) return 'unreadable';
    this.payments.add(fundingId, at);
    return { instrument: instrument.index, quanta };
  }

  /** Whether it is larger than the position it would close. */
  wouldOpen({ instrument: id, side, quantity }: ExecutionReport): boolean {
    const instrument = this.terms.instruments.find((one) => one.id === id);
    const lots = instrument === undefined ? null : parseLots(instrument, quantity);
    if (instrument === undefined || lots === null) return false;
    return lots > (side === 'buy' ? -1 : 1) * (this.net[instrument.index] as number);
  }

  private feeOf(instrument: Instrument, { fee, feeCurrency }: ExecutionReport, ticks: number): number | null {
    const { accountCurrency, quantumDecimals } = this.terms;
    if (feeCurrency === accountCurrency || Number(fee) === 0) return roundScaled(fee, quantumDecimals);
    return feeCurrency === instrument.specification.base ? baseFeeQuanta(instrument, fee, ticks) : null;
  }

  /** Everything up to this venue time has been taken in: what is older by far will not be told again. True when that is news. */
  takenUntil(venueTime: number): boolean {
    if (venueTime <= this.until) return false;
    this.until = venueTime;
    this.booked.forgetBefore(venueTime - KEPT_MS);
    this.payments.forgetBefore(venueTime - KEPT_MS);
    for (const path of this.paths) path.forgetBefore(venueTime - KEPT_MS);
    return true;
  }

  snapshot(): ExecutionBookSnapshot {
    return {
      net: [...this.net],
      booked: this.booked.snapshot(),
      payments: this.payments.snapshot(),
      paths: this.paths.map((path) => path.snapshot()),
      executionsUntil: this.until,
    };
  }

  /** `positions`, by instrument, are what the account holds: where journals from before it was kept say nothing of how a cost came about. */
  restore({ net, booked, payments = [], paths, executionsUntil }: ExecutionBookSnapshot, positions: readonly Costs[]): void {
    for (const [i, path] of this.paths.entries()) {
      const { lots, cost, margin } = positions[i] as Costs;
      path.restore(paths?.[i] ?? { base: { lots, cost, margin }, legs: [] });
    }
    this.net.splice(0, this.net.length, ...net);
    this.booked.restore(booked);
    this.payments.restore(payments);
    this.until = executionsUntil;
  }
}
