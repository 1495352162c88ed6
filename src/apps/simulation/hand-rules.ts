/** What must hold of acts by hand: one answer under an id, for ever; done once; never lost once it was answered; and nothing of a blocked strategy opens. */

import { isDeepStrictEqual } from 'node:util';
import type { PlaceOrder } from '../../core/trading/broker/venue-link.ts';
import type { ManualAnswer } from '../../core/trading/engine/manual-wish.ts';
import type { Step } from '../../core/trading/engine/steps.ts';
import type { BreachKind } from './invariants.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export class HandRules {
  private readonly onBreach: (kind: BreachKind, message: string) => void;
  /** What was answered, as text, once its entry was on disk. */
  private readonly answers = new Map<string, ManualAnswer>();
  /** The entry in which an act stands. */
  private readonly done = new Map<string, number>();
  /** Strategies that are blocked for sure, and how often each was let in or asked to be blocked: an old answer says nothing any more. */
  private readonly closed = new Set<string>();
  private readonly turns = new Map<string, number>();

  constructor(onBreach: (kind: BreachKind, message: string) => void) {
    this.onBreach = onBreach;
  }

  /** A start reads the journal after this entry: what was written later is there, or never was. */
  begins(after: number): void {
    for (const [commandId, sequence] of this.done) if (sequence > after) this.done.delete(commandId);
  }

  /** A step has been written, or found on the disk. */
  step({ manual }: Step, sequence: number): void {
    if (manual === undefined) return;
    const { commandId } = manual.command;
    const before = this.done.get(commandId);
    if (before !== undefined && before !== sequence)
      this.onBreach('duplicate-order', `act ${commandId} was carried out at entry ${before} and again at ${sequence}`);
    this.done.set(commandId, sequence);
  }

  answered(commandId: string, answer: ManualAnswer): void {
    const first = this.answers.get(commandId);
    const plain = JSON.parse(JSON.stringify(answer)) as ManualAnswer;
    if (first === undefined) this.answers.set(commandId, plain);
    else if (!isDeepStrictEqual(first, plain))
      this.onBreach('state', `act ${commandId} was answered ${JSON.stringify(first)} and then ${JSON.stringify(plain)}`);
  }

  private turn(strategy: string): number {
    const turn = (this.turns.get(strategy) ?? 0) + 1;
    this.turns.set(strategy, turn);
    return turn;
  }

  letIn(strategy: string): void {
    this.turn(strategy);
    this.closed.delete(strategy);
  }

  asksToBlock(strategy: string): number {
    return this.turn(strategy);
  }

  /** The block is on disk. */
  blocked(strategy: string, asked: number): void {
    if (this.turns.get(strategy) === asked) this.closed.add(strategy);
  }

  /** An order is about to leave. */
  sent({ clientOrderId, reduceOnly }: PlaceOrder, { session }: SimulatedProcess): void {
    if (reduceOnly || this.closed.size === 0 || session === null) return;
    const slot = session.engine.slots[session.broker.orderOf(clientOrderId, '')?.slot ?? -1];
    if (slot !== undefined && this.closed.has(slot.definition.id))
      this.onBreach('forbidden-entry', `order ${clientOrderId} opens and left although ${slot.definition.id} is blocked by hand`);
  }

  atEnd(): void {
    for (const [commandId, { sequence }] of this.answers)
      if (this.done.get(commandId) !== sequence)
        this.onBreach(
          'not-durable',
          `act ${commandId} was answered with entry ${sequence}, which is at ${this.done.get(commandId) ?? 'none'}`,
        );
  }
}
