/** Test support: research as a page asks it, beside the session that the page shows: proposals of weights are about what runs there. */

import { allocationOf } from '../../src/apps/worker/allocation-desk.ts';
import type { JobsLab } from '../jobs/lab.ts';
import type { ScriptedSession } from './scripted-session.ts';

/** For `BrowserLab.open`. */
export function researchOverSession({ desk, throwAway: { database } }: JobsLab) {
  let session: ScriptedSession | null = null;
  return {
    prepare: (made: ScriptedSession) => {
      session = made;
    },
    research: {
      ...desk,
      strategies: {
        ...desk.strategies,
        allocation: (method: Parameters<typeof allocationOf>[2]) => allocationOf(database, session?.snapshot() ?? null, method),
      },
    },
  };
}
