// Every strategy against its shipped fixture and against the second writing of its rules, candle by candle.
import { describe, expect, test } from 'vitest';
import { type ParameterTable, resolveParameters } from '../../src/core/domain/parameters.ts';
import { type AnyStrategy, drive, instantiate } from './drive.ts';
import { APRIL_2018, fixtureCandles, fixtureCases, SEPTEMBER_2017, TICK } from './fixtures.ts';
import { type Columns, type Happening, play } from './play.ts';
import { NINE } from './the-nine.ts';
import { writtenRules } from './written-rules.ts';

function asWritten(definition: AnyStrategy, candles: Columns, given: Record<string, unknown>): { warmup: number; happenings: Happening[] } {
  const rules = writtenRules(definition.id, candles, resolveParameters(definition.parameters, given, definition.id) as never);
  return { warmup: rules.warmup, happenings: play(candles, TICK, (bar, account) => rules.decide(bar, account)) };
}

describe.each(NINE)('$id', ({ id, definition, signals, orders, shorts }) => {
  const cases = fixtureCases(id);

  test('does what its fixture expects', () => {
    for (const { candles, parameters, expected } of cases) {
      expect(drive(definition, fixtureCandles(candles), TICK, parameters)).toEqual(expected);
    }
  });

  test('the fixture is what the written rules give', () => {
    for (const { candles, parameters, expected } of cases) {
      const written = asWritten(definition, fixtureCandles(candles), parameters);
      expect(written.happenings).toEqual(expected);
      expect(instantiate(definition, fixtureCandles(candles), parameters).warmup).toBe(written.warmup);
    }
  });

  test('the fixture holds three entries and every way out, on each side', () => {
    const all = cases.flatMap(({ expected }) => expected);
    for (const side of shorts ? [1, -1] : [1]) {
      const own = all.filter((happening) => happening.side === side);
      expect(own.filter(({ act }) => act === 'enter').length).toBeGreaterThanOrEqual(3);
      const waysOut = new Set(own.filter(({ act }) => act === 'exit').map(({ reason }) => reason));
      expect([...waysOut].sort()).toEqual([...signals, ...orders].sort());
    }
  });

  test('does what the written rules give for other parameters', () => {
    const pick = variations(id, cases[0].parameters);
    let entries = 0;
    for (let round = 0; round < 6; round++) {
      const given = pick(definition);
      const candles = fixtureCandles(round % 2 === 0 ? SEPTEMBER_2017 : APRIL_2018);
      const happenings = drive(definition, candles, TICK, given);
      expect(happenings, JSON.stringify(given)).toEqual(asWritten(definition, candles, given).happenings);
      entries += happenings.filter(({ act }) => act === 'enter').length;
    }
    expect(entries).toBeGreaterThan(0);
  });
});

test.each([
  ['liquidation-hunter', { fast: 3, slow: 10, devMin: 0.1, dispMin: 0.3, scoreMin: 0.5 }],
  ['contrarian-volume-spike', { spike: 1.5, rangeMin: 0.002, rsiLow: 40, bandTolerance: 0.5 }],
])('%s does what is written with its loosest filters, where its last conditions decide', (id, given) => {
  const { definition } = NINE.find((one) => one.id === id) as (typeof NINE)[number];
  for (const file of [SEPTEMBER_2017, APRIL_2018]) {
    const candles = fixtureCandles(file);
    expect(drive(definition, candles, TICK, given)).toEqual(asWritten(definition, candles, given).happenings);
  }
});

/** A lively parameter set with some values replaced by others of the schema's grid, from a seed that is the strategy's name. */
function variations(name: string, lively: Record<string, number | boolean>): (definition: AnyStrategy) => Record<string, number | boolean> {
  let state = [...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7);
  const next = () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    return (state >>> 0) / 2 ** 32;
  };
  const draw = (definition: AnyStrategy): Record<string, number | boolean> => {
    const given = { ...lively };
    for (const [key, parameter] of Object.entries(definition.parameters as ParameterTable)) {
      if (next() < 0.6) continue;
      if (parameter.kind === 'boolean') given[key] = next() < 0.8;
      if (!('min' in parameter)) continue;
      const { min, max, step } = parameter;
      given[key] = Number((min + Math.floor((next() * (max - min)) / step) * step).toFixed(6));
    }
    const full = resolveParameters(definition.parameters, given, definition.id);
    return (definition.constraints ?? []).every(({ holds }) => holds(full)) ? given : draw(definition);
  };
  return draw;
}
