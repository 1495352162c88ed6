import { describe, expect, it } from 'vitest';
import { type Candles, createCandles, sliceCandles } from '../../market/candles.ts';
import { VolatilityGauge } from './volatility-gauge.ts';

function walk(count: number): Candles {
  const candles = createCandles(count);
  candles.length = count;
  let seed = 1;
  let close = 100;
  for (let i = 0; i < count; i++) {
    seed = (seed * 48271) % 2147483647;
    const open = close;
    close += (seed / 2147483647 - 0.5) * 2;
    candles.time[i] = i * 60_000;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = Math.max(open, close) + 0.3;
    candles.low[i] = Math.min(open, close) - 0.2;
  }
  return candles;
}

/** Wilder's ATR(14) from its definition, over the whole history each time. */
function plainRanges(candles: Candles): number[] {
  const ranges: number[] = [];
  for (let i = 1; i < candles.length; i++) {
    const before = candles.close[i - 1] as number;
    ranges.push(
      Math.max(
        (candles.high[i] as number) - (candles.low[i] as number),
        Math.abs((candles.high[i] as number) - before),
        Math.abs((candles.low[i] as number) - before),
      ),
    );
  }
  const smoothed = [ranges.slice(0, 14).reduce((sum, value) => sum + value, 0) / 14];
  for (let i = 14; i < ranges.length; i++) smoothed.push(((smoothed.at(-1) as number) * 13 + (ranges[i] as number)) / 14);
  return smoothed;
}

describe('volatility gauge', () => {
  const candles = walk(5000);
  const ranges = plainRanges(candles);

  it('knows whether the range is below a level, however it finds out', () => {
    const gauge = new VolatilityGauge();
    const levels = [1.3, 1.5, 1.6, 1.8, 3, 10];
    let seed = 7;
    let below = 0;
    for (let index = 5; index < 5000; ) {
      seed = (seed * 48271) % 2147483647;
      const level = levels[seed % levels.length] as number;
      const expected = index >= 14 && (ranges[index - 14] as number) < level;
      expect(gauge.isBelow(candles, index, level), `candle ${index}, level ${level}`).toBe(expected);
      if (expected) below++;
      index += 1 + (seed % 97);
    }
    expect(below).toBeGreaterThan(30);
  });

  it('serves two that come to the same candles one behind the other', () => {
    const gauge = new VolatilityGauge();
    for (let block = 0; block < 4500; block += 512)
      for (const step of [31, 77])
        for (let index = Math.max(20, block); index < block + 512 && index < 5000; index += step) {
          const exact = ranges[index - 14] as number;
          for (const level of [exact * 0.999, exact * 1.001, 5]) expect(gauge.isBelow(candles, index, level)).toBe(exact < level);
          gauge.catchUp(candles, index);
          expect(gauge.range).toBeCloseTo(exact, 9);
        }
  });

  it('goes on where a snapshot stopped, also between two averages', () => {
    const gauge = new VolatilityGauge();
    for (const index of [20, 300, 700]) expect(gauge.isBelow(candles, index, 100)).toBe(true);
    const again = new VolatilityGauge();
    again.restore(JSON.parse(JSON.stringify(gauge.snapshot())));
    for (const index of [701, 1500]) expect(again.isBelow(candles, index, 100)).toBe(gauge.isBelow(candles, index, 100));
    expect(again.snapshot()).toEqual(gauge.snapshot());
  });

  it('goes on from a state written before it looked ahead', () => {
    const gauge = new VolatilityGauge();
    for (const index of [20, 300]) gauge.catchUp(candles, index);
    const { ahead: _, ...older } = gauge.snapshot();
    const again = new VolatilityGauge();
    again.restore(older);
    for (const index of [301, 900]) {
      const exact = ranges[index - 14] as number;
      expect([again.isBelow(candles, index, exact * 1.001), again.isBelow(candles, index, exact * 0.999)]).toEqual([true, false]);
    }
  });

  it('has the range of every candle, however rarely it is asked', () => {
    const gauge = new VolatilityGauge();
    expect(gauge.range).toBeNaN();
    for (const index of [13, 14, 15, 500, 501, 4000, 4999]) {
      gauge.catchUp(candles, index);
      if (index < 14) expect(gauge.range).toBeNaN();
      else expect(gauge.range).toBeCloseTo(ranges[index - 14] as number, 10);
      const last = ranges.slice(index - 14 - 99, index - 14 + 1);
      if (index < 113) expect(gauge.ratioToNormal).toBeNaN();
      else expect(gauge.ratioToNormal).toBeCloseTo((last.at(-1) as number) / (last.reduce((sum, value) => sum + value, 0) / 100), 10);
    }
  });

  it('gives the same bits asked once, candle by candle, and across a restart', () => {
    const [once, often] = [new VolatilityGauge(), new VolatilityGauge()];
    let restarted = new VolatilityGauge();
    once.catchUp(candles, 3000);
    for (let i = 0; i <= 3000; i++) {
      often.catchUp(candles, i);
      if (i % 700 === 0) {
        const state = JSON.parse(JSON.stringify(restarted.snapshot()));
        restarted = new VolatilityGauge();
        restarted.restore(state);
      }
      if (i % 7 === 0 || i === 3000) restarted.catchUp(candles, i);
    }
    for (const gauge of [often, restarted]) expect([gauge.range, gauge.ratioToNormal]).toEqual([once.range, once.ratioToNormal]);
  });

  it('follows a live buffer that has moved, and says when it has moved too far', () => {
    const [whole, moving] = [new VolatilityGauge(), new VolatilityGauge()];
    whole.catchUp(candles, 2000);
    moving.catchUp(candles, 1500);
    moving.catchUp(sliceCandles(candles, 1000, 3000), 1000);
    expect(moving.range).toBe(whole.range);
    expect(() => moving.catchUp(sliceCandles(candles, 2500, 3000), 10)).toThrow(/dropped before risk had seen them/);
  });
});
