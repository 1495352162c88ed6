/** The owner's newest acts by hand and what they were answered: told again, they are not done again; another one under the same id is refused. */

import { sha256Hex } from '../../domain/sha256.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import type { ManualAnswer, ManualCommand, ManualFound, ManualWish } from './manual-wish.ts';
import { STEP_KIND, type Step, type StepState } from './steps.ts';

type Answers = NonNullable<StepState['acts']>;

const NONE: Answers = {};
/** Whoever heard no answer asks again within seconds. */
const MOST_ACTS = 100;

export class ManualMemory {
  /** By id, in the order they were done: a part of the state. */
  answers: Answers = NONE;
  /** What was asked under each id. No part of the state, as older journals have it: each act is in its own entry, and in snapshots. */
  private readonly asked = new Map<string, string>();

  /** What an id was answered, a refusal where it was another act; null where it is new. */
  find({ commandId, wish }: ManualCommand): ManualAnswer | null {
    const known = this.answers[commandId];
    if (known === undefined) return null;
    const asked = this.asked.get(commandId);
    // Snapshots of earlier releases do not tell what was asked.
    if (asked === undefined || asked === fingerprintOf(wish)) return known;
    const message = `expected an id of its own for every act, found ${commandId}, which another act has had; send this one under a new id`;
    const refused = { outcome: 'refused', decisionId: null, code: 'COMMAND_ID_CONFLICT', message, measured: null, limit: null } as const;
    return { sequence: known.sequence, outcome: refused };
  }

  /** What came of an id of which nothing is known but that it was sent after the journal's entry `after`; nothing is done by asking. */
  found(commandId: string, after: number): ManualFound {
    const known = this.answers[commandId];
    if (known !== undefined) return known;
    const all = Object.values(this.answers);
    // What was forgotten stands before the oldest that is known.
    return all.length < MOST_ACTS || (all[0] as ManualAnswer).sequence <= after ? 'nothing' : 'unknown';
  }

  add({ commandId, wish }: ManualCommand, answer: ManualAnswer): void {
    const before = Object.entries(this.answers).slice(1 - MOST_ACTS);
    this.answers = Object.fromEntries([...before, [commandId, answer]]);
    this.asked.set(commandId, fingerprintOf(wish));
    this.forgetOld();
  }

  /** Of the state: nothing where there was no act. */
  get state(): Pick<StepState, 'acts'> {
    return this.answers === NONE ? {} : { acts: this.answers };
  }

  restore(acts: Answers | undefined): void {
    this.answers = acts ?? NONE;
    this.forgetOld();
  }

  /** For a snapshot, after whose entry the journal is not read again. */
  get fingerprints(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.asked);
  }

  recall(fingerprints: Readonly<Record<string, string>> = {}): void {
    for (const [id, fingerprint] of Object.entries(fingerprints)) this.asked.set(id, fingerprint);
  }

  /** An entry of the journal is folded. */
  note({ kind, body }: JournalEntry): void {
    const { manual } = kind === STEP_KIND ? (body as Step) : {};
    if (manual) this.asked.set(manual.command.commandId, fingerprintOf(manual.command.wish));
  }

  private forgetOld(): void {
    for (const id of this.asked.keys()) if (!Object.hasOwn(this.answers, id)) this.asked.delete(id);
  }
}

/** As the journal gives it back, so that it is the same before and after a restart; where the market was is none of the asker's: the same act asked again finds another one. */
const fingerprintOf = (wish: ManualWish): string => sha256Hex(JSON.stringify({ ...wish, market: undefined }), 4);
