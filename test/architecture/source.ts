// Reads source files into what the architecture rules ask about: imports with their lines, comments, and the syntax tree.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, type ParseResult, parseSync, Visitor } from 'vite';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const { name, exports } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
/** Strategies import the contract under the package's own name; package.json says which file that is. */
export const OWN_NAME: string = name;
export const OWN_DOOR: string = exports['.'].replace('./', '');

/** Path inside the repository -> text. Rules take one of these, so that a planted fault is one entry in a map. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Gone at run time. */
  readonly isTypeOnly: boolean;
  /** Loaded when the code comes to it, not with its file. */
  readonly isLazy: boolean;
}

export interface Source {
  readonly path: string;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  readonly comments: ParseResult['comments'];
  readonly program: ESTree.Program;
  lineAt(offset: number): number;
}

const IGNORED = new Set(['node_modules', 'dist', 'var', '.git', 'coverage']);
const CODE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export const isCode = (path: string): boolean => CODE.test(path) || path === 'bin/atalaya';

/** Every file of the repository that `wanted` accepts, apart from what is installed, built or git-ignored. */
export function readRepository(wanted: (path: string) => boolean): Files {
  const entries = globSync('**/*', { cwd: REPOSITORY, withFileTypes: true, exclude: (entry) => IGNORED.has(entry.name) });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(REPOSITORY.length));
  return new Map(paths.filter(wanted).map((path) => [path, readFileSync(join(REPOSITORY, path), 'utf8')]));
}

/** Parses one file. Throws when it is not valid TypeScript or JavaScript. */
export function parseSource(path: string, text: string): Source {
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  const { program, module, comments, errors } = parseSync(path, text, { lang, sourceType: 'unambiguous' });
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const found: { specifier: string; at: number; isTypeOnly?: boolean; isLazy?: boolean }[] = [];
  const areTypes = (entries: readonly { isType: boolean }[]) => entries.length > 0 && entries.every((entry) => entry.isType);
  for (const { moduleRequest, start, entries } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, at: start, isTypeOnly: areTypes(entries) });
  }
  for (const { start, entries } of module.staticExports) {
    const from = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (from) found.push({ specifier: from.value, at: start, isTypeOnly: areTypes(entries) });
  }
  const literal = (node: ESTree.Expression | ESTree.Argument | undefined, at: number, isTypeOnly = false) => {
    if (node?.type === 'Literal' && typeof node.value === 'string')
      found.push({ specifier: node.value, at, isTypeOnly, isLazy: !isTypeOnly });
  };
  new Visitor({
    ImportExpression: (node) => literal(node.source, node.start),
    TSImportType: (node) => literal(node.source, node.start, true),
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') literal(node.arguments[0], node.start);
    },
    // A worker's file: new URL('./worker.ts', import.meta.url).
    NewExpression(node) {
      const [first] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || first?.type !== 'Literal') return;
      if (typeof first.value === 'string' && first.value.startsWith('.') && CODE.test(first.value)) literal(first, node.start);
    },
  }).visit(program);
  const imports = found.map(({ specifier, at, isTypeOnly = false, isLazy = false }) => ({
    specifier: specifier.replace(/\?.*$/, ''),
    line: lineAt(at),
    isTypeOnly,
    isLazy,
  }));
  return { path, isTest: /\.test\.tsx?$/.test(path), imports, comments, program, lineAt };
}
