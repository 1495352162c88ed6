/** The way from stop to target with a tick at the entry and a mark at the price: risk and way to go in one look. */

import { percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';

const TONES = { stale: 'text-stale', gain: 'text-gain', loss: 'text-loss', none: 'text-muted' } as const;

/** Without a target the way ends as far above the entry as the stop is below it, and its end is left open. */
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
  const tone = isStale ? 'stale' : price === entry ? 'none' : isGain ? 'gain' : 'loss';
  return (
    <svg
      className={`block h-4 w-24 overflow-visible phone:my-1 phone:w-full ${TONES[tone]}`}
      role="img"
      aria-label={words.positions.wayTold(percent(language, share(price), 0))}
    >
      <line x1="0" x2={target === null ? '70%' : '100%'} y1="8" y2="8" className="stroke-line-strong stroke-2" />
      {target === null && <line x1="72%" x2="100%" y1="8" y2="8" strokeDasharray="2 4" className="stroke-line-strong stroke-2" />}
      <line x1={`${from}%`} x2={`${at}%`} y1="8" y2="8" strokeDasharray={isStale ? '2 2' : undefined} className="stroke-current stroke-2" />
      <line x1={`${from}%`} x2={`${from}%`} y1="3" y2="13" className="stroke-muted" />
      <circle
        cx={`${at}%`}
        cy="8"
        r="4"
        className={isStale ? 'fill-surface stroke-current stroke-2' : 'fill-current stroke-surface stroke-2'}
      />
    </svg>
  );
}
