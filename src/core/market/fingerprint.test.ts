import { describe, expect, it } from 'vitest';
import { createCandles } from './candles.ts';
import { candlesFingerprint, combinedFingerprint, murmur128 } from './fingerprint.ts';

/** Values of mmh3 5.3.1 (hash_bytes, x64arch=False) over n little-endian words (i x 2654435761 + n) mod 2^32. */
const MMH3 = [
  [0, 7, '0d45d85efb848988fb848988fb848988'],
  [1, 0, 'cf0f20ca519c70b1519c70b1519c70b1'],
  [2, 7, '9ea9b4eaaa541bae1fd5b1701fd5b170'],
  [3, 0, 'b8a4821bce149b6e75fe89dbe585b3fb'],
  [3, 7, '18a123d2f291a02a25db69e74c922cce'],
  [4, 0, '18a20d50defbe05a9cf98f7c1ed42ed0'],
  [4, 7, 'c369ee4941899f39874e0d98d9d2152a'],
  [5, 0, 'ca20e580ff27706f62ed8d23ba15d757'],
  [5, 7, '2329071cd9b1f10cf81e3c154fefc873'],
  [8, 0, '6482765ac26af0b3e777c21b17d93a43'],
  [8, 7, '2de8022b850d47cdf714a3c9953db9eb'],
  [11, 0, 'f773c0f3b0c14eba41011a77f48ee889'],
  [11, 7, '1deb324df52b284965096d41448ac08d'],
] as const;

const hex = (words: Uint32Array) => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');

describe('murmur128', () => {
  it.each(MMH3)('of %i words, seed %i, is what mmh3 gives', (length, seed, expected) => {
    const words = Uint32Array.from({ length }, (_, i) => Number((BigInt(i) * 2654435761n + BigInt(length)) & 0xffffffffn));
    expect(hex(murmur128(words, seed))).toBe(expected);
  });
});

describe('candlesFingerprint', () => {
  const sample = () => {
    const candles = createCandles(8);
    candles.length = 3;
    for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) candles[column].set([1, 2, 3]);
    return candles;
  };

  it('ignores spare capacity and shared memory, and sees every bit that counts', () => {
    const plain = candlesFingerprint(sample());
    expect(plain).toMatch(/^[0-9a-f]{32}$/);
    const spare = sample();
    spare.open[5] = 99;
    expect(candlesFingerprint(spare)).toBe(plain);
    for (const change of [
      (candles: ReturnType<typeof sample>) => (candles.close[2]! += 2 ** -51),
      (candles: ReturnType<typeof sample>) => (candles.length = 2),
      (candles: ReturnType<typeof sample>) => (candles.hasVolume = false),
      (candles: ReturnType<typeof sample>) => ([candles.open, candles.high] = [Float64Array.of(2, 1, 3), candles.high]),
    ]) {
      const changed = sample();
      change(changed);
      expect(candlesFingerprint(changed)).not.toBe(plain);
    }
  });

  it('combines in order', () => {
    const [a, b] = [candlesFingerprint(sample()), '00000000000000000000000000000001'];
    expect(combinedFingerprint([a, b])).not.toBe(combinedFingerprint([b, a]));
    expect(combinedFingerprint([])).not.toBe(combinedFingerprint([a]));
  });
});
