/** A strategy that throws while it trades is stopped alone: its entries are blocked and told by name, its exits and everybody else go on. */

import { failureBy, isFailureBlock } from '../../api/blocks.ts';
import type { AnyStrategy } from '../../core/research/backtest.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import { type CoolDownState, isInForce } from '../../core/trading/risk/cool-down.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import { strategyFailure } from '../../core/trading/strategy/guard.ts';
import type { Series } from '../../core/trading/strategy/series.ts';
import type { Bar, StrategyInstance } from '../../core/trading/strategy/strategy.ts';
import type { TraderRecorder } from './trader-recorder.ts';

/** Hears what a strategy has thrown, and where. */
export type OnThrow = (slot: Slot, error: unknown) => void;

class Caught implements StrategyInstance {
  private readonly inner: StrategyInstance;
  private readonly onThrow: OnThrow;
  declare readonly wakes?: Series;

  constructor(inner: StrategyInstance, onThrow: OnThrow) {
    this.inner = inner;
    if (inner.wakes) this.wakes = inner.wakes;
    this.onThrow = onThrow;
  }

  onBar(bar: Bar): void {
    const slot = bar as Slot;
    try {
      this.inner.onBar(bar);
      checkWishes(slot);
    } catch (error) {
      // Half a thought: leaving and tightening are safe, entering is not.
      slot.wishSide = 0;
      slot.wish = null;
      if (!Number.isFinite(slot.wishStop)) slot.wishStop = Number.NaN;
      this.onThrow(slot, error);
    }
  }
}

const PROTECTION = ['stopRatio', 'stopPrice', 'targetRatio', 'targetPrice', 'trailRatio'] as const;

/** What can't be carried out as it was meant, such as an entry whose stop is not a number, is a fault of the strategy and not of the engine. */
function checkWishes({ wishSide, wish, wishStop }: Slot): void {
  if (wishSide !== 0 && !wish) throw new Error('it wished to enter without saying how');
  for (const name of wishSide === 0 ? [] : PROTECTION) {
    const figure = wish?.[name];
    if (figure !== undefined && !Number.isFinite(figure)) throw new Error(`it wished to enter with ${name} ${figure}`);
  }
  if (!Number.isFinite(wishStop) && !Number.isNaN(wishStop)) throw new Error(`it wished to move its stop to ${wishStop}`);
}

/** The same strategy, whose throws end in `onThrow` instead of in the engine. */
export function caught(definition: AnyStrategy, onThrow: OnThrow): AnyStrategy {
  return {
    ...definition,
    create: (parameters, build) => new Caught(Object.freeze(definition.create(parameters, build)), onThrow),
  };
}

/** Blocks the strategy's entries, in every instrument, and records why: the first time only. */
export function stopStrategy({
  slot,
  error,
  engine,
  recorder,
}: {
  slot: Slot;
  error: unknown;
  engine: Engine;
  recorder: TraderRecorder;
}): void {
  const { definition, instrument, strategy } = slot;
  const [rest] = (engine.risk.snapshot() as DeskState).coolDowns.slice(strategy);
  if (isInForce(rest?.block, engine.at)) return;
  const [message = ''] = (strategyFailure(error, definition.id)?.message ?? `strategy ${definition.id} failed: ${textOf(error)}`).split(
    '\n',
  );
  engine.risk.control.block(strategy, { by: failureBy(definition.version), reason: message, at: engine.at, until: null });
  recorder.failed({ strategyId: definition.id, instrumentId: instrument.id, message });
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** At a start: a strategy that failed in another version may enter again. */
export function liftMended(engine: Engine): void {
  const { coolDowns } = engine.risk.snapshot() as DeskState;
  for (const { strategy, definition } of engine.slots) {
    const block = coolDowns[strategy]?.block;
    if (block && isFailureBlock(block.by) && block.by !== failureBy(definition.version)) engine.risk.control.block(strategy, null);
  }
}

/** Why the strategy was stopped; null when it was not. */
export function failureOf(rest: CoolDownState | undefined): string | null {
  return rest?.block && isFailureBlock(rest.block.by) ? rest.block.reason : null;
}
