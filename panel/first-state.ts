/** What the server drew the first picture from; it travels in the page, so that the browser begins with the same. */

import type { PageState } from '../src/api/page-state.ts';
import { seedSession } from './live/session.ts';
import { type Preferences, seedPreferences } from './preferences.ts';

export interface FirstState {
  /** Clock of the server. */
  readonly at: number;
  /** The page that was drawn: `/offline` may be shown at any address. */
  readonly path: string;
  readonly preferences: Preferences;
  readonly page: PageState;
  readonly problem: FirstProblem | null;
}

/** Told on the page to enter. */
export type FirstProblem = 'link-used';

const ELEMENT = 'state';

export function seed(first: FirstState): void {
  seedPreferences(first.preferences);
  seedSession(first.page, first.at);
}

/** As the content of a script element: nothing in it can end the element. */
export function stateElement(first: FirstState): string {
  return `<script type="application/json" id="${ELEMENT}">${JSON.stringify(first).replaceAll('<', '\\u003c')}</script>`;
}

export function readFirstState(): FirstState {
  return JSON.parse(document.getElementById(ELEMENT)?.textContent ?? '') as FirstState;
}
