/** The broker's logic over the Interactive Brokers link, with what it tells its engine. */

import { expect } from 'vitest';
import { openInteractiveBrokers } from '../../../src/adapters/interactive-brokers/open.ts';
import { prepareInstrument } from '../../../src/core/domain/instrument.ts';
import type { OrderTicket } from '../../../src/core/domain/order.ts';
import { Broker } from '../../../src/core/trading/broker/broker.ts';
import { later, OPEN, type World } from './world.ts';

export const buy: OrderTicket = {
  ...{ id: 1, instrument: 0, side: 1, type: 'market', lots: 10, equityShare: 0, limit: Number.NaN, trigger: Number.NaN },
  ...{ trailTicks: 0, trailRatio: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false, oco: 0 },
};

/** A broker whose clock is turned by hand; `until` turns it a second at a time until something has come about. */
export async function trader({ server }: World) {
  const link = openInteractiveBrokers({
    ...{
      environment: 'simulator',
      host: '127.0.0.1',
      port: server.port,
      clientId: 7,
      account: 'DU1234567',
      retriesMs: [20],
      answerMs: 2000,
    },
    securities: [{ instrument: 'AAPL', symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
  });
  later(() => link.close());
  const told: string[] = [];
  let now = OPEN;
  let broker: Broker | null = null;
  link.listen({
    answered: (request, answer) => broker?.answered(request, answer, now),
    told: (news) => {
      if (news.kind === 'order') broker?.report(news.order, now);
      if (news.kind === 'execution') broker?.tookPlace(news.execution, now);
    },
  });
  await link.start();
  broker = new Broker(
    {
      instruments: link.instruments().map((specification, index) => prepareInstrument(specification, index, 2)),
      link,
      accountCurrency: 'USD',
      quantumDecimals: 2,
      intentOf: (number) => ({ clientOrderId: String(number).padStart(32, '0'), slot: 0 }),
      budget: { burst: 100, perSecond: 50, reservedShare: 0.2 },
      maySend: () => true,
      marketTime: () => now,
      externalSlotOf: () => -1,
    },
    {
      onFill: ({ order, lots, ticks, kind }) => told.push(`${kind} ${order}: ${lots} at ${ticks}`),
      onDone: (order, status) => told.push(`${order} ${status}`),
      onFunding: () => {},
      onStray: () => {},
      onAlert: (code) => told.push(code),
      onDemand: () => {},
    },
  );
  const until = async (reached: () => boolean) => {
    for (let turn = 0; turn < 1500 && !reached(); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      now += 1000;
      broker?.tick(now);
    }
    expect(reached(), told.join(', ')).toBe(true);
  };
  const submit = (ticket: OrderTicket) => {
    broker?.submit(ticket, now);
    broker?.recorded(ticket.id);
    broker?.release(ticket.id, now);
  };
  return { broker, told, until, submit };
}
