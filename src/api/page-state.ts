/** What the server knows when it draws the first picture of a page, and what travels with it so that the browser goes on from the same picture. */

import type { TraderState } from './live.ts';
import type { Right } from './roles.ts';
import type { SessionSnapshot } from './session.ts';

/** How one gets in. `link`: of the host, where there are no accounts; `setup`: by such a link too, until the first owner is made; `sign-in`: from then on. */
export type EntranceKind = 'link' | 'setup' | 'sign-in';

export interface PageState {
  /** False for whoever has not entered: nothing of the account is told then. */
  readonly entered: boolean;
  readonly entrance: EntranceKind;
  /** What the visitor may do: pages and acts beyond it are not offered. */
  readonly rights: readonly Right[];
  /** Of the server. */
  readonly release: string | null;
  /** Which money the figures are of, for whoever may see any; null where nothing trades. */
  readonly world: SessionSnapshot['world'] | null;
  /** The process that trades. */
  readonly trader: TraderState | null;
  /** Null where there is no session to show: nobody has entered, or no trader has been heard. */
  readonly snapshot: SessionSnapshot | null;
}
