/** Funding payments as the venue tells them. */

import type { Broker } from './broker.ts';
import type { FundingReport } from './venue-link.ts';

/** A payment, however often it is told: booked once. */
export function takePayment(broker: Broker, report: FundingReport, at: number): void {
  const paid = broker.executions.pay(report);
  if (paid === 'unreadable') broker.listener.onDemand('executions', `payment ${report.fundingId} can't be read`, true, at);
  if (typeof paid === 'string') return;
  broker.activity++;
  broker.changed = true;
  broker.listener.onFunding(paid.instrument, paid.quanta, report.at);
}
