/** The life of a secret: set, replaced by one that has to prove itself first, brought to an earlier end, removed. Values are sealed; nothing here can open them. */

import { accepted, type Result, refused } from '../../domain/result.ts';

/** What is bound to a sealed value: changed in the file, it no longer opens. */
export interface SecretLabel {
  readonly name: string;
  readonly part: string;
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: string;
  /** Null: for as long as it is wanted. */
  readonly expiresAt: number | null;
}

export interface SealedVersion {
  readonly label: SecretLabel;
  /** Base64. */
  readonly sealed: string;
  /** When it was last seen to work; null: not yet. */
  readonly verifiedAt: number | null;
  /** Why it did not work when it was last tried; null where it did, or was not tried. */
  readonly fault: { readonly code: string; readonly message: string; readonly at: number } | null;
}

/** A version that is gone: its value is destroyed, that it was is kept. */
export interface PastVersion {
  readonly version: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly endedAt: number;
  readonly why: 'replaced' | 'removed' | 'given-up';
}

export interface SecretRecord {
  readonly name: string;
  readonly nextVersion: number;
  readonly active: SealedVersion | null;
  /** Waits until it has been seen to work; the active one counts until then. */
  readonly candidate: SealedVersion | null;
  /** Brought forward by hand; null: each version's own end counts. */
  readonly endsAt: number | null;
  readonly lastUsedAt: number | null;
  readonly past: readonly PastVersion[];
}

const MOST_PAST = 20;
const DAY_MS = 86_400_000;
/** From when on a secret that ends is worth a word. */
export const ENDS_SOON_MS = 14 * DAY_MS;
const LONGEST_LIFE_MS = 3 * 365 * DAY_MS;

export function emptyRecord(name: string): SecretRecord {
  return { name, nextVersion: 1, active: null, candidate: null, endsAt: null, lastUsedAt: null, past: [] };
}

/** When the active version ends; null: never. */
export function endOf({ active, endsAt }: SecretRecord): number | null {
  const own = active?.label.expiresAt ?? null;
  if (own === null || endsAt === null) return own ?? endsAt;
  return Math.min(own, endsAt);
}

export type SecretState = 'missing' | 'unverified' | 'active' | 'rotating' | 'ends-soon' | 'expired';

export function stateOf(record: SecretRecord, now: number): SecretState {
  const { active, candidate } = record;
  if (active === null) return 'missing';
  const end = endOf(record);
  if (end !== null && end <= now) return 'expired';
  if (candidate !== null) return 'rotating';
  if (end !== null && end - now <= ENDS_SOON_MS) return 'ends-soon';
  return active.verifiedAt === null ? 'unverified' : 'active';
}

/** `SECRET_EXPIRY`: an end that is not ahead, or further away than three years. */
export function readExpiry(expiresAt: number | null, now: number): Result<number | null> {
  if (expiresAt === null || (expiresAt > now && expiresAt <= now + LONGEST_LIFE_MS)) return accepted(expiresAt);
  return refused('SECRET_EXPIRY', 'expected an end that is ahead, within three years, found another; choose a later day, or none');
}

/** Counts from now on; what was there is destroyed. */
export function put(record: SecretRecord, sealed: SealedVersion, now: number): SecretRecord {
  return {
    ...record,
    nextVersion: sealed.label.version + 1,
    active: sealed,
    candidate: null,
    endsAt: null,
    past: buried(record, now, [record.active, 'replaced'], [record.candidate, 'given-up']),
  };
}

/** Waits beside the one in use. `SECRET_UNKNOWN` where there is none. An earlier one that still waits is given up. */
export function rotate(record: SecretRecord, sealed: SealedVersion, now: number): Result<SecretRecord> {
  if (record.active === null) return unknown(record.name);
  const past = buried(record, now, [record.candidate, 'given-up']);
  return accepted({ ...record, nextVersion: sealed.label.version + 1, candidate: sealed, past });
}

/** Version `version` has been seen to work: a candidate takes the place of the active one, which is destroyed. */
export function verified(record: SecretRecord, version: number, now: number): SecretRecord {
  const { active, candidate } = record;
  if (candidate?.label.version === version)
    return {
      ...record,
      active: { ...candidate, verifiedAt: now, fault: null },
      candidate: null,
      endsAt: null,
      past: buried(record, now, [active, 'replaced']),
    };
  if (active?.label.version !== version) return record;
  return { ...record, active: { ...active, verifiedAt: now, fault: null } };
}

/** Version `version` did not work: it is told, and nothing else changes. */
export function faulted(record: SecretRecord, version: number, fault: NonNullable<SealedVersion['fault']>): SecretRecord {
  const told = (one: SealedVersion | null) => (one?.label.version === version ? { ...one, fault } : one);
  return { ...record, active: told(record.active), candidate: told(record.candidate) };
}

export function used(record: SecretRecord, now: number): SecretRecord {
  return { ...record, lastUsedAt: now };
}

/** An end can be brought forward and not put off: a later one needs the value again. */
export function endEarlier(record: SecretRecord, endsAt: number): Result<SecretRecord> {
  if (record.active === null) return unknown(record.name);
  const end = endOf(record);
  if (end !== null && endsAt > end)
    return refused('SECRET_EXPIRY', 'expected an end before the one it has, found a later one; to keep it longer put it in again');
  return accepted({ ...record, endsAt });
}

/** The one that waits is destroyed; the one in use stays. */
export function givenUp(record: SecretRecord, now: number): Result<SecretRecord> {
  if (record.candidate === null) return unknown(`${record.name} that waits`);
  return accepted({ ...record, candidate: null, past: buried(record, now, [record.candidate, 'given-up']) });
}

/** Nothing of it is left but that it was there. */
export function removed(record: SecretRecord, now: number): Result<SecretRecord> {
  if (record.active === null && record.candidate === null) return unknown(record.name);
  const past = buried(record, now, [record.active, 'removed'], [record.candidate, 'removed']);
  return accepted({ ...record, active: null, candidate: null, endsAt: null, past });
}

function unknown(name: string): Result<never> {
  return refused('SECRET_UNKNOWN', `expected a secret that is set, found none of the name ${name}; atalaya secret list shows which are`);
}

function buried(
  { past }: SecretRecord,
  endedAt: number,
  ...ended: readonly (readonly [SealedVersion | null, PastVersion['why']])[]
): PastVersion[] {
  const gone = ended.flatMap(([one, why]) => {
    if (one === null) return [];
    const { version, createdAt, createdBy } = one.label;
    return [{ version, createdAt, createdBy, endedAt, why }];
  });
  return [...gone, ...past].slice(0, MOST_PAST);
}
