/** What every indicator of the catalogue must keep, whatever the candles, the parameters and the blocks. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candles, sliceCandles } from '../../src/core/market/candles.ts';
import { catalogue } from '../../src/core/market/indicators/catalogue.ts';
import type { IndicatorDefinition } from '../../src/core/market/indicators/indicator.ts';
import { candlesArbitrary, parametersArbitrary } from './arbitraries.ts';
import { readCandles } from './fixtures.ts';

const definitions: readonly IndicatorDefinition[] = Object.values(catalogue);
const RUNS = { numRuns: 60 };

interface Run {
  readonly outputs: Float64Array[];
  readonly state: Float64Array;
}

function prepare(definition: IndicatorDefinition, parameters: never, capacity: number, state?: Float64Array) {
  const outputs = definition.outputs.map(() => new Float64Array(capacity).fill(-12_345));
  const memory = state ?? new Float64Array(definition.stateLength(parameters));
  return { outputs, state: memory, kernel: definition.create(parameters, memory, outputs) };
}

/** Runs over candles [from, to) in blocks of the given lengths, repeated as needed. */
function run(definition: IndicatorDefinition, parameters: never, candles: Candles, source: Float64Array, lengths = [candles.length]): Run {
  const { outputs, state, kernel } = prepare(definition, parameters, candles.length);
  for (let from = 0, j = 0; from < candles.length; j++) {
    const count = Math.min(lengths[j % lengths.length], candles.length - from);
    kernel.run({ bars: candles, barFrom: from, source, sourceFrom: from, outFrom: from, count });
    from += count;
  }
  return { outputs, state };
}

/** Every bit counts, except that one NaN is as good as another. */
function expectSame(actual: Float64Array, expected: Float64Array, label: string): void {
  const differs = expected.findIndex((value, i) => !Object.is(actual[i], value));
  expect(differs === -1 ? 'same' : `${label} row ${differs}: ${actual[differs]}, expected ${expected[differs]}`).toBe('same');
}

/** As in a snapshot of an account: JSON, with null for NaN. */
function throughJson(state: Float64Array): Float64Array {
  const text = JSON.stringify(Array.from(state, (value) => (Number.isNaN(value) ? null : value)));
  return Float64Array.from(JSON.parse(text) as (number | null)[], (value) => value ?? Number.NaN);
}

const defaultsOf = (definition: IndicatorDefinition) =>
  Object.fromEntries(Object.entries(definition.parameters).map(([name, parameter]) => [name, parameter.default])) as never;

/** A source of its own, not the close, with NaN where `gap` says so and in the first `leading` places. */
function sourceOf(candles: Candles, leading: number, gap: number): Float64Array {
  return candles.close.map((close, i) => (i < leading || (gap > 0 && i % gap === gap - 1) ? Number.NaN : close * 3 - candles.low[i]));
}

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (_id, definition) => {
  const inputs = {
    candles: candlesArbitrary,
    parameters: parametersArbitrary(definition.parameters) as fc.Arbitrary<never>,
    leading: fc.nat(5),
    gap: fc.constantFrom(0, 0, 7),
  };

  it('gives the same bits in one block and in any others', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.record({ ...inputs, lengths }), ({ candles, parameters, leading, gap, lengths }) => {
        const source = sourceOf(candles, leading, gap);
        const whole = run(definition, parameters, candles, source);
        const parts = run(definition, parameters, candles, source, lengths);
        definition.outputs.forEach((name, j) => {
          expectSame(parts.outputs[j], whole.outputs[j], name);
        });
        expectSame(parts.state, whole.state, 'state');
      }),
      RUNS,
    );
  });

  it('continues from its state as a snapshot keeps it, at other places of other arrays', () => {
    fc.assert(
      fc.property(fc.record({ ...inputs, at: fc.nat(200) }), ({ candles, parameters, leading, gap, at }) => {
        const cut = at % (candles.length + 1);
        const source = sourceOf(candles, leading, gap);
        const whole = run(definition, parameters, candles, source);
        const before = run(definition, parameters, sliceCandles(candles, 0, cut), source.subarray(0, cut));
        const restored = prepare(definition, parameters, candles.length + 5, throughJson(before.state));
        const later = sliceCandles(candles, cut, candles.length);
        const shifted = new Float64Array(later.length + 3);
        shifted.set(source.subarray(cut), 3);
        restored.kernel.run({ bars: later, barFrom: 0, source: shifted, sourceFrom: 3, outFrom: 5, count: later.length });
        definition.outputs.forEach((name, j) => {
          expectSame(restored.outputs[j].subarray(5, 5 + later.length), whole.outputs[j].subarray(cut), name);
        });
      }),
      RUNS,
    );
  });

  it('does not depend on later candles', () => {
    fc.assert(
      fc.property(fc.record({ ...inputs, at: fc.nat(200) }), ({ candles, parameters, leading, gap, at }) => {
        const cut = at % (candles.length + 1);
        const source = sourceOf(candles, leading, gap);
        const whole = run(definition, parameters, candles, source);
        const truncated = run(definition, parameters, sliceCandles(candles, 0, cut), source.slice(0, cut));
        definition.outputs.forEach((name, j) => {
          expectSame(whole.outputs[j].subarray(0, cut), truncated.outputs[j], name);
        });
      }),
      RUNS,
    );
  });

  it('never gives an infinity, for values from 1e-100 to 1e100', () => {
    const scale = fc.constantFrom(1, 1e-100, 1e96);
    fc.assert(
      fc.property(fc.record({ ...inputs, scale }), ({ candles, parameters, leading, gap, scale }) => {
        for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) candles[name] = candles[name].map((value) => value * scale);
        const { outputs } = run(definition, parameters, candles, sourceOf(candles, leading, gap));
        for (const output of outputs) expect(output.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
      }),
      RUNS,
    );
  });

  it('is NaN until each output begins, and has all of them from warmup() on', () => {
    const candles = readCandles('default');
    const table = definition.parameters as Record<string, { kind: string }>;
    const withoutTimes = (parameters: Record<string, unknown>) => ('from' in table ? { ...parameters, from: 0 } : parameters);
    fc.assert(
      fc.property(fc.oneof(fc.constant(defaultsOf(definition)), parametersArbitrary(definition.parameters)), (drawn) => {
        const parameters = withoutTimes(drawn) as never;
        const { outputs } = run(definition, parameters, candles, sourceOf(candles, 0, 0));
        const begins = outputs.map((output) => output.findIndex((value) => !Number.isNaN(value)));
        expect(begins, JSON.stringify(parameters)).not.toContain(-1);
        expect(Math.max(...begins) + 1, JSON.stringify(parameters)).toBe(definition.warmup(parameters));
      }),
      { numRuns: 30 },
    );
  });

  it('stays defined from warmup() to the end of ordinary candles', () => {
    const candles = readCandles('bitcoin');
    const parameters = defaultsOf(definition);
    const from = definition.warmup(parameters) - 1;
    for (const output of run(definition, parameters, candles, candles.close).outputs) {
      expect(output.subarray(0, from + 1).every((value, i) => value !== -12_345 && (i === from) <= !Number.isNaN(value))).toBe(true);
      expect(output.subarray(from).some(Number.isNaN)).toBe(false);
    }
  });
});

describe.each(definitions.filter(({ input }) => input === 'series').map((definition) => [definition.id, definition] as const))(
  '%s of a series that begins late',
  (_id, definition) => {
    it('begins as much later and is otherwise the same', () => {
      const candles = readCandles('default');
      const parameters = defaultsOf(definition);
      const late = new Float64Array(candles.length).fill(Number.NaN);
      late.set(candles.close.subarray(0, candles.length - 11), 11);
      const onTime = run(definition, parameters, candles, candles.close);
      const delayed = run(definition, parameters, candles, late);
      definition.outputs.forEach((name, j) => {
        expectSame(delayed.outputs[j].subarray(11), onTime.outputs[j].subarray(0, candles.length - 11), name);
        expect(delayed.outputs[j].subarray(0, 11).every(Number.isNaN), name).toBe(true);
      });
    });
  },
);
