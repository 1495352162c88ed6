// Frames of Bybit's public v5 streams: order books of any depth, and public trades.
import type { LevelTexts } from './book-transcript.ts';
import type { FrameTaker } from './read-book-frames.ts';

interface Trade {
  readonly T: number;
  readonly S: string;
  readonly v: string;
  readonly p: string;
  /** A block trade, which happens outside of the book. */
  readonly BT?: boolean;
}

/** Of several depths that were recorded the first that shows up is taken. Update 1 is a snapshot whatever it says of itself: the venue has restarted. */
export function bybitFrames(): FrameTaker {
  let topic = '';
  let last: number | null = null;
  return ({ topic: name, type, data, cts, ts }, transcript) => {
    if (typeof name !== 'string') return false;
    const [kind, ...rest] = name.split('.');
    if (kind === 'publicTrade') {
      transcript.of(rest[0]);
      for (const { T, S, v, p, BT } of data as readonly Trade[]) if (BT !== true) transcript.trade(T, S === 'Buy' ? 1 : -1, p, v);
      return true;
    }
    if (kind !== 'orderbook') return false;
    transcript.of(rest[1]);
    if (topic === '') topic = name;
    if (name !== topic) return false;
    const { b = [], a = [], u } = data as { readonly b?: LevelTexts; readonly a?: LevelTexts; readonly u: number };
    const at = Number(cts ?? ts);
    if (type === 'snapshot' || u === 1) transcript.snapshot(at, b, a);
    else if (last === null) return true;
    else if (u === last + 1) transcript.update(at, b, a);
    else {
      transcript.gap(at, `update ${last + 1}`, String(u));
      last = null;
      return true;
    }
    last = u;
    return true;
  };
}
