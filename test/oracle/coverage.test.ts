// No cell of section 11 of the fill rules may be left unexercised by the thousand scripts.
import { expect, test } from 'vitest';
import { requiredCells, tallyOf } from './coverage.ts';
import { generateScript, SCRIPT_SEEDS } from './generate.ts';

test('the thousand scripts reach every cell of the table, and every per-position rule, at least ten times', () => {
  const cells = requiredCells();
  // Marks counted by hand on the page, row by row, and the eleven rules per position.
  expect(cells).toHaveLength(7 + 13 + 13 + 8 + 8 + 12 + 13 + 12 + 12 + 11);
  const tally = tallyOf(SCRIPT_SEEDS.map(generateScript));
  expect(cells.filter((cell) => (tally.get(cell) ?? 0) < 10)).toEqual([]);
});
