/** Beside the chart: the strategies of the session. */

import { StrategyRuns } from '../../blocks/strategy-runs.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { useStatus } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { EmptyState } from '../../parts/states.tsx';

export function StrategiesPanel() {
  const { words } = useSpeech();
  const { strategies } = useStatus();
  return (
    <Card title={words.strategies.title} id="strategies">
      {strategies.length === 0 ? (
        <EmptyState title={words.strategies.emptyTitle} text={words.strategies.emptyText} />
      ) : (
        <StrategyRuns strategies={strategies} />
      )}
    </Card>
  );
}
