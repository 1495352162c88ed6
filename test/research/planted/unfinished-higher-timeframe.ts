/** Planted fault: reads the larger candle that is still being built, whose close lies in the future. */

import { type Bar, defineIndicator, defineStrategy, LONG, type Series, sma } from 'atalaya';

class RunningClose {
  private readonly out: Float64Array;

  constructor(out: Float64Array) {
    this.out = out;
  }

  run({
    bars,
    barFrom,
    outFrom,
    count,
  }: {
    bars: { close: Float64Array; length: number };
    barFrom: number;
    outFrom: number;
    count: number;
  }): void {
    for (let k = 0; k < count; k++) {
      const running = barFrom + k + 1;
      this.out[outFrom + k] = bars.close[running < bars.length ? running : barFrom + k] as number;
    }
  }
}

const running = defineIndicator({
  id: 'running-close',
  title: { en: 'Close of the running candle', es: 'Cierre de la vela en curso' },
  parameters: {},
  outputs: ['value'],
  input: 'bars',
  warmup: () => 1,
  stateLength: () => 0,
  create: (_, __, outputs) => new RunningClose(outputs[0] as Float64Array),
});

class Rules {
  private readonly larger: Series;
  private readonly average: Series;

  constructor(larger: Series, average: Series) {
    this.larger = larger;
    this.average = average;
  }

  onBar(bar: Bar): void {
    if (this.larger.value > this.average.value && bar.position.side === 0) bar.enter(LONG, { confidence: 1, reason: 'larger-up' });
    else if (this.larger.value < this.average.value && bar.position.side === LONG) bar.exit('larger-down');
  }
}

export default defineStrategy({
  id: 'unfinished-higher-timeframe',
  version: '1.0.0',
  title: { en: 'Planted: unfinished higher timeframe', es: 'Plantada: marco superior sin acabar' },
  description: { en: 'Uses the larger candle before it has closed.', es: 'Usa la vela mayor antes de que cierre.' },
  timeframe: '1h',
  parameters: {},
  warmup: () => 24,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.timeframe('4h').use(running, {}), build.use(sma, { period: 12 })),
});
