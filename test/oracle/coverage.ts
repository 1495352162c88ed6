// Counts which cells of section 11 of the fill rules a set of scripts has exercised, by the oracle's own tally.
import { readFileSync } from 'node:fs';
import { runOracle } from './oracle.ts';
import type { Script } from './script.ts';

const PAGE = new URL('../../docs/reference/fill-rules.md', import.meta.url);

/** The rows of section 11's last sentence, by the oracle's names. */
const POSITION_CELLS = [
  'funding, long',
  'funding, short',
  'funding, negative rate',
  'funding, missing history',
  'liquidation, long',
  'liquidation, short',
  'liquidation, at the open',
  'liquidation, in the path',
  'leverage, 1',
  'leverage, above 1',
  'reversal',
].map((column) => `position | ${column}`);

/** The cells marked x in the page's table, as `row | column`, and the per-position ones. */
export function requiredCells(page = readFileSync(PAGE, 'utf8')): string[] {
  const lines = page.slice(page.indexOf('## 11.')).split('\n');
  const table = lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const columns = table[0]!;
  const marked = table
    .slice(2)
    .flatMap((cells) => columns.flatMap((column, index) => (cells[index] === 'x' ? [`${cells[0]} | ${column}`] : [])));
  if (marked.length === 0)
    throw new Error('expected a table with cells marked x in section 11 of docs/reference/fill-rules.md, found none');
  return [...marked, ...POSITION_CELLS];
}

/** How often each cell was exercised by the scripts, exercised cells only. */
export function tallyOf(scripts: Iterable<Script>): Map<string, number> {
  const total = new Map<string, number>();
  for (const script of scripts) {
    for (const [cell, times] of runOracle(script).tally) total.set(cell, (total.get(cell) ?? 0) + times);
  }
  return total;
}
