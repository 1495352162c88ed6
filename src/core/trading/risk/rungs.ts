/** The rungs of the loss ladder: which loss of which window demands what, the state of each, and the calm that clears them. */

import type { WindowName } from './loss-windows.ts';
import type { Mode } from './mode-table.ts';
import type { LadderFigures } from './profile-figures.ts';
import { ShareLimit } from './share-limit.ts';

export type Window = WindowName | 'drawdown';

/** IDLE can fire; ACTIVE demands its mode; HELD was reset by the owner and only keeps PAUSE until its conditions are met. */
export type RungStatus = 'idle' | 'active' | 'held';

interface RungDefinition {
  readonly id: string;
  readonly window: Window;
  readonly figure: keyof LadderFigures;
  readonly demands: Mode;
  /** Leaving it needs a signed incident review. */
  readonly review: boolean;
}

export const RUNGS: readonly RungDefinition[] = [
  { id: 'day-defensive', window: 'day', figure: 'dayDefensive', demands: 'DEFENSIVE', review: false },
  { id: 'day-stop', window: 'day', figure: 'dayStop', demands: 'EMERGENCY', review: false },
  { id: 'week-defensive', window: 'week', figure: 'weekDefensive', demands: 'DEFENSIVE', review: false },
  { id: 'week-stop', window: 'week', figure: 'weekStop', demands: 'EMERGENCY', review: false },
  { id: 'month-stop', window: 'month', figure: 'monthStop', demands: 'EMERGENCY', review: true },
  { id: 'drawdown-defensive', window: 'drawdown', figure: 'drawdownDefensive', demands: 'DEFENSIVE', review: true },
  { id: 'drawdown-closes-only', window: 'drawdown', figure: 'drawdownClosesOnly', demands: 'NORMAL', review: true },
  { id: 'drawdown-stop', window: 'drawdown', figure: 'drawdownStop', demands: 'EMERGENCY', review: true },
];

/** One rung with its state. `ended`: the window it fired in is over. */
export class Rung {
  readonly definition: RungDefinition;
  readonly share: ShareLimit;
  status: RungStatus = 'idle';
  ended = false;
  reviewed = false;
  at = 0;
  equity = 0;
  reference = 0;

  constructor(definition: RungDefinition, figures: LadderFigures) {
    this.definition = definition;
    this.share = new ShareLimit(figures[definition.figure]);
  }

  get needsReview(): boolean {
    return this.definition.review && !this.reviewed;
  }

  get lossRatio(): number {
    return (this.reference - this.equity) / this.reference;
  }

  /** `before` where nothing has changed. */
  snapshot(before?: RungState): RungState {
    const { definition, status, ended, reviewed, at, equity, reference } = this;
    const { id } = definition;
    if (
      before?.id === id &&
      before.status === status &&
      before.ended === ended &&
      before.reviewed === reviewed &&
      before.at === at &&
      before.equity === equity &&
      before.reference === reference
    )
      return before;
    return { id, status, ended, reviewed, at, equity, reference };
  }
}

/** Plain JSON. */
export type RungState = Pick<Rung, 'status' | 'ended' | 'reviewed' | 'at' | 'equity' | 'reference'> & { readonly id: string };

/** Days in a row on which drawdown stayed below a level at every mark; days without a mark are no trading days and are not counted. */
export class CalmDays {
  readonly share: ShareLimit;
  today = true;
  days = 0;

  constructor(share: ShareLimit) {
    this.share = share;
  }

  /** True when the level is reached at this mark. */
  mark(equity: number, peak: number): boolean {
    if (equity > this.share.lossReachedAt(peak)) return false;
    this.today = false;
    this.days = 0;
    return true;
  }

  endDay(): void {
    if (this.today) this.days++;
    this.today = true;
  }

  /** `before` where nothing has changed. */
  snapshot(before?: CalmState): CalmState {
    const { today, days } = this;
    return before?.today === today && before.days === days ? before : { today, days };
  }
}

export interface CalmState {
  readonly today: boolean;
  readonly days: number;
}
