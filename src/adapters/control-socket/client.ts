/** Asks the process that trades over its socket, for at most a few seconds; every way of not being answered has its own sentence. */

import { request } from 'node:http';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { problem } from '../../api/problem.ts';
import { InputError } from '../../core/domain/result.ts';
import { sessionCommand } from './session-command.ts';
import { findSocket } from './socket-place.ts';

export interface Question<Out extends z.ZodType> {
  readonly dataFolder: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly answer: Out;
  readonly timeoutMs: number;
  /** Aborted: nobody waits for the answer any more. What was sent stays sent. */
  readonly abandoned?: AbortSignal;
}

/**
 * The answer, checked against its shape. InputError: TRADER_NOT_RUNNING, TRADER_NOT_ANSWERING, TRADER_OTHER_RELEASE (exit 3), the trader's own code
 * where it refused (exit 1), REQUEST_INVALID (exit 2).
 */
export async function askTrader<Out extends z.ZodType>(question: Question<Out>): Promise<z.infer<Out>> {
  const { dataFolder, answer } = question;
  const socketPath = findSocket(dataFolder);
  if (socketPath === null) throw notRunning(dataFolder, `${resolve(dataFolder)}/run`);
  const { status, text } = await send(socketPath, question);
  const body = jsonIn(text);
  if (status !== 200) throw refusalIn(status, body);
  const read = answer.safeParse(body);
  if (!read.success) throw otherRelease(read.error.issues[0]?.path.join('.') || 'the answer');
  return read.data;
}

function send(
  socketPath: string,
  { dataFolder, method, path, body, timeoutMs, abandoned }: Question<z.ZodType>,
): Promise<{ status: number; text: string }> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((done, fail) => {
    const call = request(
      {
        socketPath,
        method,
        path,
        agent: false,
        headers: text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          received += part;
        });
        response.on('end', () => settle(() => done({ status: response.statusCode ?? 0, text: received })));
        response.on('error', failed);
      },
    );
    // Of the whole call: a trader that hangs takes the call and says nothing.
    const giveUp = (how: string) => {
      settle(() => fail(new InputError('TRADER_NOT_ANSWERING', `the trader of ${resolve(dataFolder)} ${how}`, 3)));
      call.destroy();
    };
    const timer = setTimeout(() => giveUp(`did not answer within ${timeoutMs / 1000} s`), timeoutMs);
    const leave = () => giveUp('says nothing');
    abandoned?.addEventListener('abort', leave);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      abandoned?.removeEventListener('abort', leave);
      act();
    };
    const failed = (error: NodeJS.ErrnoException) => settle(() => fail(failureOf(error, dataFolder, socketPath)));
    call.on('error', failed);
    call.end(text);
  });
}

function failureOf({ code, message }: NodeJS.ErrnoException, dataFolder: string, socketPath: string): InputError {
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') return notRunning(dataFolder, socketPath);
  if (code === 'EACCES' || code === 'EPERM')
    return new InputError('TRADER_FORBIDDEN', `${socketPath}: this user may not speak to the trader; ask as the user who started it`, 3);
  return new InputError('TRADER_NOT_ANSWERING', `the trader of ${resolve(dataFolder)} broke the call off: ${message}`, 3);
}

function notRunning(dataFolder: string, lookedAt: string): InputError {
  const folder = resolve(dataFolder);
  return new InputError(
    'TRADER_NOT_RUNNING',
    `no trader runs on ${folder} (looked for ${lookedAt}); start it with: ${sessionCommand(folder)}; or name another folder with --data-dir`,
    3,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw otherRelease('the answer');
  }
}

/** 409 is the trader's own no; 400 and 413 are this program's fault; the rest is the trader's trouble. */
const EXITS: Readonly<Record<number, 1 | 2 | 3>> = { 409: 1, 400: 2, 413: 2 };

function refusalIn(status: number, body: unknown): InputError {
  const read = problem.safeParse(body);
  if (!read.success) return otherRelease('the refusal');
  const { code, detail, correlationId, measured, limit } = read.data;
  const trace = status === 500 ? ` (${correlationId})` : '';
  return new InputError(code, `${detail}${trace}`, EXITS[status] ?? 3, {
    ...(measured != null && { measured }),
    ...(limit != null && { limit }),
  });
}

function otherRelease(what: string): InputError {
  return new InputError(
    'TRADER_OTHER_RELEASE',
    `${what} of the running trader can't be read: it is of another release; use the same one here`,
    3,
  );
}
