/** Drives one strategy over candles without the engine: real indicator kernels, and a bar that only knows what has closed. */

import { expect } from 'vitest';
import type { ParameterTable } from '../../src/core/domain/parameters.ts';
import { inBoth, resolveParameters } from '../../src/core/domain/parameters.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import { computeIndicator } from '../../src/core/market/indicators/batch.ts';
import { type Cursor, Series } from '../../src/core/trading/strategy/series.ts';
import type { Bar, Build, EntryWish, Side, SourceName, StrategyDefinition } from '../../src/core/trading/strategy/strategy.ts';
import type { Account, Decision, Happening } from './play.ts';
import { play } from './play.ts';

// biome-ignore lint/suspicious/noExplicitAny: definitions of any parameter table, as a registry holds them.
export type AnyStrategy = StrategyDefinition<any>;

/** What the account says besides the position; constant over the run, or one value per candle. */
export interface Circumstances {
  shortable?: boolean;
  ownDrawdownRatio?: number;
}

export interface Driven {
  warmup: number;
  decide(bar: number, account: Account): Decision | undefined;
}

/** One frozen instance over the candles; `decide` must be called for every candle in turn. */
export function instantiate(
  definition: AnyStrategy,
  candles: Candles,
  given: Record<string, unknown>,
  circumstances: Circumstances = {},
): Driven {
  const parameters = resolveParameters(definition.parameters as ParameterTable, given, definition.id);
  for (const { holds, message } of definition.constraints ?? []) if (!holds(parameters)) throw new Error(inBoth(message).en);
  const cursor: Cursor = { at: 0 };
  const instance = Object.freeze(definition.create(parameters, build(candles, cursor)));
  const bar = new TestBar(candles, cursor, circumstances);
  const warmup = definition.warmup(parameters);
  return {
    warmup,
    decide(at, account) {
      cursor.at = at;
      if (at + 1 < warmup) return undefined;
      bar.position = account;
      bar.decision = undefined;
      if (instance.wakes?.value !== 0) instance.onBar(bar as unknown as Bar);
      return bar.decision;
    },
  };
}

/** The whole run: what the strategy did, with the fills of play.ts. */
export function drive(
  definition: AnyStrategy,
  candles: Candles,
  tick: number,
  given: Record<string, unknown> = {},
  circumstances: Circumstances = {},
): Happening[] {
  const { decide } = instantiate(definition, candles, given, circumstances);
  return play(candles, tick, decide);
}

function build(candles: Candles, cursor: Cursor): Build {
  const columns = new WeakMap<Series, Float64Array>();
  const column = (source: SourceName | Series = 'close') => (typeof source === 'string' ? candles[source] : columns.get(source));
  const useAll: Build['useAll'] = (definition, parameters, options) => {
    const outputs = Object.entries(computeIndicator(definition, parameters, candles, { source: column(options?.source) }));
    return Object.fromEntries(
      outputs.map(([name, values]) => {
        const series = new Series(values as Float64Array, cursor);
        columns.set(series, values as Float64Array);
        return [name, series];
      }),
    );
  };
  return {
    useAll,
    use: (definition, parameters, options) => useAll(definition, parameters, options)[options?.output ?? definition.outputs[0]],
    crossing: (a, b) => {
      const [one = new Float64Array(0), other = one] = [columns.get(a), columns.get(b)];
      const sides = one.map((value, i) => Math.sign(value - other[i]));
      return new Series(
        sides.map((side, i) => (side !== 0 && sides[i - 1] * side <= 0 ? side : 0)),
        cursor,
      );
    },
    cell: (initial) => ({ value: initial }),
    timeframe: () => {
      throw new Error('the drive has one timeframe');
    },
  };
}

class TestBar {
  readonly candles: Candles;
  readonly cursor: Cursor;
  readonly shortable: boolean;
  readonly ownDrawdownRatio: number;
  position!: Account;
  decision: Decision | undefined;

  constructor(candles: Candles, cursor: Cursor, { shortable = true, ownDrawdownRatio = 0 }: Circumstances) {
    this.candles = candles;
    this.cursor = cursor;
    this.shortable = shortable;
    this.ownDrawdownRatio = ownDrawdownRatio;
  }

  get candlesSinceExit(): number {
    return this.position.candlesSinceExit;
  }
  open(back = 0): number {
    return this.candles.open[this.cursor.at - back];
  }
  high(back = 0): number {
    return this.candles.high[this.cursor.at - back];
  }
  low(back = 0): number {
    return this.candles.low[this.cursor.at - back];
  }
  close(back = 0): number {
    return this.candles.close[this.cursor.at - back];
  }
  volume(back = 0): number {
    return this.candles.volume[this.cursor.at - back];
  }

  enter(side: Side, wish: EntryWish): void {
    expect(this.decision, 'one wish per candle').toBeUndefined();
    expect(this.position.side, 'entries only while flat').toBe(0);
    const { confidence, reason, stopRatio, targetRatio, trailRatio } = wish;
    this.decision = { act: 'enter', side, reason, confidence, stop: stopRatio, target: targetRatio, trail: trailRatio };
  }

  exit(reason: string): void {
    expect(this.decision, 'one wish per candle').toBeUndefined();
    expect(this.position.side, 'exits only in a position').not.toBe(0);
    this.decision = { act: 'exit', reason };
  }
}
