/** Every indicator against published results, hand calculations or TA-Lib, on all rows of their candles. */

import type * as TaLib from 'talib-web';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ParameterTable } from '../../src/core/domain/parameters.ts';
import { computeIndicator } from '../../src/core/market/indicators/batch.ts';
import { catalogue, type IndicatorId } from '../../src/core/market/indicators/catalogue.ts';
import { type QuotesName, readCandles, readReference } from './fixtures.ts';
import { type Reference, references } from './references.ts';
import { columnsOf, loadTaLib } from './ta-lib.ts';

const TOLERANCE = 1e-8;

let library: typeof TaLib;
beforeAll(async () => {
  library = await loadTaLib();
});

function compute(id: IndicatorId, parameters: Reference['parameters'], quotes: QuotesName): Record<string, Float64Array> {
  return computeIndicator<ParameterTable, string>(catalogue[id], parameters as never, readCandles(quotes));
}

/** The rows that differ by more than the tolerance, or are defined on one side only. */
function differences(actual: Float64Array, expected: Float64Array, earlierHere: boolean): string[] {
  const found: string[] = [];
  for (let i = 0; i < actual.length; i++) {
    const blank = Number.isNaN(expected[i]);
    if (blank && (earlierHere || Number.isNaN(actual[i]))) continue;
    if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE)) found.push(`row ${i}: ${actual[i]}, expected ${expected[i]}`);
  }
  return found;
}

describe('references', () => {
  for (const { id, parameters, quotes, heldTo, expected, earlierHere } of references) {
    it(`${id} ${JSON.stringify(parameters)} equals ${heldTo} over ${quotes}`, () => {
      const outputs = compute(id, parameters, quotes);
      const columns = expected(library, columnsOf(readCandles(quotes)));
      for (const [output, column] of Object.entries(columns)) {
        expect(column.filter((value) => !Number.isNaN(value)).length, `${output}: rows compared`).toBeGreaterThan(400);
        expect(differences(outputs[output], column, earlierHere ?? false), output).toEqual([]);
      }
    });
  }

  it('leaves no indicator out', () => {
    expect(new Set(references.map(({ id }) => id))).toEqual(new Set(Object.keys(catalogue)));
  });
});

/**
 * Single values that the same project publishes in its unit tests over default.csv, to the digits printed there
 * (tests/indicators: SuperTrend.StaticSeries.Tests.cs, Test.Ichimoku.cs, Test.Hma.cs, commits 12f1c531, 12823424, 00ea04e5).
 */
const published: readonly [IndicatorId, Reference['parameters'], string, number, string][] = [
  ['supertrend', { period: 14, multiplier: 3 }, 'value', 14, '210.6157'],
  ['supertrend', { period: 14, multiplier: 3 }, 'value', 151, '232.8520'],
  ['supertrend', { period: 14, multiplier: 3 }, 'value', 152, '237.6436'],
  ['supertrend', { period: 14, multiplier: 3 }, 'value', 249, '253.8008'],
  ['supertrend', { period: 14, multiplier: 3 }, 'value', 501, '250.7954'],
  ['supertrend', { period: 14, multiplier: 3 }, 'direction', 151, '1'],
  ['supertrend', { period: 14, multiplier: 3 }, 'direction', 152, '-1'],
  ['supertrend', { period: 14, multiplier: 3 }, 'direction', 501, '-1'],
  ['ichimoku', {}, 'conversion', 51, '224.465'],
  ['ichimoku', {}, 'base', 51, '221.94'],
  ['ichimoku', {}, 'cloudA', 51, '214.8325'],
  ['ichimoku', {}, 'cloudB', 51, 'NaN'],
  ['ichimoku', {}, 'cloudA', 249, '246.3125'],
  ['ichimoku', {}, 'cloudB', 249, '241.685'],
  ['ichimoku', {}, 'cloudA', 501, '264.77'],
  ['ichimoku', {}, 'cloudB', 501, '269.82'],
  ['hma', { period: 20 }, 'value', 149, '236.0835'],
  ['hma', { period: 20 }, 'value', 501, '235.6972'],
];

describe('published values', () => {
  for (const [id, parameters, output, row, text] of published) {
    it(`${id} ${output} is ${text} at row ${row}`, () => {
      const digits = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
      expect(compute(id, parameters, 'default')[output][row].toFixed(digits)).toBe(text);
    });
  }

  it('supertrend is 16242.2704 at row 1208 of bitcoin', () => {
    const { value, direction } = compute('supertrend', { period: 10, multiplier: 3 }, 'bitcoin');
    expect([value[1208].toFixed(4), direction[1208]]).toEqual(['16242.2704', 1]);
  });

  it('the parabolic SAR changes direction exactly where the reference reverses', () => {
    const { direction } = compute('parabolicSar', { step: 0.02, max: 0.2 }, 'default');
    const changes = [...direction.keys()].filter((i) => i >= 14 && direction[i] !== direction[i - 1]);
    const isReversal = readReference('psar.standard', 'isReversal');
    expect(changes).toEqual([...isReversal.keys()].filter((i) => isReversal[i] === 1));
  });
});
