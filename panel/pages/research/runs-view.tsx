/** The list of backtests: what is under way on top, then every run: found, sorted, chosen for a comparison. */

import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Run } from '../../../src/api/research.ts';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { dayAndYear } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { isOver, useJobs } from '../../live/jobs.ts';
import { useRights } from '../../live/session.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { FigureText } from './figures.tsx';
import { RunFilters } from './run-filters.tsx';
import { type RunFilter, runName, useFreshRuns, useRuns, withField } from './runs.ts';
import { type ResearchWords, useResearchWords } from './words.ts';

const MOST_COMPARED = 12;
const FIGURE_COLUMNS = ['returnRatio', 'buyAndHoldReturnRatio', 'maxDrawdownRatio', 'sharpe', 'profitFactor', 'closedTrades'] as const;
const FIRST: RunFilter = { sort: 'createdAt', order: 'desc' };

export function RunsView() {
  const speech = useSpeech();
  const own = useResearchWords();
  const navigate = useNavigate();
  const mayRun = useRights().includes('research.run');
  const [filter, setFilter] = useState<RunFilter>(FIRST);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const jobs = useJobs({ kind: 'backtest' }).rows;
  const running = jobs.filter((job) => !isOver(job));
  useFreshRuns(jobs);
  const { rows, ...question } = useRuns(filter);
  const choose = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]));
  const isFiltered = filter.text || filter.strategy || filter.tag || filter.pinned;
  const start = (
    <Link to="/research/new" className={buttonClass('primary')}>
      <Icon name="plus" />
      {own.list.start}
    </Link>
  );
  const comparing = (
    <>
      <Button size="small" onClick={() => setChosen([])}>
        {own.list.clear}
      </Button>
      <Button
        size="small"
        manner="primary"
        disabled={chosen.length < 2 || chosen.length > MOST_COMPARED}
        onClick={() => void navigate(`/research/compare?ids=${chosen.join(',')}`)}
      >
        {own.list.compare(chosen.length)}
      </Button>
    </>
  );
  return (
    <>
      <PageHead title={own.list.title} told={own.list.told}>
        {mayRun && start}
      </PageHead>
      {running.length > 0 && (
        <Card id="running" className="mb-4" title={own.list.running} sub={running.length}>
          {running.map((job) => (
            <JobPanel key={job.id} job={job} />
          ))}
        </Card>
      )}
      <Card
        id="runs"
        title={own.list.history}
        sub={chosen.length > 0 ? own.list.chosen(chosen.length) : own.list.compareHow}
        end={chosen.length > 0 && comparing}
      >
        <DataTable
          caption={own.list.caption}
          columns={columnsOf(own, speech, chosen, choose)}
          rows={rows}
          keyOf={(run) => run.id}
          {...question}
          sort={{ key: filter.sort, isDescending: filter.order === 'desc' }}
          onSort={({ key, isDescending }) => setFilter({ ...filter, sort: key as RunFilter['sort'], order: isDescending ? 'desc' : 'asc' })}
          search={filter.text ?? ''}
          onSearch={(text) => setFilter(withField(filter, 'text', text))}
          filters={<RunFilters filter={filter} onFilter={setFilter} />}
          onOpen={(run) => void navigate(`/research/runs/${run.id}`)}
          empty={
            isFiltered ? (
              <EmptyState icon="search" title={own.list.noneTitle} text={own.list.noneText} />
            ) : (
              <EmptyState icon="flask" title={own.list.emptyTitle} text={own.list.emptyText}>
                {mayRun && start}
              </EmptyState>
            )
          }
        />
        {rows.some(({ insufficient }) => insufficient.length > 0) && <p className="px-4 pb-3 text-12 text-muted">{own.fewNote}</p>}
      </Card>
    </>
  );
}

function columnsOf(
  own: ResearchWords,
  { language }: Speech,
  chosen: readonly string[],
  choose: (id: string) => void,
): readonly Column<Run>[] {
  return [
    {
      key: 'strategy',
      title: own.list.strategy,
      phone: 'title',
      cell: (run) => (
        <span className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent-solid phone:size-5"
            aria-label={own.list.choose(runName(run))}
            checked={chosen.includes(run.id)}
            onClick={(event) => event.stopPropagation()}
            onChange={() => choose(run.id)}
          />
          <Link to={`/research/runs/${run.id}`} onClick={(event) => event.stopPropagation()}>
            {run.strategy}
          </Link>
          {run.pinned && (
            <span title={own.list.pinned}>
              <Icon name="pin" className="size-3.5 text-accent" />
              <span className="sr-only">{own.list.pinned}</span>
            </span>
          )}
          {run.faults.length > 0 && <Tag text={own.notBelievable} tone="bad" />}
        </span>
      ),
    },
    {
      key: 'data',
      title: own.list.data,
      phone: 'wide',
      cell: (run) => (
        <>
          {run.symbol} {run.timeframe}
          <small>{own.start.dataSpan(dayAndYear(language, run.dataFrom, 'UTC'), dayAndYear(language, run.dataTo - 1, 'UTC'))}</small>
        </>
      ),
    },
    ...FIGURE_COLUMNS.map(
      (name): Column<Run> => ({
        key: name,
        title: own.figures[name],
        numeric: true,
        sortable: true,
        secondary: name === 'profitFactor' || name === 'buyAndHoldReturnRatio',
        phone: name === 'returnRatio' ? 'figure' : name === 'maxDrawdownRatio' || name === 'sharpe' ? 'line' : 'hide',
        cell: (run) => <FigureText run={run} name={name} />,
      }),
    ),
    {
      key: 'tags',
      title: own.list.tags,
      phone: 'wide',
      secondary: true,
      cell: (run) => run.tags.map((tag) => <Tag key={tag} text={tag} />),
    },
    {
      key: 'createdAt',
      title: own.list.when,
      sortable: true,
      phone: 'line',
      cell: (run) => <TimeText at={run.createdAt} withDay seconds={false} />,
    },
  ];
}
