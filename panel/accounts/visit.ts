/** Whose session this browser has, if any, and how far it is. */

import type { Visit } from '../../src/api/accounts.ts';
import { call } from '../api/client.ts';
import { csrfTokens, RequestProblem } from '../live/requests.ts';

/** Null for nobody. The readable cookie goes with the session's: without it there is nothing to ask about. */
export async function currentVisit(): Promise<Visit | null> {
  if (csrfTokens() === '') return null;
  try {
    return await call('accounts.session');
  } catch (error) {
    if (error instanceof RequestProblem && error.status === 401) return null;
    throw error;
  }
}
