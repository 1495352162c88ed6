/** A kill or a pause that the journal does not take holds at the next start all the same: it is put aside, and begun with. */

import type { UnrecordedDemand, UnrecordedDemandFile } from '../../adapters/journal-files/unrecorded-demand.ts';
import type { Journal } from '../../core/journal/journal.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';

interface Parts {
  readonly session: LiveSession;
  readonly journal: Journal & { whenDurable(sequence: number): Promise<void> };
  readonly now: () => number;
  readonly say: (line: string) => void;
}

export interface UnrecordedDemands {
  /** At a start, before anything is decided: what is left of the life before comes into force, and is recorded. */
  begin(): void;
  /** After every step: an EMERGENCY that is not recorded, whoever demanded it. */
  look(): void;
  /** The owner's pause was done, and is not recorded. */
  paused(by: string, reason: string): Promise<void>;
}

export function unrecordedDemands(file: UnrecordedDemandFile, { session, journal, now, say }: Parts): UnrecordedDemands {
  let isKilled = false;

  async function putAside(demand: UnrecordedDemand): Promise<void> {
    const isKept = await file.keep(demand);
    say(
      isKept
        ? `${demand.kind}: not recorded, but put aside: the next start begins with it`
        : `${demand.kind}: not recorded, and the disk takes no note of it either: after a restart ${demand.kind} again`,
    );
  }

  return {
    begin() {
      if (file.left === null) return;
      const { kind, by, reason } = file.left;
      const words = `${reason} (demanded while the journal could not be written)`;
      const to = kind === 'kill' ? 'EMERGENCY' : 'PAUSE';
      const { sequence } = session.requestMode({ kind, to, by, reason: words, pinVerified: false }, now());
      void journal.whenDurable(sequence).then(
        () => file.clear(),
        () => {},
      );
    },
    look() {
      if (isKilled || !session.journaled.unrecorded || session.engine.risk.mode !== 'EMERGENCY') return;
      isKilled = true;
      const { changes } = (session.engine.risk.snapshot() as DeskState).modes;
      const { by, reason } = changes.at(-1) ?? { by: 'risk', reason: 'kill' };
      void putAside({ kind: 'kill', by, reason, at: now() });
    },
    paused: (by, reason) => putAside({ kind: 'pause', by, reason, at: now() }),
  };
}
