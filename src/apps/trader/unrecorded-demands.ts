/** What the journal does not take holds at the next start all the same: a kill, a pause, or that the journal failed. It is put aside, and begun with. */

import { join } from 'node:path';
import type { UnrecordedDemand, UnrecordedDemandFile } from '../../adapters/journal-files/unrecorded-demand.ts';
import type { DurableJournal, JournalFailure } from '../../core/journal/durable-journal.ts';
import type { JournaledSession, ModeCommand } from '../../core/trading/engine/journaled-session.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';

interface Parts {
  readonly journaled: JournaledSession;
  readonly requestMode: (command: ModeCommand) => { readonly sequence: number };
  readonly journal: DurableJournal;
  readonly now: () => number;
  readonly say: (line: string) => void;
}

export interface UnrecordedDemands {
  /** At a start, before anything is decided: what is left of the life before comes into force, and is recorded. */
  begin(): void;
  /** The journal takes nothing any more: whatever is demanded until the end of this life, the next one waits for its owner. */
  failed(failure: JournalFailure): void;
  /** After every step: an EMERGENCY that is not recorded, whoever demanded it. */
  look(): void;
  /** The owner's pause was done, and is not recorded. */
  paused(by: string, reason: string): void;
  /** Whether the last thing that was put aside is on disk: what an act that stops says of a restart. */
  noted(): Promise<boolean>;
}

export const demandFile = (dataFolder: string, account: string) => join(dataFolder, 'state', 'unrecorded-demands', `${account}.json`);

export function unrecordedDemands(file: UnrecordedDemandFile, { journaled, requestMode, journal, now, say }: Parts): UnrecordedDemands {
  let isKilled = false;
  let last = Promise.resolve(false);

  function putAside(demand: UnrecordedDemand, wanted: string): void {
    last = file.keep(demand);
    void last.then((isKept) =>
      say(
        isKept
          ? `${wanted}: not recorded, but put aside: the next start begins with it`
          : `${wanted}: not recorded, and the disk takes no note of it either: after a restart ${demand.kind} again`,
      ),
    );
  }

  return {
    begin() {
      if (file.left === null) return;
      const { kind, by, reason } = file.left;
      const words = by === BY_JOURNAL ? reason : `${reason} (demanded while the journal could not be written)`;
      const { sequence } = requestMode({ kind, to: kind === 'kill' ? 'EMERGENCY' : 'PAUSE', by, reason: words, pinVerified: false });
      say(`begins with ${kind === 'kill' ? 'EMERGENCY' : 'PAUSE'}: ${words}`);
      void journal.whenDurable(sequence).then(
        () => file.clear(),
        () => {},
      );
    },
    failed({ code, message }) {
      // One that was deposed leaves it to the successor how to begin.
      if (code !== 'JOURNAL_WRITE_FAILED') return;
      const reason = `the journal could not be written before this start (${message}): look at what happened, then resume`;
      putAside({ kind: 'pause', by: BY_JOURNAL, reason, at: now() }, 'pause after a failed journal');
    },
    look() {
      const { engine } = journaled;
      const isUnrecorded = journaled.unrecorded || journal.state === 'failed';
      if (isKilled || !isUnrecorded || engine.risk.mode !== 'EMERGENCY') return;
      isKilled = true;
      const { by, reason } = triggerOf(engine) ?? { by: 'risk', reason: 'a loss limit' };
      putAside({ kind: 'kill', by, reason, at: now() }, 'kill');
    },
    paused: (by, reason) => putAside({ kind: 'pause', by, reason, at: now() }, 'pause'),
    noted: () => last,
  };
}

const BY_JOURNAL = 'journal';

/** Who called for the EMERGENCY; undefined where it was the loss ladder. */
const triggerOf = ({ risk }: JournaledSession['engine']) =>
  (risk.snapshot() as DeskState).modes.triggers.find(({ demands }) => demands === 'EMERGENCY');
