/** The book of funding: each payment the venue lists taken in once, however often it is listed. */

import { roundScaled } from '../../domain/decimal.ts';
import type { Broker } from './broker.ts';
import type { BrokerOptions } from './broker-options.ts';
import { KEPT_MS } from './execution-book.ts';
import { type BookedExecution, BookedExecutions } from './executions.ts';
import type { FundingReport } from './venue-link.ts';

export interface FundingSnapshot {
  readonly booked: readonly BookedExecution[];
  readonly bookedSince: number;
  readonly until: number;
}

export class FundingBook {
  /** Up to this venue time every payment has been taken in. */
  until = 0;
  readonly booked = new BookedExecutions();
  private readonly terms: Pick<BrokerOptions, 'accountCurrency' | 'quantumDecimals'>;

  constructor(terms: Pick<BrokerOptions, 'accountCurrency' | 'quantumDecimals'>) {
    this.terms = terms;
  }

  /** In quanta of the account's currency; null where it is in another one, or no amount. */
  quantaOf({ amount, currency }: FundingReport): number | null {
    const { accountCurrency, quantumDecimals } = this.terms;
    return currency === accountCurrency ? roundScaled(amount, quantumDecimals) : null;
  }

  snapshot(): FundingSnapshot {
    return { booked: this.booked.snapshot(), bookedSince: this.booked.since, until: this.until };
  }

  restore({ booked, bookedSince, until }: FundingSnapshot): void {
    this.booked.restore(booked, bookedSince);
    this.until = until;
  }
}

/** A funding payment, from whatever list and however often: booked once, at the venue's time. What is not of an instrument of ours is not ours. */
export function takeFunding(broker: Broker, report: FundingReport, at: number): void {
  const { funding, options, listener } = broker;
  const instrument = options.instruments.find(({ id }) => id === report.instrument);
  if (instrument === undefined || funding.booked.has(report.fundingId) || report.at < funding.booked.since) return;
  const quanta = funding.quantaOf(report);
  if (quanta === null) return listener.onDemand('executions', `funding ${report.fundingId} can't be read`, true, at);
  funding.booked.add(report.fundingId, report.at, quanta);
  broker.activity++;
  broker.changed = true;
  listener.onFunding(instrument.index, quanta, report.at);
}

/** Every payment up to this venue time has been taken in: what is older by far will not be told again. */
export function takenFundingUntil(broker: Broker, venueTime: number): void {
  const { funding } = broker;
  if (venueTime <= funding.until) return;
  funding.until = venueTime;
  funding.booked.forgetBefore(venueTime - KEPT_MS);
  broker.changed = true;
}
