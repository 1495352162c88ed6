/** The broker's logic over the Interactive Brokers link, with what it tells its engine. */

import { expect } from 'vitest';
import { openInteractiveBrokers } from '../../../src/adapters/interactive-brokers/open.ts';
import { prepareInstrument } from '../../../src/core/domain/instrument.ts';
import type { OrderTicket } from '../../../src/core/domain/order.ts';
import { Broker } from '../../../src/core/trading/broker/broker.ts';
import { Reconciliation } from '../../../src/core/trading/broker/reconciliation.ts';
import { later, OPEN, type World } from './world.ts';

export const buy: OrderTicket = {
  ...{ id: 1, instrument: 0, side: 1, type: 'market', lots: 10, equityShare: 0, limit: Number.NaN, trigger: Number.NaN },
  ...{ trailTicks: 0, trailRatio: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false, oco: 0 },
};

/** A broker whose clock is turned by hand; `until` turns it, forty times as fast as it goes, until something has come about. */
export async function trader({ server, exchange }: World) {
  const link = openInteractiveBrokers({
    ...{
      environment: 'dev',
      mode: 'paper',
      isSimulator: true,
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
  let reconciliation: Reconciliation | null = null;
  link.listen({
    answered: (request, answer) => broker?.answered(request, answer, now),
    told: (news) => {
      if (news.kind === 'order') broker?.report(news.order, now);
      // As a session does: what was missed is asked for.
      if (news.kind === 'link' && news.state === 'up') reconciliation?.soon(now);
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
      mayEnter: () => true,
      marketTime: () => now,
      externalSlotOf: () => -1,
    },
    {
      onFill: ({ order, lots, ticks, kind }) => told.push(`${kind} ${order}: ${lots} at ${ticks}`),
      onProgress() {},
      onDone: (order, status) => told.push(`${order} ${status}`),
      onFunding: () => {},
      onStray: () => {},
      onRestated: () => {},
      onAlert: (code) => told.push(code),
      onDemand: () => {},
      onGap: () => {},
    },
  );
  const { wallet } = exchange.account('DU1234567').venue.book;
  // The money is not what is looked at here.
  reconciliation = new Reconciliation(broker, {
    account: () => ({ wallet, equity: wallet * 1e9, positions: broker.executions.net.map((lots) => ({ lots, cost: 0 })) }),
    onResult: () => {},
  });
  const until = async (reached: () => boolean) => {
    for (let turn = 0; turn < 1500 && !reached(); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      now += 200;
      broker?.tick(now);
      reconciliation?.tick(now);
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
