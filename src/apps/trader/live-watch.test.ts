import { expect, test } from 'vitest';
import type { ArmingInForce, ArmingState } from '../../core/operations/arming.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { LiveWatch, WATCH_TIMES } from './live-watch.ts';

const MINUTE = 60_000;
/** Friday 2026-01-16, 16:00 in New York. */
const CLOSE = Date.UTC(2026, 0, 16, 21);

/** A watch over one instrument whose market is open before CLOSE and from `opens` on, and what it says. */
function watchOf(opens: number, slots: readonly object[] = [], arming?: () => ArmingInForce) {
  const told: string[] = [];
  const messages: string[] = [];
  let counted = 0;
  const session = {
    lastComparison: null as { readonly at: number } | null,
    engine: {
      slots,
      sendExit: (_: unknown, reason: string) => void told.push(`exit ${reason}`),
      risk: {
        armed(at: number) {
          if (at === counted) return false;
          counted = at;
          return true;
        },
      },
    },
    act: (_: number, work: (engine: unknown) => void) => work(session.engine),
    watch: (id: string, mode: string, _: string, demanded: boolean) => void (demanded && told.push(`${id} ${mode}`)),
    reconciliation: { soon: () => {} },
    broker: { question: () => true },
  };
  const watch = new LiveWatch({
    ...{
      session: session as unknown as LiveSession,
      instruments: ['SPY'],
      linkUp: () => true,
      venueOffsetMs: () => 0,
      clockSetMs: () => 0,
    },
    ...(arming ? { arming, armed: () => arming().armed !== null } : { armed: () => true }),
    ...{ journalPendingMs: () => 0, times: WATCH_TIMES, startedAt: CLOSE - MINUTE },
    notice: (code, message) => {
      told.push(code);
      messages.push(message);
    },
    isOpen: (_, at) => at < CLOSE || at >= opens,
  });
  const look = (from: number, minutes: number, compares = true) => {
    for (let at = from; at < from + minutes * MINUTE; at += 1_000) {
      watch.venueHeard(at);
      if (compares) session.lastComparison = { at };
      watch.look(at);
    }
  };
  return { told, messages, look, watch };
}

test('a venue that is heard and answers nothing that counts is told after five minutes, with its refusal and what to do', () => {
  const { told, messages, look, watch } = watchOf(CLOSE);
  const opens = CLOSE + MINUTE;
  watch.priceHeard(0, opens);
  look(opens, 1);
  watch.answered({ ok: false, outcome: 'refused', code: 'BAD_NONCE', venueCode: '', message: 'EAPI:Invalid nonce' }, opens + MINUTE);
  // Its time is told to whoever asks.
  watch.answered({ ok: true, kind: 'time', venueTime: 0 }, opens + MINUTE);
  expect(watch.failing(opens + 2 * MINUTE)).toBeNull();
  expect(watch.failing(opens + 3 * MINUTE)).toContain('it last answered BAD_NONCE');
  told.length = 0;
  for (let minute = 1; minute < 8; minute++) {
    watch.priceHeard(0, opens + minute * MINUTE);
    look(opens + minute * MINUTE, 1, false);
  }
  expect(told).toEqual(['COMPARISON_LATE', 'uncompared OBSERVATION']);
  expect(messages.at(-1)).toBe(
    'the venue has not been compared for 5 min: nothing is entered; it last answered BAD_NONCE (EAPI:Invalid nonce): another program uses this key: give the trader a new one of its own',
  );
  watch.priceHeard(0, opens + 8 * MINUTE);
  look(opens + 8 * MINUTE, 1);
  expect(told.slice(2)).toEqual(['COMPARED_AGAIN']);
  watch.answered({ ok: true, kind: 'positions', positions: [] }, opens + 9 * MINUTE);
  expect(watch.failing(opens + 30 * MINUTE)).toBeNull();
});

test('a weekend without prices is no trouble, and the first minutes after it count from the opening', () => {
  const opens = CLOSE + 65.5 * 60 * MINUTE;
  const { told, look } = watchOf(opens);
  look(CLOSE, 30);
  look(opens - 10 * MINUTE, 11);
  expect(told).toEqual([]);
  look(opens + MINUTE, 5);
  expect(told).toEqual(['FEED_SILENT', 'feed OBSERVATION', 'PRICES_SILENT']);
});

test('an entry by a signal is refused while the market is closed, and once its prices are silent for five minutes', () => {
  const { look, watch } = watchOf(CLOSE);
  expect(watch.silence('SPY', CLOSE - MINUTE)).toBeNull();
  watch.priceHeard(0, CLOSE);
  look(CLOSE, 5);
  expect(watch.silence('SPY', CLOSE + 5 * MINUTE)).toBeNull();
  look(CLOSE + 5 * MINUTE, 1);
  expect(watch.silence('SPY', CLOSE + 6 * MINUTE)).toMatchObject({ code: 'PRICES_SILENT', measured: 6 * MINUTE, limit: 5 * MINUTE });
  expect(watch.silence('QQQ', CLOSE)).toBeNull();
  const closed = watchOf(Number.POSITIVE_INFINITY).watch;
  expect(closed.silence('SPY', CLOSE)).toMatchObject({ code: 'MARKET_CLOSED' });
});

test('a position without prices for fifteen minutes is closed; one that is less than the venue takes is left alone', () => {
  const slot = (isTooSmall: boolean) => ({ instrument: { index: 0 }, position: { lots: 5 }, exitOrder: null, entry: null, isTooSmall });
  for (const [isTooSmall, exits] of [
    [false, ['PRICES_LOST', 'exit prices-silent']],
    [true, []],
  ] as const) {
    const { told, look } = watchOf(CLOSE, [slot(isTooSmall)]);
    look(CLOSE, 15);
    told.length = 0;
    look(CLOSE + 15 * MINUTE, 1);
    expect(told.slice(0, 2)).toEqual(exits);
  }
});

test('why an account is not armed is told once at the start, each arming once, also one that follows at once', () => {
  const armedAt = (at: number): ArmingState => ({ account: 'main', by: 'ana', at, engineVersion: '1', venueKey: 'ab' });
  const expired = { code: 'ARMING_EXPIRED', message: 'disarmed: 30 days are over' };
  let inForce: ArmingInForce = { armed: null, ended: expired };
  const { told, watch } = watchOf(Number.POSITIVE_INFINITY, [], () => inForce);
  const heard = () => {
    for (const at of [CLOSE - 2, CLOSE - 1]) watch.lookAtArming(at);
    return told.splice(0);
  };
  expect(heard()).toEqual(['ARMING_EXPIRED', 'disarmed OBSERVATION']);
  inForce = { armed: armedAt(1), ended: null };
  expect(heard()).toEqual(['ARMED']);
  inForce = { armed: armedAt(2), ended: null };
  expect(heard()).toEqual(['ARMED']);
  inForce = { armed: null, ended: { code: 'ARMING_DISARMED', message: 'disarmed by ana' } };
  expect(heard()).toEqual(['ARMING_DISARMED', 'disarmed OBSERVATION']);
  const neverArmed = watchOf(Number.POSITIVE_INFINITY, [], () => ({ armed: null, ended: null }));
  neverArmed.watch.lookAtArming(CLOSE - 1);
  expect(neverArmed.told).toEqual(['disarmed OBSERVATION']);
});

test('a lost line to the prices refuses entries at once, is told after its grace, and once however often it flaps', () => {
  const opens = CLOSE - MINUTE;
  const { told, messages, watch } = watchOf(CLOSE);
  watch.priceHeard(0, opens);
  watch.look(opens);
  told.length = 0;
  for (let second = 0; second < 30; second += 6) {
    watch.lineHeard('down', 'connection closed', opens + second * 1_000);
    watch.look(opens + (second + 1) * 1_000);
    watch.lineHeard('up', 'subscribed', opens + (second + 2) * 1_000);
    watch.look(opens + (second + 3) * 1_000);
  }
  expect(told).toEqual([]);
  const lost = opens + 30_000;
  watch.lineHeard('down', 'connection closed', lost);
  // Each try to connect that fails is the same outage.
  watch.lineHeard('down', 'connect ECONNREFUSED', lost + 1_000);
  expect(watch.silence('SPY', lost + 2_000)).toMatchObject({ code: 'FEED_DOWN', measured: 32_000 });
  expect(watch.silence('SPY', lost + 2_000)?.message).toContain('(connection closed), its last price is 32.0 s old');
  expect(watch.troubles().feed).toContain('no line to the prices since');
  watch.look(lost + 9_999);
  expect(told).toEqual([]);
  watch.look(lost + 10_000);
  watch.look(lost + 11_000);
  expect(told).toEqual(['FEED_DOWN', 'feed-line OBSERVATION']);
  expect(messages.at(-1)).toContain('nothing is entered');
  watch.lineHeard('up', 'subscribed', lost + 20_000);
  watch.look(lost + 20_000);
  expect(told).toEqual(['FEED_DOWN', 'feed-line OBSERVATION', 'FEED_UP']);
  expect(watch.silence('SPY', lost + 20_000)).toBeNull();
  expect(watch.troubles().feed).toBeNull();
});
