/** Takes in an execution of the venue: whose it is, the fills it comes to, and what it leaves for other orders to do. */

import type { Fill } from '../venue-model/venue.ts';
import type { Broker } from './broker.ts';
import { endedOf, tellBeyond, tellForced, tellStray } from './doubt.ts';
import { nothingToReduce, shrinkPartner } from './linked-orders.ts';
import type { ExecutionReport } from './venue-link.ts';

/** From whatever source and however often: booked once. `inOrder`: from the venue's whole list, the earlier ones are booked. */
export function takeExecution(broker: Broker, report: ExecutionReport, at: number, inOrder: boolean): void {
  const { executions, listener, options } = broker;
  if (executions.isBooked(report)) return;
  const order = broker.orderOf(report.clientOrderId, report.venueOrderId);
  // What only closes can't open: something before it has been missed.
  if (!inOrder && (order?.reduceOnly || report.kind !== 'trade') && executions.wouldOpen(report)) return broker.missed(at);
  const booking = executions.book(report, order?.number ?? 0);
  if (booking === 'unreadable') listener.onDemand('executions', `execution ${report.executionId} can't be read`, true, at);
  if (typeof booking === 'string') return;
  broker.activity++;
  broker.changed = true;
  const { instrument, lots, fills, isLiquidation } = booking;
  if (isLiquidation) tellForced(listener, report, at);
  const ended = order === undefined ? endedOf(broker, report, at) : undefined;
  const slot = order?.slot ?? ended?.slot ?? options.externalSlotOf(instrument);
  if (order !== undefined) order.filled += lots;
  else if (ended !== undefined) broker.ended.booked(ended, lots);
  const isOurs = isLiquidation || (order !== undefined && !order.cameBack);
  const isBeyond = ({ kind }: Fill) => (isLiquidation || order?.reduceOnly === true) && kind === 'open';
  for (const fill of fills) {
    if (isBeyond(fill)) tellBeyond(broker, fill, report, at);
    else if (isOurs) listener.onFill(fill);
    else tellStray(broker, fill, slot, report);
  }
  const isBooked = (fill: Fill) => (isBeyond(fill) ? options.externalSlotOf(instrument) >= 0 : isOurs || slot >= 0);
  const costs = executions.placed(fills.filter(isBooked), report.executionId, fills.some(isBeyond));
  if (costs !== null) listener.onRestated(instrument, costs, at);
  if (order !== undefined) {
    shrinkPartner(broker, order, lots);
    broker.settle(order, at);
  }
  if (executions.net[instrument] !== 0) return;
  nothingToReduce(broker, instrument);
  const dust = executions.dustText(instrument);
  if (dust !== null && report.side === 'sell') listener.onAlert('DUST', `${dust} stay at the venue: too little to be sold`, at);
}
