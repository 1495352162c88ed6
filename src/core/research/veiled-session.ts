/** A session in which candles appear as they close: what lies ahead is not there to be read, whoever tries. */

import { type Candles, createCandles } from '../market/candles.ts';
import { openSession, type Session, type SessionOptions } from './backtest.ts';
import { closedBy } from './closes.ts';

interface Veiled {
  readonly whole: Candles;
  readonly shown: Candles;
  readonly timeframeMs: number;
}

export class VeiledSession<O extends Parameters<typeof openSession>[1]> {
  readonly session: Session<O>;
  private readonly veiled: readonly Veiled[];

  constructor(options: SessionOptions, observer: O) {
    const veiled: Veiled[] = [];
    const markets = options.markets.map((market) => ({
      ...market,
      series: market.series.map(({ timeframeMs, candles }) => {
        const one = { whole: candles, shown: blankCandles(candles), timeframeMs };
        // The first candle is known from the start: a session takes its beginning from it.
        show(one, Math.min(1, candles.length));
        veiled.push(one);
        return { timeframeMs, candles: one.shown };
      }),
    }));
    this.veiled = veiled;
    this.session = openSession({ ...options, markets } as SessionOptions, observer);
  }

  /** Shows the candles that have closed by `at` and plays everything up to it. */
  run(at: number): void {
    for (const one of this.veiled) show(one, closedBy(one.whole, one.timeframeMs, at));
    const { timeline } = this.session;
    timeline.restore(timeline.positions);
    timeline.run(at);
  }
}

/** Room for all candles, with nothing in it. */
function blankCandles(whole: Candles): Candles {
  const blank = createCandles(whole.length, { hasVolume: whole.hasVolume, hasAsk: whole.ask !== undefined });
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) blank[name].fill(Number.NaN);
  if (blank.ask) for (const name of ['open', 'high', 'low', 'close'] as const) blank.ask[name].fill(Number.NaN);
  return blank;
}

function show({ whole, shown }: Veiled, length: number): void {
  const from = shown.length;
  if (length <= from) return;
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) shown[name].set(whole[name].subarray(from, length), from);
  if (whole.ask && shown.ask)
    for (const name of ['open', 'high', 'low', 'close'] as const) shown.ask[name].set(whole.ask[name].subarray(from, length), from);
  shown.length = length;
}
