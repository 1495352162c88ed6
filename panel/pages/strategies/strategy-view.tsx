/** One strategy: what it is doing, its parameters, what it needs, its check, its results, and its file as it is. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { ParameterField, Strategy } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { StrategyRuns } from '../../blocks/strategy-runs.tsx';
import type { Language } from '../../i18n/format.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights, useStatus } from '../../live/session.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, isNotThere, NotThere, Skeleton } from '../../parts/states.tsx';
import { CheckCard } from './check-card.tsx';
import { Results } from './results-card.tsx';
import { SourceCard } from './source-card.tsx';
import { SteeringButton } from './steering.tsx';
import { useStrategyWords } from './words.ts';

export function StrategyView() {
  const { words } = useSpeech();
  const own = useStrategyWords();
  const { id = '' } = useParams();
  const question = useQuery({ queryKey: ['strategies', id], queryFn: () => call('strategies.read', { params: { id } }) });
  if (question.data) return <OneStrategy strategy={question.data} />;
  return (
    <>
      <PageHead title={id} back={{ to: '/strategies', text: own.back }} />
      {isNotThere(question.error) ? (
        <NotThere {...own.unknown} asked={id} back={{ to: '/strategies', text: own.back }} />
      ) : question.isError ? (
        <ErrorState error={question.error} onRetry={() => void question.refetch()} />
      ) : (
        <Skeleton heights={[120, 160, 320]} label={words.loading} />
      )}
    </>
  );
}

function OneStrategy({ strategy }: { strategy: Strategy }) {
  const { language, words } = useSpeech();
  const own = useStrategyWords();
  const mayRun = useRights().includes('research.run');
  const runs = useStatus().strategies.filter(({ strategyId }) => strategyId === strategy.id);
  const { id, loaded, problem } = strategy;
  return (
    <>
      <PageHead
        title={loaded?.title[language] ?? id}
        told={loaded?.description[language] ?? id}
        back={{ to: '/strategies', text: own.back }}
      >
        {mayRun && loaded && (
          <Link className={buttonClass('primary')} to={`/research/new?strategy=${id}`}>
            <Icon name="flask" />
            {own.backtest}
          </Link>
        )}
      </PageHead>
      {problem && (
        <Notice tone="danger" title={own.problem}>
          <p>
            {problem.message} <code className="text-muted">{problem.code}</code>
          </p>
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_380px] items-start gap-4 narrow:grid-cols-1">
        <div className="grid gap-4">
          {loaded && <Parameters fields={loaded.parameters} constraints={loaded.constraints} />}
          <CheckCard strategy={strategy} />
          <Results id={id} />
        </div>
        <div className="grid gap-4">
          <Card id="session" title={own.session} end={<SteeringButton runs={runs} />}>
            {runs.length > 0 ? (
              <StrategyRuns strategies={runs} />
            ) : (
              <p className="px-4 py-3 text-muted">
                {words.strategies.title}: {own.notRunning}.
              </p>
            )}
          </Card>
          {loaded && <Needs strategy={strategy} loaded={loaded} />}
        </div>
      </div>
      <SourceCard id={id} />
    </>
  );
}

function Parameters({
  fields,
  constraints,
}: {
  fields: readonly ParameterField[];
  constraints: readonly Readonly<Record<Language, string>>[];
}) {
  const { language, words } = useSpeech();
  const own = useStrategyWords();
  const figure = (value: number | null) => plain(language, value, 8);
  const choice = (value: string) => words.form.choices[value] ?? value;
  const columns: readonly Column<ParameterField>[] = [
    {
      key: 'name',
      title: own.parameter,
      phone: 'title',
      cell: ({ name, label }) =>
        label ? (
          <>
            {label[language]} <code className="block text-12 font-normal text-muted">{name}</code>
          </>
        ) : (
          <code>{name}</code>
        ),
    },
    {
      key: 'help',
      isProse: true,
      title: own.meaning,
      phone: 'wide',
      cell: ({ help }) => <span className="text-text-2">{help[language]}</span>,
    },
    {
      key: 'default',
      title: own.byDefault,
      numeric: true,
      phone: 'figure',
      cell: (field) => (
        <b className="font-medium">
          {typeof field.default === 'number'
            ? figure(field.default)
            : typeof field.default === 'boolean'
              ? field.default
                ? own.yes
                : own.no
              : choice(field.default)}
        </b>
      ),
    },
    {
      key: 'range',
      title: own.range,
      numeric: true,
      phone: 'line',
      cell: ({ min, max, choices, unit }) => (
        <span className="whitespace-nowrap">
          {min !== null && max !== null ? words.form.range(figure(min), figure(max)) : choices.map(choice).join(', ')}
          {unit && <small>{words.form.units[unit]}</small>}
        </span>
      ),
    },
  ];
  return (
    <Card id="parameters" title={own.parameters} sub={fields.length === 0 ? own.noParameters : undefined}>
      {fields.length > 0 && <RowTable caption={own.parameters} columns={columns} rows={fields} keyOf={({ name }) => name} />}
      {constraints.length > 0 && (
        <p className="border-t border-line px-4 py-2 text-12 text-muted">
          {own.constraints}: {constraints.map((each) => each[language]).join('; ')}.
        </p>
      )}
    </Card>
  );
}

function Needs({ strategy, loaded }: { strategy: Strategy; loaded: NonNullable<Strategy['loaded']> }) {
  const { language } = useSpeech();
  const own = useStrategyWords();
  const yes = (is: boolean) => (is ? own.yes : own.no);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [own.version, loaded.version],
    [own.timeframe, loaded.timeframe],
    [own.larger, loaded.timeframes.join(', ') || '–'],
    [own.indicators, loaded.indicators.join(', ') || '–'],
    [own.warmup, plain(language, loaded.warmup, 0)],
    [own.shorting, yes(loaded.needs.shorting)],
    [own.volume, yes(loaded.needs.volume)],
    [own.regimes, loaded.regimes.join(', ') || own.everyRegime],
    [own.hash, <IdText key="hash" id={strategy.sourceHash} short />],
  ];
  return (
    <Card id="needs" title={own.facts}>
      <Facts facts={facts} />
      {loaded.testOnly && <p className="border-t border-line px-4 py-2 text-warn">{own.testOnly}</p>}
    </Card>
  );
}
