// Keeps core and strategies free of hidden inputs: no Node module, no package, no clock, no randomness, and no waiting in core/trading.
import { type ESTree, Visitor } from 'vite';
import { readRules } from './arrows.ts';
import type { Files, Source } from './source.ts';
import { isCode, OWN_NAME, parseSource } from './source.ts';

const PURE = /^(src\/core|strategies)\//;
const SYNCHRONOUS = /^src\/core\/trading\//;
const BANNED_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'globalThis.Date',
  'globalThis.Math',
  'crypto.getRandomValues',
]);

/** One line per fault, "path:line what is wrong"; tests beside the code are free. */
export function checkPurity(files: Files, architecture: string): string[] {
  const { purePackages } = readRules(architecture);
  const faults: string[] = [];
  for (const [path, text] of files) {
    if (!PURE.test(path) || !isCode(path)) continue;
    const source = parseSource(path, text);
    if (source.isTest) continue;
    for (const { specifier, line } of source.imports) {
      if (!specifier.startsWith('.') && specifier !== OWN_NAME && !purePackages.includes(specifier))
        faults.push(`${path}:${line} imports ${specifier}: core is pure`);
    }
    for (const { what, at } of [...hiddenInputs(source), ...(SYNCHRONOUS.test(path) ? waiting(source) : [])]) {
      faults.push(`${path}:${source.lineAt(at)} uses ${what}`);
    }
  }
  return faults;
}

interface Finding {
  readonly what: string;
  readonly at: number;
}

function hiddenInputs({ program }: Source): Finding[] {
  const found: Finding[] = [];
  const isDate = (node: ESTree.Expression) => node.type === 'Identifier' && node.name === 'Date';
  new Visitor({
    MemberExpression(node) {
      const property = node.computed
        ? node.property.type === 'Literal'
          ? node.property.value
          : undefined
        : (node.property as { name: string }).name;
      const name = node.object.type === 'Identifier' ? `${node.object.name}.${property}` : '';
      if (BANNED_MEMBERS.has(name)) found.push({ what: `${name}: time and seeds arrive inside events`, at: node.start });
    },
    NewExpression(node) {
      if (isDate(node.callee) && node.arguments.length === 0)
        found.push({ what: 'new Date() without an argument: time arrives inside events', at: node.start });
    },
    CallExpression(node) {
      if (isDate(node.callee)) found.push({ what: 'Date(): time arrives inside events', at: node.start });
    },
    ImportExpression(node) {
      if (node.source.type !== 'Literal') found.push({ what: 'an import that is chosen at run time', at: node.start });
    },
  }).visit(program);
  return found;
}

function waiting({ program }: Source): Finding[] {
  const found: Finding[] = [];
  const add = (what: string, at: number) => found.push({ what: `${what}: the engine never waits`, at });
  const asynchronous = (node: { async: boolean; start: number }) => {
    if (node.async) add('async', node.start);
  };
  new Visitor({
    FunctionDeclaration: asynchronous,
    FunctionExpression: asynchronous,
    ArrowFunctionExpression: asynchronous,
    AwaitExpression: (node) => add('await', node.start),
    ForOfStatement: (node) => {
      if (node.await) add('for await', node.start);
    },
    Identifier: (node) => {
      if (node.name === 'Promise') add('Promise', node.start);
    },
  }).visit(program);
  return found;
}
