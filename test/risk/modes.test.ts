/** The five modes: all twenty ordered pairs, triggers, commands, and what leaving PAUSE and EMERGENCY needs. */

import { describe, expect, it } from 'vitest';
import { MODES, type Mode } from '../../src/core/trading/risk/mode-table.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, DAY_MS, desk, instrument, MONDAY } from './fixture.ts';

const profile = builtInProfile('default');
const owner = { by: 'owner', reason: 'wish', pinVerified: false };
const withPin = { ...owner, pinVerified: true };
const review = { by: 'owner', reference: 'incident-7' };

/** A desk brought to a mode by its shortest allowed way. */
function deskIn(mode: Mode): RiskDesk {
  const risk = desk({ profile });
  if (mode !== 'NORMAL') expect(risk.control.requestMode(mode, owner, MONDAY)).toBeNull();
  risk.takeModeChanges();
  return risk;
}

/** The table of the rules, row by row: what a request without and with the PIN gives. `pin`: only with it. */
const TABLE: Readonly<Record<Mode, Readonly<Partial<Record<Mode, 'yes' | 'no' | 'pin'>>>>> = {
  NORMAL: { DEFENSIVE: 'yes', OBSERVATION: 'yes', PAUSE: 'yes', EMERGENCY: 'yes' },
  DEFENSIVE: { NORMAL: 'yes', OBSERVATION: 'yes', PAUSE: 'yes', EMERGENCY: 'yes' },
  OBSERVATION: { NORMAL: 'yes', DEFENSIVE: 'yes', PAUSE: 'yes', EMERGENCY: 'yes' },
  PAUSE: { NORMAL: 'pin', DEFENSIVE: 'no', OBSERVATION: 'pin', EMERGENCY: 'yes' },
  EMERGENCY: { NORMAL: 'no', DEFENSIVE: 'no', OBSERVATION: 'no', PAUSE: 'pin' },
};
const PAIRS = MODES.flatMap((from) => MODES.filter((to) => to !== from).map((to) => [from, to, TABLE[from][to]] as const));

describe('changes of mode', () => {
  it('are twenty ordered pairs', () => expect(PAIRS).toHaveLength(20));

  it.each(PAIRS)('%s to %s: %s', (from, to, allowed) => {
    for (const authority of [owner, withPin]) {
      const risk = deskIn(from);
      const refusal = risk.control.requestMode(to, authority, MONDAY + 1);
      if (allowed === 'yes' || (allowed === 'pin' && authority.pinVerified)) {
        expect([refusal, risk.mode]).toEqual([null, to]);
        expect(risk.takeModeChanges()).toMatchObject([{ at: MONDAY + 1, from, to, by: 'owner', reason: 'wish' }]);
      } else {
        expect(refusal?.code).toBe(allowed === 'no' ? 'MODE_TRANSITION' : 'MODE_PIN');
        expect(risk.mode).toBe(from);
        expect(risk.takeModeChanges()).toEqual([]);
        expect(risk.takeNotices()).toMatchObject([{ at: MONDAY + 1, code: refusal?.code }]);
      }
    }
  });

  it('are done already when the mode is in force: a second kill is no second kill', () => {
    const risk = deskIn('EMERGENCY');
    expect(risk.control.requestMode('EMERGENCY', owner, MONDAY + 1)).toBeNull();
    expect(risk.modeChanged).toBe(false);
  });

  it.each([
    ['OBSERVATION', 'MODE_OBSERVATION'],
    ['PAUSE', 'MODE_PAUSE'],
    ['EMERGENCY', 'MODE_EMERGENCY'],
  ] as const)('%s takes no entries, and closes', (mode, code) => {
    const risk = deskIn(mode);
    expect(risk.decide(candidate(instrument(0)), account())).toBeNull();
    expect(risk.lastRefusal.code).toBe(code);
    expect(risk.approveExit(0, -1, 5)).toMatchObject({ kind: 'exit', lots: 5 });
  });

  it('are not needed to hold entries for a moment: none is taken, exits are, and the mode is as it was', () => {
    const risk = deskIn('NORMAL');
    risk.control.holdEntries(true);
    expect(risk.decide(candidate(instrument(0)), account())).toBeNull();
    expect([risk.lastRefusal.code, risk.mode]).toEqual(['VENUE_DOWN', 'NORMAL']);
    expect(risk.approveExit(0, -1, 5)).toMatchObject({ kind: 'exit', lots: 5 });
    risk.control.holdEntries(false);
    expect(risk.decide(candidate(instrument(0)), account())).not.toBeNull();
  });
});

describe('triggers', () => {
  it('make the strictest demand the mode, and lower it by themselves only from DEFENSIVE and OBSERVATION', () => {
    const risk = desk({ profile });
    const raise = (id: string, demands: Mode) => risk.control.raise({ id, demands, reason: id, by: 'watcher', at: MONDAY });
    raise('error-alert', 'DEFENSIVE');
    raise('component', 'OBSERVATION');
    expect(risk.mode).toBe('OBSERVATION');
    risk.control.clear('component', MONDAY + 1);
    expect(risk.mode).toBe('DEFENSIVE');
    risk.control.clear('error-alert', MONDAY + 2);
    expect(risk.mode).toBe('NORMAL');
    raise('reconciliation', 'PAUSE');
    risk.control.clear('reconciliation', MONDAY + 3);
    expect(risk.mode).toBe('PAUSE');
    expect(risk.takeModeChanges().map(({ to, reason }) => [to, reason])).toEqual([
      ['DEFENSIVE', 'error-alert'],
      ['OBSERVATION', 'component'],
      ['DEFENSIVE', 'error-alert'],
      ['NORMAL', 'triggers cleared'],
      ['PAUSE', 'reconciliation'],
    ]);
  });

  it('keep the owner from leaving a mode they demand, and are followed at once when he resumes', () => {
    const risk = desk({ profile });
    risk.control.raise({ id: 'reconciliation', demands: 'PAUSE', reason: 'difference', by: 'watcher', at: MONDAY });
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY)?.code).toBe('MODE_TRIGGER_ACTIVE');
    risk.control.raise({ id: 'error-alert', demands: 'DEFENSIVE', reason: 'error-alert', by: 'watcher', at: MONDAY });
    risk.control.clear('reconciliation', MONDAY);
    risk.takeModeChanges();
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY)).toBeNull();
    expect(risk.takeModeChanges().map(({ from, to }) => `${from} ${to}`)).toEqual(['PAUSE NORMAL', 'NORMAL DEFENSIVE']);
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY)?.code).toBe('MODE_TRIGGER_ACTIVE');
  });

  it('follow calibration, hit rate and the Sharpe ratio of 30 days', () => {
    const risk = desk({ profile });
    risk.control.setCalibrationError(0, 0.15, MONDAY);
    risk.control.setHitRate(0, 0.4, 0.55, MONDAY);
    expect(risk.mode).toBe('NORMAL');
    risk.control.setHitRate(0, 0.3999, 0.55, MONDAY);
    expect(risk.mode).toBe('DEFENSIVE');
    risk.control.setHitRate(0, 0.41, 0.55, MONDAY);
    risk.control.setCalibrationError(0, 0.1501, MONDAY);
    expect(risk.takeModeChanges().at(-1)).toMatchObject({ to: 'DEFENSIVE', reason: 'calibration:alpha' });
    risk.control.setCalibrationError(0, Number.NaN, MONDAY);
    expect(risk.mode).toBe('NORMAL');
    // 30 days that alternate between +0.1 % and -0.1 % have a Sharpe ratio of about 0; 29 closed trades are too few to tell.
    const days = (from: number, count: number) => {
      for (let day = from; day < from + count; day++) risk.mark(day % 2 === 0 ? 1_000_000 : 999_000, MONDAY + day * DAY_MS);
    };
    for (let trade = 0; trade < 29; trade++) risk.exitFilled(0, 1, MONDAY + 20 * DAY_MS);
    days(0, 32);
    expect(risk.mode).toBe('NORMAL');
    risk.exitFilled(0, 1, MONDAY + 32 * DAY_MS);
    days(33, 1);
    expect(risk.takeModeChanges().at(-1)).toMatchObject({ to: 'DEFENSIVE', reason: 'sharpe-30-days' });
  });
});

describe('after a stop', () => {
  const stopped = (loss: number) => {
    const risk = desk({ profile });
    risk.mark(1_000_000 - loss, MONDAY + 1);
    return risk;
  };

  it('a day stop is reset with the PIN, always to PAUSE, and holds PAUSE until the day ends', () => {
    const risk = stopped(30_000);
    expect(risk.mode).toBe('EMERGENCY');
    expect(risk.control.requestMode('PAUSE', owner, MONDAY + 2)?.code).toBe('MODE_PIN');
    expect(risk.control.requestMode('PAUSE', withPin, MONDAY + 2)).toBeNull();
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY + 3)?.code).toBe('RESUME_WINDOW');
    risk.mark(970_000, MONDAY + DAY_MS);
    expect(risk.mode).toBe('PAUSE');
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY + DAY_MS + 1)).toBeNull();
    // The week has lost 3 %: its trigger is still there.
    expect(risk.mode).toBe('DEFENSIVE');
  });

  it('a day that ended before the reset holds nothing', () => {
    const risk = stopped(30_000);
    risk.mark(970_000, MONDAY + DAY_MS);
    expect(risk.mode).toBe('EMERGENCY');
    expect(risk.control.requestMode('PAUSE', withPin, MONDAY + DAY_MS + 1)).toBeNull();
    expect(risk.control.requestMode('OBSERVATION', withPin, MONDAY + DAY_MS + 2)).toBeNull();
    expect(risk.mode).toBe('OBSERVATION');
  });

  it('a month stop needs the month over and a signed review', () => {
    const risk = stopped(80_000);
    expect(risk.control.requestMode('PAUSE', withPin, MONDAY + 2)).toBeNull();
    risk.mark(920_000, MONDAY + 8 * DAY_MS);
    expect(risk.control.requestMode('NORMAL', withPin, MONDAY + 8 * DAY_MS)?.code).toBe('RESUME_WINDOW');
    risk.mark(920_000, Date.UTC(2024, 4, 1));
    expect(risk.control.requestMode('NORMAL', withPin, Date.UTC(2024, 4, 1))?.code).toBe('RESUME_REVIEW');
    risk.control.recordReview(review, Date.UTC(2024, 4, 1));
    expect(risk.control.requestMode('NORMAL', withPin, Date.UTC(2024, 4, 1))).toBeNull();
    expect(risk.mode).toBe('NORMAL');
  });

  it('no reset beyond 10 % of drawdown; at 10 % it is granted', () => {
    const at = stopped(100_000);
    expect(at.control.requestMode('PAUSE', withPin, MONDAY + 2)).toBeNull();
    const beyond = stopped(100_001);
    expect(beyond.control.requestMode('PAUSE', withPin, MONDAY + 2)).toMatchObject({ code: 'RESET_DRAWDOWN', limit: 0.1 });
    const eleven = stopped(110_000);
    expect(eleven.control.requestMode('PAUSE', withPin, MONDAY + 2)).toMatchObject({ code: 'RESET_DRAWDOWN', measured: 0.11 });
  });

  it('a drawdown stop is left only by a re-based peak: review, 14 days of paper, PIN', () => {
    const risk = stopped(150_001);
    const later = Date.UTC(2024, 4, 15);
    risk.mark(849_999, later);
    expect(risk.control.rebasePeak(review, 13, later)).toMatchObject({ code: 'REBASE_REFUSED', measured: 13, limit: 14 });
    expect(risk.control.requestMode('PAUSE', withPin, later)?.code).toBe('RESET_DRAWDOWN');
    expect(risk.control.rebasePeak(review, 14, later)).toBeNull();
    expect(risk.control.requestMode('PAUSE', withPin, later)).toBeNull();
    expect(risk.control.requestMode('NORMAL', withPin, later)?.code).toBe('RESUME_REVIEW');
    risk.control.recordReview(review, later);
    expect(risk.control.requestMode('NORMAL', withPin, later)).toBeNull();
    expect(risk.mode).toBe('NORMAL');
    expect(desk({ profile }).control.rebasePeak(review, 14, later)?.code).toBe('REBASE_REFUSED');
  });

  it('closes only beyond 12 %: a veto with a code, not a mode', () => {
    const risk = desk({ profile });
    // Slowly, so that no day, week or month stops it first: 1.25 % twice in each of five months leaves 881,8xx.
    let equity = 1_000_000;
    for (let step = 0; step < 10; step++) {
      equity = Math.round(equity * 0.9875);
      risk.mark(equity, Date.UTC(2024, 3 + Math.floor(step / 2), step % 2 === 0 ? 3 : 17));
    }
    risk.mark(880_000, Date.UTC(2024, 8, 3));
    risk.mark(880_000, Date.UTC(2024, 8, 4));
    const wish = () =>
      risk.decide(candidate(instrument(0), { at: Date.UTC(2024, 8, 5), createdAt: Date.UTC(2024, 8, 5) }), account({ equity: 880_000 }));
    expect(risk.mode).toBe('DEFENSIVE');
    expect(wish()).not.toBeNull();
    risk.mark(879_999, Date.UTC(2024, 8, 4, 1));
    expect(risk.mode).toBe('DEFENSIVE');
    expect(wish()).toBeNull();
    expect(risk.lastRefusal).toMatchObject({ code: 'LADDER_CLOSES_ONLY', limit: 0.12 });
    expect(risk.approveExit(0, -1, 1)).toMatchObject({ kind: 'exit' });
  });
});
