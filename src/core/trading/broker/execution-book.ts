/** The book of executions: each taken in once, as fills of the position it meets; the sum of them is the position. */

import { roundScaled } from '../../domain/decimal.ts';
import { type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Fill } from '../venue-model/venue.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { BrokerSnapshot } from './broker-snapshot.ts';
import { BookedExecutions, baseFeeQuanta, fillsOf, nearestTicks } from './executions.ts';
import type { ExecutionReport } from './venue-link.ts';

/** How long executions are remembered past the time up to which the venue's list has been taken in: the full comparison looks back a day. */
export const KEPT_MS = 26 * 3_600_000;

/** What an execution came to. */
export interface Booking {
  readonly instrument: number;
  readonly lots: number;
  readonly isLiquidation: boolean;
  /** One, or two where it closes a position and opens the other. */
  readonly fills: readonly Fill[];
}

type Terms = Pick<BrokerOptions, 'instruments' | 'accountCurrency' | 'quantumDecimals'>;

export class ExecutionBook {
  /** Net lots by instrument: the sum of what has been booked. */
  readonly net: number[];
  /** Up to this venue time every execution has been taken in. */
  until = 0;
  readonly booked = new BookedExecutions();
  private readonly terms: Terms;

  constructor(terms: Terms) {
    this.terms = terms;
    this.net = terms.instruments.map(() => 0);
  }

  isBooked({ executionId }: ExecutionReport): boolean {
    return this.booked.has(executionId);
  }

  /** Books an execution of the order of this number (0: of none that works). */
  book(report: ExecutionReport, order: number): Booking | 'foreign' | 'unreadable' {
    const instrument = this.terms.instruments.find(({ id }) => id === report.instrument);
    if (instrument === undefined) return 'foreign';
    const lots = parseLots(instrument, report.quantity);
    const ticks = nearestTicks(instrument, report.price);
    const fee = ticks === null ? null : this.feeOf(instrument, report, ticks);
    if (lots === null || lots <= 0 || ticks === null || fee === null) return 'unreadable';
    this.booked.add(report.executionId, report.at, fee);
    const { index } = instrument;
    const side = report.side === 'buy' ? 1 : -1;
    const isLiquidation = report.kind !== 'trade';
    const held = this.net[index] as number;
    this.net[index] = held + side * lots;
    const { at, liquidity } = report;
    const execution = { order: isLiquidation ? 0 : order, instrument: index, side, lots, ticks, fee, at, liquidity } as const;
    return { instrument: index, lots, isLiquidation, fills: fillsOf(execution, held, isLiquidation) };
  }

  /** Whether it is larger than the position it would close. */
  wouldOpen({ instrument: id, side, quantity }: ExecutionReport): boolean {
    const instrument = this.terms.instruments.find((one) => one.id === id);
    const lots = instrument === undefined ? null : parseLots(instrument, quantity);
    if (instrument === undefined || lots === null) return false;
    return lots > (side === 'buy' ? -1 : 1) * (this.net[instrument.index] as number);
  }

  /** The fee of a report in quanta; null where it can't be read. */
  feeQuanta(report: ExecutionReport): number | null {
    const instrument = this.terms.instruments.find(({ id }) => id === report.instrument);
    const ticks = instrument === undefined ? null : nearestTicks(instrument, report.price);
    return instrument === undefined || ticks === null ? null : this.feeOf(instrument, report, ticks);
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
    return true;
  }

  snapshot(): ExecutionsSnapshot {
    const { net, booked, until } = this;
    return { net: [...net], booked: booked.snapshot(), bookedSince: booked.since, executionsUntil: until };
  }

  /** Journals of before the full comparison do not say since when they remember: not since before their last taking in. */
  restore({ net, booked, bookedSince, executionsUntil }: ExecutionsSnapshot): void {
    this.net.splice(0, this.net.length, ...net);
    this.booked.restore(booked, bookedSince ?? executionsUntil);
    this.until = executionsUntil;
  }
}

type ExecutionsSnapshot = Pick<BrokerSnapshot, 'net' | 'booked' | 'bookedSince' | 'executionsUntil'>;
