// Holds every import to the table in ARCHITECTURE.md, and finds import cycles.
import { dirname, join } from 'node:path/posix';
import type { Files, Import, Source } from './source.ts';
import { isCode, OWN_DOOR, OWN_NAME, parseSource } from './source.ts';

interface Row {
  readonly folder: string;
  readonly mayImport: readonly string[] | 'everything';
}

export interface ArchitectureRules {
  readonly rows: readonly Row[];
  /** Packages that core and strategies may use. */
  readonly purePackages: readonly string[];
}

/** Reads the table and the line of packages. Throws when either cannot be read, so that the check can never go blind. */
export function readRules(architecture: string): ArchitectureRules {
  const lines = architecture.split('\n');
  const head = lines.findIndex((line) => /^\|\s*folder\s*\|\s*may import\s*\|$/.test(line));
  if (head === -1) throw new Error('ARCHITECTURE.md has no table with the columns "folder" and "may import"');
  const rows: Row[] = [];
  for (const line of lines.slice(head + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(readRow(line));
  }
  if (rows.length < 3) throw new Error(`the table of ARCHITECTURE.md has only ${rows.length} rows that could be read`);
  const packages = architecture.match(/^Packages that `src\/core` and `strategies` may use: (none|`.+`)\.$/m)?.[1];
  if (packages === undefined)
    throw new Error('ARCHITECTURE.md does not say which packages core may use ("Packages that ... may use: ...")');
  return { rows, purePackages: names(packages) };
}

function readRow(line: string): Row {
  const [folder = '', target = ''] = line.split('|').slice(1, 3);
  const [name, ...more] = names(folder);
  const allowed = target.trim();
  const listed = names(allowed);
  const isReadable = allowed === 'nothing' || allowed === 'everything' || allowed === listed.map((each) => `\`${each}\``).join(', ');
  if (name === undefined || more.length > 0 || !isReadable) throw new Error(`the row "${line}" of ARCHITECTURE.md cannot be read`);
  return { folder: name, mayImport: allowed === 'everything' ? 'everything' : listed };
}

const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);

/** One line per fault, "path:line what is wrong"; empty when every import keeps to the table. */
export function checkArrows(files: Files, architecture: string): string[] {
  const rules = readRules(architecture);
  const faults: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (!isCode(path) || !path.includes('/')) continue;
    const source = parseSource(path, text);
    const place = placeOf(path, rules.rows);
    if (place === undefined) {
      faults.push(`${path}: its folder is in no row of the table in ARCHITECTURE.md`);
      continue;
    }
    graph.set(
      path,
      source.imports.flatMap((each) => (each.isTypeOnly ? [] : (targetOf(path, each) ?? []))),
    );
    for (const each of source.imports) faults.push(...faultOfImport(source, each, place, files));
  }
  return [...faults, ...cycles(graph)];
}

/** What an import inside the repository points at; undefined for packages and Node modules. */
function targetOf(path: string, { specifier }: Import): string | undefined {
  if (specifier === OWN_NAME) return OWN_DOOR;
  return specifier.startsWith('.') ? join(dirname(path), specifier) : undefined;
}

function faultOfImport(source: Source, each: Import, { unit, row }: Place, files: Files): string[] {
  const target = targetOf(source.path, each);
  if (target === undefined) return [];
  const where = `${source.path}:${each.line} imports ${target}`;
  const isInside = (folder: string) => target === folder || target.startsWith(`${folder}/`);
  const isAllowed = isInside(unit) || row.mayImport === 'everything' || row.mayImport.some(isInside);
  if (!isAllowed)
    return [`${where}; ${row.folder} may import ${row.mayImport.length === 0 ? 'nothing' : (row.mayImport as string[]).join(', ')}`];
  return isCode(target) && !files.has(target) ? [`${where}, which does not exist`] : [];
}

interface Place {
  readonly row: Row;
  /** The folder itself, with `*` filled in: what a file there may always import. */
  readonly unit: string;
}

function placeOf(path: string, rows: readonly Row[]): Place | undefined {
  const parts = path.split('/');
  const fitting = rows.flatMap((row) => {
    const pattern = row.folder.split('/');
    const fits = pattern.length < parts.length && pattern.every((part, index) => part === '*' || part === parts[index]);
    return fits ? [{ row, unit: parts.slice(0, pattern.length).join('/') }] : [];
  });
  const exactness = ({ row }: Place) => row.folder.split('/').length * 2 - (row.folder.includes('*') ? 1 : 0);
  return fitting.sort((a, b) => exactness(b) - exactness(a))[0];
}

/** Each cycle once, as the path around it. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string) => {
    const back = trail.indexOf(path);
    if (back !== -1) found.push(`import cycle: ${[...trail.slice(back), path].join(' -> ')}`);
    if (back !== -1 || done.has(path)) return;
    trail.push(path);
    for (const next of graph.get(path) ?? []) if (graph.has(next)) visit(next);
    trail.pop();
    done.add(path);
  };
  for (const path of graph.keys()) visit(path);
  return found;
}
