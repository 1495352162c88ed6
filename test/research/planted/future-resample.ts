/** Planted fault: candles resampled into groups, each candle given the close of its whole group, which is not over yet. */

import { type Bar, crossedDown, crossedUp, defineIndicator, defineStrategy, integer, LONG, type Series, sma } from 'atalaya';

class GroupClose {
  private readonly size: number;
  private readonly out: Float64Array;

  constructor(size: number, out: Float64Array) {
    this.size = size;
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
      const end = (Math.floor((barFrom + k) / this.size) + 1) * this.size - 1;
      this.out[outFrom + k] = bars.close[Math.min(end, bars.length - 1)] as number;
    }
  }
}

const resampled = defineIndicator({
  id: 'resampled',
  title: { en: 'Close of the group', es: 'Cierre del grupo' },
  parameters: { size: integer({ min: 2, max: 100, default: 5, help: 'Candles of a group' }) },
  outputs: ['value'],
  input: 'bars',
  warmup: () => 1,
  stateLength: () => 0,
  create: ({ size }, _, outputs) => new GroupClose(size, outputs[0] as Float64Array),
});

class Rules {
  private readonly group: Series;
  private readonly average: Series;

  constructor(group: Series, average: Series) {
    this.group = group;
    this.average = average;
  }

  onBar(bar: Bar): void {
    if (crossedUp(this.group, this.average)) bar.enter(LONG, { confidence: 1, reason: 'group-above' });
    else if (crossedDown(this.group, this.average) && bar.position.side === LONG) bar.exit('group-below');
  }
}

export default defineStrategy({
  id: 'future-resample',
  version: '1.0.0',
  title: { en: 'Planted: future resample', es: 'Plantada: remuestreo del futuro' },
  description: {
    en: 'Uses the close of a group of candles before the group is over.',
    es: 'Usa el cierre de un grupo de velas antes de que acabe.',
  },
  timeframe: '1d',
  parameters: {},
  warmup: () => 21,
  size: () => ({ kind: 'all' }),
  create: (_, build) => new Rules(build.use(resampled, { size: 5 }), build.use(sma, { period: 20 })),
});
