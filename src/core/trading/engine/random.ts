/** Seeded randomness as values: a state goes in, the next comes out. */

/** Next state of the Weyl sequence behind {@link uniform}: every state is met once in 2^32 steps. */
export function nextRandom(state: number): number {
  return (state + 0x9e3779b9) >>> 0;
}

/** The number in [0, 1) that belongs to a state (murmur3's 32-bit finaliser). */
export function uniform(state: number): number {
  let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
}

/** A seed of its own for a named consumer, so that adding one does not shift the others (FNV-1a over the name). */
export function seedFor(seed: number, name: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
