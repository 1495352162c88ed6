/** Saving what others may save too: only over what was seen when the form was opened, and never over what somebody has put there since. */

import { type AnswerOf, type OperationId, requestOf } from '../api/client.ts';
import { ask, RequestProblem } from './requests.ts';

/** Somebody has changed it since it was read: nothing was saved. */
export class ChangedMeanwhile<Now> extends RequestProblem {
  readonly now: Now;

  constructor(now: Now) {
    const detail = 'Somebody changed it while you had it open, so nothing was saved; look at what is there now and save again.';
    super(412, { type: 'about:blank', title: 'Changed since', status: 412, detail, code: 'CHANGED_MEANWHILE', correlationId: '' });
    this.name = 'ChangedMeanwhile';
    this.now = now;
  }
}

/** What else stands at the address may change at any moment, and is read anew then. */
const MOST_TRIES = 5;

/**
 * The answer of `write`, an operation at the address that `read` reads. Looks first whether what is typed over is as it was seen, and writes on the condition
 * (If-Match) that nothing has come between; throws ChangedMeanwhile with what is there now.
 */
export async function saveOver<Read extends OperationId, Write extends OperationId>(
  read: Read,
  write: Write,
  params: Readonly<Record<string, string>>,
  isAsSeen: (now: AnswerOf<Read>) => boolean,
  bodyOver: (now: AnswerOf<Read>) => unknown,
): Promise<AnswerOf<Write>> {
  for (let tries = 1; ; tries += 1) {
    let tag: string | null = null;
    const { path } = requestOf(read, params);
    const now = await ask<AnswerOf<Read>>(path, {
      onTag: (told) => {
        tag = told;
      },
    });
    if (!isAsSeen(now)) throw new ChangedMeanwhile(now);
    try {
      const { method } = requestOf(write, params);
      return await ask<AnswerOf<Write>>(path, { method, body: bodyOver(now), ...(tag !== null && { ifMatch: tag }) });
    } catch (error) {
      const isBetween = error instanceof RequestProblem && error.status === 412;
      if (!isBetween || tries === MOST_TRIES) throw error;
    }
  }
}

/** Both are JSON of the same shape. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
