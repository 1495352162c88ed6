/** The indicators of the running strategies for who looks at a chart: computed once each, when they are first asked for, and kept up with the candles. */

import type { IndicatorBatch, IndicatorQuery } from '../../api/indicators.ts';
import { InputError } from '../../core/domain/result.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { DeclaredOutput } from '../../core/trading/engine/declared-indicators.ts';
import { DeclaredValues } from '../../core/trading/engine/declared-values.ts';
import type { EngineStream } from '../../core/trading/engine/engine-options.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { DurableCandles } from './durable-candles.ts';

/** Candles taken in before the engine has its turn again. */
const CANDLES_A_TURN = 20_000;

export type RunningStrategy = Pick<Slot, 'definition' | 'parameters' | 'stream' | 'timeframe'> & {
  readonly instrument: Pick<Slot['instrument'], 'id'>;
};

interface Parts {
  readonly slots: readonly RunningStrategy[];
  readonly streams: readonly EngineStream[];
  readonly candles: Pick<DurableCandles, 'answer'>;
}

export interface IndicatorViews {
  /** InputError RUN_UNKNOWN where no such strategy runs on the instrument. */
  answer(query: IndicatorQuery): Promise<IndicatorBatch>;
}

export function createIndicatorViews({ slots, streams, candles }: Parts): IndicatorViews {
  const kept = new Map<RunningStrategy, DeclaredValues>();
  const valuesOf = (slot: RunningStrategy): DeclaredValues => {
    const known = kept.get(slot) ?? declaredBy(slot, streams);
    kept.set(slot, known);
    return known;
  };
  return {
    async answer({ instrumentId, strategyId, ...range }) {
      const slot = slots.find(({ instrument, definition }) => instrument.id === instrumentId && definition.id === strategyId);
      if (slot === undefined) {
        const running = slots.map(({ instrument, definition }) => `${definition.id} on ${instrument.id}`).join(', ');
        throw new InputError('RUN_UNKNOWN', `expected a strategy that runs (${running}), found ${strategyId} on ${instrumentId}`, 2);
      }
      const values = valuesOf(slot);
      while (!values.follow(CANDLES_A_TURN)) await new Promise((resolve) => setImmediate(resolve));
      // Only what is on disk is shown: the engine may be a candle ahead.
      const { timeframe, intervalMs, time } = candles.answer({ instrumentId, timeframe: slot.timeframe, ...range });
      return { instrumentId, strategyId, timeframe, intervalMs, time, indicators: indicatorsOf(values, time) };
    },
  };
}

function declaredBy({ stream, definition, parameters }: RunningStrategy, streams: readonly EngineStream[]): DeclaredValues {
  const own = streams[stream] as EngineStream;
  const of = (lengthMs: number) => streams.find((other) => other.instrument === own.instrument && other.timeframeMs === lengthMs);
  return new DeclaredValues(definition, parameters, own, (timeframe) => of(timeframeMs(timeframe)) as EngineStream);
}

type Indicator = IndicatorBatch['indicators'][number];

/** Outputs of one indicator together; what is declared twice is told once. */
function indicatorsOf(values: DeclaredValues, time: readonly number[]): Indicator[] {
  const told = new Map<string, Indicator>();
  for (const { declared, valuesAt } of values.outputs) {
    const { id, name, title, of } = declared.indicator;
    const key = keyOf(declared);
    const indicator: Indicator = told.get(key) ?? { id, name, title, of, outputs: [] };
    told.set(key, indicator);
    if (indicator.outputs.some((output) => output.name === declared.output)) continue;
    const numbers = valuesAt(time).map((value) => (Number.isFinite(value) ? value : null));
    indicator.outputs.push({ name: declared.output, scale: declared.scale, values: numbers });
  }
  return [...told.values()];
}

const keyOf = ({ indicator }: DeclaredOutput) => `${indicator.name} of ${indicator.of}`;
