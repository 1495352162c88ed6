// Keeps the chain of an order whole: approved orders come from risk alone, fills from the venue model or from what a venue has executed, in benches too.
import { type ESTree, Visitor } from 'vite';
import type { Files } from './source.ts';
import { isCode, parseSource } from './source.ts';

const RISK = 'src/core/trading/risk/';
const VENUE_MODEL = 'src/core/trading/venue-model/';
/** Turns an outside venue's executions into fills. */
const BROKER = 'src/core/trading/broker/';
/** These two hand on what the broker has made: to the engine, and, where no order explains it, to the slot it belongs to. */
const HAND_ON = new Set(['src/core/trading/live/live-session.ts', 'src/core/trading/engine/engine.ts']);
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
        const isFill = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'onFill';
        if (isFill && !path.startsWith(VENUE_MODEL) && !path.startsWith(BROKER) && !HAND_ON.has(path))
          faults.push(`${path}:${lineAt(start)} makes a fill; only ${VENUE_MODEL} may, and ${BROKER} of what a venue has executed`);
      },
    }).visit(program);
  }
  return faults;
}

function isApprovedOrder(type: ESTree.TSType): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'ApprovedOrder';
}
