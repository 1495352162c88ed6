/** The gate a signed signal passes once: fresh, never seen, and one outcome for each idempotency key. */

import { type Refusal, refused } from '../../domain/result.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import type { SignalDecision } from './signal-wish.ts';
import type { WebhookSignal } from './webhook-signal.ts';

/** A signal lives this long from its signing; the sender's clock may be ahead by as much. */
export const SIGNAL_WINDOW_MS = 300_000;
/** Long enough that what was seen is too old before it is forgotten. */
const SEEN_FOR_MS = 2 * SIGNAL_WINDOW_MS;
/** How long a sender may ask again for the same decision. */
const KEY_FOR_MS = 86_400_000;
/** Only signed signals are remembered, so nobody else can fill this; when it is full, nothing more is let in. */
const MOST_SEEN = 10_000;
const MOST_KEYS = 10_000;

/** Plain JSON. */
export interface GateState {
  version: 1;
  /** Signatures and nonces that were used, with their time. */
  seen: Record<string, number>;
  /** `decision` null: it was being handled when it was last written down. `body` is the fingerprint of what was asked under the key. */
  keys: Record<string, { at: number; body: string; decision: SignalDecision | null }>;
}

export function emptyGate(): GateState {
  return { version: 1, seen: {}, keys: {} };
}

/** What changed in the gate since it was last written down: for whoever appends instead of writing the whole. Plain JSON. */
export interface GateChange {
  readonly seen?: GateState['seen'];
  readonly keys?: GateState['keys'];
}

/** Where the gate's state is kept, so that a restart forgets none of it. */
export interface GateMemory {
  /** As it was left; null where nothing was. */
  readonly state: GateState | null;
  /** Called after each change, before the signal is acted on. Throws where it can't be kept: nothing is done then. */
  save(state: GateState, change: GateChange): void;
}

/** Takes a change in: a state that was kept, brought up to what was appended after it. */
export function takeChange(state: GateState, { seen, keys }: GateChange): void {
  Object.assign(state.seen, seen);
  Object.assign(state.keys, keys);
}

/** How a refusal at the gate is told over HTTP. */
export const GATE_STATUS: Readonly<Record<string, number>> = {
  SIGNAL_UNSIGNED: 401,
  SIGNAL_STALE: 401,
  SIGNAL_REPEATED: 409,
  SIGNAL_KEY_REUSED: 409,
  SIGNAL_OUTCOME_UNKNOWN: 409,
  SIGNAL_SCHEMA: 422,
  SIGNAL_GATE_FULL: 503,
};

export type Admission =
  /** Decide it; then report with `decided`. */
  | { readonly kind: 'decide'; readonly key: string }
  /** Decided before under this key: the same answer again. */
  | { readonly kind: 'known'; readonly decision: SignalDecision }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export class SignalGate {
  private readonly memory: GateMemory;
  private readonly state: GateState;
  private changed: { seen: GateState['seen']; keys: GateState['keys'] } = { seen: {}, keys: {} };

  constructor(memory: GateMemory) {
    this.memory = memory;
    this.state = memory.state ?? emptyGate();
  }

  /** Writes down what has changed: to be called before the signal is acted on. */
  save(): void {
    this.memory.save(this.state, this.changed);
    this.changed = { seen: {}, keys: {} };
  }

  /** Whether a signature of this time, known to be right, is let in: it is used up by asking. Null when it is. */
  useUp(signature: string, signedAt: number, now: number): Refusal | null {
    const age = now - signedAt;
    if (!(Math.abs(age) <= SIGNAL_WINDOW_MS)) {
      const limit = SIGNAL_WINDOW_MS / 1000;
      return refused(
        'SIGNAL_STALE',
        `expected a signal signed within ${limit} s of this clock, found ${Math.round(age / 1000)} s; check both clocks`,
        age,
        SIGNAL_WINDOW_MS,
      ).refusal;
    }
    forget(this.state.seen, (at) => now - at > SEEN_FOR_MS);
    return this.remember(`signature:${signature}`, now);
  }

  /** What to do with a signal that was let in and read. */
  admit(signal: WebhookSignal, signature: string, now: number): Admission {
    const repeated = signal.nonce === null ? null : this.remember(`nonce:${signal.nonce}`, now);
    if (repeated) return { kind: 'refused', refusal: repeated };
    forget(this.state.keys, ({ at }) => now - at > KEY_FOR_MS);
    const key = `key:${signal.idempotency_key ?? signal.nonce ?? signature}`;
    const body = sha256Hex(JSON.stringify({ ...signal, nonce: null }));
    const before = this.state.keys[key];
    if (before === undefined) {
      if (Object.keys(this.state.keys).length >= MOST_KEYS) return { kind: 'refused', refusal: full() };
      this.state.keys[key] = this.changed.keys[key] = { at: now, body, decision: null };
      return { kind: 'decide', key };
    }
    if (before.body !== body)
      return refuse(
        'SIGNAL_KEY_REUSED',
        'expected a new idempotency_key for a different signal, found one that was used; nothing was done',
      );
    if (before.decision !== null) return { kind: 'known', decision: before.decision };
    return refuse(
      'SIGNAL_OUTCOME_UNKNOWN',
      'this idempotency_key is being decided, or Atalaya stopped while it was: look at the decisions before sending it under a new key',
    );
  }

  decided(key: string, decision: SignalDecision): void {
    const entry = this.state.keys[key];
    if (entry) this.changed.keys[key] = Object.assign(entry, { decision });
  }

  private remember(name: string, now: number): Refusal | null {
    if (Object.hasOwn(this.state.seen, name))
      return refused('SIGNAL_REPEATED', 'expected a signature and nonce that were not used before, found a repeat; sign each signal anew')
        .refusal;
    if (Object.keys(this.state.seen).length >= MOST_SEEN) return full();
    this.state.seen[name] = this.changed.seen[name] = now;
    return null;
  }
}

function refuse(code: string, message: string): Admission {
  return { kind: 'refused', refusal: refused(code, message).refusal };
}

function full(): Refusal {
  return refused('SIGNAL_GATE_FULL', `more than ${MOST_SEEN} signals are remembered; nothing more is let in until the oldest are forgotten`)
    .refusal;
}

function forget<T>(entries: Record<string, T>, isOld: (entry: T) => boolean): void {
  for (const [name, entry] of Object.entries(entries)) if (isOld(entry)) delete entries[name];
}
