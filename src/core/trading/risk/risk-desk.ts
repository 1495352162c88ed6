/** The one door to risk: marks in, mode out; candidates in, approved orders or refusals out. Only this file can make an approved order. */

import type { Candles } from '../../market/candles.ts';
import { valueOf } from '../ledger/position-book.ts';
import type { Regime } from '../strategy/strategy.ts';
import type { AccountView, Candidate } from './candidate.ts';
import type { InstrumentClass } from './classes.ts';
import { keepOnly, settleConflicts } from './conflicts.ts';
import { contextWarnings, createContext, type RiskDeskOptions } from './context.ts';
import { RiskControl } from './control.ts';
import { type DeskState, type LiveState, type Parts, restoreInto, snapshotOf } from './desk-state.ts';
import { APPROVAL, FILTERS, GATE } from './filters.ts';
import { FIRST_ORDERS } from './first-orders.ts';
import { cutList, Judgement, type RiskContext, type Rule } from './judgement.ts';
import type { LossLadder, QuietMarks } from './ladder.ts';
import { LIMITS, SIZE_BELOW_MINIMUM } from './limits.ts';
import type { Mode } from './mode-table.ts';
import type { ModeChange, Modes, Notice } from './modes.ts';
import { PerformanceWatch } from './performance.ts';
import { PlainCase } from './plain-case.ts';
import { expectedShortfall } from './portfolio-rules.ts';
import { Refusal, type RefusalRecord } from './refusal.ts';
import type { InstrumentRegime } from './regime.ts';
import type { RunWeight } from './run-weights.ts';
import { sizeEntry } from './size.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

export type { RefusalRecord } from './refusal.ts';

declare const minted: unique symbol;
/** An order risk has let through. Records are reused: read it before the next decision. */
export interface ApprovedOrder {
  readonly [minted]: true;
  readonly kind: 'entry' | 'exit';
  readonly slot: number;
  readonly side: 1 | -1;
  /** Whole lots; 0 when `share` sizes the order at its fill. */
  readonly lots: number;
  /** Share of equity times leverage (OrderTicket.equityShare); 0 when `lots` is given. */
  readonly share: number;
  /** Expected value in quanta: what the account reserves while the entry works. */
  readonly value: number;
  /** Codes of what made it smaller or was warned about, in the order applied. Never mutated: may be kept. */
  readonly cuts: readonly string[];
}

class Order {
  kind: 'entry' | 'exit' = 'entry';
  slot = 0;
  side: 1 | -1 = 1;
  lots = 0;
  share = 0;
  value = 0;
  cuts: readonly string[] = cutList(0);
}

/** One check of a decision, for its record. */
export interface Check {
  readonly code: string;
  readonly passed: boolean;
  readonly measured: number;
  readonly limit: number;
}

export class RiskDesk {
  readonly control: RiskControl;
  readonly lastRefusal: RefusalRecord;
  /** Known from the start: what can't be classified or evaluated. */
  readonly warnings: readonly string[];
  /** Whether `decide` leaves every check it made in `lastChecks`, for the decision record. */
  recording = false;
  lastChecks: Check[] = [];
  private readonly options: RiskDeskOptions;
  /** What the rules look at: to be read, for what is told of risk. */
  readonly context: RiskContext;
  private readonly ladder: LossLadder;
  /** What marks in a row may be asked and told of the loss ladder. */
  readonly marks: QuietMarks;
  private readonly modes: Modes;
  private readonly performance = new PerformanceWatch();
  private readonly judgement: Judgement;
  private readonly plain: PlainCase;
  private readonly refusal = new Refusal();
  private readonly entry = new Order();
  private readonly exit = new Order();
  /** By slot: its strategy and its instrument. */
  private readonly strategies: Int32Array;
  private readonly instruments: Int32Array;
  private readonly live: LiveState = { reduction: 0, volatilityIndex: Number.NaN };

  constructor(options: RiskDeskOptions) {
    this.options = options;
    this.strategies = Int32Array.from(options.slots, ({ strategy }) => strategy);
    this.instruments = Int32Array.from(options.slots, ({ instrument }) => instrument);
    this.context = createContext(options);
    this.ladder = this.marks = this.context.ladder;
    this.modes = this.context.modes;
    this.control = new RiskControl(this.context, options.environment ?? 'dev');
    this.judgement = new Judgement(options.instruments.length);
    this.plain = new PlainCase(this.context);
    this.lastRefusal = this.refusal;
    this.warnings = contextWarnings(this.context);
  }

  get mode(): Mode {
    return this.modes.mode;
  }

  /** Share of equity that a trade may lose at its stop. */
  get riskPerTrade(): number {
    return this.context.figures.riskPerTrade.ratio;
  }

  /** Lots of the candidate judged last, as every rule so far has left them. */
  get lastLots(): number {
    return this.judgement.lots;
  }

  get quantaPerUnit(): number {
    return this.context.figures.quantaPerUnit;
  }

  /** True from a change of mode until `takeModeChanges`. */
  get modeChanged(): boolean {
    return this.modes.changes.length !== 0;
  }

  /** True until `takeNotices`: rungs fired, drawdown alert, refused commands, reduction demanded. */
  get noticed(): boolean {
    return this.control.notices.length !== 0;
  }

  takeModeChanges(): readonly ModeChange[] {
    return this.modes.changes.splice(0);
  }

  takeNotices(): readonly Notice[] {
    return this.control.notices.splice(0);
  }

  /** Share by which every position is to be reduced now; 0 normally. Reading it takes it. */
  takeReduction(): number {
    const { reduction } = this.live;
    this.live.reduction = 0;
    return reduction;
  }

  /** Equity in whole quanta. A mark at a window's first millisecond belongs to that window: a candle's close is marked at its end - 1 ms. */
  mark(equity: number, at: number): void {
    if (this.ladder.mark(equity, at)) this.look(equity, at);
  }

  private look(equity: number, at: number): void {
    const { ladder } = this;
    if (ladder.turnsAt(at)) this.endDay(at);
    ladder.look(equity, at);
    if (!ladder.changed) return;
    ladder.changed = false;
    this.control.followLadder(at);
  }

  private endDay(at: number): void {
    const { sharpeMinimum, sharpeTrades } = this.options.profile.modes;
    const { lastEquity, windows } = this.ladder;
    const { dayStart } = windows;
    this.performance.dayEnded(dayStart > 0 ? lastEquity / dayStart - 1 : 0);
    const measured = this.performance.tradesAt(at) >= sharpeTrades ? this.performance.sharpe : Number.NaN;
    this.control.demandDefensive('sharpe-30-days', measured < sharpeMinimum, at);
  }

  /** A deposit (+) or withdrawal (-) in quanta right after a mark: neither gain nor loss. */
  flow(quanta: number): void {
    this.ladder.flow(quanta);
  }

  /**
   * Several candidates of one close: takes out of `candidates`, in place, those that fail their own filters, and then by the conflict rule: in one
   * instrument opposite sides drop all, the same side keeps the surest (ties by strategy id). Nothing to do for a single one.
   */
  dropConflicts(candidates: Candidate[], refuse: (candidate: Candidate, refusal: RefusalRecord) => void): void {
    if (candidates.length < 2) return;
    keepOnly(
      candidates,
      (candidate) => this.passes(candidate),
      (candidate) => refuse(candidate, this.refusal),
    );
    settleConflicts(candidates, this.options.strategies, this.refusal, refuse);
  }

  private passes(candidate: Candidate): boolean {
    if (this.recording) this.lastChecks = [];
    this.judgement.begin(candidate, this.context);
    return (!this.recording && this.plain.passes(this.judgement)) || this.hold(FILTERS);
  }

  /** Filters, gate, size, limits, minimum, approval. The account must already hold back what was approved before. Null is a refusal: `lastRefusal`. */
  decide(candidate: Candidate, account: AccountView): ApprovedOrder | null {
    const { judgement: j, context: c, plain, recording } = this;
    j.candidate = candidate;
    if (!recording && account.idle && plain.again(j, account.equity))
      return this.approve(candidate, candidate.lots, 0, valueOf(candidate.instrument, candidate.entryTicks, candidate.lots));
    if (!this.passes(candidate)) return null;
    j.look(account, c);
    const opens = !recording && plain.opens(j);
    if (!opens && !this.hold(GATE)) return null;
    sizeEntry(j, c);
    const within = !recording && plain.within(j);
    if (!within && !this.holdLimits()) return null;
    if (!opens && !this.hold(APPROVAL)) return null;
    if (opens && within && account.idle) plain.learn(j);
    return this.approve(candidate, j.lots, j.share, j.value, j.cutMask);
  }

  private approve(
    { slot, side }: Pick<Candidate, 'slot' | 'side'>,
    lots: number,
    share: number,
    value: number,
    cutMask = 0,
  ): ApprovedOrder {
    const { entry } = this;
    entry.slot = slot;
    entry.side = side;
    entry.lots = lots;
    entry.share = share;
    entry.value = value;
    entry.cuts = cutList(cutMask);
    return entry as unknown as ApprovedOrder;
  }

  private holdLimits(): boolean {
    const { slot, candles, index } = this.judgement.candidate;
    this.catchUp(slot, candles, index);
    return this.hold(LIMITS);
  }

  /** True when no rule is broken; otherwise the refusal is set by the first that is. Cuts are made on the way. */
  private hold(rules: readonly Rule[]): boolean {
    const { judgement: j, context: c } = this;
    for (const rule of rules) {
      const passed = rule.holds(j, c);
      if (this.recording) {
        const { code, measured, limit } = rule;
        this.lastChecks.push({ code, passed, measured: measured?.(j, c) ?? Number.NaN, limit: limit?.(j, c) ?? Number.NaN });
      }
      if (passed) continue;
      this.refusal.set(rule.code, rule.measured?.(j, c), rule.limit?.(j, c));
      const { instrument, entryTicks } = j.candidate;
      if (rule === SIZE_BELOW_MINIMUM) this.refusal.of(instrument, j.lots, entryTicks, this.quantaPerUnit);
      return false;
    }
    return true;
  }

  /** Reduce-only order for `lots` of a slot's position, in every mode and never throttled. `side` is the order's. RangeError without lots. */
  approveExit(slot: number, side: 1 | -1, lots: number): ApprovedOrder {
    if (!Number.isSafeInteger(lots) || lots <= 0) throw new RangeError(`an exit needs whole lots of a position, found ${lots}`);
    const { exit } = this;
    exit.kind = 'exit';
    exit.slot = slot;
    exit.side = side;
    exit.lots = lots;
    return exit as unknown as ApprovedOrder;
  }

  /** The rest of an entry that was let through, at the candidate's price: null where nothing may be entered any more, or not as much by any limit as it is now. */
  approveRest(candidate: Candidate, lots: number, account: AccountView): ApprovedOrder | null {
    const { judgement: j, context: c } = this;
    const isBlocked = c.coolDowns.blocked(candidate.strategy, candidate.at);
    const enters = (this.mode === 'NORMAL' || this.mode === 'DEFENSIVE') && !this.ladder.closesOnly && !isBlocked;
    if (!enters) return null;
    if (this.recording) this.lastChecks = [];
    j.begin(candidate, c);
    j.look(account, c);
    j.setLots(lots);
    return this.holdLimits() && j.cutMask === 0 ? this.approve(candidate, lots, 0, j.value) : null;
  }

  /** An approved entry leaves (in recovery: left): it counts for throttle, duplicate lock (`key`: Candidate.duplicateKey), entries per hour and day. */
  entrySent(slot: number, side: 1 | -1, at: number, key = ''): void {
    const strategy = this.strategyOf(slot);
    const { entries, firstOrders } = this.context;
    entries.add(slot, strategy, this.instruments[slot] as number, side, at, this.ladder.windows.dayOf(at), key);
    if (firstOrders.left > 0 && this.entry.cuts.includes('CUT_FIRST_ORDERS') && firstOrders.entryCut())
      this.control.notice(
        at,
        'FIRST_ORDERS_CUT',
        `an entry was cut to ${this.firstOrders?.most} in account currency, and so is each until ${FIRST_ORDERS} have filled since the arming (${firstOrders.left} left)`,
      );
  }

  /** `order`: its number; 0 for a fill of no order of ours. */
  entryFilled(slot: number, at: number, order = 0): void {
    this.context.dayTrades.opened(slot, this.ladder.windows.dayOf(at));
    if (order !== 0 && this.context.firstOrders.entryFilled(order))
      this.control.notice(
        at,
        'FIRST_ORDERS_OVER',
        `${FIRST_ORDERS} entries have filled since the arming: from now on entries have their full size`,
      );
  }

  /** How much of its size a run keeps from now on. */
  weigh(slot: number, weight: RunWeight): void {
    this.context.weights.set(slot, weight);
    this.plain.forget();
  }

  /** The arming in force (when it was made), null where none is asked for. A new one keeps the first entries small again: true. */
  armed(arming: number | null, nextOrder: number): boolean {
    const isNew = this.context.firstOrders.begin(arming, nextOrder);
    if (isNew) this.plain.forget();
    return isNew;
  }

  /** How many entries are still kept small, and at how much at the last equity, in account currency; null where none is. */
  get firstOrders(): { readonly left: number; readonly most: number } | null {
    const { firstOrders, figures } = this.context;
    return firstOrders.left === 0
      ? null
      : { left: firstOrders.left, most: firstOrders.most(this.ladder.lastEquity) / figures.quantaPerUnit };
  }

  /** Once per trade, when its position is back to zero: net result in quanta. */
  exitFilled(slot: number, net: number, at: number): void {
    const { coolDowns, classes } = this.context;
    coolDowns.tradeClosed(this.strategyOf(slot), net, at);
    this.performance.tradeClosed(at);
    if ((classes[this.instruments[slot] as number] as InstrumentClass).usEquity)
      this.context.dayTrades.closed(slot, this.ladder.windows.dayOf(at));
  }

  private strategyOf(slot: number): number {
    if (slot >= this.strategies.length) throw new RangeError(`there is no slot ${slot}`);
    return this.strategies[slot] as number;
  }

  /** A finished day of an instrument; all instruments of a day before the next day. `at` is the end of the day: regime, correlation, value at risk. */
  dailyBar(instrument: number, open: number, high: number, low: number, close: number, at: number): void {
    const day = this.ladder.windows.dayOf(at - 1);
    this.plain.forget();
    this.context.statistics.dailyClose(instrument, close, day);
    (this.context.regimes[instrument] as InstrumentRegime).add(open, high, low, close, day, this.live.volatilityIndex);
  }

  /** Volatility index of the market (such as VIX) from the next `dailyBar` on; NaN when there is none. */
  setVolatilityIndex(value: number): void {
    this.live.volatilityIndex = value;
  }

  /** After the day's `dailyBar` calls: expected shortfall of what is held demands DEFENSIVE, or a reduction of everything. */
  dailyReview(account: AccountView, at: number): void {
    const { exposures } = this.judgement;
    let held = false;
    for (let i = 0; i < exposures.length; i++) {
      exposures[i] = account.exposureOf(i);
      if (exposures[i] !== 0) held = true;
    }
    const { shortfallDefensive, shortfallReduce, shortfallReduction } = this.options.profile.limits;
    const shortfall = held ? expectedShortfall(exposures, account.equity, this.context) : 0;
    this.control.demandDefensive('expected-shortfall', shortfall > shortfallDefensive, at);
    if (!(shortfall > shortfallReduce)) return;
    this.live.reduction = shortfallReduction;
    const text = `expected shortfall is ${(shortfall * 100).toFixed(2)} % of equity: every position is reduced by ${shortfallReduction * 100} %`;
    this.control.notice(at, 'SHORTFALL_REDUCTION', text);
  }

  /** Before old candles of a live buffer are dropped: brings the slot's range up to candles[index]. */
  catchUp(slot: number, candles: Candles, index: number): void {
    (this.context.gauges[slot] as VolatilityGauge).catchUp(candles, index);
  }

  /** Rule regime of an instrument, as strategies see it. */
  regime(instrument: number): Regime {
    return (this.context.regimes[instrument] as InstrumentRegime).state;
  }

  /** Plain JSON: everything that must survive a restart. Shares what has not changed with a snapshot taken before. */
  snapshot(before?: unknown): unknown {
    return snapshotOf(this.parts(), before as DeskState | undefined);
  }

  /** Goes on where a snapshot stopped; lists follow the ids of instruments and strategies. InputError RISK_STATE_INVALID for anything else. */
  restore(state: unknown): void {
    restoreInto(this.parts(), state);
    this.plain.forget();
  }

  /** Another desk with the same figures, as this one was when `state` was taken: for questions that must change nothing here. */
  copyAt(state: unknown): RiskDesk {
    const copy = new RiskDesk(this.options);
    copy.restore(state);
    return copy;
  }

  private parts(): Parts {
    const { options, context, performance, live } = this;
    return { options, context, performance, notices: this.control.notices, live };
  }
}
