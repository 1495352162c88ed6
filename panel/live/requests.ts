/** Asking the server: JSON in, JSON or a problem out. */

import type { Problem } from '../../src/api/problem.ts';

/** An answer that is not a success; status 0 means that none came. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? `status ${status}`);
    this.name = 'RequestProblem';
    this.status = status;
    this.problem = problem;
  }
}

const PATIENCE_MS = 15_000;

/** What an act carries beside the session's cookie, which another site could make this browser send: only a page of this host can read it. */
export function csrfTokens(): string {
  return [...document.cookie.matchAll(/atalaya_csrf\w*=([\w-]+)/g)].map(([, token]) => token).join(' ');
}

export async function ask<Answer>(
  path: string,
  options: { method?: string; body?: unknown; query?: Record<string, string | number | undefined> } = {},
): Promise<Answer> {
  const { method = 'GET', body, query = {} } = options;
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
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RequestProblem(0, null);
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json() : null;
  if (!response.ok) throw new RequestProblem(response.status, answer as Problem | null);
  return answer as Answer;
}
