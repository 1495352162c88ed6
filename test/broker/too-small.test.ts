// A position that the venue takes no order for, by a clock and prices of the test: told once, left alone, and taken up again when it may be closed.
import { expect, test } from 'vitest';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import type { EngineOrder } from '../../src/core/trading/engine/engine-order.ts';
import { ExitWatch } from '../../src/core/trading/engine/exit-watch.ts';
import { sessionLab } from './session-lab.ts';

const T0 = Date.UTC(2026, 0, 5);
/** In ticks of 0.1: 20,000 USDT a coin. */
const PRICE = 200_000;

interface Rules {
  readonly minimumNotional?: number;
  readonly minimumQuantity?: number;
}

/** One slot that holds lots of 0.00001 BTC on a spot venue. `exempt`: what only reduces needs no minimum there. */
function lab(lots: number, rules: Rules, exempt = false) {
  const done: string[] = [];
  const instrument = (more: Rules) =>
    prepareInstrument(
      { id: 'BTCUSDT', base: 'BTC', quote: 'USDT', venue: 'test', kind: 'spot', tickSize: 0.1, lotSize: 0.00001, ...more },
      0,
      8,
    );
  const slot = {
    ...{ index: 0, position: { lots }, exitOrder: null, stop: null, protection: null, tooSmallLots: Number.NaN },
    ...{ definition: { id: 'sma-cross' }, instrument: instrument(rules) },
  };
  const engine = {
    slots: [slot],
    risk: { mode: 'NORMAL' },
    ticks: PRICE,
    markTicks: () => engine.ticks,
    sendExit: (_: unknown, reason: string) => {
      if (slot.position.lots !== slot.tooSmallLots) done.push(reason);
    },
    observer: { noticed: (code: string, message: string) => void done.push(`${code}: ${message}`) },
  };
  const newWatch = () =>
    new ExitWatch(
      engine as unknown as Engine,
      () => null,
      () => !exempt,
    );
  const watch = newWatch();
  const refused = (at: number, code = 'BELOW_MINIMUM', on = watch) =>
    on.done(
      { purpose: 'exit', slot: 0, reason: 'signal', filled: 0, lots: slot.position.lots } as unknown as EngineOrder,
      'rejected',
      code,
      at,
    );
  return { watch, newWatch, slot, engine, done, refused, setRules: (more: Rules) => Object.assign(slot, { instrument: instrument(more) }) };
}

// 20 lots are 0.0002 BTC: at 20,000 they are worth 4 USDT.
const TOLD =
  "POSITION_TOO_SMALL: sma-cross: 0.0002 BTCUSDT can't be closed, the venue takes no order of so little (as known here: at least 0 BTC and 5 USDT); it is tried again when the position or the minimum changes";

test('4 USDT where the venue takes 5: refused once, told once, and never sent again, in an EMERGENCY neither', () => {
  const { watch, engine, done, refused } = lab(20, { minimumNotional: 5 });
  refused(T0);
  expect([done, watch.nextAt]).toEqual([[TOLD], Number.POSITIVE_INFINITY]);
  watch.look(T0 + 60_000);
  engine.risk.mode = 'EMERGENCY';
  for (let hour = 1; hour <= 24; hour++) watch.look(T0 + hour * 3_600_000);
  expect(done).toEqual([TOLD]);
});

test('at 25,000 they are worth 5 USDT: it is tried again at that price and not one tick below', () => {
  const { watch, engine, done, refused } = lab(20, { minimumNotional: 5 });
  refused(T0);
  engine.ticks = 249_999;
  watch.look(T0 + 1_000);
  expect(done).toEqual([TOLD]);
  engine.ticks = 250_000;
  watch.look(T0 + 2_000);
  expect(done).toEqual([TOLD, 'signal']);
});

test.each([
  ['larger', 25],
  ['smaller', 19],
])('a position that has become %s is tried again, and told anew if that is refused too', (_, lots) => {
  const { watch, slot, done, refused } = lab(20, { minimumNotional: 5 });
  refused(T0);
  slot.position.lots = lots;
  watch.look(T0 + 1_000);
  expect(done).toEqual([TOLD, 'signal']);
  refused(T0 + 2_000);
  // 25 lots are worth 5 USDT by what is known here, so the venue's word has to come again.
  expect(done.length).toBe(lots === 19 ? 3 : 2);
});

test('a minimum quantity is a minimum too: 0.0002 BTC where 0.0003 are asked for, until the venue asks for less', () => {
  const { watch, engine, done, refused, setRules } = lab(20, { minimumQuantity: 0.0003 });
  refused(T0);
  expect(done).toHaveLength(1);
  engine.ticks = 10 * PRICE;
  watch.look(T0 + 1_000);
  expect(done).toHaveLength(1);
  setRules({ minimumQuantity: 0.0002 });
  watch.look(T0 + 2_000);
  expect(done.slice(1)).toEqual(['signal']);
});

test.each([
  ['is worth enough by the rules known here', 30, false],
  ['may be reduced below the minimum', 20, true],
] as const)('a position that %s is tried three times before the venue is believed, and every hour from then on', (_, lots, exempt) => {
  const { watch, done, refused } = lab(lots, { minimumNotional: 5 }, exempt);
  refused(T0);
  expect([done, watch.nextAt]).toEqual([[], T0 + 1_000]);
  watch.look(T0 + 1_000);
  refused(T0 + 1_000);
  watch.look(T0 + 3_000);
  refused(T0 + 3_000);
  expect([done.map((each) => each.split(':')[0]), watch.nextAt]).toEqual([
    ['signal', 'signal', 'POSITION_TOO_SMALL'],
    Number.POSITIVE_INFINITY,
  ]);
  watch.look(T0 + 3_602_999);
  expect(done).toHaveLength(3);
  watch.look(T0 + 3_603_000);
  refused(T0 + 3_604_000);
  watch.look(T0 + 3_605_000);
  expect(done.slice(3)).toEqual(['signal']);
});

test('a refusal for another reason is tried again as ever', () => {
  const { watch, done, refused } = lab(20, { minimumNotional: 5 });
  refused(T0, 'PRICE_BAND');
  watch.look(T0 + 1_000);
  expect(done).toEqual(['signal']);
});

test('a restart knows it, and tries again where the venue asks for less by then', () => {
  const { watch, newWatch, slot, done, refused, setRules } = lab(20, { minimumNotional: 5 });
  refused(T0);
  const kept = JSON.parse(JSON.stringify(watch.snapshot()));
  slot.tooSmallLots = Number.NaN;
  const after = newWatch();
  after.restore(kept);
  after.look(T0 + 60_000);
  expect([done, slot.tooSmallLots]).toEqual([[TOLD], 20]);
  setRules({ minimumNotional: 4 });
  after.look(T0 + 61_000);
  expect(done).toEqual([TOLD, 'signal']);
});

test('a kill ends with what can not be sold by name: 0.042 coins at 100 are 4.20 where 5 are taken, at 120 they are 5.04', () => {
  // 6 of 10,000: an entry of 0.06 coins.
  const { session, placed, pass, candle, fill, ended, notices, now } = sessionLab({ spot: true, share: 0.0006 });
  fill('a', '0.042');
  session.requestMode({ kind: 'kill', to: 'EMERGENCY', by: 'owner', reason: 'test', pinVerified: false }, now());
  pass(1_000);
  ended(placed[0] as PlaceOrder, 'cancelled', '0.042');
  pass(60_000);
  const exits = () => placed.filter(({ side }) => side === 'sell').map(({ type, quantity }) => `${type} ${quantity}`);
  const told = (code: string) => notices().flatMap((notice) => (notice.code === code ? [notice.message] : []));
  expect(exits()).toEqual(['stop 0.042', 'market 0.042']);
  expect(told('POSITION_TOO_SMALL')).toHaveLength(1);
  expect(told('KILL_NOT_FLAT')).toEqual([]);
  expect(told('KILL_FLAT')).toEqual(['everything is closed but what is less than the venue takes: 0.042 X']);
  candle(119);
  pass(60_000);
  expect(exits()).toHaveLength(2);
  candle(120);
  pass(60_000);
  expect(exits()).toEqual(['stop 0.042', 'market 0.042', 'market 0.042']);
});
