// How far an account's equity moves while prices do, found from the lowest and the highest price alone, against every price valued by itself.
import { expect, test } from 'vitest';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { nextRandom, uniform } from '../../src/core/trading/engine/random.ts';
import { PositionBook } from '../../src/core/trading/ledger/position-book.ts';

let state = 11;
const draw = () => {
  state = nextRandom(state);
  return uniform(state);
};
const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(draw() * choices.length)] as T;

test('extremes are widened to every result and no further', () => {
  let unchanged = 0;
  let refused = 0;
  for (let round = 0; round < 3000; round++) {
    const instrument = prepareInstrument(
      {
        id: 'X',
        venue: 'test',
        kind: 'perpetual',
        base: 'X',
        quote: 'Y',
        tickSize: pick(0.01, 0.25, 1 / 64, 3),
        lotSize: pick(1, 0.003, 1e-8),
      },
      0,
      pick(2, 8),
    );
    const { tickSize } = instrument;
    const book = new PositionBook(Math.round(1e9 * draw()), 1);
    const middle = Math.ceil(500 * draw()) + 20;
    const lots = Math.ceil(10 ** (draw() * 9));
    const side = pick<1 | -1>(1, -1);
    const exact = BigInt(middle) * BigInt(lots) * BigInt(instrument.valueMultiplier);
    const value = Number(exact / BigInt(instrument.valueDivisor));
    if (value > 2 ** 50) continue;
    book.open(instrument, side, lots, value);
    const prices = Float64Array.from({ length: 20 }, () => (middle + Math.round((draw() - 0.5) * pick(0, 3, 30))) * tickSize);
    const results = Array.from(prices, (price) => book.wallet + book.unrealised(instrument, Math.round(price / tickSize)));
    const [low, high] = [Math.min(...results), Math.max(...results)];
    const before = pick(
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [low, high],
      [low + 1, high - 1],
      [low - 1e6, high + 1e6],
      [low, low],
    );
    const extremes = Float64Array.from(before);
    if (!book.widenToResults(instrument, prices, 0, prices.length, extremes)) {
      refused++;
      continue;
    }
    expect(Array.from(extremes), `round ${round}`).toEqual([Math.min(before[0]!, low), Math.max(before[1]!, high)]);
    if (extremes[0] === before[0] && extremes[1] === before[1]) unchanged++;
  }
  expect(unchanged).toBeGreaterThan(500);
  expect(refused).toBeLessThan(300);
});

test('a price that is none, or an amount near the end of the exact range, is nothing to be read', () => {
  const instrument = prepareInstrument({ id: 'X', venue: 'test', kind: 'spot', base: 'X', quote: 'Y', tickSize: 1, lotSize: 1 }, 0, 0);
  const book = new PositionBook(1000, 1);
  book.open(instrument, 1, 2 ** 40, 2 ** 40);
  const widened = (...prices: readonly number[]) =>
    book.widenToResults(
      instrument,
      Float64Array.from(prices),
      0,
      prices.length,
      Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
  expect([widened(1, 2), widened(1, Number.NaN), widened(1, 2 ** 12)]).toEqual([true, false, false]);
});
