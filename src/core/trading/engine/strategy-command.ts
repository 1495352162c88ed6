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
  const slots = engine.slots.filter((slot) => isSteered(slot) && slot.definition.id === strategy);
  const [first] = slots;
  if (first === undefined) return unknown(engine, strategy);
  if (command.kind === 'enable') {
    engine.risk.control.block(first.strategy, null);
    return null;
  }
  const until = command.forMs === null ? null : at + command.forMs;
  engine.risk.control.block(first.strategy, { by, reason, at, until });
  // What has filled of an entry stays, under its stop; the rest of it is wanted no longer.
  for (const { entry } of slots) if (entry !== null) engine.cancel(entry);
  return null;
}

function weigh(engine: Engine, { weights, by, reason }: Extract<StrategyCommand, { kind: 'weigh' }>, at: number): Refusal | null {
  const found = weights.map(({ strategy, instrument, weight }) => ({
    slot: engine.slots.find((slot) => isSteered(slot) && slot.definition.id === strategy && slot.instrument.id === instrument),
    name: `${strategy} on ${instrument}`,
    ratio: roundedWeight(weight),
    weight,
  }));
  for (const { slot, name, ratio, weight } of found) {
    if (slot === undefined) return unknown(engine, name);
    if (Number.isNaN(ratio))
      return { code: 'WEIGHT_INVALID', message: `${name}: expected a weight from 0 (nothing) to 1 (as configured), found ${weight}` };
  }
  for (const { slot, ratio } of found) engine.risk.weigh((slot as Slot).index, { ratio, by, reason, at });
  return null;
}

/** What the owner orders himself is his own to leave. */
const isSteered = ({ definition }: Slot) => definition.id !== OWNER_ID;

function unknown(engine: Engine, found: string): Refusal {
  const names = [...new Set(engine.slots.filter(isSteered).map(({ definition }) => definition.id))].join(', ') || 'none';
  return { code: 'STRATEGY_NOT_RUNNING', message: `expected a strategy of this session (${names}), found ${found}` };
}
