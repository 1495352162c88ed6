/** Arming of real money: what has to be proven first, how long an account stays armed, and what ends it. Pure; who keeps the state calls it with the time. */

import type { Refusal } from '../domain/result.ts';
import type { Environment } from './environment-guard.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Evidence is good while it is younger than this; at exactly this age it is too old ("< 15 min", "< 24 h"). */
const RECONCILIATION_LIFE_MS = 15 * MINUTE_MS;
const DRY_CALL_LIFE_MS = 24 * HOUR_MS;
const BACKUP_LIFE_MS = 24 * HOUR_MS;
/** A signature says that somebody has looked now: like that of a promotion it lives a day. */
const SIGNATURE_LIFE_MS = 24 * HOUR_MS;
/** An account is armed for less than 30 days: at exactly 30 days it no longer is. */
export const ARMED_LIFE_MS = 30 * 24 * HOUR_MS;

/** What a person has to look at and sign, with name and time. */
export const CHECKLIST = {
  configuration: 'The configuration for real money was read: account, instruments, strategies, limits',
  strategy: 'The strategies were reviewed: paper results, parameters, worst case',
  rehearsal: 'A whole day was rehearsed on the simulator, and its log was read',
  alerts: 'A test alert arrived on every channel',
  runbook: 'The note on what to do when something goes wrong is written and at hand',
} as const;
export type ChecklistItem = keyof typeof CHECKLIST;

export interface Signature {
  readonly item: ChecklistItem;
  readonly name: string;
  readonly at: number;
}

/** The last of each; null where there was none. */
export interface ArmingEvidence {
  readonly reconciliation: { readonly at: number; readonly clean: boolean } | null;
  readonly killDryCall: { readonly at: number; readonly passed: boolean } | null;
  readonly backup: { readonly at: number; readonly verified: boolean } | null;
  readonly checklist: readonly Signature[];
}

/** What is kept of an arming; null while disarmed. */
export interface ArmingState {
  readonly account: string;
  readonly by: string;
  readonly at: number;
  readonly engineVersion: string;
  /** A one-way fingerprint, never the key. */
  readonly venueKey: string;
}

export interface ArmingFacts {
  readonly environment: Environment;
  readonly account: string;
  readonly engineVersion: string;
  /** Null without a key. */
  readonly venueKey: string | null;
  readonly mode: string;
  /** When the account was last in EMERGENCY, epoch ms; null for never. */
  readonly lastEmergencyAt: number | null;
  readonly evidence: ArmingEvidence;
}

export interface ArmingItem {
  readonly id: 'environment' | 'venue-key' | 'mode' | 'checklist' | 'reconciliation' | 'kill-dry-call' | 'backup';
  readonly title: string;
  readonly passed: boolean;
  /** What is known, in a sentence. */
  readonly evidence: string;
  /** What to do where it has not passed; empty otherwise. */
  readonly remedy: string;
}

/** Every item of the checklist with its state, in the order in which to deal with them. */
export function armingItems(facts: ArmingFacts, now: number): readonly ArmingItem[] {
  const { environment, venueKey, mode, evidence } = facts;
  const item = (id: ArmingItem['id'], title: string, passed: boolean, found: string, remedy: string): ArmingItem => ({
    id,
    title,
    passed,
    evidence: found,
    remedy: passed ? '' : remedy,
  });
  const aged = (id: ArmingItem['id'], title: string, proof: Proof | null, lifeMs: number, remedy: string) =>
    item(id, title, isFresh(proof, lifeMs, now), describeProof(proof, lifeMs, now), remedy);
  const signed = new Set(
    evidence.checklist
      .filter(({ name, at }) => isFresh({ at, good: name.trim() !== '' }, SIGNATURE_LIFE_MS, now))
      .map((signature) => signature.item),
  );
  const unsigned = Object.keys(CHECKLIST).filter((id) => !signed.has(id as ChecklistItem));
  const { reconciliation, killDryCall, backup } = evidence;
  return [
    item('environment', 'Environment', environment === 'prod', `this is ${environment}`, 'only prod trades real money'),
    item(
      'venue-key',
      'Key of the venue',
      venueKey !== null,
      venueKey === null ? 'none' : `fingerprint ${venueKey}`,
      'store a key that can trade and not withdraw',
    ),
    item('mode', 'Mode', mode !== 'EMERGENCY', mode, 'look at what happened and reset EMERGENCY first'),
    item(
      'checklist',
      'Checklist signed, less than 24 h ago',
      unsigned.length === 0,
      `${Object.keys(CHECKLIST).length - unsigned.length} of ${Object.keys(CHECKLIST).length} signed`,
      unsigned.map((id) => `npx atalaya arm sign ${id}`).join(', '),
    ),
    aged(
      'reconciliation',
      'Reconciliation clean, less than 15 min old',
      reconciliation && { at: reconciliation.at, good: reconciliation.clean },
      RECONCILIATION_LIFE_MS,
      'npx atalaya reconcile',
    ),
    aged(
      'kill-dry-call',
      'Kill switch tried without effect, less than 24 h ago',
      killDryCall && { at: killDryCall.at, good: killDryCall.passed },
      DRY_CALL_LIFE_MS,
      'npx atalaya kill --dry-run',
    ),
    aged(
      'backup',
      'Backup verified, less than 24 h old',
      backup && { at: backup.at, good: backup.verified },
      BACKUP_LIFE_MS,
      'npx atalaya backup',
    ),
  ];
}

interface Proof {
  readonly at: number;
  readonly good: boolean;
}

/** Evidence from the future proves that a clock is wrong, and nothing else. */
function isFresh(proof: Proof | null, lifeMs: number, now: number): boolean {
  return proof?.good === true && proof.at <= now && now - proof.at < lifeMs;
}

function describeProof(proof: Proof | null, lifeMs: number, now: number): string {
  if (proof === null) return 'none is known';
  const when = isoTime(proof.at);
  if (!proof.good) return `the last one, at ${when}, failed`;
  const ageMs = now - proof.at;
  if (ageMs < 0) return `the last one, at ${when}, is in the future: is the clock right?`;
  return ageMs < lifeMs ? `passed at ${when}` : `the last one, at ${when}, is too old`;
}

/** What the owner gives when asking, already looked at: the PIN was right or not, the account's name as typed. */
export interface ArmingRequest {
  readonly by: string;
  readonly typedAccount: string;
  readonly pinVerified: boolean;
}

/** The state to keep, or everything that is missing in one sentence. What is not proven is told before anybody is asked for a PIN. */
export function arm(
  facts: ArmingFacts,
  request: ArmingRequest,
  now: number,
): { readonly ok: true; readonly state: ArmingState } | { readonly ok: false; readonly refusal: Refusal } {
  const deny = (code: string, message: string) => ({ ok: false, refusal: { code, message } }) as const;
  const missing = armingItems(facts, now).filter(({ passed }) => !passed);
  if (missing.length > 0 || facts.venueKey === null)
    return deny('ARMING_INCOMPLETE', `not armed, missing: ${missing.map(({ id, evidence }) => `${id} (${evidence})`).join(', ')}`);
  if (request.typedAccount !== facts.account)
    return deny(
      'ARMING_ACCOUNT',
      `expected the account's name, ${facts.account}, typed out, found ${JSON.stringify(request.typedAccount)}`,
    );
  if (!request.pinVerified) return deny('ARMING_PIN', 'arming needs the trading PIN');
  const { account, engineVersion, venueKey } = facts;
  return { ok: true, state: { account, by: request.by, at: now, engineVersion, venueKey } };
}

export interface ArmingDecision {
  readonly armed: boolean;
  /** When it ends by itself; null while disarmed. */
  readonly expiresAt: number | null;
  /** Why an arming is over; null while armed, or when there was none. The state is then to be kept as null. */
  readonly ended: Refusal | null;
}

/** The arming in force, or why the last one is over; both null where there was none. */
export interface ArmingInForce {
  readonly armed: ArmingState | null;
  readonly ended: Refusal | null;
}

/** Each way in which an arming ends; the first that holds is the reason told. */
const ENDINGS: readonly {
  readonly code: string;
  readonly holds: (s: ArmingState, f: ArmingFacts, now: number) => boolean;
  readonly message: string;
}[] = [
  { code: 'ARMING_ENVIRONMENT', holds: (_, f) => f.environment !== 'prod', message: 'only prod is ever armed' },
  { code: 'ARMING_OTHER_ACCOUNT', holds: (s, f) => s.account !== f.account, message: 'another account was armed' },
  {
    // Also one that was entered and left since: a reset does not bring real money back.
    code: 'ARMING_EMERGENCY',
    holds: (s, f) => f.mode === 'EMERGENCY' || (f.lastEmergencyAt !== null && f.lastEmergencyAt >= s.at),
    message: 'the account went into EMERGENCY',
  },
  { code: 'ARMING_VERSION', holds: (s, f) => s.engineVersion !== f.engineVersion, message: 'another version of the engine runs' },
  { code: 'ARMING_KEY_CHANGED', holds: (s, f) => s.venueKey !== f.venueKey, message: 'the key of the venue is another one' },
  { code: 'ARMING_CLOCK', holds: (s, _, now) => now < s.at, message: 'the clock stands before the time of arming' },
  { code: 'ARMING_EXPIRED', holds: (s, _, now) => now - s.at >= ARMED_LIFE_MS, message: '30 days are over' },
];

/** Whether real orders may leave now. Asked before every one of them: what is not proven to hold is not armed. */
export function armingDecision(state: ArmingState | null, facts: ArmingFacts, now: number): ArmingDecision {
  if (state === null) return { armed: false, expiresAt: null, ended: null };
  const ending = ENDINGS.find(({ holds }) => holds(state, facts, now));
  if (!ending) return { armed: true, expiresAt: state.at + ARMED_LIFE_MS, ended: null };
  return {
    armed: false,
    expiresAt: null,
    ended: { code: ending.code, message: `disarmed: ${ending.message}; arm again with: npx atalaya arm` },
  };
}

const isoTime = (at: number) => new Date(at).toISOString();
