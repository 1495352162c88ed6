/** Sample and yardstick: buys once, with all equity, and holds. */

import { type Bar, defineStrategy, LONG } from 'atalaya';

class BuyAndHold {
  /** A position that something else ended (a kill, a liquidation) is not bought back. */
  onBar(bar: Bar): void {
    if (bar.position.side === 0 && bar.candlesSinceExit === Number.POSITIVE_INFINITY)
      bar.enter(LONG, { confidence: 1, reason: 'first-candle' });
  }
}

export default defineStrategy({
  id: 'buy-and-hold',
  version: '1.0.0',
  title: { en: 'Buy and hold', es: 'Comprar y mantener' },
  description: {
    en: 'Buys at the first possible candle with all equity and never sells: what every other strategy has to beat.',
    es: 'Compra en la primera vela posible con todo el patrimonio y no vende nunca: lo que toda estrategia tiene que superar.',
  },
  timeframe: '1d',
  parameters: {},
  warmup: () => 0,
  size: () => ({ kind: 'all' }),
  create: () => new BuyAndHold(),
});
