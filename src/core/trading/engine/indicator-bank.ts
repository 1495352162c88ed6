/** The indicators of one candle stream, computed block by block: for one view, or once for every view of backtests that are played side by side. */

import type { ParameterTable, ParameterValues } from '../../domain/parameters.ts';
import type { Candles } from '../../market/candles.ts';
import { CrossingKernel } from '../../market/indicators/crossing.ts';
import type { Block, IndicatorDefinition, Kernel } from '../../market/indicators/indicator.ts';
import { SERIES_HISTORY } from '../strategy/series.ts';
import type { SourceName } from '../strategy/strategy.ts';

/** Candles computed ahead at a time. Only what is at or before a view's cursor is readable, so this is speed, not foresight. */
export const BLOCK = 512;

/** An indicator of a bank: its memory, and the columns of the present block (the last values of the one before it first). */
export interface Banked {
  /** What it is: two strategies may call different things by one id. */
  readonly definition: object;
  readonly settings: string;
  readonly kernel: Kernel;
  /** Column of the candles, or an output column of another indicator. */
  readonly source: SourceName | Float64Array;
  readonly state: Float64Array;
  readonly columns: readonly Float64Array[];
}

type Create = (state: Float64Array, columns: readonly Float64Array[]) => Kernel;

export class IndicatorBank {
  declare readonly candles: Candles;
  /** Whether views that ask for the same indicator get the same one. */
  declare private readonly shares: boolean;
  private readonly all: Banked[] = [];
  declare private readonly block: Block;
  /** Indicators have been computed for the candles from `start` to before `end`. */
  private start = 0;
  end = 0;

  constructor(candles: Candles, shares = false) {
    this.candles = candles;
    this.shares = shares;
    this.block = { bars: candles, barFrom: 0, source: candles.close, sourceFrom: 0, outFrom: SERIES_HISTORY, count: 0 };
  }

  /** An indicator with all its parameters set. A bank that is shared takes new ones only before its first block. */
  add<T extends ParameterTable>(definition: IndicatorDefinition<T>, values: ParameterValues<T>, source: SourceName | Float64Array): Banked {
    const settings = this.shares ? this.settingsOf(values, source) : '';
    const create: Create = (state, columns) => definition.create(values, state, columns);
    const { outputs } = definition;
    return (
      this.known(definition, settings) ?? this.keep(definition, settings, source, definition.stateLength(values), outputs.length, create)
    );
  }

  /** Where one column crosses another. */
  addCrossing(a: Float64Array, b: Float64Array): Banked {
    const settings = this.shares ? this.settingsOf({}, a) + this.settingsOf({}, b) : '';
    return (
      this.known(CrossingKernel, settings) ??
      this.keep(CrossingKernel, settings, a, 0, 1, (_, [out]) => new CrossingKernel(a, b, out as Float64Array))
    );
  }

  private known(definition: object, settings: string): Banked | undefined {
    return this.shares ? this.all.find((one) => one.definition === definition && one.settings === settings) : undefined;
  }

  private keep(
    definition: object,
    settings: string,
    source: SourceName | Float64Array,
    stateLength: number,
    outputs: number,
    create: Create,
  ): Banked {
    const state = new Float64Array(stateLength);
    const columns = Array.from({ length: outputs }, () => new Float64Array(SERIES_HISTORY + BLOCK).fill(Number.NaN));
    const banked = { definition, settings, kernel: create(state, columns), source, state, columns };
    this.all.push(banked);
    return banked;
  }

  private settingsOf(values: object, source: SourceName | Float64Array): string {
    const of = typeof source === 'string' ? source : this.all.map(({ columns }) => columns.indexOf(source)).join();
    return JSON.stringify([values, of]);
  }

  /** Goes on after a block that was computed before a restart; the memory of the indicators is put back by who kept it. */
  resume(start: number, end: number): void {
    this.start = start;
    this.end = end;
  }

  /** Makes the block that begins at candle `from` the present one, unless it is already. */
  compute(from: number): void {
    if (this.end > from) return;
    const { block, candles } = this;
    const last = this.end - this.start;
    this.start = from;
    this.end = Math.min(candles.length, from + BLOCK);
    block.barFrom = from;
    block.count = this.end - from;
    for (const { kernel, source, columns } of this.all) {
      if (last > 0) for (const column of columns) column.copyWithin(0, last, last + SERIES_HISTORY);
      if (typeof source === 'string') {
        block.source = candles[source];
        block.sourceFrom = from;
      } else {
        block.source = source;
        block.sourceFrom = SERIES_HISTORY;
      }
      kernel.run(block);
    }
  }
}
