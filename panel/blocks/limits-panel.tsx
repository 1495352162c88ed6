/** The limits that what is held is nearest to, and how much of each is used. */

import { Link } from 'react-router';
import type { LimitInUse } from '../../src/api/session.ts';
import { useSpeech } from '../i18n/words.ts';
import { useFold } from '../live/folded.ts';
import { useInstrument } from '../live/instruments.ts';
import { useStatus } from '../live/session.ts';
import { Card } from '../parts/card.tsx';
import { isNearLimit, LimitMeter } from '../parts/limit-meter.tsx';

export function LimitsPanel({ mayFold = false }: { mayFold?: boolean }) {
  const { words } = useSpeech();
  const fold = useFold('nearest-limits', { mayFold });
  const { limits } = useStatus().account;
  if (limits.length === 0) return null;
  const near = limits.filter(isNearLimit).length;
  return (
    <Card
      title={words.limits.title}
      end={<Link to="/risk#limits">{words.limits.all}</Link>}
      fold={fold}
      summary={near > 0 ? <span className="text-warn">{words.limits.near(near)}</span> : limits.length}
    >
      <ul className="grid gap-2.75 px-4 pt-3 pb-3.5">
        {limits.map((limit) => (
          <LimitRow key={`${limit.code} ${limit.bound}`} limit={limit} />
        ))}
      </ul>
    </Card>
  );
}

function LimitRow({ limit }: { limit: LimitInUse }) {
  const speech = useSpeech();
  const { words } = speech;
  const { currency } = useStatus().account;
  const label = useInstrument();
  const isMost = limit.bound === 'at-most';
  const measured = speech.figure(limit.measured, limit.unit, currency);
  const bound = speech.limit(limit.limit, limit.unit, currency);
  const told = isMost ? words.figures.of(bound) : words.figures.atLeast(bound);
  return (
    <li>
      <div className="mb-1 flex justify-between gap-2">
        <span title={limit.code}>
          {words.limits.names[limit.code] ?? speech.check(limit.code)[0]}
          {limit.instrumentId != null && <span className="whitespace-nowrap text-muted"> · {label(limit.instrumentId).label}</span>}
        </span>
        <span className="shrink-0">
          <b>{measured}</b> <span className="text-muted">{told}</span>
        </span>
      </div>
      <LimitMeter row={limit} />
    </li>
  );
}
