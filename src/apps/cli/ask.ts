/** Questions to whoever sits at the terminal: a line, a yes, a PIN that is not shown. Asked on standard error, so that standard output stays the result. */

import { createInterface } from 'node:readline';
import { InputError } from '../../core/domain/result.ts';

/** Where a person is asked; a pipe is nobody. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

const isManned = ({ input, output }: Terminal) => input.isTTY === true && output.isTTY === true;

/** InputError CONFIRMATION_NEEDED (exit 2) where nobody can be asked: `instead` names the option for programs. */
export async function askLine(question: string, instead: string, terminal: Terminal = TERMINAL): Promise<string> {
  if (!isManned(terminal)) throw new InputError('CONFIRMATION_NEEDED', `${question.trim()} Nobody can be asked here: ${instead}`, 2);
  const reader = createInterface({ input: terminal.input, output: terminal.output, terminal: false });
  terminal.output.write(question);
  try {
    for await (const line of reader) return line.trim();
    throw new InputError('CANCELLED', 'nothing was answered, so nothing was done', 1);
  } finally {
    reader.close();
  }
}

/** Anything but y or yes ends with InputError CANCELLED, exit code 1. */
export async function confirm(question: string, terminal: Terminal = TERMINAL): Promise<void> {
  const answer = await askLine(`${question} [y/N] `, 'add --yes', terminal);
  if (!/^y(es)?$/i.test(answer)) throw new InputError('CANCELLED', 'not confirmed, so nothing was done', 1);
}

const ENTER = new Set(['\r', '\n']);
const ERASE = new Set(['\b', '\u007f']);
/** Control+C and Control+D: in raw mode they come as they are. */
const INTERRUPT = new Set(['\u0003', '\u0004']);

/** Typed without being shown. */
export function askHidden(question: string, instead: string, terminal: Terminal = TERMINAL): Promise<string> {
  const { input, output } = terminal;
  if (!isManned(terminal))
    return Promise.reject(new InputError('CONFIRMATION_NEEDED', `${question.trim()} Nobody can be asked here: ${instead}`, 2));
  output.write(question);
  input.setRawMode?.(true);
  let typed = '';
  return new Promise((done, fail) => {
    const settle = (act: () => void) => {
      input.off('data', heard);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
      act();
    };
    const heard = (data: Buffer | string) => {
      for (const key of data.toString()) {
        if (ENTER.has(key)) return settle(() => done(typed));
        if (INTERRUPT.has(key)) return settle(() => fail(new InputError('CANCELLED', 'interrupted, so nothing was done', 1)));
        typed = ERASE.has(key) ? typed.slice(0, -1) : typed + key;
      }
    };
    input.on('data', heard);
    input.resume();
  });
}

/** The first line of what is piped in. */
export async function pinFromStandardInput(input: NodeJS.ReadableStream = process.stdin): Promise<string> {
  let text = '';
  for await (const part of input) {
    text += part.toString();
    if (text.includes('\n') || text.length > 1024) break;
  }
  const [pin = ''] = text.split(/\r?\n/, 1);
  if (pin === '')
    throw new InputError('PIN_MISSING', '--pin-stdin: expected the PIN as the first line of standard input, found nothing', 2);
  return pin;
}
