/** `atalaya portfolio import`: a file of operations into the book, with and without a running platform. */

import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import type { PlacedFinding } from '../../core/portfolio/book/plan-import.ts';
import { importFile } from '../portfolio/import/import-file.ts';
import type { TakenIn } from '../portfolio/import/take-in.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { withHostDatabase } from '../web/host-database.ts';
import { note, print, printJson, table } from './output.ts';
import { userName } from './user-name.ts';

interface Options {
  readonly dataDir: string;
  readonly account?: string;
  readonly strict?: boolean;
  readonly preview?: boolean;
  readonly json?: boolean;
}

/** As the upload of the panel: a hundred thousand operations are some 15 MB. */
const LARGEST_BYTES = 64 * 1024 ** 2;
const SHOWN_FINDINGS = 40;

export function registerPortfolioCommands(program: Command): void {
  const portfolio = program.command('portfolio').description('the investment portfolio: its book of operations');
  portfolio
    .command('import')
    .description('takes a file of operations into the book; the same file again changes nothing, files that overlap count nothing twice')
    .argument('<file>', 'workbook (.xlsx) of operations, or a broker’s export (.csv)')
    .option('--account <name>', 'account of rows that name none')
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--strict', 'all rows or none')
    .option('--preview', 'only looks: what would come, change and go')
    .option('--json', 'one JSON document on standard output')
    .action(importAction);
}

async function importAction(path: string, { dataDir, account, strict, preview, json }: Options): Promise<void> {
  if (account?.trim() === '') throw new InputError('USAGE', '--account: expected a name, found nothing; a variable may not be set', 2);
  const file = { bytes: readGiven(path), name: basename(path), account: account?.trim() };
  const how = { isPreview: preview === true, isStrict: strict === true, by: `host:${userName()}`, address: '', at: Date.now() };
  const taken = await withHostDatabase(dataDir, (database) => importFile(database, file, how));
  if (json) printJson(documentOf(taken));
  else tell(taken, how.isPreview);
  if (taken.report.rejected > 0) process.exitCode = 1;
}

function readGiven(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_BYTES)
      throw new InputError('FILE_TOO_LARGE', `${path}: expected at most ${LARGEST_BYTES} bytes, found ${size}; import it in parts`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError('FILE_MISSING', `${path}: no such file; check the path`, 3);
    throw new InputError('FILE_UNREADABLE', `${path} cannot be read (${code}); expected a readable file of operations`, 3);
  }
}

/** The names are binding: checks read them. */
function documentOf({ report, errors }: TakenIn): object {
  const { read, loaded, unchanged, rejected } = report;
  return { read, loaded, unchanged, rejected, errors: errors.map(errorOf) };
}

function errorOf({ code, sheet, row, column, found, expected, suggestion }: PlacedFinding): object {
  return { ...(sheet === null ? { line: row } : { sheet }), row, column, found, expected: expected.en, suggestion, code };
}

function tell({ report, errors }: TakenIn, isPreview: boolean): void {
  const { file, formatName, read, loaded, unchanged, rejected, added, changed, removed, first, last } = report;
  print(
    `${file} (${formatName}): ${read} rows read, ${loaded} ${isPreview ? 'would be ' : ''}loaded, ${unchanged} unchanged, ${rejected} rejected`,
    `operations: ${added} new, ${changed} changed, ${removed} gone${first === null ? '' : `; ${first} to ${last}`}`,
  );
  if (errors.length > 0) print('', ...table([['where', 'column', 'found', 'expected'], ...errors.slice(0, SHOWN_FINDINGS).map(line)]));
  if (errors.length > SHOWN_FINDINGS) print(`and ${errors.length - SHOWN_FINDINGS} more: --json has all of them`);
  for (const warning of report.warnings.slice(0, SHOWN_FINDINGS)) note(`atalaya: ${sentence(warning)}`);
  if (report.warnings.length > SHOWN_FINDINGS) note(`atalaya: and ${report.warnings.length - SHOWN_FINDINGS} more warnings`);
}

function sentence(warning: PlacedFinding): string {
  const [where, column, found, expected] = line(warning);
  return `warning: ${where}${column === '' ? '' : `, ${column}`}: expected ${expected}${found === '' ? '' : `, found ${found}`} [${warning.code}]`;
}

function line({ sheet, row, column, found, expected, suggestion }: PlacedFinding): string[] {
  const where = sheet === null ? `line ${row}` : `${sheet}!${row}`;
  return [where, column ?? '', found, suggestion === null ? expected.en : `${expected.en}; perhaps ${suggestion}`];
}
