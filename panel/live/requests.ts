/** Asking the server: JSON in, JSON or a problem out. */

import type { Problem } from '../../src/api/problem.ts';

/** An answer that is not a success; status 0 means that none came. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  /** Browser clock from which on it makes sense to ask again, where the server has said so. */
  readonly againAt: number | null;

  constructor(status: number, problem: Problem | null, againAt: number | null = null) {
    super(problem?.detail ?? `status ${status}`);
    this.name = 'RequestProblem';
    this.status = status;
    this.problem = problem;
    this.againAt = againAt;
  }
}

const PATIENCE_MS = 15_000;

/** Asks for the second factor once more; true when it was given. */
type StepUp = () => Promise<boolean>;
let stepUp: StepUp | null = null;

/** What is done where an act wants a fresh second factor, before it is sent again. */
export function onStepUp(handler: StepUp): void {
  stepUp = handler;
}

let ended: () => void = () => {};
let wasAct = false;

/** What is done where nobody is entered any more. */
export function onEnded(handler: () => void): void {
  ended = handler;
}

/** Whether it was an act that found the session ended: it was not done. */
export const endedAnAct = (): boolean => wasAct;

/** What an act carries beside the session's cookie, which another site could make this browser send: only a page of this host can read it. */
export function csrfTokens(): string {
  return [...document.cookie.matchAll(/atalaya_csrf\w*=([\w-]+)/g)].map(([, token]) => token).join(' ');
}

interface AskOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly query?: Record<string, string | number | undefined>;
  /** The same key does it once, however often it is sent. */
  readonly key?: string | undefined;
  /** It was sent before under this key. */
  readonly isAgain?: boolean;
  /** Done only while what it changes has this ETag; else 412. */
  readonly ifMatch?: string;
  /** Told the ETag of the answer; null where it has none. */
  readonly onTag?: (tag: string | null) => void;
}

/** The answer; throws RequestProblem. An act that wants a fresh second factor is sent again once it was given. */
export async function ask<Answer>(path: string, options: AskOptions = {}): Promise<Answer> {
  try {
    return await askOnce<Answer>(path, options);
  } catch (error) {
    const isAskedFor = error instanceof RequestProblem && error.problem?.code === 'STEP_UP_NEEDED';
    if (!isAskedFor || stepUp === null || !(await stepUp())) throw error;
    return askOnce<Answer>(path, options);
  }
}

/** The answer of an act that is done once under its key: sent once more when nobody knows whether it was. What says nothing about it leaves it unknown. */
export async function askForSure<Answer>(path: string, options: AskOptions & { readonly key: string }): Promise<Answer> {
  return ask<Answer>(path, options).catch((lost: unknown) => {
    if (!isLost(lost)) throw lost;
    return ask<Answer>(path, { ...options, isAgain: true }).catch((error: unknown) => {
      throw isJudged(error) ? error : lost;
    });
  });
}

/** No answer came: nobody knows whether it was done. */
export const isLost = (error: unknown): boolean => error instanceof RequestProblem && error.status === 0;

/** It is not known what became of an act that was sent: no answer came, or one of somebody who does not know either. */
export const isOpen = (error: unknown): boolean =>
  error instanceof RequestProblem && (error.status === 0 || error.status >= 500) && error.problem?.code !== 'TRADER_NOT_RUNNING';

/** A refusal of the act itself, and not of whoever asked just now. */
export const isJudged = (error: unknown): boolean =>
  error instanceof RequestProblem && error.problem !== null && [400, 404, 409, 422].includes(error.status);

/** The answer began, and its end never came. */
function brokenOff(): never {
  throw new RequestProblem(0, null);
}

async function askOnce<Answer>(path: string, options: AskOptions): Promise<Answer> {
  const { method = 'GET', body, query = {}, key, isAgain = false, ifMatch, onTag } = options;
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  let response: Response;
  try {
    response = await fetch(search.size > 0 ? `${path}?${search}` : path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'x-csrf-token': csrfTokens() }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RequestProblem(0, null);
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json().catch(brokenOff) : null;
  if (!response.ok) {
    if (response.status === 401 && (answer as Problem | null)?.code === 'NOT_ENTERED') {
      // Of one that was sent before, and has had no answer, this says nothing.
      wasAct ||= method !== 'GET' && !isAgain;
      ended();
    }
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new RequestProblem(response.status, answer as Problem | null, Number.isNaN(seconds) ? null : Date.now() + seconds * 1000);
  }
  onTag?.(response.headers.get('etag'));
  return answer as Answer;
}
