/** An entry of the audit: who did what, with what outcome, chained by hash to the one before, so that nothing can be changed or taken out unseen. */

import { sha256Hex } from '../domain/sha256.ts';

/** What hash the first entry follows. */
export const AUDIT_BEGINNING = '0'.repeat(64);

export type AuditOutcome = 'done' | 'refused' | 'failed';

export interface AuditAct {
  /** Epoch milliseconds. */
  readonly at: number;
  /** A user's name, `token:<name>`, `host:<operating system user>` or `nobody`. */
  readonly actor: string;
  /** Where the request came from; empty for the host itself. */
  readonly address: string;
  /** Dotted, such as `session.begin`. */
  readonly act: string;
  /** What it was done to: a user's name, a token's; empty where there is nothing to name. */
  readonly target: string;
  readonly outcome: AuditOutcome;
  /** Plain JSON, never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends AuditAct {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

export function chainAct(act: AuditAct, sequence: number, previousHash: string): AuditEntry {
  return { ...act, sequence, previousHash, hash: hashOf({ ...act, sequence, previousHash }) };
}

/** One text for the same values, whatever order a database gives the members of an object in. */
function hashOf({ sequence, previousHash, at, actor, address, act, target, outcome, detail }: Omit<AuditEntry, 'hash'>): string {
  return sha256Hex(inOrder([sequence, previousHash, at, actor, address, act, target, outcome, detail]));
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${inOrder(member)}`).join(',')}}`;
}

export interface AuditFault {
  readonly sequence: number;
  readonly message: string;
}

/** Walks a chain in order, piece by piece: what it has seen last, and the first thing that is wrong. */
export class AuditWalk {
  sequence = 0;
  hash = AUDIT_BEGINNING;

  /** The first fault of these entries, or null. */
  add(entries: readonly AuditEntry[]): AuditFault | null {
    for (const entry of entries) {
      const fault = this.faultOf(entry);
      if (fault !== null) return { sequence: entry.sequence, message: fault };
      this.sequence = entry.sequence;
      this.hash = entry.hash;
    }
    return null;
  }

  private faultOf(entry: AuditEntry): string | null {
    const expected = this.sequence + 1;
    if (entry.sequence !== expected) return `expected entry ${expected}, found ${entry.sequence}: entries are missing`;
    if (entry.previousHash !== this.hash) return `entry ${entry.sequence} does not follow entry ${this.sequence}: one of them was replaced`;
    if (entry.hash !== hashOf(entry)) return `entry ${entry.sequence} was changed after it was written`;
    return null;
  }
}
