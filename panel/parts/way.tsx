/** The way from stop to target with a tick at the entry and a mark at the price: risk and way to go in one look. */

import { percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';

/** Without a target the way ends as far above the entry as the stop is below it. */
export function Way({
  stop,
  entry,
  price,
  target,
  isStale,
}: {
  stop: number;
  entry: number;
  price: number;
  target: number | null;
  isStale: boolean;
}) {
  const { language, words } = useSpeech();
  const end = target ?? entry + (entry - stop);
  const share = (value: number) => Math.max(0, Math.min(1, (value - stop) / (end - stop)));
  const [at, from] = [share(price) * 100, share(entry) * 100];
  const isGain = end > stop ? price >= entry : price <= entry;
  const tone = isStale ? 'stale' : price === entry ? '' : isGain ? 'gain' : 'loss';
  return (
    <span
      className={`way ${tone}${isStale ? ' way--stale' : ''}${target === null ? ' way--open' : ''}`}
      role="img"
      aria-label={words.positions.wayTold(percent(language, share(price), 0))}
    >
      <s style={{ left: `${Math.min(at, from)}%`, width: `${Math.abs(at - from)}%` }} />
      <i style={{ left: `${from}%` }} />
      <b style={{ left: `${at}%` }} />
    </span>
  );
}
