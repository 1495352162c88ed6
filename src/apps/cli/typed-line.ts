/** One line from the terminal without showing it, or the lines of a pipe: how the command line takes what must not be an argument. */

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Null where the input ended instead. */
export function typedLine(question: string): Promise<string | null> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // From here on the terminal shows nothing of what is typed: only then is it asked for.
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  return new Promise((done) => {
    lines.once('line', (line) => {
      done(line.trim());
      lines.close();
    });
    lines.once('close', () => {
      process.stderr.write('\n');
      done(null);
    });
  });
}

/** The first `count` lines of standard input, fewer where it ends before. */
export async function pipedLines(count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    found.push(line.trim());
    if (found.length === count) break;
  }
  return found;
}
