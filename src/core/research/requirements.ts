/** What a strategy asks for when it is built: its indicators by name and the larger timeframes it reads. */

import { type ParameterTable, type ParameterValues, resolveParameters } from '../domain/parameters.ts';
import { createCandles } from '../market/candles.ts';
import type { IndicatorDefinition } from '../market/indicators/indicator.ts';
import { CandleView } from '../trading/engine/candle-view.ts';
import type { Series } from '../trading/strategy/series.ts';
import type { SourceName } from '../trading/strategy/strategy.ts';
import type { AnyStrategy } from './backtest.ts';

export interface Requirements {
  /** One name per indicator output, own timeframe first, in the order in which a slot's views hold them: `ema(200)`, `4h adx(14).plus`. */
  readonly indicators: readonly string[];
  /** Larger timeframes, each once. */
  readonly timeframes: readonly string[];
}

/** A view without candles that remembers what was asked of it. */
class NamingView extends CandleView {
  readonly names: string[] = [];
  private readonly prefix: string;

  constructor(prefix: string) {
    super(createCandles(0));
    this.prefix = prefix;
  }

  override useAll<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options: { source?: SourceName | Series } = {},
  ): Readonly<Record<string, Series>> {
    const values = Object.values(resolveParameters(definition.parameters, parameters, `indicator ${definition.id}`));
    definition.outputs.forEach((output, i) => {
      const setting = values.length > 0 ? `(${values.join(', ')})` : '';
      this.names.push(`${this.prefix}${definition.id}${setting}${i === 0 ? '' : `.${output}`}`);
    });
    return super.useAll(definition, parameters, options);
  }

  override crossing(a: Series, b: Series): Series {
    this.names.push(`${this.prefix}crossing`);
    return super.crossing(a, b);
  }
}

/** Builds the strategy once, on nothing. `given` as in a command line; InputError PARAMETER_* when it does not fit the table. */
export function requirementsOf(definition: AnyStrategy, given: Readonly<Record<string, unknown>> = {}): Requirements {
  const parameters = resolveParameters(definition.parameters as ParameterTable, given, `strategy ${definition.id}`);
  const own = new NamingView('');
  const larger: NamingView[] = [];
  const timeframes = new Set<string>();
  definition.create(parameters, {
    use: (indicator, values, options) => own.use(indicator, values, options),
    useAll: (indicator, values, options) => own.useAll(indicator, values, options),
    crossing: (a, b) => own.crossing(a, b),
    cell: (value) => ({ value }),
    timeframe: (timeframe) => {
      const view = new NamingView(`${timeframe} `);
      larger.push(view);
      timeframes.add(timeframe);
      return view;
    },
  });
  return { indicators: [own, ...larger].flatMap(({ names }) => names), timeframes: [...timeframes] };
}
