/** What people and watchers may tell risk: changes of mode, triggers, blocks, reviews, and what is known about a strategy. */

import type { ManualBlock } from './cool-down.ts';
import type { RiskContext, StrategyState } from './judgement.ts';
import type { Mode } from './mode-table.ts';
import type { Authority, Notice, Trigger } from './modes.ts';
import type { Environment } from './profile-figures.ts';
import { Refusal, type RefusalRecord } from './refusal.ts';
import { ShareLimit } from './share-limit.ts';

export interface SignedReview {
  readonly by: string;
  /** Where the signed incident review is kept. */
  readonly reference: string;
}

export class RiskControl {
  private readonly context: RiskContext;
  private readonly environment: Environment;
  readonly notices: Notice[] = [];
  /** Rises with every demand made or taken back. */
  demands = 0;

  constructor(context: RiskContext, environment: Environment) {
    this.context = context;
    this.environment = environment;
  }

  notice(at: number, code: string, message: string): void {
    this.notices.push({ at, code, message });
  }

  /** Pause, kill, observation, resume, reset: null when done, otherwise why not (which is noted too). Pausing and killing need no PIN. */
  requestMode(to: Mode, authority: Authority, at: number): RefusalRecord | null {
    const refusal = new Refusal();
    const { modes } = this.context;
    const from = modes.mode;
    if (modes.request(to, authority, at, refusal)) return null;
    this.notice(at, refusal.code, `${authority.by} asked for ${to} in ${from}: ${refusal.message}`);
    return refusal;
  }

  /** A watcher's demand, until it is cleared: reconciliation, silent venue, unacknowledged alert, disarmed account. */
  raise(trigger: Trigger): void {
    if (this.context.modes.raise(trigger)) this.demands++;
  }

  clear(id: string, at: number): void {
    if (this.context.modes.clear(id, at)) this.demands++;
  }

  /** Nothing is entered for a moment, in whatever mode. Of this life alone: the next one begins with a demand of its own. */
  holdEntries(held: boolean): void {
    this.context.modes.isHeld = held;
  }

  /** Blocks a strategy's entries by hand, or lifts the block with null. */
  block(strategy: number, block: ManualBlock | null): void {
    this.context.coolDowns.block(strategy, block);
  }

  /** When a rest of the strategy after its losses ends; null where there is none. */
  restsUntil(strategy: number, at: number): number | null {
    const remaining = this.context.coolDowns.remaining(strategy, at);
    return remaining > 0 ? at + remaining : null;
  }

  /** A signed incident review of every stop and drawdown trigger so far. */
  recordReview(review: SignedReview, at: number): void {
    this.context.ladder.recordReview();
    this.notice(at, 'INCIDENT_REVIEW', `incident review ${review.reference} signed by ${review.by}`);
    this.context.modes.settle(at);
  }

  /** Starts the high-water mark again at present equity: only after a drawdown stop, with a signed review and paper trading that passed. */
  rebasePeak(review: SignedReview, paperDays: number, at: number): RefusalRecord | null {
    const { ladder, figures, modes } = this.context;
    const { rebasePaperDays } = figures.profile.ladder;
    if (ladder.rung('drawdown-stop').status === 'idle' || review.reference === '' || paperDays < rebasePaperDays) {
      return new Refusal().set('REBASE_REFUSED', paperDays, rebasePaperDays);
    }
    const { peak, lastEquity } = ladder;
    ladder.rebasePeak();
    this.notice(
      at,
      'PEAK_REBASED',
      `high-water mark moved from ${peak} to ${lastEquity} quanta: review ${review.reference}, signed by ${review.by}`,
    );
    modes.settle(at);
    return null;
  }

  /** The evaluator's size multiplier; in prod within its bounds, elsewhere not below 0. */
  setEvaluator(strategy: number, multiplier: number): void {
    const { evaluatorMinimum, evaluatorMaximum } = this.context.figures.profile.sizing;
    const bounded =
      this.environment === 'prod' ? Math.min(evaluatorMaximum, Math.max(evaluatorMinimum, multiplier)) : Math.max(0, multiplier);
    this.strategy(strategy).evaluator = new ShareLimit(bounded);
  }

  /** Full Kelly fraction of a strategy (its profile's share of it may only lower sizes); NaN for none. */
  setKelly(strategy: number, fraction: number): void {
    this.strategy(strategy).kelly = fraction;
  }

  /** Expected calibration error of the strategy's model: scales sizes, and demands DEFENSIVE beyond its limit. NaN without a model. */
  setCalibrationError(strategy: number, error: number, at: number): void {
    const state = this.strategy(strategy);
    state.calibrationError = error;
    this.demandDefensive(`calibration:${state.id}`, error > this.context.figures.profile.modes.calibrationErrorMaximum, at);
  }

  /** Hit rate of a strategy against what was expected of it. */
  setHitRate(strategy: number, measured: number, expected: number, at: number): void {
    const distance = Math.round(Math.abs(measured - expected) * 1e12) / 1e12;
    this.demandDefensive(`hit-rate:${this.strategy(strategy).id}`, distance > this.context.figures.profile.modes.hitRateDistance, at);
  }

  /** A trigger of DEFENSIVE that follows a measurement. */
  demandDefensive(id: string, demanded: boolean, at: number): void {
    if (demanded) this.raise({ id, demands: 'DEFENSIVE', reason: id, by: 'risk', at });
    else this.clear(id, at);
  }

  /** Tells what the ladder has done, and lets the mode follow. */
  followLadder(at: number): void {
    const { ladder, figures, modes } = this.context;
    const percent = (ratio: number) => `${(ratio * 100).toFixed(4)} %`;
    for (const { definition, lossRatio, share } of ladder.fired.splice(0)) {
      this.notice(at, 'LADDER', `${definition.id}: ${percent(lossRatio)} lost, the rung is at ${percent(share.ratio)}`);
      if (definition.id === 'month-stop')
        this.notice(at, 'STOP_EVERY_ACCOUNT', 'the month stop holds for all accounts and needs a manual review');
    }
    if (ladder.takeAlert()) this.notice(at, 'DRAWDOWN_ALERT', `drawdown has reached ${percent(figures.profile.ladder.drawdownAlert)}`);
    modes.settle(at);
  }

  private strategy(index: number): StrategyState {
    const state = this.context.strategies[index];
    if (!state) throw new RangeError(`there is no strategy ${index}`);
    return state;
  }
}
