/** Every strategy of the folder: what it does, what it is doing in the session, and what its last check has found. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Strategy } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { STATE_DOTS } from '../../blocks/strategy-runs.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { failureOf } from '../../live/failures.ts';
import { useRights, useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { Tag } from '../../parts/tag.tsx';
import { CheckState } from './check-card.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { useSteeringWords } from './steering-words.ts';
import { WeightsCard } from './weights-card.tsx';
import { useStrategyWords } from './words.ts';

export function StrategiesView() {
  const { language } = useSpeech();
  const own = useStrategyWords();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [isCreating, setCreating] = useState(false);
  const steering = useSteeringWords();
  const mayCreate = useRights().includes('strategies.enable');
  const question = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
  const rows = (question.data?.rows ?? []).filter(({ id, loaded }) =>
    `${id} ${loaded?.title[language] ?? ''} ${loaded?.description[language] ?? ''}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const columns: readonly Column<Strategy>[] = [
    {
      key: 'name',
      title: own.name,
      phone: 'title',
      cell: ({ id, loaded }) => (
        <>
          <Link to={`/strategies/${id}`} className="font-medium" onClick={(event) => event.stopPropagation()}>
            {loaded?.title[language] ?? id}
          </Link>
          <small>
            {id}
            {loaded && ` · ${loaded.version}`}
          </small>
        </>
      ),
    },
    {
      key: 'what',
      isProse: true,
      title: own.what,
      phone: 'wide',
      cell: ({ loaded, problem }) => (
        <p className="line-clamp-2 min-w-60 max-w-[64ch] text-text-2 phone:min-w-0">
          {loaded?.description[language]}
          {problem && <span className="text-danger">{problem.message}</span>}
          {loaded?.testOnly && <Tag text={own.testOnly} />}
        </p>
      ),
    },
    { key: 'timeframe', title: own.timeframe, phone: 'hide', secondary: true, cell: ({ loaded }) => loaded?.timeframe ?? '–' },
    { key: 'session', title: own.session, phone: 'line', cell: ({ id }) => <InSession id={id} /> },
    { key: 'check', title: own.check, phone: 'line', cell: (strategy) => <CheckState strategy={strategy} /> },
  ];
  return (
    <>
      <PageHead title={own.title} told={own.told}>
        {mayCreate && (
          <Button onClick={() => setCreating(true)}>
            <Icon name="plus" />
            {steering.create}
          </Button>
        )}
      </PageHead>
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
      <Card id="strategies" title={own.title} sub={rows.length > 0 ? rows.length : undefined}>
        <DataTable
          caption={own.title}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          state={question.isError ? 'failed' : question.isPending ? 'loading' : 'ready'}
          error={question.error}
          onRetry={() => void question.refetch()}
          search={text}
          onSearch={setText}
          onOpen={({ id }) => void navigate(`/strategies/${id}`)}
          empty={
            text === '' ? (
              <EmptyState icon="code" title={own.emptyTitle} text={own.emptyText} />
            ) : (
              <EmptyState icon="search" title={own.noneTitle} text={own.noneText} />
            )
          }
        />
      </Card>
      <WeightsCard />
    </>
  );
}

/** Its state, the worst of its instruments first, and what it has realised in this session. */
function InSession({ id }: { id: string }) {
  const { words } = useSpeech();
  const own = useStrategyWords();
  const { strategies, account } = useStatus();
  const runs = strategies.filter(({ strategyId }) => strategyId === id);
  const order = ['blocked', 'cooling-down', 'warming-up', 'running'] as const;
  const state = order.find((each) => runs.some((run) => run.state === each));
  if (state === undefined) return <span className="text-muted">{own.notRunning}</span>;
  const isByHand = runs.some((run) => run.block !== null && failureOf(run) === null);
  const realised = runs.reduce((sum, run) => sum + Number(run.realised ?? 0), 0);
  return (
    <>
      <StatusDot state={STATE_DOTS[state]}>{words.strategies[isByHand ? 'disabled' : state]}</StatusDot>
      <small>
        {own.pairs(runs.length)} · <MoneyText value={realised} decimals={account.displayDecimals} manner="result" />
      </small>
    </>
  );
}
