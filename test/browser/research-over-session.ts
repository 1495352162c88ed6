/** Test support: research as a page asks it, beside the session that the page shows: proposals of weights are about what runs there. */

import { allocationOf } from '../../src/apps/worker/allocation-desk.ts';
import type { JobsLab } from '../jobs/lab.ts';
import type { BrowserLab, OpenPage } from './browser.ts';
import type { ScriptedSession } from './scripted-session.ts';

/** For `BrowserLab.open`. */
function researchOverSession({ desk, throwAway: { database } }: JobsLab) {
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

export interface LookedAt {
  readonly size?: 'desktop' | 'phone';
  readonly locale?: string;
  readonly dark?: boolean;
  readonly bypassCSP?: boolean;
}

/** A page of research, once entered. */
export async function openResearch(lab: BrowserLab, jobs: JobsLab, path: string, options: LookedAt = {}): Promise<OpenPage> {
  const opened = await lab.open({ ...researchOverSession(jobs), ...options });
  await opened.page.goto(`${opened.server.url}${path}`);
  await opened.page.locator('#content[data-link=live]').waitFor();
  return opened;
}
