/**
 * What a kill comes to, in words: what it leaves alone at the venue, what is still open a while after it, and its end, when everything is flat or only what
 * the venue takes no order for is left. Each is told once.
 */

import { formatLots, type Instrument } from '../../domain/instrument.ts';
import { notOurs } from '../broker/not-ours.ts';
import type { Difference } from '../broker/reconciliation.ts';
import type { Mode } from '../risk/mode-table.ts';

/** What closes at market is over by then, where the venue answers (trading rules 2). */
const FLAT_WITHIN_MS = 5_000;

/** The part of an engine that is looked at. */
export interface Killable {
  readonly risk: { readonly mode: Mode };
  readonly instruments: readonly Instrument[];
  readonly book: { readonly positions: readonly { readonly lots: number }[] };
  readonly slots: readonly {
    readonly instrument: Instrument;
    readonly position: { readonly lots: number };
    readonly isTooSmall: boolean;
  }[];
}

type Tell = (code: 'KILL_NOT_OURS' | 'KILL_NOT_FLAT' | 'KILL_FLAT', message: string) => void;

export class KillWatch {
  private readonly engine: Killable;
  private readonly tell: Tell;
  private openSince = Number.NaN;
  private told = false;
  private isKilled = false;
  private restTold = false;
  /** The differences looked at last: a comparison makes a list of its own. */
  private found: readonly Difference[] | null = null;
  private leftTold = '';

  constructor(engine: Killable, tell: Tell) {
    this.engine = engine;
    this.tell = tell;
  }

  /** `differences` of the last comparison with the venue. */
  look(differences: readonly Difference[], at: number): void {
    const wasKilled = this.isKilled;
    this.isKilled = this.engine.risk.mode === 'EMERGENCY';
    if (!this.isKilled) {
      if (wasKilled) this.ended();
      return;
    }
    if (differences !== this.found) this.leaves(notOurs(differences).join('; '));
    this.found = differences;
    const held = this.held();
    const open = held.filter((instrument) => !this.isTooSmall(instrument));
    if (open.length > 0) this.isOpen(open, at);
    else this.isFlat(held);
  }

  /** When `look` has something to tell next; Infinity for never. */
  get nextAt(): number {
    return this.told || Number.isNaN(this.openSince) ? Number.POSITIVE_INFINITY : this.openSince + FLAT_WITHIN_MS;
  }

  private leaves(words: string): void {
    if (words !== '' && words !== this.leftTold) this.tell('KILL_NOT_OURS', `at the venue and not this session's, not touched: ${words}`);
    this.leftTold = words;
  }

  private isOpen(open: readonly Instrument[], at: number): void {
    if (Number.isNaN(this.openSince)) this.openSince = at;
    if (this.told || at - this.openSince < FLAT_WITHIN_MS) return;
    this.told = true;
    this.tell('KILL_NOT_FLAT', `not closed yet: ${idsOf(open)}`);
  }

  private isFlat(rest: readonly Instrument[]): void {
    const hasRest = rest.length > 0;
    if (this.told || (hasRest && !this.restTold)) {
      const named = rest.map((instrument) => `${formatLots(instrument, this.lotsOf(instrument))} ${instrument.id}`).join(', ');
      this.tell('KILL_FLAT', `everything is closed${hasRest ? ` but what is less than the venue takes: ${named}` : ''}`);
    }
    this.openSince = Number.NaN;
    this.told = false;
    this.restTold = hasRest;
  }

  /** The owner may end an EMERGENCY before everything is closed. */
  private ended(): void {
    const open = this.told ? idsOf(this.held()) : '';
    if (this.told) this.tell('KILL_FLAT', open === '' ? 'everything is closed' : `EMERGENCY was ended with this still open: ${open}`);
    this.openSince = Number.NaN;
    this.told = false;
    this.restTold = false;
    this.leftTold = '';
    this.found = null;
  }

  private held(): readonly Instrument[] {
    return this.engine.instruments.filter((instrument) => this.lotsOf(instrument) !== 0);
  }

  private lotsOf({ index }: Instrument): number {
    return this.engine.book.positions[index]?.lots ?? 0;
  }

  /** The venue has refused it from everyone who holds it. */
  private isTooSmall(instrument: Instrument): boolean {
    const holding = this.engine.slots.filter((slot) => slot.instrument === instrument && slot.position.lots !== 0);
    return holding.length > 0 && holding.every((slot) => slot.isTooSmall);
  }
}

const idsOf = (instruments: readonly Instrument[]) => instruments.map(({ id }) => id).join(', ');
