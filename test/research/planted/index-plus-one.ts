/** Planted fault: its indicator is off by one, so that it shows the next candle's close. */

import { type Bar, defineIndicator, defineStrategy, LONG, type Series } from 'atalaya';

class Close {
  private readonly out: Float64Array;

  constructor(out: Float64Array) {
    this.out = out;
  }

  run({ bars, barFrom, outFrom, count }: { bars: { close: Float64Array }; barFrom: number; outFrom: number; count: number }): void {
    for (let k = 0; k < count; k++) this.out[outFrom + k] = bars.close[barFrom + k + 1] ?? Number.NaN;
  }
}

const price = defineIndicator({
  id: 'price',
  title: { en: 'Price', es: 'Precio' },
  parameters: {},
  outputs: ['value'],
  input: 'bars',
  warmup: () => 1,
  stateLength: () => 0,
  create: (_, __, outputs) => new Close(outputs[0] as Float64Array),
});

class Rules {
  private readonly price: Series;

  constructor(price: Series) {
    this.price = price;
  }

  onBar(bar: Bar): void {
    if (this.price.value > bar.close() * 1.001) bar.enter(LONG, { confidence: 1, reason: 'rising' });
    else if (bar.position.side === LONG) bar.exit('falling');
  }
}

export default defineStrategy({
  id: 'index-plus-one',
  version: '1.0.0',
  title: { en: 'Planted: index plus one', es: 'Plantada: índice más uno' },
  description: { en: 'Reads the next close by a wrong index.', es: 'Lee el cierre siguiente por un índice equivocado.' },
  timeframe: '1d',
  parameters: {},
  warmup: () => 2,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.use(price, {})),
});
