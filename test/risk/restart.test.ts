/** A snapshot taken anywhere and restored as JSON changes nothing that follows; damaged state is refused; changed configuration keeps what it can. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, DAY_MS, desk, flatCandles, instrument, MONDAY } from './fixture.ts';

const strategies = [{ id: 'alpha' }, { id: 'beta' }];
const instruments = [instrument(0), instrument(1)];
const slots = [0, 1].flatMap((strategy) => [0, 1].map((each) => ({ strategy, instrument: each })));
const fresh = () => desk({ profile: builtInProfile('multi_asset'), strategies, instruments, slots, approvals: true });
const candles = flatCandles(3000, { range: 0.02 });
for (let i = 0; i < 3000; i++) candles.volume[i] = 900 + ((i * 37) % 200);

type Step =
  | { kind: 'mark'; basisPoints: number; hours: number }
  | { kind: 'wish'; slot: number; side: 1 | -1; duplicateKey: string; confidence: number; lots: number; skip: number }
  | { kind: 'exit'; slot: number; net: number }
  | { kind: 'day'; moves: [number, number] }
  | { kind: 'command'; to: 'NORMAL' | 'OBSERVATION' | 'PAUSE'; pin: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('mark' as const), basisPoints: fc.integer({ min: -60, max: 60 }), hours: fc.integer({ min: 0, max: 9 }) }),
  fc.record({
    kind: fc.constant('wish' as const),
    slot: fc.integer({ min: 0, max: 3 }),
    side: fc.constantFrom(1 as const, -1 as const),
    duplicateKey: fc.constantFrom('', 'ema:I0:1', 'rsi:I0:1'),
    confidence: fc.integer({ min: 45, max: 100 }).map((n) => n / 100),
    lots: fc.integer({ min: 1, max: 400_000 }),
    skip: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ kind: fc.constant('exit' as const), slot: fc.integer({ min: 0, max: 3 }), net: fc.integer({ min: -5, max: 5 }) }),
  fc.record({
    kind: fc.constant('day' as const),
    moves: fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 })),
  }),
  fc.record({
    kind: fc.constant('command' as const),
    to: fc.constantFrom('NORMAL' as const, 'OBSERVATION' as const, 'PAUSE' as const),
    pin: fc.boolean(),
  }),
);

/** Plays steps and writes down everything the desk says; `restartAt` replaces it by one restored from JSON. */
function play(steps: readonly Step[], restartAt: number): string[] {
  let risk = fresh();
  let [equity, at, index] = [1_000_000, MONDAY, 100];
  const closes: [number, number] = [100, 100];
  const said: string[] = [];
  steps.forEach((each, i) => {
    if (i === restartAt) {
      const state = JSON.parse(JSON.stringify(risk.snapshot()));
      risk = fresh();
      risk.restore(state);
      expect(JSON.parse(JSON.stringify(risk.snapshot()))).toEqual(state);
    }
    if (each.kind === 'mark') {
      at += each.hours * 3_600_000;
      equity = Math.round(equity * (1 + each.basisPoints / 10_000));
      risk.mark(equity, at);
    } else if (each.kind === 'wish') {
      index += each.skip;
      const { strategy, instrument: about } = slots[each.slot] as (typeof slots)[number];
      const { side, duplicateKey, confidence, lots, slot } = each;
      const order = risk.decide(
        candidate(instruments[about] as (typeof instruments)[number], {
          at,
          slot,
          strategy,
          side,
          duplicateKey,
          confidence,
          lots,
          candles,
          index,
        }),
        account({ equity }),
      );
      said.push(order ? `${order.lots} ${order.cuts}` : `${risk.lastRefusal.code} ${risk.lastRefusal.measured}`);
      if (order) risk.entrySent(slot, side, at, duplicateKey);
    } else if (each.kind === 'exit') risk.exitFilled(each.slot, each.net, at);
    else if (each.kind === 'command')
      said.push(String(risk.control.requestMode(each.to, { by: 'owner', reason: 'r', pinVerified: each.pin }, at)?.code));
    else {
      at += DAY_MS;
      closes.forEach((close, k) => {
        closes[k as 0 | 1] = close * (1 + (each.moves[k as 0 | 1] as number) / 10_000);
        risk.dailyBar(k, close, Math.max(close, closes[k as 0 | 1]), Math.min(close, closes[k as 0 | 1]), closes[k as 0 | 1], at);
      });
    }
    said.push(`${risk.mode} ${JSON.stringify(risk.takeModeChanges())} ${JSON.stringify(risk.takeNotices())}`);
  });
  return said;
}

describe('a restart', () => {
  it('anywhere changes nothing that follows', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), fc.nat(119), (steps, restartAt) => {
        expect(play(steps, restartAt % steps.length)).toEqual(play(steps, -1));
      }),
      { numRuns: 60 },
    );
  });

  it('follows ids when strategies and instruments have changed places', () => {
    const before = desk({ profile: builtInProfile('default'), strategies, instruments, slots });
    before.control.block(1, { by: 'owner', reason: 'x', at: MONDAY, until: null });
    before.control.setKelly(1, 0.3);
    before.entrySent(3, 1, MONDAY);
    before.mark(985_000, MONDAY + 1);
    const turned = [instrument(0, { id: 'I1' }), instrument(1, { id: 'I9' })];
    const after = desk({ profile: builtInProfile('default'), strategies: [{ id: 'beta' }, { id: 'gamma' }], instruments: turned, slots });
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    const reason = (risk: RiskDesk, strategy: number) =>
      risk.decide(candidate(turned[0] as (typeof turned)[number], { at: MONDAY + 2, strategy }), account()) ? '' : risk.lastRefusal.code;
    expect(reason(after, 0)).toBe('STRATEGY_BLOCKED');
    // beta's entry in I1 was slot 3 and is slot 0 now; gamma is new.
    expect(reason(after, 1)).toBe('SIGNAL_THROTTLED');
    after.mark(980_000, MONDAY + 3);
    expect(after.mode).toBe('DEFENSIVE');
  });

  it('refuses a state that is damaged, naming where', () => {
    const state = fresh().snapshot() as Record<string, unknown>;
    const restore = (changes: object) => () => fresh().restore(JSON.parse(JSON.stringify({ ...state, ...changes })));
    expect(restore({})).not.toThrow();
    expect(restore({ version: 2 })).toThrow(/version: expected 1, found 2/);
    expect(restore({ ladder: undefined })).toThrow(/risk state.ladder: expected a record/);
    expect(restore({ ladder: null })).toThrow(/risk state.ladder: expected a record, found null/);
    const { marks } = state.ladder as { marks: object };
    expect(restore({ ladder: { ...(state.ladder as object), marks: { ...marks, peak: null } } })).toThrow(
      /ladder.marks.peak: expected a number, found null/,
    );
    expect(restore({ modes: { mode: 5, triggers: [], changes: [] } })).toThrow(/risk state.modes.mode: expected string, found 5/);
    expect(restore({ coolDowns: [{ streak: 'x', losses: [], until: null, block: null }] })).toThrow(
      /coolDowns\[0\].streak: expected a number/,
    );
    expect(() => fresh().restore('{"version":1')).toThrow(/risk state: expected a record/);
    expect(() => fresh().restore(null)).toThrow(/risk state: expected a record, found null/);
  });
});
