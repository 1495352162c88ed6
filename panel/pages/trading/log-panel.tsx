/** The log of the session: every line, by kind. */

import { useState } from 'react';
import { LogLine } from '../../blocks/log-line.tsx';
import { type Kind, useLogLines } from '../../blocks/log-lines.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState } from '../../parts/states.tsx';

const PAGE = 20;

export function LogPanel() {
  const { words } = useSpeech();
  const lines = useLogLines();
  const fold = useFold('log');
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const [shown, setShown] = useState(PAGE);
  const chosen = kind === 'all' ? lines : lines.filter((line) => line.kind === kind);
  const options = [
    { value: 'all' as const, text: words.log.all },
    ...(['trades', 'refusals', 'system'] as const).map((value) => ({ value, text: words.log.kinds[value] })),
  ];
  return (
    <Card
      id="log"
      title={words.log.title}
      end={<Segmented label={words.log.title} options={options} value={kind} onChoose={setKind} />}
      fold={fold}
      summary={lines.length}
    >
      {chosen.length === 0 && <EmptyState icon="list" title={words.log.emptyTitle} text={words.log.emptyText} />}
      <ol className="py-1.5">
        {chosen.slice(0, shown).map((line) => (
          <LogLine key={line.id} line={line} />
        ))}
      </ol>
      {chosen.length > shown && (
        <div className="flex justify-center border-t border-line px-4 py-2.5">
          <Button size="small" onClick={() => setShown(shown + PAGE * 2)}>
            {words.acts.more}
          </Button>
        </div>
      )}
    </Card>
  );
}
