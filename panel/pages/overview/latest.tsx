/** The last few things that happened. */

import { Link } from 'react-router';
import { LogLine } from '../../blocks/log-line.tsx';
import { useLogLines } from '../../blocks/log-lines.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useOverviewWords } from './words.ts';

const SHOWN = 6;

export function Latest() {
  const { words } = useSpeech();
  const own = useOverviewWords();
  const lines = useLogLines().slice(0, SHOWN);
  return (
    <Card id="latest" title={own.latest} end={<Link to="/trading">{own.toLog}</Link>}>
      {lines.length === 0 && <EmptyState icon="list" title={words.log.emptyTitle} text={words.log.emptyText} />}
      <ol className="py-1.5">
        {lines.map((line) => (
          <LogLine key={line.id} line={line} />
        ))}
      </ol>
    </Card>
  );
}
