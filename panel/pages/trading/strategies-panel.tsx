/** Beside the chart: the strategies of the session. */

import { StrategyRuns } from '../../blocks/strategy-runs.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { failureOf } from '../../live/failures.ts';
import { useFold } from '../../live/folded.ts';
import { useStatus } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { EmptyState } from '../../parts/states.tsx';

export function StrategiesPanel() {
  const { words } = useSpeech();
  const { strategies } = useStatus();
  const failed = strategies.filter((strategy) => failureOf(strategy) !== null).length;
  return (
    <Card
      title={words.strategies.title}
      id="strategies"
      fold={useFold('strategies')}
      summary={failed > 0 ? <span className="text-danger">{words.state.failed(failed)}</span> : strategies.length}
    >
      {strategies.length === 0 ? (
        <EmptyState title={words.strategies.emptyTitle} text={words.strategies.emptyText} />
      ) : (
        <StrategyRuns strategies={strategies} />
      )}
    </Card>
  );
}
