/** One strategy on one instrument: its instance, what it sees, its position and its working orders. */

import { mulRound } from '../../domain/decimal.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { priceToTicks } from '../../domain/instrument.ts';
import type { ParameterTable, ParameterValues } from '../../domain/parameters.ts';
import { InputError } from '../../domain/result.ts';
import { sharedList } from '../../journal/sharing.ts';
import type { Candles } from '../../market/candles.ts';
import { timeframeMs, timeframeText } from '../../market/timeframe.ts';
import type { Series } from '../strategy/series.ts';
import type {
  Bar,
  Build,
  CandleStream,
  Cell,
  EntryWish,
  IndicatorSource,
  Regime,
  Side,
  StrategyDefinition,
  StrategyInstance,
} from '../strategy/strategy.ts';
import { ArenaCell } from './arena-cell.ts';
import type { AskAlong } from './ask-along.ts';
import { askLoopOf } from './ask-loops.ts';
import { CandleView, type ViewSnapshot } from './candle-view.ts';
import type { EngineOrder, WorkingOrders } from './engine-order.ts';
import type { IndicatorBank } from './indicator-bank.ts';
import { plainNumbers } from './plain-numbers.ts';
import type { Protection } from './protection.ts';
import { nextRandom, uniform } from './random.ts';
import type { SlotFill } from './slot-fill.ts';
import { SlotPosition } from './slot-position.ts';
import { ordersOf, positionOf, type SlotSnapshot } from './slot-snapshot.ts';
import { isBare } from './wish.ts';

/** Finds the candles of another timeframe of the slot's instrument; its stream index first. */
export type OtherTimeframe = (timeframe: string) => { readonly stream: number; readonly candles: Candles };

const CELLS = 64;
const OWN_DRAWDOWN_DAYS = 30;

export interface SlotOptions {
  readonly index: number;
  readonly strategy: number;
  readonly definition: StrategyDefinition<ParameterTable>;
  readonly parameters: ParameterValues<ParameterTable>;
  readonly instrument: Instrument;
  readonly stream: number;
  readonly candles: Candles;
  readonly timeframeMs: number;
  readonly other: OtherTimeframe;
  readonly seed: number;
  readonly shortable: boolean;
  /** The account's deposit in quanta: what the strategy's own drawdown is measured against. */
  readonly deposit: number;
  /** Where the indicators of its candles are computed; absent: for itself alone. */
  readonly bank?: IndicatorBank;
}

export class Slot implements Bar {
  declare readonly index: number;
  declare readonly strategy: number;
  declare readonly definition: StrategyDefinition<ParameterTable>;
  declare readonly parameters: ParameterValues<ParameterTable>;
  declare readonly instrument: Instrument;
  declare readonly stream: number;
  declare readonly view: CandleView;
  readonly higher: { readonly stream: number; readonly view: CandleView }[] = [];
  declare readonly instance: StrategyInstance;
  /** The instance's method, looked up once: every strategy class in the process would make the call slower for all of them. */
  declare readonly onBar: StrategyInstance['onBar'];
  /** The series it is asked at; null: at every candle. */
  declare readonly wakes: Series | null;
  /** Asks the instance candle after candle. */
  declare readonly askAlong: AskAlong;
  declare readonly position: SlotPosition;
  declare readonly warmup: number;
  declare readonly shortable: boolean;
  declare readonly timeframeMs: number;
  declare readonly timeframe: string;
  declare readonly candles: Candles;
  private readonly cells = new Float64Array(CELLS);
  private cellCount = 0;
  declare private randomState: number;

  /** Working orders of this slot; null where there is none. */
  entry: EngineOrder | null = null;
  exitOrder: EngineOrder | null = null;
  /** Why the entry that is still working has been withdrawn; null while it is wanted. */
  unwanted: string | null = null;
  stop: EngineOrder | null = null;
  target: EngineOrder | null = null;
  /** The wish behind the position: protection is made from it at each entry fill. Pending until the first fill of the entry. */
  protection: Protection | null = null;
  pendingProtection: Protection | null = null;
  /** The venue holds no target beside a stop: a setting of the venue's, not a part of the state. */
  watchesTargets = false;
  /** A position of these lots is less than the venue takes (too-small.ts). NaN where there is none. */
  tooSmallLots = Number.NaN;
  /** Best close since the entry, in ticks, for the ratchet stop. */
  bestTicks = Number.NaN;
  entryReason = '';
  exitReason = '';
  lastExitCount = Number.NEGATIVE_INFINITY;
  regime: Regime = 'range';
  gap = false;
  /** Result in quanta since the start, fees and funding included: of everything closed, and of the trade now open. */
  realised = 0;
  tradeNet = 0;
  private readonly dailyResults: number[] = [];
  declare private readonly deposit: number;

  /** What onBar wished at this candle; `wishes` says whether anything. */
  wishes = false;
  wishSide: Side | 0 = 0;
  wish: EntryWish | null = null;
  /** Whether it is a wish for an order at market and nothing else. */
  wishBare = false;
  wishExit: string | null = null;
  wishStop = Number.NaN;

  constructor(options: SlotOptions) {
    this.index = options.index;
    this.strategy = options.strategy;
    this.definition = options.definition;
    this.parameters = options.parameters;
    this.instrument = options.instrument;
    this.stream = options.stream;
    this.candles = options.candles;
    this.view = new CandleView(options.candles, options.bank);
    this.position = new SlotPosition(options.instrument);
    this.warmup = options.definition.warmup(options.parameters);
    this.shortable = options.shortable;
    this.timeframeMs = options.timeframeMs;
    this.timeframe = timeframeText(options.timeframeMs);
    this.randomState = options.seed;
    this.deposit = options.deposit;
    this.instance = Object.freeze(options.definition.create(options.parameters, this.build(options)));
    this.onBar = this.instance.onBar;
    this.wakes = this.view.wakesOf(this.instance, options.definition.id);
    this.askAlong = askLoopOf(options.definition);
  }

  private build(options: SlotOptions): Build {
    const { view } = this;
    return {
      use: (definition, parameters, extra) => view.use(definition, parameters, extra),
      useAll: (definition, parameters, extra) => view.useAll(definition, parameters, extra),
      crossing: (a, b) => view.crossing(a, b),
      cell: (initial) => this.cell(initial),
      timeframe: (timeframe) => this.higherTimeframe(timeframe, options),
    };
  }

  /** Asks the strategy at the candle its view stands at, if it wants to be. */
  ask(): void {
    if (this.wakes === null || this.wakes.value !== 0) this.onBar.call(this.instance, this);
  }

  private cell(initial: number): Cell {
    if (this.cellCount === CELLS)
      throw new InputError('STRATEGY_CELLS', `strategy ${this.definition.id}: expected at most ${CELLS} cells`, 1);
    this.cells[this.cellCount] = initial;
    return new ArenaCell(this.cells, this.cellCount++);
  }

  private higherTimeframe(timeframe: string, options: SlotOptions): CandleStream & IndicatorSource {
    const ms = timeframeMs(timeframe);
    if (ms <= options.timeframeMs || ms % options.timeframeMs !== 0) {
      throw new InputError(
        'STRATEGY_TIMEFRAME',
        `strategy ${this.definition.id}: expected a larger whole multiple of its own timeframe, found ${timeframe}`,
        1,
      );
    }
    const { stream, candles } = options.other(timeframe);
    const view = new CandleView(candles);
    this.higher.push({ stream, view });
    return view;
  }

  /** An entry fill of this slot. */
  opened({ side, lots, value, fee, reason, at }: SlotFill): void {
    const { position } = this;
    if (position.lots === 0) {
      position.openedAt = at;
      position.candlesHeld = 0;
      this.bestTicks = Number.NaN;
      this.entryReason = reason;
      this.tradeNet = 0;
      this.protection = this.pendingProtection;
    }
    position.lots += side * lots;
    position.cost += value;
    this.book(-fee);
  }

  /** A closing fill of this slot: its own share of cost leaves. Rounded half away from zero. */
  closed({ lots, value, fee, reason }: SlotFill): void {
    const { position } = this;
    const heldLots = Math.abs(position.lots);
    const cost = lots === heldLots ? position.cost : mulRound(position.cost, lots, 1, heldLots);
    const long = position.lots > 0;
    position.lots += long ? -lots : lots;
    position.cost -= cost;
    this.exitReason = reason;
    this.book((long ? value - cost : cost - value) - fee);
  }

  funded(quanta: number): void {
    this.book(-quanta);
  }

  private book(quanta: number): void {
    this.tradeNet += quanta;
    this.realised += quanta;
  }

  /** The position is gone: what belonged to it is forgotten. */
  flattened(): void {
    this.lastExitCount = this.view.index;
    this.protection = null;
    this.position.stopTicks = Number.NaN;
    this.position.targetTicks = Number.NaN;
    this.position.candlesHeld = 0;
  }

  /** An order of this slot is over. */
  forget(order: EngineOrder): void {
    if (this.entry === order) this.entry = null;
    else if (this.exitOrder === order) this.exitOrder = null;
    else if (this.stop === order) this.stop = null;
    else if (this.target === order) this.target = null;
  }

  /** Result of this slot so far, open position included, in quanta. */
  get result(): number {
    const { position, instrument } = this;
    if (position.lots === 0 || this.view.index < 0) return this.realised;
    const value = mulRound(
      priceToTicks(instrument, this.close()),
      Math.abs(position.lots),
      instrument.valueMultiplier,
      instrument.valueDivisor,
    );
    return this.realised + (position.lots > 0 ? value - position.cost : position.cost - value);
  }

  /** At a day's end: one point of the 30-day curve behind `ownDrawdownRatio`. */
  keepDailyResult(): void {
    this.dailyResults.push(this.result);
    if (this.dailyResults.length > OWN_DRAWDOWN_DAYS) this.dailyResults.shift();
  }

  get ownDrawdownRatio(): number {
    const now = this.result;
    let peak = Math.max(now, 0);
    if (this.dailyResults.length >= OWN_DRAWDOWN_DAYS) peak = now;
    for (const result of this.dailyResults) if (result > peak) peak = result;
    return (peak - now) / this.deposit;
  }

  get time(): number {
    return this.view.time;
  }
  get count(): number {
    return this.view.index + 1;
  }
  open(back = 0): number {
    return this.view.open(back);
  }
  high(back = 0): number {
    return this.view.high(back);
  }
  low(back = 0): number {
    return this.view.low(back);
  }
  close(back = 0): number {
    return this.view.close(back);
  }
  volume(back = 0): number {
    return this.view.volume(back);
  }
  get entryWorking(): boolean {
    return this.entry !== null;
  }
  get candlesSinceExit(): number {
    return this.view.index - this.lastExitCount;
  }
  random(): number {
    this.randomState = nextRandom(this.randomState);
    return uniform(this.randomState);
  }
  /** The venue takes no order of so little: no exit is sent for it. */
  get isTooSmall(): boolean {
    return this.position.lots === this.tooSmallLots;
  }

  forgetWish(): void {
    this.wishSide = 0;
    this.wish = null;
  }
  enter(side: Side, wish: EntryWish): void {
    this.wishes = true;
    this.wishSide = side;
    this.wish = wish;
    this.wishBare = isBare(wish);
  }
  exit(reason: string): void {
    this.wishes = true;
    this.wishExit = reason;
  }
  moveStop(price: number): void {
    this.wishes = true;
    this.wishStop = price;
  }

  /** Shares what has not changed with a snapshot taken before. Compared by hand: every slot is asked at every candle. */
  snapshot(before?: SlotSnapshot): SlotSnapshot {
    const cells = sharedList(before?.cells, plainNumbers(this.cells, this.cellCount));
    const position = positionOf(this.position, before?.position);
    const { entry, exitOrder, stop, target } = this;
    const orders = ordersOf(entry?.id ?? 0, exitOrder?.id ?? 0, stop?.id ?? 0, target?.id ?? 0, before?.orders);
    const dailyResults = sharedList(before?.dailyResults, this.dailyResults);
    const unwanted = this.unwanted ?? undefined;
    const bestTicks = Number.isNaN(this.bestTicks) ? null : this.bestTicks;
    const lastExitCount = Number.isFinite(this.lastExitCount) ? this.lastExitCount : null;
    const { randomState: random, protection, pendingProtection, entryReason, exitReason, realised, tradeNet } = this;
    if (
      before !== undefined &&
      before.random === random &&
      before.position === position &&
      before.orders === orders &&
      before.cells === cells &&
      before.unwanted === unwanted &&
      before.protection === protection &&
      before.pendingProtection === pendingProtection &&
      before.bestTicks === bestTicks &&
      before.entryReason === entryReason &&
      before.exitReason === exitReason &&
      before.lastExitCount === lastExitCount &&
      before.realised === realised &&
      before.tradeNet === tradeNet &&
      before.dailyResults === dailyResults
    )
      return before;
    const strategyId = this.definition.id;
    const instrumentId = this.instrument.id;
    // biome-ignore format: one line for each kind of thing
    return {
      strategyId, instrumentId, cells, random, position, unwanted, orders, protection, pendingProtection, bestTicks,
      entryReason, exitReason, lastExitCount, realised, tradeNet, dailyResults,
    };
  }

  /** Puts back what `snapshot` took; its orders are found among the engine's by number. */
  restore(snapshot: SlotSnapshot, orders: Pick<WorkingOrders, 'get'>): void {
    const [entry = 0, exit = 0, stop = 0, target = 0] = snapshot.orders;
    this.entry = orders.get(entry) ?? null;
    this.exitOrder = orders.get(exit) ?? null;
    this.stop = orders.get(stop) ?? null;
    this.target = orders.get(target) ?? null;
    this.unwanted = snapshot.unwanted ?? null;
    snapshot.cells.forEach((value, i) => {
      this.cells[i] = Number(value);
    });
    this.randomState = snapshot.random;
    const { stopTicks, targetTicks, ...held } = snapshot.position;
    Object.assign(this.position, held, { stopTicks: stopTicks ?? Number.NaN, targetTicks: targetTicks ?? Number.NaN });
    this.protection = snapshot.protection;
    this.pendingProtection = snapshot.pendingProtection;
    this.bestTicks = snapshot.bestTicks ?? Number.NaN;
    this.entryReason = snapshot.entryReason;
    this.exitReason = snapshot.exitReason;
    this.lastExitCount = snapshot.lastExitCount ?? Number.NEGATIVE_INFINITY;
    this.realised = snapshot.realised;
    this.tradeNet = snapshot.tradeNet;
    this.dailyResults.splice(0, this.dailyResults.length, ...snapshot.dailyResults);
  }

  snapshotViews(): ViewSnapshot[] {
    return [this.view.snapshot(), ...this.higher.map(({ view }) => view.snapshot())];
  }

  restoreViews(snapshots: readonly ViewSnapshot[]): void {
    [this.view, ...this.higher.map(({ view }) => view)].forEach((view, i) => view.restore(snapshots[i] as ViewSnapshot));
  }
}
