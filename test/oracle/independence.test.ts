// The oracle is worth something only while it shares nothing with the engine: it may import its own folder and no other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

function importsOf(file: string, seen: Map<string, string[]>): void {
  if (seen.has(file)) return;
  const found = [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
  seen.set(file, found);
  for (const imported of found) if (imported.startsWith('./')) importsOf(imported, seen);
}

test('the oracle and the scripts import nothing from outside their folder', () => {
  const seen = new Map<string, string[]>();
  importsOf('./oracle.ts', seen);
  importsOf('./generate.ts', seen);
  expect(seen.size).toBeGreaterThan(10);
  expect([...seen.values()].flat().filter((imported) => !imported.startsWith('./'))).toEqual([]);
});
