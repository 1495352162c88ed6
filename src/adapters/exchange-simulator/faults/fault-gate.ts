/**
 * Decides what goes wrong: every request, every message and every moment is shown to it, and it answers by its faults, its seed and exchange time alone.
 * It knows no protocol and no clock; servers and the fault simulation carry out what it says.
 */

import { nextRandom, seedFor, uniform } from '../../../core/trading/engine/random.ts';
import type { Fault, FaultKind, FaultOf, Rejection } from './scenario.ts';

/** What a fault's scope is compared with. */
export interface Subject {
  /** Kind of a request: a path or an operation. Absent for messages and states. */
  readonly request?: string;
  readonly topic?: string;
  readonly account?: string;
  readonly instrument?: string;
}

export interface RequestVerdict {
  /** Wait so long before it is done, and before it is answered, ms. */
  readonly delayMs: number;
  readonly answerDelayMs: number;
  /** The connection is cut before the request is done, or before it is answered. */
  readonly reset: 'request' | 'answer' | null;
  readonly answerLost: boolean;
  /** Answered with this status after it was done; 0 for none. */
  readonly serverError: number;
  /** Refused by the protocol's own code without being done. */
  readonly refusal: 'rate-limit' | 'bad-nonce' | 'maintenance' | null;
}

/** `hold`: sent after the next message of its stream. */
export interface MessageVerdict {
  readonly action: 'deliver' | 'drop' | 'duplicate' | 'hold';
  readonly delayMs: number;
}

export interface FaultState {
  readonly id: number;
  readonly fault: Fault;
  /** Requests or messages seen in its scope, and how often it struck. */
  readonly seen: number;
  readonly struck: number;
}

/** What not every kind of fault has. */
interface Often {
  readonly count?: number;
  readonly forMs?: number;
}

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  random: number;
  seen: number;
  struck: number;
  /** Exchange time of the first strike; NaN before. */
  firstAt: number;
}

const REQUEST_REFUSALS = ['rate-limit', 'bad-nonce', 'maintenance'] as const;
const STATES: readonly FaultKind[] = ['clock-skew', 'stale-book', 'partial-fills', 'halt', 'fee-change'];
const HAPPENINGS: readonly FaultKind[] = ['liquidation', 'manual-trade', 'restart'];

export class FaultGate {
  private readonly seed: number;
  private entries: Entry[] = [];
  private lastId = 0;

  constructor(seed: number, faults: readonly Fault[] = []) {
    this.seed = seed;
    for (const fault of faults) this.add(fault);
  }

  /** Returns the fault's number. */
  add(fault: Fault): number {
    const id = ++this.lastId;
    // Each fault draws from a generator of its own, so that adding one does not shift the others.
    this.entries.push({ id, fault, random: seedFor(this.seed, `fault ${id}`), seen: 0, struck: 0, firstAt: Number.NaN });
    return id;
  }

  /** Removes one fault, or all. */
  remove(id?: number): boolean {
    const before = this.entries.length;
    this.entries = id === undefined ? [] : this.entries.filter((entry) => entry.id !== id);
    return this.entries.length < before;
  }

  list(): FaultState[] {
    return this.entries.map(({ id, fault, seen, struck }) => ({ id, fault, seen, struck }));
  }

  request(subject: Subject, at: number): RequestVerdict {
    const answered = (kind: 'reset' | 'latency', side: string) =>
      this.strike(kind, subject, at, (fault) => (fault as FaultOf<'reset'>).side === side);
    return {
      delayMs: (answered('latency', 'request') as FaultOf<'latency'> | null)?.delayMs ?? 0,
      answerDelayMs: (answered('latency', 'answer') as FaultOf<'latency'> | null)?.delayMs ?? 0,
      reset: answered('reset', 'request') ? 'request' : answered('reset', 'answer') ? 'answer' : null,
      answerLost: this.strike('answer-lost', subject, at) !== null,
      serverError: this.strike('server-error', subject, at)?.status ?? 0,
      refusal: REQUEST_REFUSALS.find((kind) => this.strike(kind, subject, at) !== null) ?? null,
    };
  }

  /** Whether the exchange is to refuse an order, and why. */
  rejection(subject: Subject, at: number): Rejection | null {
    return this.strike('reject', subject, at)?.code ?? null;
  }

  message(subject: Subject, at: number): MessageVerdict {
    const struck = (kind: 'silent' | 'drop' | 'duplicate' | 'reorder') => this.strike(kind, subject, at) !== null;
    const action = struck('silent') || struck('drop') ? 'drop' : struck('duplicate') ? 'duplicate' : struck('reorder') ? 'hold' : 'deliver';
    return { action, delayMs: this.strike('message-latency', subject, at)?.delayMs ?? 0 };
  }

  /** The fault of a kind that holds now, for what has no requests or messages: a skewed clock, a halted instrument, a stream without a word. */
  holding<K extends FaultKind>(kind: K, subject: Subject, at: number): FaultOf<K> | null {
    for (const entry of this.entries) {
      if (entry.fault.kind !== kind || !isInScope(entry.fault, subject) || !this.isDue(entry, at)) continue;
      this.count(entry, at, entry.struck === 0);
      return entry.fault as FaultOf<K>;
    }
    return null;
  }

  /** What happens now, each once: to be called whenever time has moved on or a request has come. */
  happenings(at: number): Fault[] {
    const due: Fault[] = [];
    for (const entry of this.entries) {
      if (!HAPPENINGS.includes(entry.fault.kind) || entry.struck > 0 || !this.isDue(entry, at)) continue;
      this.count(entry, at, true);
      due.push(entry.fault);
    }
    return due;
  }

  /** A request was seen: for happenings and states that wait for the n-th. */
  saw(subject: Subject): void {
    for (const entry of this.entries) {
      const { kind } = entry.fault;
      if ((HAPPENINGS.includes(kind) || STATES.includes(kind)) && isInScope(entry.fault, subject)) entry.seen++;
    }
  }

  private strike<K extends FaultKind>(kind: K, subject: Subject, at: number, also?: (fault: Fault) => boolean): FaultOf<K> | null {
    let first: FaultOf<K> | null = null;
    for (const entry of this.entries) {
      const { fault } = entry;
      if (fault.kind !== kind || (also && !also(fault)) || !isInScope(fault, subject)) continue;
      entry.seen++;
      if (!this.isDue(entry, at)) continue;
      const { probability = 1 } = fault.when as { probability?: number };
      entry.random = nextRandom(entry.random);
      if (probability < 1 && uniform(entry.random) >= probability) continue;
      if (first !== null) continue;
      this.count(entry, at, true);
      first = fault as FaultOf<K>;
    }
    return first;
  }

  private isDue({ fault, seen, struck, firstAt }: Entry, at: number): boolean {
    const { when, count = Number.POSITIVE_INFINITY, forMs = Number.POSITIVE_INFINITY } = fault as Often & Fault;
    if (at < (when.at ?? Number.NEGATIVE_INFINITY)) return false;
    const from = when.at ?? firstAt;
    if (at >= from + forMs) return false;
    return seen > (when.after ?? -1) && struck < count;
  }

  private count(entry: Entry, at: number, strikes: boolean): void {
    if (Number.isNaN(entry.firstAt)) entry.firstAt = at;
    if (strikes) entry.struck++;
  }
}

function isInScope(fault: Fault, { request, topic, account, instrument }: Subject): boolean {
  const scope: Subject = fault.scope;
  const begins = (wanted: string | undefined, came: string | undefined) => wanted === undefined || came?.startsWith(wanted) === true;
  const is = (wanted: string | undefined, came: string | undefined) => wanted === undefined || came === wanted;
  return begins(scope.request, request) && begins(scope.topic, topic) && is(scope.account, account) && is(scope.instrument, instrument);
}
