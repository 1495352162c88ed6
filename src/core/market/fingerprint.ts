/** A fingerprint of candle columns: the same candles give the same 32 hexadecimal characters on every machine, one changed bit gives others. */

import type { Candles } from './candles.ts';

/**
 * 128 bits over length, flags and every column's IEEE doubles in little-endian order: MurmurHash3_x86_128 of each column (seed = its number),
 * then of those digests together. Fast and well mixed, not cryptographic: it finds accidents, not forgers.
 */
export function candlesFingerprint(candles: Candles): string {
  const { ask, length } = candles;
  const columns = [candles.time, candles.open, candles.high, candles.low, candles.close, ...(candles.hasVolume ? [candles.volume] : [])];
  if (ask) columns.push(ask.open, ask.high, ask.low, ask.close);
  const digests = new Uint32Array(4 + columns.length * 4);
  digests.set([length, candles.hasVolume ? 1 : 0, ask ? 1 : 0]);
  columns.forEach((column, k) => {
    digests.set(murmur128(littleEndianWords(column, length), k), 4 + k * 4);
  });
  return hexText(murmur128(digests, 0));
}

/** The fingerprint of several parts in order, for a series kept in several files. */
export function combinedFingerprint(parts: readonly string[]): string {
  const words = new Uint32Array(parts.length * 4);
  parts.forEach((part, k) => {
    for (let word = 0; word < 4; word++) words[k * 4 + word] = Number.parseInt(part.slice(word * 8, word * 8 + 8), 16);
  });
  return hexText(murmur128(words, parts.length));
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function littleEndianWords(column: Float64Array, length: number): Uint32Array {
  if (IS_LITTLE_ENDIAN) return new Uint32Array(column.buffer, column.byteOffset, length * 2);
  const words = new Uint32Array(length * 2);
  const view = new DataView(column.buffer, column.byteOffset, length * 8);
  for (let i = 0; i < length; i++) {
    words[i * 2] = view.getUint32(i * 8 + 4);
    words[i * 2 + 1] = view.getUint32(i * 8);
  }
  return words;
}

function hexText(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

const [C1, C2, C3, C4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));

function finish(h: number): number {
  let mixed = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** MurmurHash3_x86_128 of whole 32-bit words. Source: Austin Appleby's public-domain reference, MurmurHash3.cpp. */
export function murmur128(words: Uint32Array, seed: number): Uint32Array {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  const whole = words.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    h1 ^= Math.imul(rotate(Math.imul(words[i] as number, C1), 15), C2);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(words[i + 1] as number, C2), 16), C3);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(words[i + 2] as number, C3), 17), C4);
    h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(words[i + 3] as number, C4), 18), C1);
    h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  const tail = words.length - whole;
  if (tail > 2) h3 ^= Math.imul(rotate(Math.imul(words[whole + 2] as number, C3), 17), C4);
  if (tail > 1) h2 ^= Math.imul(rotate(Math.imul(words[whole + 1] as number, C2), 16), C3);
  if (tail > 0) h1 ^= Math.imul(rotate(Math.imul(words[whole] as number, C1), 15), C2);
  const bytes = words.length * 4;
  h1 ^= bytes;
  h2 ^= bytes;
  h3 ^= bytes;
  h4 ^= bytes;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  return Uint32Array.of(h1, h2 + h1, h3 + h1, h4 + h1);
}
