/** Takes a file that was read into the book, in one transaction: all that follows from it, or nothing. */

import { appendAudit } from '../../../adapters/postgres/audit-log.ts';
import type { Database, Query } from '../../../adapters/postgres/database.ts';
import { addAccountsOfFile } from '../../../adapters/postgres/portfolio/accounts.ts';
import { countChange, lockBook } from '../../../adapters/postgres/portfolio/book-lock.ts';
import {
  addFile,
  addFileRows,
  type FileFacts,
  fileLikeThis,
  fileRows,
  formerFile,
  type KeptFile,
  renewFile,
  replaceFile,
  rowsOfOthers,
} from '../../../adapters/postgres/portfolio/files.ts';
import { heldUnder, keysOfFile } from '../../../adapters/postgres/portfolio/operations.ts';
import { writeChanges } from '../../../adapters/postgres/portfolio/write-changes.ts';
import { lockedYears } from '../../../adapters/postgres/portfolio/year-locks.ts';
import type { ImportReport } from '../../../api/portfolio/imports.ts';
import { InputError } from '../../../core/domain/result.ts';
import { type BookRow, identified, operationKeys } from '../../../core/portfolio/book/book-row.ts';
import { type BookFile, firstDayOf, lastDayOf } from '../../../core/portfolio/book/in-force.ts';
import { type ImportPlan, type PlacedFinding, planImport } from '../../../core/portfolio/book/plan-import.ts';
import type { ReadFile } from '../../../core/portfolio/book/read-file.ts';
import { same } from '../../../core/portfolio/book/same.ts';

export interface GivenFile extends Pick<FileFacts, 'hash' | 'name' | 'sizeBytes' | 'account' | 'mapping'> {
  /** What a person calls the format. */
  readonly formatName: string;
}

export interface TakingIn {
  /** Nothing is written. */
  readonly isPreview: boolean;
  /** All rows or none. */
  readonly isStrict: boolean;
  readonly by: string;
  /** Where the request came from; empty for the host itself. */
  readonly address: string;
  readonly at: number;
}

export interface TakenIn {
  readonly report: ImportReport;
  /** All of them: the report has the first thousand. */
  readonly errors: readonly PlacedFinding[];
  /** The first rows as they are booked. */
  readonly sample: readonly BookRow[];
}

const TOLD_FINDINGS = 1_000;
const SAMPLE_ROWS = 20;
const COMPARED_ROWS = 1_000;

/** Of a file that `checkedFile` has seen. InputErrors FILE_LIKE_ANOTHER, DATABASE_UNREACHABLE. */
export function takeIn(database: Database, given: GivenFile, read: ReadFile, how: TakingIn): Promise<TakenIn> {
  const facts: FileFacts = { ...given, account: accountOf(given, read), ...pick(read) };
  const rows = identified(read, facts);
  return database.transaction(async (query) => {
    await lockBook(query);
    const former = await formerFile(query, facts);
    await refuseTwice(query, facts, former, rows);
    const isSameFile = former !== null && former.hash === facts.hash;
    const formerRows = former === null ? [] : await fileRows(query, former.fileId);
    const file: BookFile = { fileId: isSameFile ? former.fileId : null, lastDay: lastDayOf(rows), rows };
    const plan = await planOf(query, facts, file, former && { fileId: former.fileId, lastDay: former.lastDay, rows: formerRows });
    const isRefused = how.isStrict && plan.rejected > 0;
    const report = reportOf(facts, given.formatName, rows, isRefused ? nothingOf(plan) : plan, null);
    const taken = { errors: plan.errors, sample: rows.filter(({ entries }) => entries.length > 0).slice(0, SAMPLE_ROWS) };
    if (how.isPreview || isRefused) return { report, ...taken };
    if (isSameFile && plan.changes.length === 0 && isAsBefore(facts, former, formerRows, rows))
      return { report: { ...report, fileId: former.fileId }, ...taken };
    const fileId = await write(query, { facts, rows, former, isSameFile, plan, report, how });
    return { report: { ...report, fileId }, ...taken };
  });
}

const pick = ({ format, isLiving, tellsCash }: ReadFile) => ({ format, isLiving, tellsCash });

/** The one account that all of its rows are of; a living file is known by what the owner calls it alone. */
function accountOf({ account }: GivenFile, { isLiving, rows }: ReadFile): string {
  if (account !== '' || isLiving) return account;
  const accounts = new Set(rows.flatMap(({ entries }) => entries.map((entry) => entry.account)));
  return accounts.size === 1 ? ([...accounts][0] as string) : '';
}

const isAsBefore = (facts: FileFacts, former: KeptFile, formerRows: readonly BookRow[], rows: readonly BookRow[]) =>
  facts.account === former.account && same(facts.mapping, former.mapping) && same(formerRows, rows);

async function refuseTwice(query: Query, facts: FileFacts, former: KeptFile | null, rows: readonly BookRow[]): Promise<void> {
  if (former !== null) return;
  const step = Math.max(1, Math.floor(rows.length / COMPARED_ROWS));
  const like = await fileLikeThis(query, facts, [...new Set(rows.filter((_, at) => at % step === 0).map(({ content }) => content))]);
  if (like === null) return;
  const found = facts.isLiving ? like.name : `${like.name} (${like.account})`;
  throw new InputError(
    'FILE_LIKE_ANOTHER',
    `expected operations that are not in the book yet, found that most rows of ${facts.name} are those of ${found}; ${facts.isLiving ? 'give it that name' : 'import it into that account'}, or they would count twice`,
    1,
    {
      said: {
        en: `Most rows of ${facts.name} are those of ${found}: they would count twice. ${facts.isLiving ? 'Give the file that name.' : 'Choose that account.'}`,
        es: `La mayoría de las filas de ${facts.name} son las de ${found}: contarían dos veces. ${facts.isLiving ? 'Dé al archivo ese nombre.' : 'Elija esa cuenta.'}`,
      },
    },
  );
}

async function planOf(query: Query, facts: FileFacts, file: BookFile, former: BookFile | null): Promise<ImportPlan> {
  const rows = [...file.rows, ...(former?.rows ?? [])];
  const kept = await keysOfFile(query, facts);
  const identities = new Set(rows.flatMap(({ identity }) => identity ?? []));
  const others = await rowsOfOthers(query, [...identities], former?.fileId ?? null);
  const keys = [...rows, ...others.flatMap((each) => each.rows)].flatMap(operationKeys);
  const held = await heldUnder(query, [...keys, ...kept]);
  return planImport({ file, isLiving: facts.isLiving, former, others, held, isLocked: await lockedYears(query) });
}

/** All or nothing, and it is nothing: every row that would have come is one that does not. */
function nothingOf(plan: ImportPlan): ImportPlan {
  return { ...plan, changes: [], loaded: 0, rejected: plan.rejected + plan.loaded };
}

function reportOf(facts: FileFacts, formatName: string, rows: readonly BookRow[], plan: ImportPlan, fileId: number | null): ImportReport {
  const count = (kind: ImportPlan['changes'][number]['kind']) => plan.changes.filter((change) => change.kind === kind).length;
  const { read, loaded, unchanged, rejected } = plan;
  return {
    ...{ read, loaded, unchanged, rejected, fileId },
    ...{ file: facts.name, format: facts.format, formatName, account: facts.account },
    ...{ added: count('add'), changed: count('change'), removed: count('end') },
    ...{ first: firstDayOf(rows) || null, last: lastDayOf(rows) || null },
    errors: plan.errors.slice(0, TOLD_FINDINGS),
    warnings: plan.warnings.slice(0, TOLD_FINDINGS),
  };
}

interface Writing {
  readonly facts: FileFacts;
  readonly rows: readonly BookRow[];
  readonly former: KeptFile | null;
  readonly isSameFile: boolean;
  readonly plan: ImportPlan;
  readonly report: ImportReport;
  readonly how: TakingIn;
}

async function write(query: Query, { facts, rows, former, isSameFile, plan, report, how }: Writing): Promise<number> {
  const { by, at, address } = how;
  const lastDay = lastDayOf(rows);
  const isRenewed = isSameFile && former?.account === facts.account && former.format === facts.format;
  if (former !== null && isRenewed) await renewFile(query, former.fileId, { ...facts, report, lastDay });
  else if (former !== null) await replaceFile(query, former.fileId, at);
  const fileId = isRenewed
    ? (former as KeptFile).fileId
    : await addFile(query, { ...facts, lastDay, report, recordedAt: at, recordedBy: by });
  await addFileRows(query, fileId, rows);
  await writeChanges(query, plan.changes, { fileId, by, at, cause: `file ${facts.name}` });
  await addAccountsOfFile(
    query,
    rows.flatMap(({ entries }) => entries),
    facts.tellsCash,
  );
  await countChange(query);
  const { read, loaded, unchanged, rejected, added, changed, removed } = report;
  const detail = {
    fileId,
    hash: facts.hash,
    format: facts.format,
    account: facts.account,
    read,
    loaded,
    unchanged,
    rejected,
    added,
    changed,
    removed,
  };
  await appendAudit(query, { at, actor: by, address, act: 'portfolio.import', target: facts.name, outcome: 'done', detail });
  return fileId;
}
