/** Keeps whether real money is armed, and what was proven for it, in one private file; the rules are in core/operations/arming. */

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../adapters/support/make-folder.ts';
import type { Arming } from '../api/control.ts';
import { InputError, type Refusal } from '../core/domain/result.ts';
import {
  type ArmingDecision,
  type ArmingEvidence,
  type ArmingFacts,
  type ArmingInForce,
  type ArmingRequest,
  type ArmingState,
  arm,
  armingDecision,
  armingItems,
  CHECKLIST,
  type ChecklistItem,
} from '../core/operations/arming.ts';

import { lastBackup } from './backup-evidence.ts';

const at = z.number().int();
const kept = z.strictObject({
  version: z.literal(1),
  armed: z.strictObject({ account: z.string(), by: z.string(), at, engineVersion: z.string(), venueKey: z.string() }).nullable(),
  /** Why the last arming is over. */
  ended: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  evidence: z.strictObject({
    reconciliation: z.strictObject({ at, clean: z.boolean() }).nullable(),
    killDryCall: z.strictObject({ at, passed: z.boolean() }).nullable(),
    backup: z.strictObject({ at, verified: z.boolean() }).nullable(),
    checklist: z.array(z.strictObject({ item: z.enum(Object.keys(CHECKLIST) as ChecklistItem[]), name: z.string(), at })),
  }),
});
type Kept = z.infer<typeof kept>;

const NOTHING: Kept = {
  version: 1,
  armed: null,
  ended: null,
  evidence: { reconciliation: null, killDryCall: null, backup: null, checklist: [] },
};

export const armingFile = (dataFolder: string) => join(dataFolder, 'state', 'arming.json');

/** What cannot be read arms nothing. */
function readKept(file: string): Kept {
  if (!existsSync(file)) return NOTHING;
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {
      ...NOTHING,
      ended: { code: 'ARMING_STATE_DAMAGED', message: `disarmed: ${file} can't be read; arm again with: npx atalaya arm` },
    };
  }
}

/** Whole or not at all, on disk when it returns, readable by its owner only. */
function writeKept(file: string, value: Kept): void {
  makeFolder(dirname(file));
  const aside = `${file}.new`;
  rmSync(aside, { force: true });
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, JSON.stringify(value));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}

function persist(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

/** For a data folder on which nothing runs. Returns whether it was armed. */
export function disarmAtRest(dataFolder: string, by: string): boolean {
  const file = armingFile(dataFolder);
  const before = readKept(file);
  if (before.armed === null) return false;
  writeKept(file, { ...before, armed: null, ended: { code: 'ARMING_DISARMED', message: `disarmed by ${by}` } });
  return true;
}

export interface ArmingDeskOptions {
  readonly dataFolder: string;
  /** Everything but the evidence, which is kept here. */
  readonly facts: () => Omit<ArmingFacts, 'evidence'>;
  readonly now: () => number;
  /** Hears of every arming, its end and every signature, for the journal and the audit. */
  readonly onChange?: (change: ArmingChange) => void;
}

export interface ArmingChange {
  readonly kind: 'armed' | 'disarmed' | 'signed';
  readonly by: string;
  readonly detail: string;
}

export interface ArmingDesk {
  view(): Arming;
  /** Whether real orders may leave now. An end is recorded by asking. */
  decision(): ArmingDecision;
  /** The same, with who armed and when, or why the last arming is over. */
  inForce(): ArmingInForce;
  /** Null when armed, otherwise why not. */
  request(request: ArmingRequest): Refusal | null;
  /** False where the disk refused: disarmed now, and not after a restart. */
  disarm(by: string, reason: string): boolean;
  /** Takes down the newest evidence; the composition tells of reconciliations and backups. */
  note(evidence: Partial<Omit<ArmingEvidence, 'checklist'>>): void;
  /** InputError CHECKLIST_ITEM_UNKNOWN. */
  sign(item: string, name: string): void;
}

export function createArmingDesk({ dataFolder, facts, now, onChange = () => {} }: ArmingDeskOptions): ArmingDesk {
  const file = armingFile(dataFolder);
  let held = readKept(file);
  const keep = (changes: Partial<Kept>) => {
    const next = { ...held, ...changes };
    writeKept(file, next);
    held = next;
  };
  /** Backups are made by another process, which leaves its own evidence; the newest counts. */
  const evidence = (account: string): ArmingEvidence => {
    const backup = lastBackup(dataFolder, account);
    const isNewer = backup !== null && backup.at >= (held.evidence.backup?.at ?? Number.NEGATIVE_INFINITY);
    return isNewer ? { ...held.evidence, backup: { at: backup.at, verified: backup.verified } } : held.evidence;
  };
  const allFacts = (): ArmingFacts => {
    const known = facts();
    return { ...known, evidence: evidence(known.account) };
  };

  /** Disarmed here at once, whatever the disk says. False where the file could be neither written nor taken away: a restart would read it again. */
  const end = (ended: Refusal, by: string): boolean => {
    held = { ...held, armed: null, ended: { code: ended.code, message: ended.message } };
    const isKept = persist(() => writeKept(file, held)) || persist(() => rmSync(file, { force: true }));
    onChange({ kind: 'disarmed', by, detail: isKept ? ended.message : `${ended.message}; ${file} could not be changed` });
    return isKept;
  };

  const decision = (): ArmingDecision => {
    const decided = armingDecision(held.armed as ArmingState | null, allFacts(), now());
    if (decided.ended !== null) end(decided.ended, 'arming');
    return decided;
  };

  return {
    decision,
    inForce() {
      const { armed } = decision();
      return { armed: armed ? held.armed : null, ended: armed ? null : held.ended };
    },
    view() {
      const { armed, expiresAt } = decision();
      const { environment, account } = facts();
      const signatureOf = (id: string) => held.evidence.checklist.find(({ item }) => item === id);
      return {
        environment,
        account,
        armed,
        armedUntil: expiresAt,
        armedBy: held.armed?.by ?? null,
        ended: held.ended,
        items: [...armingItems(allFacts(), now())],
        checklist: Object.entries(CHECKLIST).map(([id, title]) => {
          const { name = null, at: signedAt = null } = signatureOf(id) ?? {};
          return { id, title, name, at: signedAt };
        }),
      };
    },
    request(request) {
      const asked = arm(allFacts(), request, now());
      if (!asked.ok) return asked.refusal;
      keep({ armed: asked.state, ended: null });
      onChange({ kind: 'armed', by: request.by, detail: `account ${asked.state.account}, engine ${asked.state.engineVersion}` });
      return null;
    },
    disarm: (by, reason) => held.armed === null || end({ code: 'ARMING_DISARMED', message: `disarmed by ${by}: ${reason}` }, by),
    note(evidence) {
      held = { ...held, evidence: { ...held.evidence, ...evidence } };
      // Evidence the disk does not take is forgotten by a restart, and only asked for again.
      persist(() => writeKept(file, held));
    },
    sign(item, name) {
      if (!Object.hasOwn(CHECKLIST, item))
        throw new InputError(
          'CHECKLIST_ITEM_UNKNOWN',
          `expected one of ${Object.keys(CHECKLIST).join(', ')}, found ${JSON.stringify(item)}`,
        );
      const others = held.evidence.checklist.filter((signature) => signature.item !== item);
      keep({ evidence: { ...held.evidence, checklist: [...others, { item: item as ChecklistItem, name, at: now() }] } });
      onChange({ kind: 'signed', by: name, detail: item });
    },
  };
}
