/** The rule regime of an instrument from its daily candles: crisis, high volatility, bull, bear, or range. */

import { createCandles } from '../../market/candles.ts';
import { adx } from '../../market/indicators/adx.ts';
import { atr } from '../../market/indicators/atr.ts';
import { innerBlock } from '../../market/indicators/compound.ts';
import type { Kernel } from '../../market/indicators/indicator.ts';
import { sma } from '../../market/indicators/sma.ts';
import type { Regime } from '../strategy/strategy.ts';
import { fromJson, toJson } from './json-numbers.ts';
import type { RegimeFigures } from './profile-figures.ts';

/** Days that may wait; the newest is taken only when somebody asks or the next one has come, so that every instrument's day is complete by then. */
const PENDING = 64;
const CORRELATION_DAYS = 20;

/** What one day is judged by; NaN where it is not known. */
export interface RegimeInputs {
  readonly volatilityIndex: number;
  /** ATR(14) against its mean of 100 days. */
  readonly ratio: number;
  readonly adx: number;
  readonly close: number;
  readonly average: number;
  /** Mean pairwise correlation of 20 days; asked only when it matters. */
  correlation(): number;
}

/** The state of one day alone, by precedence. An unknown correlation counts as the worst case; other unknown inputs leave their state out. */
export function classifyDay(inputs: RegimeInputs, figures: RegimeFigures): Regime {
  const { volatilityIndex, ratio, close, average } = inputs;
  if (volatilityIndex > figures.crisisIndex) return 'crisis';
  if (ratio > figures.crisisRatio && !(inputs.correlation() <= figures.crisisCorrelation)) return 'crisis';
  if (volatilityIndex > figures.highIndex || ratio > figures.highRatio) return 'high-volatility';
  if (inputs.adx > figures.trendAdx && close > average) return 'bull';
  if (inputs.adx > figures.trendAdx && close < average) return 'bear';
  return 'range';
}

/** Two closes in a row change the state, crisis comes at once. */
export class RegimeMemory {
  private readonly confirmCloses: number;
  state: Regime = 'range';
  private candidate: Regime = 'range';
  private closes = 0;

  constructor(confirmCloses: number) {
    this.confirmCloses = confirmCloses;
  }

  next(day: Regime): Regime {
    if (day === this.state) this.closes = 0;
    else {
      this.closes = day === this.candidate ? this.closes + 1 : 1;
      if (day === 'crisis' || this.closes >= this.confirmCloses) {
        this.state = day;
        this.closes = 0;
      }
    }
    this.candidate = day;
    return this.state;
  }

  snapshot(): { state: Regime; candidate: Regime; closes: number } {
    return { state: this.state, candidate: this.candidate, closes: this.closes };
  }

  restore(state: { state: Regime; candidate: Regime; closes: number }): void {
    Object.assign(this, state);
  }
}

const RANGE = new Float64Array(PENDING);
const RANGE_MEAN = new Float64Array(PENDING);
const ADX = new Float64Array(PENDING);
const PLUS = new Float64Array(PENDING);
const MINUS = new Float64Array(PENDING);
const AVERAGE = new Float64Array(PENDING);

export class InstrumentRegime {
  private readonly figures: RegimeFigures;
  private readonly correlationUpTo: (days: number, day: number) => number;
  private readonly memory: RegimeMemory;
  private readonly pending = createCandles(PENDING);
  private readonly days = new Float64Array(PENDING);
  private readonly indices = new Float64Array(PENDING);
  private readonly states: readonly Float64Array[];
  private readonly kernels: readonly Kernel[];
  private readonly block = innerBlock();
  /** The last snapshot, while it holds. */
  private kept: RegimeState | null = null;
  /** False while some input has too little history: the state is then a stand-in. */
  known = false;

  /** `correlationUpTo` gives the mean pairwise correlation of so many days up to a day. */
  constructor(figures: RegimeFigures, correlationUpTo: (days: number, day: number) => number) {
    this.figures = figures;
    this.correlationUpTo = correlationUpTo;
    this.memory = new RegimeMemory(figures.confirmCloses);
    const [range, mean, index, average] = [{ period: 14 }, { period: 100 }, { period: 14 }, { period: 200 }];
    const states = [atr.stateLength(range), sma.stateLength(mean), adx.stateLength(index), sma.stateLength(average)].map(
      (length) => new Float64Array(length),
    );
    const [a, b, c, d] = states as [Float64Array, Float64Array, Float64Array, Float64Array];
    this.states = states;
    this.kernels = [
      atr.create(range, a, [RANGE]),
      sma.create(mean, b, [RANGE_MEAN]),
      adx.create(index, c, [ADX, PLUS, MINUS]),
      sma.create(average, d, [AVERAGE]),
    ];
  }

  /** A finished day. `volatilityIndex` is the market's at that time, NaN when there is none. */
  add(open: number, high: number, low: number, close: number, day: number, volatilityIndex: number): void {
    const { pending } = this;
    this.kept = null;
    if (pending.length === PENDING) this.takeAll(PENDING - 1);
    const k = pending.length++;
    pending.open[k] = open;
    pending.high[k] = high;
    pending.low[k] = low;
    pending.close[k] = close;
    this.days[k] = day;
    this.indices[k] = volatilityIndex;
  }

  get state(): Regime {
    if (this.pending.length > 0) this.takeAll(this.pending.length);
    return this.memory.state;
  }

  /** Runs the first `count` waiting days through the indicators and the rules, in order. */
  private takeAll(count: number): void {
    const { pending, block } = this;
    this.kept = null;
    block.bars = pending;
    block.count = count;
    const sources = [pending.close, RANGE, pending.close, pending.close];
    this.kernels.forEach((kernel, i) => {
      block.source = sources[i] as Float64Array;
      kernel.run(block);
    });
    for (let k = 0; k < count; k++) this.judge(k);
    for (const column of [pending.open, pending.high, pending.low, pending.close, this.days, this.indices])
      column.copyWithin(0, count, pending.length);
    pending.length -= count;
  }

  private judge(k: number): void {
    const day = this.days[k] as number;
    const inputs: RegimeInputs = {
      volatilityIndex: this.indices[k] as number,
      ratio: (RANGE[k] as number) / (RANGE_MEAN[k] as number),
      adx: ADX[k] as number,
      close: this.pending.close[k] as number,
      average: AVERAGE[k] as number,
      correlation: () => this.correlationUpTo(CORRELATION_DAYS, day),
    };
    this.known = !Number.isNaN(inputs.ratio + inputs.adx + inputs.average);
    this.memory.next(classifyDay(inputs, this.figures));
  }

  snapshot(): RegimeState {
    const { length, open, high, low, close } = this.pending;
    this.kept ??= {
      memory: this.memory.snapshot(),
      known: this.known,
      states: this.states.map(toJson),
      pending: [open, high, low, close, this.days, this.indices].map((column) => toJson(column.subarray(0, length))),
    };
    return this.kept;
  }

  restore(state: RegimeState): void {
    this.kept = null;
    this.memory.restore(state.memory);
    this.known = state.known;
    for (const [i, values] of state.states.entries()) fromJson(values, this.states[i] as Float64Array);
    const { pending } = this;
    const columns = [pending.open, pending.high, pending.low, pending.close, this.days, this.indices];
    for (const [i, values] of state.pending.entries()) fromJson(values, columns[i] as Float64Array);
    pending.length = state.pending[0]?.length ?? 0;
  }
}

/** Plain JSON; null for what is not defined. */
export interface RegimeState {
  readonly memory: { readonly state: Regime; readonly candidate: Regime; readonly closes: number };
  readonly known: boolean;
  readonly states: readonly (readonly (number | null)[])[];
  readonly pending: readonly (readonly (number | null)[])[];
}
