/** One strategy's view of one candle stream: its indicators, advanced block by block in backtests and candle by candle live. */

import { type ParameterTable, type ParameterValues, resolveParameters } from '../../domain/parameters.ts';
import { InputError } from '../../domain/result.ts';
import type { Candles } from '../../market/candles.ts';
import type { Block, IndicatorDefinition, Kernel } from '../../market/indicators/indicator.ts';
import { type Cursor, SERIES_HISTORY, Series } from '../strategy/series.ts';
import type { CandleStream, IndicatorSource, SourceName } from '../strategy/strategy.ts';

/** Candles computed ahead at a time. Only what is at or before the cursor is readable, so this is speed, not foresight. */
const BLOCK = 512;

interface Attached {
  readonly kernel: Kernel;
  /** Column of the candles, or the output column of another series. */
  readonly source: SourceName | Float64Array;
}

export class CandleView implements CandleStream, IndicatorSource {
  declare private readonly candles: Candles;
  private readonly attached: Attached[] = [];
  private readonly outputs: Float64Array[] = [];
  private readonly states: Float64Array[] = [];
  private readonly columnOf = new Map<Series, Float64Array>();
  declare private readonly block: Block;
  readonly cursor: Cursor = { at: SERIES_HISTORY - 1 };
  private blockStart = 0;
  /** Indicators have been computed for the candles before this one. */
  blockEnd = 0;
  /** Index of the candle that closed last; -1 before the first. */
  index = -1;

  constructor(candles: Candles) {
    this.candles = candles;
    this.block = { bars: candles, barFrom: 0, source: candles.close, sourceFrom: 0, outFrom: SERIES_HISTORY, count: 0 };
  }

  use<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options: { output?: string; source?: SourceName | Series } = {},
  ): Series {
    const all = this.useAll(definition, parameters, options);
    const name = options.output ?? (definition.outputs[0] as string);
    const series = all[name];
    if (!series)
      throw new InputError(
        'INDICATOR_OUTPUT',
        `indicator ${definition.id} has no output "${name}"; it has: ${definition.outputs.join(', ')}`,
        2,
      );
    return series;
  }

  useAll<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options: { source?: SourceName | Series } = {},
  ): Readonly<Record<string, Series>> {
    const values = resolveParameters(definition.parameters, parameters, `indicator ${definition.id}`);
    const state = new Float64Array(definition.stateLength(values));
    const columns = definition.outputs.map(() => new Float64Array(SERIES_HISTORY + BLOCK).fill(Number.NaN));
    this.states.push(state);
    this.outputs.push(...columns);
    this.attached.push({
      kernel: definition.create(values, state, columns),
      source: this.sourceOf(definition.id, options.source ?? 'close'),
    });
    const series: Record<string, Series> = {};
    definition.outputs.forEach((name, i) => {
      const column = columns[i] as Float64Array;
      const one = new Series(column, this.cursor);
      this.columnOf.set(one, column);
      series[name] = one;
    });
    return series;
  }

  private sourceOf(id: string, source: SourceName | Series): SourceName | Float64Array {
    if (typeof source === 'string') return source;
    const column = this.columnOf.get(source);
    if (!column) throw new InputError('INDICATOR_SOURCE', `indicator ${id}: expected a series of the same timeframe as source`, 2);
    return column;
  }

  /** Candle `index` has closed: indicators are valid for it. Candles must be given one after another. */
  advance(index: number): void {
    if (index === this.blockEnd) this.nextBlock();
    this.index = index;
    this.cursor.at++;
  }

  /** Computes the indicators of the next candles; the cursor then stands right before them. */
  nextBlock(): void {
    const { block, candles } = this;
    const last = this.blockEnd - this.blockStart;
    this.blockStart = this.blockEnd;
    this.cursor.at = SERIES_HISTORY - 1;
    this.blockEnd = Math.min(candles.length, this.blockStart + BLOCK);
    if (last > 0) for (const column of this.outputs) column.copyWithin(0, last, last + SERIES_HISTORY);
    block.barFrom = this.blockStart;
    block.count = this.blockEnd - this.blockStart;
    for (const { kernel, source } of this.attached) {
      if (typeof source === 'string') {
        block.source = candles[source];
        block.sourceFrom = this.blockStart;
      } else {
        block.source = source;
        block.sourceFrom = SERIES_HISTORY;
      }
      kernel.run(block);
    }
  }

  get count(): number {
    return this.index + 1;
  }

  private read(column: Float64Array, back: number): number {
    const at = this.index - back;
    return back >= 0 && at >= 0 ? (column[at] as number) : Number.NaN;
  }

  get time(): number {
    return this.candles.time[this.index] as number;
  }
  open(back = 0): number {
    return this.read(this.candles.open, back);
  }
  high(back = 0): number {
    return this.read(this.candles.high, back);
  }
  low(back = 0): number {
    return this.read(this.candles.low, back);
  }
  close(back = 0): number {
    return this.read(this.candles.close, back);
  }
  volume(back = 0): number {
    return this.read(this.candles.volume, back);
  }

  /** Indicator values at the last closed candle, for comparing two runs. */
  currentValues(): number[] {
    return this.outputs.map((column) => column[this.cursor.at] as number);
  }

  snapshot(): ViewSnapshot {
    return {
      index: this.index,
      blockStart: this.blockStart,
      blockEnd: this.blockEnd,
      columns: [...this.states, ...this.outputs].map((column) => Array.from(column, (value) => (Number.isNaN(value) ? null : value))),
    };
  }

  /** Expects a view built by the same strategy with the same parameters; InputError SNAPSHOT_MISMATCH otherwise. */
  restore(snapshot: ViewSnapshot): void {
    const own = [...this.states, ...this.outputs];
    if (own.length !== snapshot.columns.length || own.some((column, i) => column.length !== snapshot.columns[i]?.length)) {
      throw new InputError(
        'SNAPSHOT_MISMATCH',
        'expected a snapshot of the same strategy, version and parameters; found other indicators in it',
        3,
      );
    }
    own.forEach((column, i) => column.set((snapshot.columns[i] as (number | null)[]).map((value) => value ?? Number.NaN)));
    this.index = snapshot.index;
    this.blockStart = snapshot.blockStart;
    this.blockEnd = snapshot.blockEnd;
    this.cursor.at = SERIES_HISTORY + this.index - this.blockStart;
  }
}

export interface ViewSnapshot {
  readonly index: number;
  readonly blockStart: number;
  readonly blockEnd: number;
  readonly columns: readonly (readonly (number | null)[])[];
}
