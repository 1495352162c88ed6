// A position that grows by partial fills while its stop at the venue does not: closed within two seconds, and told. Trading rules 7.5.
import { expect, test } from 'vitest';
import { createMemoryJournal } from '../../src/core/journal/journal.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import type {
  ExecutionReport,
  LinkListener,
  OrderReport,
  PlaceOrder,
  VenueAnswer,
  VenueLink,
} from '../../src/core/trading/broker/venue-link.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { LiveSession } from '../../src/core/trading/live/live-session.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { defineStrategy, LONG } from '../../src/core/trading/strategy/index.ts';

const T0 = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

const once = defineStrategy({
  ...{ id: 'once', version: '1', timeframe: '1m', parameters: {} },
  ...{ title: { en: '', es: '' }, description: { en: '', es: '' } },
  warmup: () => 0,
  size: () => ({ kind: 'share', share: 0.0001 }),
  create: () => ({ onBar: (bar) => bar.enter(LONG, { confidence: 0.9, reason: 'once', stopRatio: 0.1, type: 'limit', price: 100 }) }),
});

/** A session on a link that takes every order, tells nothing by itself, and answers changes of size as the test wants. */
function world(amends: 'agreed' | 'refused') {
  let now = T0;
  let listener: LinkListener | null = null;
  const placed: PlaceOrder[] = [];
  const later: (() => void)[] = [];
  const agreed = (kind: 'place' | 'amend' | 'cancel'): VenueAnswer => ({ ok: true, kind, venueOrderId: `v${placed.length}` });
  const empty: Readonly<Record<string, object>> = {
    executions: { executions: [] },
    'open-orders': { orders: [] },
    positions: { positions: [] },
    balances: { balances: [{ currency: 'USDT', total: '10000' }] },
  };
  const link: VenueLink = {
    capabilities: {
      ...{ venue: 'test', clientIdUniqueness: 'ever', orderTypes: ['market', 'limit', 'stop'], timesInForce: ['GTC'], postOnly: true },
      ...{ reduceOnly: true, amend: true, stopWithTarget: true, requestLifeMs: null, shorting: true, funding: false },
    },
    listen: (to) => {
      listener = to;
    },
    ask: (request, what) => {
      if (what.kind === 'place') placed.push(what.order);
      const refused: VenueAnswer = { ok: false, outcome: 'refused', code: 'REFUSED', venueCode: '1', message: 'no' };
      const answer =
        what.kind === 'place' || what.kind === 'cancel' || (what.kind === 'amend' && amends === 'agreed')
          ? agreed(what.kind)
          : what.kind === 'amend'
            ? refused
            : ({ ok: true, kind: what.kind, ...empty[what.kind] } as VenueAnswer);
      later.push(() => listener?.answered(request, answer, now));
    },
  };
  const journal = createMemoryJournal();
  const instrument = { id: 'X', venue: 'test', kind: 'perpetual', base: 'X', quote: 'USDT', tickSize: 0.1, lotSize: 0.001 } as const;
  const session = new LiveSession({
    session: {
      markets: [{ instrument, series: [{ timeframeMs: MINUTE, candles: createCandles(0) }] }],
      ...{ strategies: [{ definition: once, instrumentId: 'X' }], cash: 10_000, quantumDecimals: 8, slippage: { kind: 'none' } },
      ...{ risk: builtInProfile('none'), accountCurrency: 'USDT', owner: true },
    },
    recorder: new StepRecorder({ environment: 'dev', accountId: 'test', quantumDecimals: 8 }),
    ...{ journal, link, budget: { burst: 100, perSecond: 100, reservedShare: 0.3 }, maySend: () => true },
    ...{ externalTrades: 'refuse', beganAt: 0 },
  });
  /** Lets time pass, with everything answered that was asked. */
  const pass = (ms: number) => {
    for (const until = now + ms; now < until; now += 50) {
      session.tick(now);
      session.durable(now);
      for (const answer of later.splice(0)) answer();
    }
  };
  session.start(now);
  pass(500);
  session.closed(now, [[0, [now - MINUTE, 100, 100, 100, 100, 1_000]]], now);
  pass(500);
  const [entry] = placed as [PlaceOrder];
  const about = ({ clientOrderId }: PlaceOrder) => ({ clientOrderId, venueOrderId: 'v1', instrument: 'X' });
  const fill = (executionId: string, quantity: string) => {
    const execution: ExecutionReport = {
      ...{ executionId, ...about(entry), side: 'buy', quantity, price: '100', fee: '0', feeCurrency: 'USDT', liquidity: 'maker' },
      ...{ kind: 'trade', at: now },
    };
    session.told({ kind: 'execution', execution }, now);
  };
  const works = (order: PlaceOrder, id: string) => {
    const report: OrderReport = {
      ...{ ...about(order), venueOrderId: id, side: order.side, status: 'working', quantity: order.quantity, filled: '0' },
      ...{ limitPrice: order.limitPrice, stopPrice: order.stopPrice, reduceOnly: order.reduceOnly, code: '', at: now },
    };
    session.told({ kind: 'order', order: report }, now);
  };
  const notices = () => journal.entries.flatMap(({ body }) => (body as Step).notices ?? []).map(({ code }) => code);
  return { session, placed, pass, fill, works, notices };
}

test.each([
  ['refused', ['entry limit 0.01', 'stop 0.004', 'market 0.01']],
  ['agreed', ['entry limit 0.01', 'stop 0.004']],
] as const)('a change of the stop that is %s', (amends, expected) => {
  const { placed, pass, fill, works, notices } = world(amends);
  fill('a', '0.004');
  pass(500);
  works(placed[1] as PlaceOrder, 'v2');
  fill('b', '0.006');
  pass(1_900);
  expect(placed).toHaveLength(2);
  pass(400);
  const words = placed.map(({ type, quantity }, i) => `${i === 0 ? 'entry ' : ''}${type} ${quantity}`);
  expect(words).toEqual(expected);
  expect(notices().includes('POSITION_UNPROTECTED')).toBe(amends === 'refused');
});
