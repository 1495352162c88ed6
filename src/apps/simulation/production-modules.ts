/** Which files of the product a simulation runs on, with their hashes: everything its trader is made of. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
/** The trader's own pieces; what they import comes along. */
const ROOTS = [
  'core/trading/live/live-session.ts',
  'core/trading/live/lease.ts',
  'core/operations/outbox/outbox.ts',
  'adapters/journal-files/open-journal.ts',
  'apps/trader/live-watch.ts',
];
const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from\s+'(\.[^']+)'/gm;

export interface ProductionModule {
  /** Below src/. */
  readonly file: string;
  readonly sha256: string;
}

export function productionModules(): ProductionModule[] {
  const found = new Map<string, string>();
  const visit = (path: string) => {
    if (found.has(path)) return;
    const text = readFileSync(path, 'utf8');
    found.set(path, createHash('sha256').update(text).digest('hex'));
    for (const [, target] of text.matchAll(IMPORT)) visit(resolve(dirname(path), target as string));
  };
  for (const root of ROOTS) visit(resolve(SOURCE, root));
  return [...found].map(([path, sha256]) => ({ file: relative(SOURCE, path), sha256 })).sort((a, b) => (a.file < b.file ? -1 : 1));
}
