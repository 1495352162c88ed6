/** Rests after losses, and blocks by hand, per strategy. Neither clears at midnight nor on restart. */

import { sharedEach, sharedList } from '../../journal/sharing.ts';
import type { CoolDownFigures, Environment } from './profile-figures.ts';

export interface ManualBlock {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  /** Null: until it is lifted. */
  readonly until: number | null;
}

export function isInForce(block: ManualBlock | null | undefined, at: number): block is ManualBlock {
  return block !== null && block !== undefined && (block.until === null || at < block.until);
}

class StrategyRest {
  /** Losses in a row. */
  streak = 0;
  /** Times of the last losses, oldest first, as many as make a burst. */
  losses: number[] = [];
  until = Number.NEGATIVE_INFINITY;
  block: ManualBlock | null = null;
}

export class CoolDowns {
  private readonly figures: CoolDownFigures;
  private readonly environment: Environment;
  private readonly rests: StrategyRest[];

  constructor(figures: CoolDownFigures, environment: Environment, strategies: number) {
    this.figures = figures;
    this.environment = environment;
    this.rests = Array.from({ length: strategies }, () => new StrategyRest());
  }

  /** A closed trade of the strategy: net result in quanta. Several losses in a short time, or in a row, begin a rest. */
  tradeClosed(strategy: number, net: number, at: number): void {
    const rest = this.rests[strategy] as StrategyRest;
    if (net >= 0) {
      rest.streak = 0;
      return;
    }
    const { burstLosses, burstWindowMs, burstMs, streakLosses, streakMs } = this.figures;
    rest.streak++;
    const { losses } = rest;
    let kept = 0;
    for (let i = 0; i < losses.length; i++) if ((losses[i] as number) >= at - burstWindowMs) losses[kept++] = losses[i] as number;
    losses[kept++] = at;
    while (losses.length > kept) losses.pop();
    if (kept >= burstLosses) rest.until = Math.max(rest.until, at + burstMs);
    if (rest.streak >= streakLosses[this.environment]) rest.until = Math.max(rest.until, at + streakMs[this.environment]);
  }

  /** Milliseconds the strategy still rests; 0 or less when it does not. */
  remaining(strategy: number, at: number): number {
    return (this.rests[strategy] as StrategyRest).until - at;
  }

  block(strategy: number, block: ManualBlock | null): void {
    (this.rests[strategy] as StrategyRest).block = block;
  }

  blocked(strategy: number, at: number): boolean {
    return isInForce((this.rests[strategy] as StrategyRest).block, at);
  }

  snapshot(before?: readonly CoolDownState[]): readonly CoolDownState[] {
    return sharedEach(before, this.rests, (rest, former) => {
      const { streak, block } = rest;
      const losses = sharedList(former?.losses, rest.losses);
      const until = Number.isFinite(rest.until) ? rest.until : null;
      const isSame = former?.losses === losses && former.streak === streak && former.until === until && former.block === block;
      return isSame ? former : { streak, losses, until, block };
    });
  }

  /** Strategies that are not there begin anew. */
  restore(state: readonly (CoolDownState | undefined)[]): void {
    for (const [i, rest] of state.entries()) {
      if (rest)
        Object.assign(this.rests[i] as StrategyRest, { ...rest, losses: [...rest.losses], until: rest.until ?? Number.NEGATIVE_INFINITY });
    }
  }
}

/** Plain JSON, one per strategy. */
export interface CoolDownState {
  readonly streak: number;
  readonly losses: readonly number[];
  readonly until: number | null;
  readonly block: ManualBlock | null;
}
