/** The mode in force: the strictest of what triggers and the owner demand, lowered by itself only from DEFENSIVE and OBSERVATION. */

import { sharedList } from '../../journal/sharing.ts';
import type { LossLadder } from './ladder.ts';
import { type Mode, passage, severity, worse } from './mode-table.ts';
import type { LadderFigures } from './profile-figures.ts';
import type { Refusal } from './refusal.ts';
import type { Rung } from './rungs.ts';
import { ShareLimit } from './share-limit.ts';

/** The record of a change, made before it takes effect on new orders. */
export interface ModeChange {
  readonly at: number;
  readonly from: Mode;
  readonly to: Mode;
  /** The trigger's id (`day-stop`, `kill`), or the owner's words. */
  readonly reason: string;
  readonly by: string;
  /** Of the trigger; null where it has no figures. */
  readonly measured: number | null;
  readonly limit: number | null;
  /** Every account has to stop, and somebody has to look. */
  readonly everyAccount: boolean;
}

/** A demand other than the ladder's: an alert, reconciliation, a link, statistics, the owner. */
export interface Trigger {
  readonly id: string;
  readonly demands: Mode;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

/** Something worth telling that is no change of mode: alerts, and commands that were refused (they are audited too). */
export interface Notice {
  readonly at: number;
  readonly code: string;
  readonly message: string;
}

export interface Authority {
  readonly by: string;
  readonly reason: string;
  /** The PIN was given and right. */
  readonly pinVerified?: boolean;
}

export class Modes {
  mode: Mode = 'NORMAL';
  /** Entries wait, although no mode says so: the line to the venue is lost, and may be back at once. No part of the state. */
  isHeld = false;
  readonly changes: ModeChange[] = [];
  private readonly ladder: LossLadder;
  private readonly resetShare: ShareLimit;
  private readonly triggers = new Map<string, Trigger>();

  constructor(ladder: LossLadder, figures: LadderFigures) {
    this.ladder = ladder;
    this.resetShare = new ShareLimit(figures.resetDrawdown);
  }

  raise(trigger: Trigger): boolean {
    if (this.triggers.get(trigger.id)?.demands === trigger.demands) return false;
    this.triggers.set(trigger.id, trigger);
    this.settle(trigger.at);
    return true;
  }

  clear(id: string, at: number): boolean {
    if (!this.triggers.delete(id)) return false;
    this.settle(at);
    return true;
  }

  /** Follows the triggers: upwards at once, downwards only from DEFENSIVE and OBSERVATION. */
  settle(at: number): void {
    let demanded = this.ladder.demand;
    for (const trigger of this.triggers.values()) demanded = worse(demanded, trigger.demands);
    if (demanded === this.mode) return;
    if (severity(demanded) < severity(this.mode) && severity(this.mode) >= severity('PAUSE')) return;
    const rung = this.ladder.demanding(demanded);
    const trigger = rung ? undefined : [...this.triggers.values()].find((each) => each.demands === demanded);
    const reason = rung?.definition.id ?? trigger?.reason ?? 'triggers cleared';
    this.change(demanded, reason, trigger?.by ?? 'risk', at, rung);
  }

  private change(to: Mode, reason: string, by: string, at: number, rung?: Rung): void {
    const everyAccount = this.ladder.rung('month-stop').status === 'active';
    this.changes.push({
      at,
      from: this.mode,
      to,
      reason,
      by,
      measured: rung?.lossRatio ?? null,
      limit: rung?.share.ratio ?? null,
      everyAccount,
    });
    this.mode = to;
  }

  /**
   * A change the owner (or the operator) asks for: pause, kill, observation, resume, reset. True when done, or when the mode is in force already;
   * otherwise `refusal` says why. Stopping needs no PIN.
   */
  request(to: Mode, authority: Authority, at: number, refusal: Refusal): boolean {
    const from = this.mode;
    if (from === to) return true;
    const needs = passage(from, to);
    if (needs === 'no') return deny(refusal, 'MODE_TRANSITION');
    if (needs !== 'yes' && authority.pinVerified !== true) return deny(refusal, 'MODE_PIN');
    if (severity(to) < severity(from) && !this.mayLower(from, refusal)) return false;
    this.triggers.delete('owner');
    if (from === 'EMERGENCY') {
      this.triggers.delete('kill');
      this.ladder.holdStops();
    } else if (from === 'PAUSE' && to !== 'EMERGENCY') this.ladder.release();
    if (to === 'EMERGENCY') this.triggers.set('kill', { id: 'kill', demands: to, reason: authority.reason, by: authority.by, at });
    else if (to === 'DEFENSIVE' || to === 'OBSERVATION')
      this.triggers.set('owner', { id: 'owner', demands: to, reason: authority.reason, by: authority.by, at });
    this.change(to, authority.reason, authority.by, at);
    this.settle(at);
    return true;
  }

  private mayLower(from: Mode, refusal: Refusal): boolean {
    if (from === 'EMERGENCY') {
      const { peak, lastEquity } = this.ladder;
      if (lastEquity <= this.resetShare.lossExceededAt(peak))
        return deny(refusal, 'RESET_DRAWDOWN', (peak - lastEquity) / peak, this.resetShare.ratio);
    } else if (severity(this.ladder.demand) >= severity(from)) return deny(refusal, 'MODE_TRIGGER_ACTIVE');
    // Weaker triggers are followed right after the change; one that demands the present mode or worse forbids leaving it.
    for (const { id, demands } of this.triggers.values()) {
      if (id !== 'owner' && id !== 'kill' && severity(demands) >= severity(from)) return deny(refusal, 'MODE_TRIGGER_ACTIVE');
    }
    const holding = from === 'PAUSE' ? this.ladder.holding() : null;
    return holding === null || deny(refusal, holding);
  }

  snapshot(before?: ModesState): ModesState {
    const { mode } = this;
    const areNone = this.triggers.size === 0 && before?.triggers.length === 0;
    const triggers = areNone ? before.triggers : sharedList(before?.triggers, [...this.triggers.values()]);
    const changes = sharedList(before?.changes, this.changes);
    return before?.mode === mode && before.triggers === triggers && before.changes === changes ? before : { mode, triggers, changes };
  }

  restore(state: ModesState): void {
    this.mode = state.mode;
    this.triggers.clear();
    for (const trigger of state.triggers) this.triggers.set(trigger.id, trigger);
    this.changes.splice(0, this.changes.length, ...state.changes);
  }
}

/** Plain JSON. */
export interface ModesState {
  readonly mode: Mode;
  readonly triggers: readonly Trigger[];
  readonly changes: readonly ModeChange[];
}

function deny(refusal: Refusal, code: string, measured?: number, limit?: number): false {
  refusal.set(code, measured, limit);
  return false;
}
