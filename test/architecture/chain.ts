// Keeps the chain of an order whole: approved orders come from risk alone, and fills from the venue model or, of an outside venue, from the broker alone.
import { type ESTree, Visitor } from 'vite';
import type { Files } from './source.ts';
import { isCode, parseSource } from './source.ts';

const RISK = 'src/core/trading/risk/';
/** The venue model, the broker of an outside venue, and the session that hands the broker's fills on. */
const FILLS = ['src/core/trading/venue-model/', 'src/core/trading/broker/', 'src/core/trading/live/live-session.ts'];
const HELD = /^(src\/core|strategies|bench)\//;

/** One line per fault, "path:line what is wrong"; tests beside the code are free. */
export function checkChain(files: Files): string[] {
  const faults: string[] = [];
  for (const [path, text] of files) {
    if (!HELD.test(path) || !isCode(path)) continue;
    const { program, isTest, lineAt } = parseSource(path, text);
    if (isTest) continue;
    new Visitor({
      TSAsExpression(node) {
        if (isApprovedOrder(node.typeAnnotation) && !path.startsWith(RISK))
          faults.push(`${path}:${lineAt(node.start)} makes an approved order; only ${RISK} may`);
      },
      CallExpression({ callee, start }) {
        const isFill =
          callee.type === 'MemberExpression' &&
          callee.property.type === 'Identifier' &&
          callee.property.name === 'onFill' &&
          callee.object.type !== 'ThisExpression';
        if (isFill && !FILLS.some((allowed) => path.startsWith(allowed)))
          faults.push(`${path}:${lineAt(start)} makes a fill; only ${FILLS[0]} may`);
      },
    }).visit(program);
  }
  return faults;
}

function isApprovedOrder(type: ESTree.TSType): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'ApprovedOrder';
}
