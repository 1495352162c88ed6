/** Reads a strategy's source for what strategies may not do: clocks, randomness of their own, network, disk, global state. */

export interface Forbidden {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** What is looked for, and what to use instead. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bperformance\s*\.|\bTemporal\b/g, 'bar.time: a strategy has no clock'],
  [/\bMath\s*\.\s*random\b|\bcrypto\b/g, 'bar.random(), which is the same in every world'],
  [/\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b/g, 'nothing: a strategy has no network'],
  [
    /\bprocess\b|\bglobalThis\b|\bglobal\b|\beval\s*\(|\bnew\s+Function\b|\brequire\s*\(|\bimport\s*\(/g,
    'build.cell() for state, parameters for settings',
  ],
  [/\bset(?:Timeout|Interval|Immediate)\s*\(|\bqueueMicrotask\s*\(|\basync\b|\bawait\b|\bPromise\b/g, 'onBar, which answers at once'],
  [/^(?:let|var)\s+\w+/gm, 'build.cell() or const: a variable at module level is shared by every run'],
];

const ALLOWED_IMPORT = /^(?:atalaya|\.\.?\/.*)$/;

/** Every forbidden thing in a strategy file, by line. Comments and texts are not looked at. */
export function findForbidden(source: string): Forbidden[] {
  const code = blankCommentsAndTexts(source);
  const found: Forbidden[] = [];
  for (const [pattern, instead] of RULES) {
    for (const match of code.matchAll(pattern)) found.push({ line: lineOf(code, match.index), found: match[0].trim(), instead });
  }
  for (const match of source.matchAll(/^\s*(?:import|export)\s+(?:[\w*{}\s,]+\sfrom\s*)?['"]([^'"]+)['"]/gm)) {
    const name = match[1] as string;
    if (!ALLOWED_IMPORT.test(name))
      found.push({
        line: lineOf(source, match.index + match[0].length),
        found: `import from '${name}'`,
        instead: "import from 'atalaya' or from a file beside it",
      });
  }
  return found.sort((a, b) => a.line - b.line);
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let i = 0; i < index; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}

/** The same text with comments and quoted texts turned to spaces, so that line numbers stay. */
function blankCommentsAndTexts(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, (text) =>
    text.replace(/[^\n]/g, ' '),
  );
}
