/** The owner's word on a strategy that runs: its entries blocked or let in again, and how much of its size each of its runs keeps. Exits, stops and protection go on. */

import type { Refusal } from '../../domain/result.ts';
import { roundedWeight } from '../risk/run-weights.ts';
import type { Engine } from './engine.ts';
import { OWNER_ID } from './owner.ts';
import type { Slot } from './slot.ts';

/** Plain JSON: it is journaled as it came. */
export type StrategyCommand = { readonly by: string; readonly reason: string } & (
  | {
      readonly kind: 'disable';
      readonly strategy: string;
      /** In the session's time; null: until it is enabled again. */
      readonly forMs: number | null;
    }
  | { readonly kind: 'enable'; readonly strategy: string }
  | { readonly kind: 'weigh'; readonly weights: readonly WantedWeight[] }
);

export interface WantedWeight {
  readonly strategy: string;
  readonly instrument: string;
  /** 0 to 1; 1 is the size as configured. */
  readonly weight: number;
}

/** Carries it out at `at`: null when it was done. Nothing is changed by what is refused. */
export function carryOutStrategyCommand(engine: Engine, command: StrategyCommand, at: number): Refusal | null {
  engine.quiet.end();
  if (command.kind === 'weigh') return weigh(engine, command, at);
  const { strategy, by, reason } = command;
  const slots = slotsOf(engine, strategy);
  if (slots.length === 0) return unknown(engine, strategy);
  const until = command.kind === 'disable' && command.forMs !== null ? at + command.forMs : null;
  for (const slot of slots) {
    engine.risk.control.block(slot.strategy, command.kind === 'enable' ? null : { by, reason, at, until });
    // What has filled of an entry stays, under its stop; the rest of it is wanted no longer.
    if (command.kind === 'disable' && slot.entry !== null) engine.cancel(slot.entry);
  }
  return null;
}

function weigh(engine: Engine, { weights, by, reason }: Extract<StrategyCommand, { kind: 'weigh' }>, at: number): Refusal | null {
  const wanted = weights.map(({ strategy, instrument, weight }) => ({
    slots: slotsOf(engine, strategy).filter((slot) => slot.instrument.id === instrument),
    name: `${strategy} on ${instrument}`,
    ratio: roundedWeight(weight),
    weight,
  }));
  for (const { slots, name, ratio, weight } of wanted) {
    if (slots.length === 0) return unknown(engine, name);
    if (Number.isNaN(ratio))
      return {
        code: 'WEIGHT_INVALID',
        message: `${name}: expected 0 (nothing) or a weight from 0.0001 to 1 (as configured), found ${weight}`,
      };
  }
  for (const { slots, ratio } of wanted) for (const { index } of slots) engine.risk.weigh(index, { ratio, by, reason, at });
  return null;
}

/** Every run of a strategy: it may run on several timeframes of an instrument. */
const slotsOf = (engine: Engine, strategy: string): Slot[] =>
  engine.slots.filter((slot) => isSteered(slot) && slot.definition.id === strategy);

/** What the owner orders himself is his own to leave. */
const isSteered = ({ definition }: Slot) => definition.id !== OWNER_ID;

function unknown(engine: Engine, found: string): Refusal {
  const names = [...new Set(engine.slots.filter(isSteered).map(({ definition }) => definition.id))].join(', ') || 'none';
  return { code: 'STRATEGY_NOT_RUNNING', message: `expected a strategy of this session (${names}), found ${found}` };
}
