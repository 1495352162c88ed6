/** The loss ladder through the desk: each rung exactly where it fires, also across a restart; windows, clearing, flows. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LossLadder } from '../../src/core/trading/risk/ladder.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { DAY_MS, desk, MONDAY } from './fixture.ts';

const profile = builtInProfile('default');
const ladderOf = (equity: number, at = MONDAY) => new LossLadder(profile.ladder, 'UTC', equity, at);
const mark = (ladder: LossLadder, equity: number, at: number) => {
  if (ladder.mark(equity, at)) ladder.look(equity, at);
};
const restarted = (ladder: LossLadder, at: number) => {
  const next = ladderOf(1, at);
  next.restore(JSON.parse(JSON.stringify(ladder.snapshot())));
  return next;
};

/**
 * Last equity at which the rung is silent and the next cent, where it fires. 10,000.00 divides evenly; of 9,876.54 (987,654 cents) 2 % are 19,753.08, so the
 * day rung fires at a loss of 19,754; beyond 10 % (98,765.4) means a loss of 98,766; and so on.
 */
const RUNGS: readonly [id: string, start: number, silent: number, fires: number][] = [
  ['day-defensive', 1_000_000, 980_001, 980_000],
  ['day-stop', 1_000_000, 970_001, 970_000],
  ['week-defensive', 1_000_000, 970_001, 970_000],
  ['week-stop', 1_000_000, 950_001, 950_000],
  ['month-stop', 1_000_000, 920_001, 920_000],
  ['drawdown-defensive', 1_000_000, 900_000, 899_999],
  ['drawdown-closes-only', 1_000_000, 880_000, 879_999],
  ['drawdown-stop', 1_000_000, 850_000, 849_999],
  ['day-defensive', 987_654, 967_901, 967_900],
  ['day-stop', 987_654, 958_025, 958_024],
  ['week-stop', 987_654, 938_272, 938_271],
  ['month-stop', 987_654, 908_642, 908_641],
  ['drawdown-defensive', 987_654, 888_889, 888_888],
  ['drawdown-stop', 987_654, 839_506, 839_505],
  // Beyond 2^52 the fractions are exact too: 15 % of 9,007,199,254,740,991 is 1,351,079,888,211,148.65.
  ['drawdown-stop', 9_007_199_254_740_991, 7_656_119_366_529_843, 7_656_119_366_529_842],
];

describe('each rung', () => {
  it.each(RUNGS)('%s of %i is silent at %i and fires at %i', (id, start, silent, fires) => {
    for (const restart of [false, true]) {
      let ladder = ladderOf(start);
      mark(ladder, silent, MONDAY + 1);
      expect(ladder.rung(id).status).toBe('idle');
      if (restart) ladder = restarted(ladder, MONDAY + 2);
      mark(ladder, silent, MONDAY + 2);
      expect(ladder.rung(id).status).toBe('idle');
      mark(ladder, fires, MONDAY + 3);
      expect(ladder.rung(id)).toMatchObject({ status: 'active', equity: fires, reference: start, at: MONDAY + 3 });
      if (restart) ladder = restarted(ladder, MONDAY + 4);
      mark(ladder, start, MONDAY + 5);
      expect(ladder.rung(id).status).toBe('active');
    }
  });

  it('needs a loss, however strict', () => {
    const strict = new LossLadder({ ...profile.ladder, dayDefensive: 0, drawdownDefensive: 0 }, 'UTC', 100, MONDAY);
    mark(strict, 100, MONDAY + 1);
    expect(strict.demand).toBe('NORMAL');
    mark(strict, 99, MONDAY + 2);
    expect(strict.rung('day-defensive').status).toBe('active');
    expect(strict.rung('drawdown-defensive').status).toBe('active');
  });

  it('works from an empty account', () => {
    const ladder = ladderOf(0);
    mark(ladder, 0, MONDAY + 1);
    expect(ladder.demand).toBe('NORMAL');
    ladder.flow(500);
    mark(ladder, 500, MONDAY + 2);
    expect(ladder.demand).toBe('NORMAL');
    mark(ladder, 490, MONDAY + 3);
    expect(ladder.demand).toBe('DEFENSIVE');
  });
});

describe('windows', () => {
  it('begin at UTC midnight, Monday and the first of the month, from the last equity before', () => {
    const ladder = ladderOf(1_000_000, MONDAY + 12 * 3_600_000);
    mark(ladder, 985_000, MONDAY + DAY_MS - 1);
    // Tuesday starts from 985,000: 2 % of it are 19,700.
    mark(ladder, 965_301, MONDAY + DAY_MS);
    expect(ladder.rung('day-defensive').status).toBe('idle');
    expect(ladder.rung('week-defensive').status).toBe('active');
    mark(ladder, 965_300, MONDAY + DAY_MS + 1);
    expect(ladder.rung('day-defensive').status).toBe('active');
    mark(ladder, 965_300, MONDAY + 2 * DAY_MS);
    expect([ladder.rung('day-defensive').status, ladder.rung('week-defensive').status]).toEqual(['idle', 'active']);
    mark(ladder, 965_300, MONDAY + 7 * DAY_MS);
    expect(ladder.rung('week-defensive').status).toBe('idle');
    expect(ladder.windows.monthStart).toBe(1_000_000);
    mark(ladder, 965_300, Date.UTC(2024, 4, 1));
    expect(ladder.windows.monthStart).toBe(965_300);
  });

  it('follow the zone of the profile through a change of the clock', () => {
    // Sunday 2024-03-31 has 23 hours in Madrid: its midnight is Saturday 23:00 UTC, the next one Sunday 22:00 UTC.
    const ladder = new LossLadder(profile.ladder, 'Europe/Madrid', 1_000_000, Date.UTC(2024, 2, 30, 23));
    mark(ladder, 990_000, Date.UTC(2024, 2, 31, 21, 59, 59));
    expect(ladder.windows.dayStart).toBe(1_000_000);
    mark(ladder, 990_000, Date.UTC(2024, 2, 31, 22));
    expect([ladder.windows.dayStart, ladder.windows.weekStart, ladder.windows.monthStart]).toEqual([990_000, 990_000, 990_000]);
    mark(ladder, 980_000, Date.UTC(2024, 3, 1, 21, 59));
    expect(ladder.windows.dayStart).toBe(990_000);
  });

  it('do not begin again at a restart', () => {
    const ladder = ladderOf(1_000_000);
    mark(ladder, 981_000, MONDAY + 1);
    const next = restarted(ladder, MONDAY + 20 * 3_600_000);
    expect(next.windows.dayStart).toBe(1_000_000);
    mark(next, 980_000, MONDAY + 21 * 3_600_000);
    expect(next.rung('day-defensive').status).toBe('active');
  });
});

describe('drawdown', () => {
  it('clears after ten days below 8 % and a review, not before', () => {
    const ladder = ladderOf(1_000_000);
    mark(ladder, 899_999, MONDAY + 1);
    const day = (n: number, equity: number) => {
      mark(ladder, equity, MONDAY + n * DAY_MS);
      mark(ladder, equity, MONDAY + n * DAY_MS + 3_600_000);
    };
    for (let n = 1; n <= 9; n++) day(n, 920_001);
    day(10, 920_000);
    // Exactly 8 % on the tenth day: counting starts again.
    for (let n = 11; n <= 20; n++) day(n, 930_000);
    day(21, 930_000);
    expect(ladder.rung('drawdown-defensive').status).toBe('active');
    ladder.recordReview();
    expect(ladder.rung('drawdown-defensive').status).toBe('idle');
  });

  it('alerts at 5 % and is silent again after five days below', () => {
    const ladder = ladderOf(1_000_000);
    mark(ladder, 950_001, MONDAY + 1);
    expect(ladder.alert).toBe(false);
    mark(ladder, 950_000, MONDAY + 2);
    expect([ladder.alert, ladder.takeAlert(), ladder.takeAlert()]).toEqual([true, true, false]);
    for (let n = 1; n <= 5; n++) mark(ladder, 951_000, MONDAY + n * DAY_MS);
    expect(ladder.alert).toBe(true);
    mark(ladder, 951_000, MONDAY + 6 * DAY_MS);
    expect(ladder.alert).toBe(false);
    mark(ladder, 949_999, MONDAY + 6 * DAY_MS + 1);
    expect(ladder.takeAlert()).toBe(true);
  });

  it('leaves deposits and withdrawals out', () => {
    const ladder = ladderOf(1_000_000);
    mark(ladder, 950_001, MONDAY + 1);
    ladder.flow(-450_001);
    expect(ladder.lastEquity).toBe(500_000);
    // 1,000,000 × 500,000 ÷ 950,001 = 526,315.24: the same 4.9999 % below.
    expect([ladder.peak, ladder.windows.dayStart]).toEqual([526_315, 526_315]);
    ladder.flow(500_000);
    expect(ladder.peak).toBe(1_052_630);
    mark(ladder, 1_000_000, MONDAY + 2);
    expect(ladder.demand).toBe('EMERGENCY');
    expect(ladder.rung('drawdown-defensive').status).toBe('idle');
  });

  it('keeps the old mark for reports when the peak is re-based', () => {
    const ladder = ladderOf(1_000_000);
    mark(ladder, 849_999, MONDAY + 1);
    ladder.rebasePeak();
    expect([ladder.peak, ladder.lifetimePeak]).toEqual([849_999, 1_000_000]);
    expect(ladder.rung('drawdown-defensive').status).toBe('idle');
    expect(ladder.rung('drawdown-stop').status).toBe('active');
  });
});

/** The same rules from the text, with dates and whole-number fractions of their own, evaluated at every mark from the whole history. */
class NaiveLadder {
  private readonly fired = new Set<string>();
  private readonly history: { at: number; equity: bigint }[];

  constructor(equity: number, at: number) {
    this.history = [{ at, equity: BigInt(equity) }];
  }

  mark(equity: number, at: number): string[] {
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const month = (ms: number) => day(ms).slice(0, 7);
    const week = (ms: number) => day(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS);
    const previous = this.history.at(-1) as { at: number };
    for (const [name, key] of [
      ['day', day],
      ['week', week],
      ['month', month],
    ] as const) {
      if (key(previous.at) !== key(at) && name !== 'month') this.fired.delete(`${name}-defensive`);
    }
    const startOf = (key: (ms: number) => string) => {
      const before = this.history.filter((entry) => key(entry.at) !== key(at));
      return (before.at(-1) ?? (this.history[0] as { equity: bigint })).equity;
    };
    const now = BigInt(equity);
    const peak = [...this.history.map((entry) => entry.equity), now].reduce((a, b) => (a > b ? a : b));
    const reaches = (id: string, start: bigint, percent: bigint) =>
      start > now && (start - now) * 100n >= start * percent && this.fired.add(id);
    const exceeds = (id: string, percent: bigint) => (peak - now) * 100n > peak * percent && this.fired.add(id);
    reaches('day-defensive', startOf(day), 2n);
    reaches('day-stop', startOf(day), 3n);
    reaches('week-defensive', startOf(week), 3n);
    reaches('week-stop', startOf(week), 5n);
    reaches('month-stop', startOf(month), 8n);
    exceeds('drawdown-defensive', 10n);
    exceeds('drawdown-closes-only', 12n);
    exceeds('drawdown-stop', 15n);
    this.history.push({ at, equity: now });
    return [...this.fired].sort();
  }
}

describe('any path of equity', () => {
  it('fires the same rungs as the rules written out, with restarts anywhere', () => {
    const step = fc.record({
      hours: fc.integer({ min: 0, max: 30 }),
      basisPoints: fc.integer({ min: -130, max: 110 }),
      cents: fc.integer({ min: -2, max: 2 }),
      restart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 100_000_000 }), fc.array(step, { maxLength: 80 }), (start, steps) => {
        let ladder = ladderOf(start);
        const naive = new NaiveLadder(start, MONDAY);
        let [equity, at] = [start, MONDAY];
        for (const { hours, basisPoints, cents, restart } of steps) {
          at += hours * 3_600_000;
          equity = Math.max(1, Math.round(equity * (1 + basisPoints / 10_000)) + cents);
          if (restart) ladder = restarted(ladder, at);
          mark(ladder, equity, at);
          expect(
            ladder.rungs
              .filter(({ status }) => status !== 'idle')
              .map(({ definition }) => definition.id)
              .sort(),
          ).toEqual(naive.mark(equity, at));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('fires exactly at every threshold it passes by a cent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000_000_000 }),
        fc.constantFrom('day-defensive', 'day-stop', 'week-stop', 'month-stop'),
        (start, id) => {
          const percent = { 'day-defensive': 2n, 'day-stop': 3n, 'week-stop': 5n, 'month-stop': 8n }[id];
          const loss = Number((BigInt(start) * (percent as bigint) + 99n) / 100n);
          const ladder = ladderOf(start);
          if (loss > 1) mark(ladder, start - loss + 1, MONDAY + 1);
          expect(ladder.rung(id).status).toBe('idle');
          mark(ladder, start - loss, MONDAY + 2);
          expect(ladder.rung(id).status).toBe('active');
        },
      ),
    );
  });
});

describe('the desk', () => {
  it('turns rungs into modes, with a record that says why', () => {
    const risk: RiskDesk = desk({ profile });
    risk.mark(980_001, MONDAY + 1);
    expect([risk.mode, risk.modeChanged]).toEqual(['NORMAL', false]);
    risk.mark(980_000, MONDAY + 2);
    expect([risk.mode, risk.modeChanged]).toEqual(['DEFENSIVE', true]);
    expect(risk.takeModeChanges()).toEqual([
      {
        at: MONDAY + 2,
        from: 'NORMAL',
        to: 'DEFENSIVE',
        reason: 'day-defensive',
        by: 'risk',
        measured: 0.02,
        limit: 0.02,
        everyAccount: false,
      },
    ]);
    expect(risk.modeChanged).toBe(false);
    risk.mark(970_000, MONDAY + 3);
    expect(risk.takeModeChanges()).toMatchObject([{ from: 'DEFENSIVE', to: 'EMERGENCY', reason: 'day-stop', measured: 0.03 }]);
    risk.mark(920_000, MONDAY + 4);
    expect([risk.mode, risk.modeChanged]).toEqual(['EMERGENCY', false]);
    expect(risk.takeNotices().map(({ code }) => code)).toEqual([
      'LADDER',
      'LADDER',
      'LADDER',
      'LADDER',
      'LADDER',
      'STOP_EVERY_ACCOUNT',
      'DRAWDOWN_ALERT',
    ]);
  });

  it('says when every account has to stop', () => {
    const risk = desk({ profile });
    risk.mark(920_000, MONDAY + 1);
    expect(risk.takeModeChanges()).toMatchObject([{ to: 'EMERGENCY', reason: 'day-stop', everyAccount: true }]);
    expect(risk.takeNotices().map(({ code }) => code)).toContain('STOP_EVERY_ACCOUNT');
    const slow = desk({ profile });
    for (const [day, equity] of [
      [0, 980_500],
      [7, 961_500],
      [14, 942_500],
      [15, 924_000],
      [21, 919_999],
    ] as const)
      slow.mark(equity, MONDAY + day * DAY_MS);
    expect(slow.takeModeChanges().at(-1)).toMatchObject({ to: 'EMERGENCY', reason: 'month-stop', everyAccount: true });
  });

  it('marks in whole quanta only', () => {
    expect(() => desk({ profile }).mark(970_000.5, MONDAY)).toThrow(/whole quanta/);
  });
});
