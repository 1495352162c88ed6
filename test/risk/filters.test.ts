/** Bursts, conflicts, cool-downs and blocks, as the engine meets them: dropConflicts, then decide one after the other with what was approved held back. */

import { describe, expect, it } from 'vitest';
import type { AccountView, Candidate } from '../../src/core/trading/risk/candidate.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, desk, flatCandles, instrument, MINUTE_MS, MONDAY, only } from './fixture.ts';

const strategies = Array.from({ length: 20 }, (_, i) => ({ id: `s${String(i).padStart(2, '0')}` }));
const signals = builtInProfile('default').signals;

/** What the engine does with the candidates of one close; approvals are held back before the next is judged. */
function close(
  risk: RiskDesk,
  candidates: Candidate[],
  of: (held: number, positions: number) => AccountView = () => account(),
): { sent: Candidate[]; reasons: string[] } {
  const sent: Candidate[] = [];
  const reasons: string[] = [];
  risk.dropConflicts(candidates, (_, refusal) => reasons.push(refusal.code));
  let [held, positions] = [0, 0];
  for (const each of candidates) {
    const order = risk.decide(each, of(held, positions));
    if (order === null) reasons.push(risk.lastRefusal.code);
    else {
      risk.entrySent(each.slot, each.side, each.at);
      held += order.value;
      positions++;
      sent.push(each);
    }
  }
  return { sent, reasons };
}

describe('a burst of twenty signals', () => {
  it('of one strategy over twenty instruments: three pass, each other has its reason', () => {
    const instruments = Array.from({ length: 20 }, (_, i) => instrument(i));
    const risk = desk({ profile: only({ signals }), instruments });
    const { sent, reasons } = close(
      risk,
      instruments.map((each) => candidate(each)),
    );
    expect(sent.map(({ slot }) => slot)).toEqual([0, 1, 2]);
    expect(reasons).toEqual(Array.from({ length: 17 }, () => 'SIGNAL_RATE_STRATEGY'));
  });

  it('of twenty strategies on one instrument, a minute apart: one each five minutes, six an hour', () => {
    const about = instrument(0);
    const risk = desk({
      profile: only({ signals }),
      instruments: [about],
      strategies,
      slots: strategies.map((_, strategy) => ({ strategy, instrument: 0 })),
    });
    const passed: number[] = [];
    const counts: Record<string, number> = {};
    for (let minute = 0; minute < 60; minute++) {
      const at = MONDAY + minute * MINUTE_MS;
      const { sent, reasons } = close(risk, [candidate(about, { at, createdAt: at, slot: minute % 20, strategy: minute % 20 })]);
      if (sent.length > 0) passed.push(minute);
      for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
    }
    // At minute 20 it is the turn of the strategy of minute 0, whose lock of an hour still holds: minute 21 is the next. Six entries make minutes 31 to 59 too many.
    expect(passed).toEqual([0, 5, 10, 15, 21, 26]);
    expect(counts).toEqual({ SIGNAL_THROTTLED: 24, SIGNAL_DUPLICATE: 1, SIGNAL_RATE_INSTRUMENT: 29 });
  });

  it('at one close on one instrument: the surest, ties by strategy id', () => {
    const about = instrument(0);
    const risk = desk({
      profile: only({ signals }),
      instruments: [about],
      strategies,
      slots: strategies.map((_, strategy) => ({ strategy, instrument: 0 })),
    });
    const wish = (strategy: number, confidence: number, side: 1 | -1 = 1) =>
      candidate(about, { strategy, slot: strategy, confidence, side });
    const same = close(risk, [wish(3, 0.7), wish(2, 0.9), wish(1, 0.9), wish(4, 0.4)]);
    expect(same.sent.map(({ strategy }) => strategy)).toEqual([1]);
    expect(same.reasons).toEqual(['SIGNAL_CONFIDENCE', 'SIGNAL_CONFLICT_WEAKER', 'SIGNAL_CONFLICT_WEAKER']);
  });
});

describe('opposite signals at one close', () => {
  it('drop both, and leave other instruments alone', () => {
    const risk = desk({ profile: only({ signals }), strategies });
    const { sent, reasons } = close(
      risk,
      [
        candidate(instrument(0), { side: 1 }),
        candidate(instrument(1), { strategy: 1 }),
        candidate(instrument(0), { side: -1, strategy: 1, confidence: 0.99 }),
      ].map((each, i, all) => ({ ...each, instrument: i === 2 ? (all[0] as Candidate).instrument : each.instrument })),
    );
    expect(sent.map(({ slot }) => slot)).toEqual([1]);
    expect(reasons).toEqual(['SIGNAL_CONFLICT_OPPOSITE', 'SIGNAL_CONFLICT_OPPOSITE']);
  });

  it('do not count one that fails its own filters', () => {
    const about = instrument(0);
    const risk = desk({ profile: only({ signals }), strategies });
    const { sent, reasons } = close(risk, [candidate(about), candidate(about, { side: -1, strategy: 1, confidence: 0.3 })]);
    expect([sent.length, reasons]).toEqual([1, ['SIGNAL_CONFIDENCE']]);
  });
});

describe('signals from outside, which share a slot', () => {
  const about = instrument(0);
  const fresh = () => desk({ profile: only({ signals }), instruments: [about] });
  const restarted = (risk: RiskDesk) => {
    const next = fresh();
    next.restore(JSON.parse(JSON.stringify(risk.snapshot())));
    return next;
  };
  /** What comes of an entry so many minutes later: sent, or refused. */
  const enter = (risk: RiskDesk, minute: number, duplicateKey: string, side: 1 | -1 = 1) => {
    const at = MONDAY + minute * MINUTE_MS;
    const order = risk.decide(candidate(about, { at, createdAt: at, side, duplicateKey }), account());
    if (order) risk.entrySent(0, side, at, duplicateKey);
    return order ? 'sent' : `${risk.lastRefusal.code} ${risk.lastRefusal.measured / MINUTE_MS}`;
  };

  it('lock out those of their own name for an hour, across a restart, and no others', () => {
    let risk = fresh();
    expect([enter(risk, 0, 'ema:X:1'), enter(risk, 5, 'rsi:X:1')]).toEqual(['sent', 'sent']);
    expect([enter(risk, 10, 'ema:X:1'), enter(risk, 10, 'rsi:X:1')]).toEqual(['SIGNAL_DUPLICATE 10', 'SIGNAL_DUPLICATE 5']);
    risk = restarted(risk);
    expect([enter(risk, 59, 'ema:X:1'), enter(risk, 60, 'ema:X:1')]).toEqual(['SIGNAL_DUPLICATE 59', 'sent']);
    // Minutes 5 and 60 are the two of the last hour, so three are not reached.
    expect([enter(risk, 64, 'rsi:X:1'), enter(risk, 65, 'rsi:X:1')]).toEqual(['SIGNAL_THROTTLED 4', 'sent']);
  });

  it('are all locked out by an entry that was written down before names were', () => {
    const before = fresh();
    before.entrySent(0, 1, MONDAY);
    expect(JSON.stringify(before.snapshot())).not.toContain('lastOfKey');
    const risk = restarted(before);
    expect([enter(risk, 10, 'ema:X:1'), enter(risk, 10, 'ema:X:-1', -1)]).toEqual(['SIGNAL_DUPLICATE 10', 'sent']);
    expect(enter(risk, 60, 'ema:X:1')).toBe('sent');
  });

  it('are forgotten when they lock out nothing any more', () => {
    const risk = desk({ profile: only({ signals: { duplicateLockMs: 60 * MINUTE_MS } }), instruments: [about] });
    for (let i = 0; i < 500; i++) enter(risk, i, `s${i}:X:1`);
    const { entries } = risk.snapshot() as { entries: { lastOfKey: object } };
    // Minute 499 and the 59 before it.
    expect(Object.keys(entries.lastOfKey)).toHaveLength(60);
  });
});

describe('two signals at once', () => {
  it('never exceed the number of positions, nor the exposure', () => {
    const risk = desk({ profile: only({ limits: { openPositions: 10, leverage: 1 } }), strategies });
    const positions = close(risk, [candidate(instrument(0)), candidate(instrument(1), { strategy: 1 })], (_, approved) =>
      account({ openPositions: 9 + approved }),
    );
    expect([positions.sent.length, positions.reasons]).toEqual([1, ['RISK_OPEN_POSITIONS']]);
    const exposure = close(
      risk,
      [candidate(instrument(0), { lots: 600_000 }), candidate(instrument(1), { lots: 600_000, strategy: 1 })],
      (held) => account({ grossExposure: held }),
    );
    expect([exposure.sent.length, exposure.reasons]).toEqual([1, ['RISK_GROSS_LEVERAGE']]);
  });
});

describe('rests and blocks', () => {
  const coolDowns = builtInProfile('default').coolDowns;
  const reason = (risk: RiskDesk, at: number, strategy = 0) => {
    const order = risk.decide(candidate(instrument(0), { at, createdAt: at, strategy }), account());
    return order ? '' : risk.lastRefusal.code;
  };

  it('two losses in a row rest a strategy for 60 minutes, across midnight and a restart', () => {
    const risk = desk({ profile: only({ coolDowns }), strategies });
    const night = MONDAY + 23.75 * 3_600_000;
    risk.exitFilled(0, -1, night - 1);
    expect(reason(risk, night)).toBe('');
    risk.exitFilled(0, -1, night);
    const next = desk({ profile: only({ coolDowns }), strategies });
    next.restore(JSON.parse(JSON.stringify(risk.snapshot())));
    for (const each of [risk, next]) {
      each.mark(1_000_000, MONDAY + 86_400_000);
      expect(reason(each, night + 59 * MINUTE_MS)).toBe('STRATEGY_COOLING_DOWN');
      expect(each.lastRefusal.measured).toBe(MINUTE_MS);
      expect(reason(each, night + 60 * MINUTE_MS)).toBe('');
      expect(reason(each, night + MINUTE_MS, 1)).toBe('');
    }
  });

  it('three losses within 120 minutes rest it for 45, a win ends the row', () => {
    const risk = desk({ profile: only({ coolDowns }), strategies });
    const loss = (minute: number, net = -1) => risk.exitFilled(0, net, MONDAY + minute * MINUTE_MS);
    loss(0);
    loss(10, 1);
    loss(60);
    loss(70, 1);
    loss(120);
    expect(reason(risk, MONDAY + 164 * MINUTE_MS)).toBe('STRATEGY_COOLING_DOWN');
    expect(reason(risk, MONDAY + 165 * MINUTE_MS)).toBe('');
    const late = desk({ profile: only({ coolDowns }), strategies });
    for (const [minute, net] of [
      [0, -1],
      [10, 1],
      [60, -1],
      [70, 1],
      [121, -1],
    ] as const)
      late.exitFilled(0, net, MONDAY + minute * MINUTE_MS);
    expect(reason(late, MONDAY + 122 * MINUTE_MS)).toBe('');
  });

  it('what the owner enters by hand waits for no rest, and for everything else', () => {
    const risk = desk({ profile: only({ coolDowns }), strategies });
    risk.exitFilled(0, -1, MONDAY);
    risk.exitFilled(0, -1, MONDAY);
    const byHand = candidate(instrument(0), { at: MONDAY, createdAt: MONDAY, strategy: 0, byHand: true });
    expect(reason(risk, MONDAY)).toBe('STRATEGY_COOLING_DOWN');
    expect(risk.decide(byHand, account())).not.toBeNull();
    risk.control.requestMode('PAUSE', { by: 'owner', reason: 'enough', pinVerified: false }, MONDAY);
    expect([risk.decide(byHand, account()), risk.lastRefusal.code]).toEqual([null, 'MODE_PAUSE']);
  });

  it('one loss is enough in prod, for 90 minutes', () => {
    const risk = desk({ profile: only({ coolDowns }), strategies, environment: 'prod' });
    risk.exitFilled(0, -1, MONDAY);
    expect(reason(risk, MONDAY + 90 * MINUTE_MS - 1)).toBe('STRATEGY_COOLING_DOWN');
    expect(reason(risk, MONDAY + 90 * MINUTE_MS)).toBe('');
  });

  it('a block by hand lasts until its time, or until it is lifted', () => {
    const risk = desk({ strategies });
    risk.control.block(0, { by: 'owner', reason: 'news', at: MONDAY, until: MONDAY + MINUTE_MS });
    expect([reason(risk, MONDAY), reason(risk, MONDAY + MINUTE_MS)]).toEqual(['STRATEGY_BLOCKED', '']);
    risk.control.block(0, { by: 'owner', reason: 'news', at: MONDAY, until: null });
    expect(reason(risk, MONDAY + 1e12)).toBe('STRATEGY_BLOCKED');
    risk.control.block(0, null);
    expect(reason(risk, MONDAY)).toBe('');
  });
});

describe('malformed and unknown', () => {
  it.each([
    { side: 0 as 1 },
    { confidence: Number.NaN },
    { confidence: -0.1 },
    { score: 1.1 },
    { entryTicks: 0 },
    { entryTicks: 1.5 },
    { lots: 0 },
    { lots: 1.5 },
    { sizing: 'share' as const, share: 0 },
    { sizing: 'risk' as const },
    { sizing: 'risk' as const, stopDistanceTicks: 5, maxFraction: 0 },
  ])('refuses %j', (changes) => {
    const risk = desk();
    expect(risk.decide(candidate(instrument(0), changes), account())).toBeNull();
    expect(risk.lastRefusal.code).toBe('SIGNAL_SCHEMA');
  });

  it('does not trade on a range or a volume that is not known', () => {
    const risk = desk({ profile: only({ limits: { volatility: 0.05, volumeRatio: 0.8 }, statistics: { unknownIsWorst: true } }) });
    const reason = (changes: Partial<Candidate>) =>
      risk.decide(candidate(instrument(0), { slot: 1, ...changes }), account()) ? '' : risk.lastRefusal.code;
    expect(reason({ candles: flatCandles(14), index: 13 })).toBe('RISK_VOLATILITY');
    const other = desk({ profile: only({ limits: { volatility: 0.05, volumeRatio: 0.8 }, statistics: { unknownIsWorst: true } }) });
    const code = (changes: Partial<Candidate>) =>
      other.decide(candidate(instrument(0), changes), account()) ? '' : other.lastRefusal.code;
    expect(code({ index: 19 })).toBe('RISK_VOLUME');
    expect(code({ index: 20 })).toBe('');
    expect(code({ index: 30, candles: { ...flatCandles(200, { volume: 0 }) } })).toBe('RISK_VOLUME');
  });

  it('sends nothing without lots', () => {
    for (const lots of [0, -1, 1.5, Number.NaN]) expect(() => desk().approveExit(0, 1, lots)).toThrow(RangeError);
  });
});

describe('the record of a decision', () => {
  it('holds every check with what was measured and its limit', () => {
    const risk = desk({ profile: builtInProfile('default') });
    risk.recording = true;
    risk.decide(candidate(instrument(0), { lots: 200_000 }), account({ openPositions: 10 }));
    const { lastChecks } = risk;
    expect(lastChecks.at(-1)).toEqual({ code: 'RISK_OPEN_POSITIONS', passed: false, measured: 11, limit: 10 });
    expect(lastChecks.find(({ code }) => code === 'RISK_POSITION_LIMIT')).toEqual({
      code: 'RISK_POSITION_LIMIT',
      passed: true,
      measured: 0.2,
      limit: 0.2,
    });
    expect(lastChecks.find(({ code }) => code === 'SIGNAL_CONFIDENCE')).toEqual({
      code: 'SIGNAL_CONFIDENCE',
      passed: true,
      measured: 0.9,
      limit: 0.5,
    });
    expect(lastChecks.length).toBeGreaterThan(30);
  });
});
