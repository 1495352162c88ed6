/** docs/reference/indicators.md tells the truth about the catalogue and about what it is held to. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '../../src/core/market/indicators/catalogue.ts';
import type { IndicatorDefinition } from '../../src/core/market/indicators/indicator.ts';
import { references } from './references.ts';

const code = (text: string) => `\`${text}\``;

/** Outputs, parameters with their defaults, candles needed and references, as the page's table writes them. */
function rowOf(id: string, definition: IndicatorDefinition): string[] {
  const defaults = Object.fromEntries(Object.entries(definition.parameters).map(([name, parameter]) => [name, parameter.default]));
  const parameters = Object.entries(defaults).map(([name, value]) => `${code(name)} ${value}`);
  const heldTo = new Set(references.filter((reference) => reference.id === id).map((reference) => reference.heldTo));
  return [
    code(id),
    definition.outputs.map(code).join(', '),
    parameters.join(', ') || 'none',
    String(definition.warmup(defaults as never)),
    [...heldTo].map((name) => (name.startsWith('TA-Lib') ? name : code(name))).join('; '),
  ];
}

it('the table of indicators has one true row for each', () => {
  const page = readFileSync(new URL('../../docs/reference/indicators.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const written = rows.map((line) => line.slice(2, -2).split(' | '));
  const expected = Object.entries(catalogue).map(([id, definition]) => rowOf(id, definition));
  expect(written.map(([id, outputs, parameters, candles, , heldTo]) => [id, outputs, parameters, candles, heldTo])).toEqual(expected);
  for (const [id, , , , formula] of written) expect(formula.length, id).toBeGreaterThan(10);
});
