/** A session whose venue is the model, for one that traded at an outside venue: orders are sized when they are sent, as there. */

import { powerOfTen } from '../../domain/decimal.ts';
import { fractionOf, type Instrument } from '../../domain/instrument.ts';
import type { EngineOrderSnapshot } from '../../trading/engine/engine-order.ts';
import type { EngineSnapshot } from '../../trading/engine/engine-snapshot.ts';
import type { EngineObserver } from '../../trading/engine/observer.ts';
import { openOutsideSession, type Session, type SessionOptions } from '../../trading/engine/open-session.ts';
import type { StepState } from '../../trading/engine/steps.ts';
import { Timeline } from '../../trading/engine/timeline.ts';
import { VenueModel, type VenueSnapshot } from '../../trading/venue-model/venue-model.ts';
import { ARRIVING, RESTING, type VenueOrderSnapshot } from '../../trading/venue-model/venue-order.ts';

export function openModelled<O extends EngineObserver>(options: SessionOptions, observer: O): Session<O> {
  const model = (instruments: readonly Instrument[]) =>
    new VenueModel({
      instruments,
      wallet: Math.round(options.cash * powerOfTen(options.quantumDecimals)),
      slippage: options.slippage,
      latencyMs: 0,
      touch: options.touch ?? false,
      funding: options.markets.map(({ funding, instrument }) => funding ?? (instrument.kind === 'perpetual' ? 'missing' : null)),
    });
  const opened = openOutsideSession(options, observer, model);
  const { venue, engine } = opened;
  for (const stream of opened.streams) if (stream.isPath) venue.attach(stream.instrument, stream.candles);
  venue.connect(engine);
  return { ...opened, timeline: new Timeline(engine, venue) };
}

/** The model as it would be with the orders the engine wants to be working (or without any) and its positions, at the same place in the market. */
export function modelWith(venue: VenueModel, { engine, broker }: StepState, withOrders: boolean): VenueSnapshot {
  const now = venue.snapshot();
  const withdrawn = new Set(broker?.orders.flatMap(({ number, cancelCode }) => (cancelCode === null ? [] : [number])));
  const wanted = withOrders ? engine.orders.filter(({ ticket }) => !withdrawn.has(ticket.id)) : [];
  const of = (instrument: number) => wanted.filter(({ ticket }) => ticket.instrument === instrument).map((order) => orderOf(order, engine));
  return { ...now, book: engine.book, desks: now.desks.map((desk, i) => ({ ...desk, orders: of(i), waiting: [] })) };
}

/**
 * A recorded model with every order that its engine takes to be working: one that was lost on its way is looked for until its fill is missed (`told`).
 * What the recorded model has of the others stands.
 */
export function modelWithLost(venue: VenueSnapshot, engine: EngineSnapshot, told: ReadonlySet<string>): VenueSnapshot {
  const known = new Set(venue.desks.flatMap((desk) => desk.orders.map(({ id }) => id)));
  const lost = engine.orders.filter(({ ticket }) => !known.has(ticket.id) && !told.has(String(ticket.id)));
  if (lost.length === 0) return venue;
  const of = (instrument: number) => lost.filter(({ ticket }) => ticket.instrument === instrument).map((order) => orderOf(order, engine));
  return { ...venue, desks: venue.desks.map((desk, i) => ({ ...desk, orders: [...desk.orders, ...of(i)] })) };
}

/** What was sent at this very instant arrives at the next open; everything else rests already. */
function orderOf(order: EngineOrderSnapshot, { at, orders }: EngineSnapshot): VenueOrderSnapshot {
  const { ticket, createdAt, filled, lots, limit, trigger } = order;
  const partner = orders.find((one) => one.ticket.oco === ticket.id)?.ticket.id ?? 0;
  const linked = ticket.oco !== 0 && orders.some((one) => one.ticket.id === ticket.oco) ? ticket.oco : partner;
  const { id, instrument, side, type, equityShare, trailTicks, trailRatio, timeInForce, expireAt, postOnly, reduceOnly } = ticket;
  return {
    ...{ id, instrument, side, type, lots, filled, limit, trigger, trailTicks, timeInForce, expireAt, postOnly, reduceOnly },
    equityShare: equityShare > 0 ? fractionOf(equityShare) : null,
    trail: trailRatio > 0 ? fractionOf(trailRatio) : null,
    arrival: createdAt,
    stage: createdAt === at ? ARRIVING : RESTING,
    ...{ asleep: false, seenOpen: false, unsized: equityShare > 0, cut: false, extreme: null, oco: linked },
  };
}
