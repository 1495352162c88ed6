// What code a process loads: the files and packages that come with its first file, and those that may come later.
import { dirname, join } from 'node:path/posix';
import { type Files, type Import, parseSource } from './source.ts';

export interface Code {
  /** Files of the repository. */
  readonly files: ReadonlySet<string>;
  /** Packages and Node modules, as they are named. */
  readonly packages: ReadonlySet<string>;
}

/** What `entries` bring along. With `andLater` also what is loaded when the code comes to it. */
export function codeOf(files: Files, entries: readonly string[], andLater: 'andLater' | 'atOnce' = 'atOnce'): Code {
  const code = { files: new Set<string>(), packages: new Set<string>() };
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (code.files.has(path)) continue;
    code.files.add(path);
    for (const { specifier, isTypeOnly, isLazy } of importsOf(files, path)) {
      if (isTypeOnly || (isLazy && andLater === 'atOnce')) continue;
      if (specifier.startsWith('.')) waiting.push(join(dirname(path), specifier));
      else code.packages.add(specifier);
    }
  }
  return code;
}

/** The files that `path` loads when its code comes to it. */
export function laterOf(files: Files, path: string): string[] {
  return importsOf(files, path)
    .filter(({ isLazy }) => isLazy)
    .map(({ specifier }) => join(dirname(path), specifier));
}

/** Each file is parsed once, however many processes load it. */
const parsed = new Map<string, readonly Import[]>();

function importsOf(files: Files, path: string): readonly Import[] {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} is not there`);
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const { imports } = parseSource(path, text);
  parsed.set(text, imports);
  return imports;
}
