// Frames of Binance's spot and futures streams, and the snapshot its REST interface gives: how they follow each other by their numbers.
import type { BookTranscript, LevelTexts } from './book-transcript.ts';
import type { FrameTaker } from './read-book-frames.ts';

interface Update {
  /** Numbers of its first and last change; of futures, also of the last change before it. */
  readonly U: number;
  readonly u: number;
  readonly pu?: number;
  readonly E: number;
  readonly b: LevelTexts;
  readonly a: LevelTexts;
}

/** Bare, or within `{stream, data}`. Updates that came before the snapshot they continue are kept until it has come. */
export function binanceFrames(): FrameTaker {
  let waiting: Update[] = [];
  /** Last change known; null without a book. */
  let last: number | null = null;
  const follow = (update: Update, transcript: BookTranscript) => {
    if (last === null) {
      transcript.follow(update.E);
      return void waiting.push(update);
    }
    if (update.u <= last) return;
    const continues = update.pu === last || (update.U <= last + 1 && (update.pu === undefined || update.pu <= last));
    if (continues) {
      last = update.u;
      return transcript.update(update.E, update.b, update.a);
    }
    transcript.gap(update.E, `an update that continues ${last}`, `${update.U} to ${update.u}`);
    last = null;
    waiting = [update];
  };
  return (frame, transcript) => {
    if ('lastUpdateId' in frame) {
      last = frame.lastUpdateId as number;
      transcript.snapshot(Number(frame.E ?? 0), frame.bids as LevelTexts, frame.asks as LevelTexts);
      for (const update of waiting.splice(0)) follow(update, transcript);
      return true;
    }
    const data = (frame.data ?? frame) as Readonly<Record<string, never>>;
    if (data.e === 'depthUpdate') {
      transcript.of(data.s);
      follow(data as unknown as Update, transcript);
    } else if (data.e === 'trade' || data.e === 'aggTrade') {
      transcript.of(data.s);
      // Futures also tell what their insurance fund takes over, which nobody could have traded.
      if (data.X === undefined || data.X === 'MARKET') transcript.trade(data.T, data.m ? -1 : 1, data.p, data.q);
    } else return data.e === 'bookTicker' || String(frame.stream).endsWith('@bookTicker');
    return true;
  };
}
