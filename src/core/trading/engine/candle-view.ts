/** One strategy's view of one candle stream: its indicators, advanced block by block in backtests and candle by candle live. */

import { type ParameterTable, type ParameterValues, resolveParameters } from '../../domain/parameters.ts';
import { InputError } from '../../domain/result.ts';
import type { Candles } from '../../market/candles.ts';
import type { IndicatorDefinition } from '../../market/indicators/indicator.ts';
import { type Cursor, LookAheadError, SERIES_HISTORY, Series } from '../strategy/series.ts';
import type { CandleStream, IndicatorSource, SourceName, StrategyInstance } from '../strategy/strategy.ts';
import { IndicatorBank } from './indicator-bank.ts';

export class CandleView implements CandleStream, IndicatorSource {
  declare private readonly candles: Candles;
  declare private readonly bank: IndicatorBank;
  private readonly outputs: Float64Array[] = [];
  private readonly states: Float64Array[] = [];
  private readonly columnOf = new Map<Series, Float64Array>();
  readonly cursor: Cursor = { at: SERIES_HISTORY - 1 };
  private blockStart = 0;
  /** Indicators have been computed for the candles before this one. */
  blockEnd = 0;

  constructor(candles: Candles, bank = new IndicatorBank(candles)) {
    this.candles = candles;
    this.bank = bank;
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
    const { state, columns } = this.bank.add(definition, values, this.sourceOf(`indicator ${definition.id}`, options.source ?? 'close'));
    this.states.push(state);
    return Object.fromEntries(definition.outputs.map((name, i) => [name, this.seriesOf(columns[i] as Float64Array)]));
  }

  crossing(a: Series, b: Series): Series {
    const { columns } = this.bank.addCrossing(
      this.sourceOf('crossing(a, b)', a) as Float64Array,
      this.sourceOf('crossing(a, b)', b) as Float64Array,
    );
    return this.seriesOf(columns[0] as Float64Array);
  }

  private seriesOf(column: Float64Array): Series {
    const series = new Series(column, this.cursor);
    this.outputs.push(column);
    this.columnOf.set(series, column);
    return series;
  }

  /** The series a strategy of this view wants to be asked at; null: at every candle. InputError STRATEGY_WAKES for anything but a series of this view. */
  wakesOf({ wakes }: StrategyInstance, id: string): Series | null {
    if (wakes === undefined || this.columnOf.has(wakes)) return wakes ?? null;
    const message = `strategy ${id}: expected a series of its own timeframe as "wakes", such as build.crossing(a, b)`;
    throw new InputError('STRATEGY_WAKES', message, 1);
  }

  private sourceOf(id: string, source: SourceName | Series): SourceName | Float64Array {
    if (typeof source === 'string') return source;
    const column = this.columnOf.get(source);
    if (!column)
      throw new InputError(
        'INDICATOR_SOURCE',
        `${id}: expected a series of the timeframe it is asked of; make it with the same build, or the same build.timeframe(...)`,
        1,
      );
    return column;
  }

  /** Index of the candle that closed last; -1 before the first. */
  get index(): number {
    return this.blockStart + this.cursor.at - SERIES_HISTORY;
  }

  /** Candle `index` has closed: indicators are valid for it. Candles must be given one after another. */
  advance(index: number): void {
    if (index === this.blockEnd) this.nextBlock();
    this.cursor.at++;
  }

  /** Computes the indicators of the next candles; the cursor then stands right before them. */
  nextBlock(): void {
    const { bank } = this;
    this.blockStart = this.blockEnd;
    this.cursor.at = SERIES_HISTORY - 1;
    bank.compute(this.blockStart);
    this.blockEnd = bank.end;
  }

  get count(): number {
    return this.index + 1;
  }

  private read(column: Float64Array, back: number): number {
    if (back < 0) throw new LookAheadError(back);
    const at = this.index - back;
    return at >= 0 ? (column[at] as number) : Number.NaN;
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
    this.blockStart = snapshot.blockStart;
    this.blockEnd = snapshot.blockEnd;
    this.bank.resume(snapshot.blockStart, snapshot.blockEnd);
    this.cursor.at = SERIES_HISTORY + snapshot.index - this.blockStart;
  }
}

export interface ViewSnapshot {
  readonly index: number;
  readonly blockStart: number;
  readonly blockEnd: number;
  readonly columns: readonly (readonly (number | null)[])[];
}
