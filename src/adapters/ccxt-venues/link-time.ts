/** The offset between our clock and the venue's, from the quickest of several questions. */

export interface OffsetSample {
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly venueTime: number;
}

/** Venue minus ours, ms. The venue's time is taken for the middle of the way there and back: the shorter the way, the less it can be off. */
export function bestOffset(samples: readonly OffsetSample[]): number {
  const [best] = [...samples].sort((a, b) => a.answeredAt - a.askedAt - (b.answeredAt - b.askedAt));
  return best ? Math.round(best.venueTime - (best.askedAt + best.answeredAt) / 2) : 0;
}
