/** What comparisons with the venue have found, as files of the account: one for each run that found something new, and the newest clean one. */

import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Difference } from '../../core/trading/broker/reconciliation.ts';
import { proposalFor } from '../../core/trading/broker/repair-plan.ts';

const KEPT_FILES = 400;
const CLEAN = 'newest-clean.json';
const IGNORED = 'ignored.json';

interface Comparison {
  readonly at: number;
  readonly full: boolean;
  readonly differences: readonly Difference[];
}

const ignoredFile = z.strictObject({
  version: z.literal(1),
  ignored: z.array(z.strictObject({ key: z.string(), by: z.string(), at: z.number(), reason: z.string() })),
});
type Ignored = z.infer<typeof ignoredFile>['ignored'][number];

export interface ComparisonReports {
  /** Writes a run down; one that finds what the run before it found adds no file. */
  take(comparison: Comparison): void;
  /** Keys (`kind subject`) that the owner has said are no differences. */
  ignored(): ReadonlySet<string>;
  ignore(entry: Ignored): void;
  /** False where it was not on the list. */
  compareAgain(key: string): boolean;
}

/** InputError (exit 3) when the list of what is ignored can't be read: it may hold back what the owner has to know. */
export function openComparisonReports(dataFolder: string, account: string, say: (line: string) => void): ComparisonReports {
  const folder = join(dataFolder, 'state', 'reconciliation', account);
  let list = readIgnored(join(folder, IGNORED));
  let keys: ReadonlySet<string> = new Set(list.map(({ key }) => key));
  let last = '';

  function write(name: string, content: unknown): void {
    makeFolder(folder);
    const file = join(folder, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  function keepList(next: Ignored[]): void {
    write(IGNORED, { version: 1, ignored: next });
    list = next;
    keys = new Set(list.map(({ key }) => key));
  }

  return {
    take({ at, full, differences }) {
      const found = JSON.stringify(differences.map(({ kind, subject, here, venue }) => [kind, subject, here, venue]));
      if (differences.length > 0 && found === last) return;
      last = found;
      const report = {
        ...{ at: new Date(at).toISOString(), account, full, clean: differences.length === 0, ignored: [...keys] },
        differences: differences.map((one) => ({ ...one, ...proposalFor(one, differences) })),
      };
      try {
        write(report.clean ? CLEAN : `${report.at.replaceAll(':', '-')}.json`, report);
        if (!report.clean) prune(folder);
      } catch (error) {
        // The journal has the differences too; a comparison is never given up for its report.
        say(`no report of the comparison was written: ${(error as Error).message}`);
      }
    },
    ignored: () => keys,
    ignore: (entry) => keepList([...list.filter(({ key }) => key !== entry.key), entry]),
    compareAgain(key) {
      const isThere = keys.has(key);
      if (isThere) keepList(list.filter((one) => one.key !== key));
      return isThere;
    },
  };
}

function readIgnored(file: string): Ignored[] {
  if (!existsSync(file)) return [];
  try {
    return ignoredFile.parse(JSON.parse(readFileSync(file, 'utf8'))).ignored;
  } catch {
    const message = `${file}: expected the list of differences that are ignored, found something else; restore it from a backup or remove it`;
    throw new InputError('IGNORED_LIST_DAMAGED', message, 3);
  }
}

function prune(folder: string): void {
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*Z\.json$/.test(name));
  for (const name of names.sort().slice(0, -KEPT_FILES)) rmSync(join(folder, name));
}
