/** Indicators as the trader has told them, kept until another candle closes: many pages that look at one chart are one question. */

import type { IndicatorBatch, IndicatorQuery } from '../../api/indicators.ts';
import type { LiveMessage } from '../../api/live.ts';

/** Other questions than these many are asked anew. */
const MOST_KEPT = 64;

type Ask = (query: IndicatorQuery) => Promise<IndicatorBatch>;

export interface KeptIndicators {
  readonly ask: Ask;
  /** What was told of the session since: a closed candle has values of its own. */
  heard(messages: readonly LiveMessage[]): void;
  /** Another history, or another start of the trader, perhaps with other parameters. */
  forget(): void;
}

export function keepIndicators(ask: Ask): KeptIndicators {
  const kept = new Map<string, Promise<IndicatorBatch>>();
  return {
    ask(query) {
      const key = JSON.stringify([query.instrumentId, query.strategyId, query.from, query.to, query.limit]);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const answer = ask(query);
      kept.set(key, answer);
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
      // What could not be answered is asked again.
      answer.catch(() => kept.get(key) === answer && kept.delete(key));
      return answer;
    },
    heard(messages) {
      if (messages.some(({ type }) => type === 'candles')) kept.clear();
    },
    forget: () => kept.clear(),
  };
}
