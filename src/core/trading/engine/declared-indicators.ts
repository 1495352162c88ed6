/** What a strategy declares when it is built: each indicator by its name and parameters, and the scale it would be drawn on. */

import { type ParameterTable, type ParameterValues, resolveParameters, type Words } from '../../domain/parameters.ts';
import type { Candles } from '../../market/candles.ts';
import type { IndicatorDefinition } from '../../market/indicators/indicator.ts';
import type { Series } from '../strategy/series.ts';
import type { SourceName, StrategyDefinition } from '../strategy/strategy.ts';
import { CandleView } from './candle-view.ts';

export interface DeclaredOutput {
  /** `ema(200)`, `4h adx(14).plusDi`. */
  readonly name: string;
  /** Of the indicator alone: outputs of one indicator share it. */
  readonly indicator: { readonly id: string; readonly name: string; readonly title: Words; readonly of: string | null };
  readonly output: string;
  readonly scale: 'price' | 'own';
  /** Whether the strategy has asked for this output; the others are computed with it. */
  isRead: boolean;
}

const CROSSING = { en: 'Crossing', es: 'Cruce' };

/** A view that remembers what is asked of it: one output per value of `currentValues`, in that order. */
export class DeclaringView extends CandleView {
  readonly declared: DeclaredOutput[] = [];
  /** Larger timeframe that it is of, as text; empty for the strategy's own. */
  readonly timeframe: string;
  /** Before the names of what is asked of it. */
  private readonly prefix: string;
  private readonly known = new Map<Series, DeclaredOutput>();

  constructor(candles: Candles, timeframe = '') {
    super(candles);
    this.timeframe = timeframe;
    this.prefix = timeframe === '' ? '' : `${timeframe} `;
  }

  override use<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options: { output?: string; source?: SourceName | Series } = {},
  ): Series {
    const first = this.declared.length;
    const series = super.use(definition, parameters, options);
    const read = this.known.get(series);
    for (const one of this.declared.slice(first)) one.isRead = one === read;
    return series;
  }

  override useAll<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options: { source?: SourceName | Series } = {},
  ): Readonly<Record<string, Series>> {
    const all = super.useAll(definition, parameters, options);
    const values = Object.values(resolveParameters(definition.parameters, parameters, `indicator ${definition.id}`));
    const name = `${this.prefix}${definition.id}${values.length > 0 ? `(${values.join(', ')})` : ''}`;
    const { source = 'close' } = options;
    const of = typeof source !== 'string' ? (this.known.get(source)?.name ?? null) : source === 'close' ? null : source;
    const indicator = { id: definition.id, name, title: definition.title, of: definition.input === 'series' ? of : null };
    definition.outputs.forEach((output, i) => {
      const scale = this.scaleOf(definition, output, source);
      const one = { name: `${name}${i === 0 ? '' : `.${output}`}`, indicator, output, scale, isRead: true };
      this.declared.push(one);
      this.known.set(all[output] as Series, one);
    });
    return all;
  }

  override crossing(a: Series, b: Series): Series {
    const name = `${this.prefix}crossing`;
    const series = super.crossing(a, b);
    this.declared.push({
      ...{ name, output: 'value', scale: 'own', isRead: false },
      indicator: { id: 'crossing', name, title: CROSSING, of: null },
    });
    return series;
  }

  private scaleOf<T extends ParameterTable>(
    { scale }: IndicatorDefinition<T>,
    output: string,
    source: SourceName | Series,
  ): DeclaredOutput['scale'] {
    const over = typeof scale === 'object' ? scale[output] : scale;
    if (over !== 'source') return over ?? 'own';
    if (typeof source !== 'string') return this.known.get(source)?.scale ?? 'own';
    return source === 'volume' ? 'own' : 'price';
  }
}

type Built<T extends ParameterTable> = Pick<StrategyDefinition<T>, 'create'>;

/** Builds the strategy once, on views that remember: its own candles first, then a view for each time it asks for a larger timeframe. */
export function declaringViews<T extends ParameterTable>(
  definition: Built<T>,
  parameters: ParameterValues<T>,
  own: Candles,
  larger: (timeframe: string) => Candles,
): DeclaringView[] {
  const view = new DeclaringView(own);
  const views = [view];
  definition.create(parameters, {
    use: (indicator, values, options) => view.use(indicator, values, options),
    useAll: (indicator, values, options) => view.useAll(indicator, values, options),
    crossing: (a, b) => view.crossing(a, b),
    cell: (value) => ({ value }),
    timeframe(timeframe) {
      const of = new DeclaringView(larger(timeframe), timeframe);
      views.push(of);
      return of;
    },
  });
  return views;
}
