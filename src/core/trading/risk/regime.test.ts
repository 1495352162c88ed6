import { describe, expect, it } from 'vitest';
import { isoText } from '../../market/zone.ts';
import { builtInProfile } from './profile.ts';
import { classifyDay, InstrumentRegime, type RegimeInputs, RegimeMemory } from './regime.ts';

const figures = builtInProfile('default').regimes;
const day = (changes: Partial<RegimeInputs>, correlation = Number.NaN): RegimeInputs => ({
  volatilityIndex: Number.NaN,
  ratio: 1,
  adx: 20,
  close: 100,
  average: 100,
  correlation: () => correlation,
  ...changes,
});

describe('one day alone', () => {
  it.each([
    ['range', day({})],
    ['range', day({ adx: 25, close: 101 })],
    ['range', day({ adx: 26 })],
    ['bull', day({ adx: 25.01, close: 100.01 })],
    ['bear', day({ adx: 25.01, close: 99.99 })],
    ['bull', day({ adx: 30, close: 101, ratio: 2, volatilityIndex: 25 })],
    ['high-volatility', day({ adx: 30, close: 101, ratio: 2.01 })],
    ['high-volatility', day({ volatilityIndex: 25.01 })],
    ['high-volatility', day({ volatilityIndex: 35 })],
    ['crisis', day({ volatilityIndex: 35.01 })],
    ['high-volatility', day({ ratio: 3 }, 0.9)],
    ['high-volatility', day({ ratio: 3.01 }, 0.8)],
    ['crisis', day({ ratio: 3.01 }, 0.81)],
    // Correlation not known: the worst case.
    ['crisis', day({ ratio: 3.01 })],
    ['range', day({ ratio: Number.NaN, adx: Number.NaN, average: Number.NaN })],
  ] as const)('%s', (expected, inputs) => expect(classifyDay(inputs, figures)).toBe(expected));
});

describe('memory', () => {
  it('needs two closes in a row to change; crisis comes at once', () => {
    const memory = new RegimeMemory(2);
    const script = [
      'bull',
      'bull',
      'bear',
      'bull',
      'bear',
      'range',
      'bear',
      'bear',
      'crisis',
      'bear',
      'range',
      'range',
      'high-volatility',
      'high-volatility',
    ] as const;
    expect(script.map((state) => memory.next(state))).toEqual([
      'range',
      'bull',
      'bull',
      'bull',
      'bull',
      'bull',
      'bull',
      'bear',
      'crisis',
      'crisis',
      'crisis',
      'range',
      'range',
      'high-volatility',
    ]);
  });
});

describe('a scripted series of days', () => {
  /** Rises, falls, goes sideways, then doubles, then quadruples its range: [from day, expected state at the end of the part]. */
  function script(): { high: number; low: number; close: number }[] {
    const days: { high: number; low: number; close: number }[] = [];
    const add = (count: number, step: number, range: number) => {
      for (let i = 0; i < count; i++) {
        const close = (days.at(-1)?.close ?? 1000) + (typeof step === 'number' ? step : 0);
        days.push({ high: close + range / 2, low: close - range / 2, close });
      }
    };
    add(260, 3, 10);
    add(160, -5, 10);
    for (let i = 0; i < 120; i++) add(1, i % 2 === 0 ? 4 : -4, 10);
    add(12, 0, 45);
    add(10, 0, 160);
    return days;
  }

  const states = (stopAt?: number, ask = (_: number) => true) => {
    const make = () => new InstrumentRegime(figures, () => 0.9);
    let regime = make();
    const result: string[] = [];
    for (const [i, { high, low, close }] of script().entries()) {
      regime.add(close, high, low, close, i, Number.NaN);
      if (i === stopAt) {
        const state = JSON.parse(JSON.stringify(regime.snapshot()));
        regime = make();
        regime.restore(state);
      }
      if (ask(i)) result.push(regime.state);
    }
    return result;
  };

  it('passes through all five states, and only from day to day by rule', () => {
    const all = states();
    expect([all[100], all[259], all[419], all[539], all.at(-1)]).toEqual(['range', 'bull', 'bear', 'range', 'crisis']);
    expect(new Set(all)).toEqual(new Set(['range', 'bull', 'bear', 'high-volatility', 'crisis']));
    // The average of 200 days is defined on the 200th, and the second close after it changes the state.
    expect([all[199], all[200]]).toEqual(['range', 'bull']);
  });

  it('is the same however late it is asked, and across a restart', () => {
    const all = states();
    expect(states(undefined, (i) => i % 97 === 0 || i === 561)).toEqual(all.filter((_, i) => i % 97 === 0 || i === 561));
    for (const at of [0, 150, 260, 400, 550]) expect(states(at)).toEqual(all);
    expect(states(300, (i) => i > 300)).toEqual(all.slice(301));
  });

  it('says when its state stands in for too little history', () => {
    const regime = new InstrumentRegime(figures, () => 0.9);
    const days = script();
    for (let i = 0; i < 199; i++) regime.add(1, days[i]?.high ?? 0, days[i]?.low ?? 0, days[i]?.close ?? 0, i, Number.NaN);
    expect([regime.state, regime.known]).toEqual(['range', false]);
    regime.add(1, days[199]?.high ?? 0, days[199]?.low ?? 0, days[199]?.close ?? 0, 199, Number.NaN);
    expect([regime.state, regime.known]).toEqual(['range', true]);
    expect(isoText(0)).toBe('1970-01-01T00:00:00Z');
  });
});
