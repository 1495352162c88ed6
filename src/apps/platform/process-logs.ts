/** Keeps what the processes say, as lines with their level and without secrets; the terminal hears them as they come, as before. */

import { LogWriter } from '../../adapters/log-files/log-writer.ts';
import type { LogProcess } from '../../api/logs.ts';
import { goesOn, type LogLevel, levelOf } from '../../core/operations/logs/log-level.ts';
import { redactor } from '../../core/operations/logs/redact.ts';
import { note } from '../cli/output.ts';

/** Names in the environment whose values are secrets. */
const SECRET_NAMES = /(KEY|SECRET|TOKEN|PASSWORD|PASSPHRASE|PIN)$/;
const TOLD_EVERY_MS = 60_000;

export interface ProcessLogs {
  /** Of this process. */
  say(line: string): void;
  /** Of this process, for the logs alone. */
  record(line: string): void;
  /** What a child has written, in whatever pieces it comes. */
  hear(process: LogProcess): (text: string) => void;
  close(): void;
}

/** Logs that can't be written stop nothing: it is told, and the terminal has them all the same. */
export function openProcessLogs(folder: string, environment: NodeJS.ProcessEnv): ProcessLogs {
  const redact = redactor(secretsOf(environment));
  let writer: LogWriter | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;

  function keep(process: LogProcess, level: LogLevel, text: string): void {
    try {
      writer ??= new LogWriter(folder);
      writer.append({ at: Date.now(), process, level, text: redact(text) });
    } catch (error) {
      if (Date.now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = Date.now();
      note(`logs are not kept: ${(error as Error).message}`);
    }
  }

  const record = (line: string) => keep('supervisor', levelOf(line), line);
  return {
    record,
    say(line) {
      note(line);
      record(line);
    },
    hear(name) {
      let rest = '';
      let level: LogLevel = 'info';
      return (text) => {
        process.stderr.write(text);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line.trim() === '') continue;
          // A stack belongs to what it is the stack of.
          if (!goesOn(line)) level = levelOf(line);
          keep(name, level, line);
        }
      };
    },
    close: () => writer?.close(),
  };
}

/** Also the password in an address. */
function secretsOf(environment: NodeJS.ProcessEnv): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const password = /^[a-z]+:\/\/[^:/@]*:([^@]+)@/.exec(value)?.[1];
    return SECRET_NAMES.test(name) ? [value] : password === undefined ? [] : [password, decodeURIComponent(password)];
  });
}
