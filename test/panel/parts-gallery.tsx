/** Test support: the larger parts on one page, over made-up rows; the product has no such page. */

import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { SeriesChart } from '../../panel/charts/series-chart.tsx';
import { loadWords } from '../../panel/i18n/load.ts';
import { RequestProblem } from '../../panel/live/requests.ts';
import { Card } from '../../panel/parts/card.tsx';
import { DataTable } from '../../panel/parts/data-table.tsx';
import { JobProgress } from '../../panel/parts/job-progress.tsx';
import { LogView } from '../../panel/parts/log-view.tsx';
import type { Column } from '../../panel/parts/row-table.tsx';
import { SchemaForm } from '../../panel/parts/schema-form.tsx';
import { EmptyState, ErrorState } from '../../panel/parts/states.tsx';
import type { Sort } from '../../panel/parts/table-tools.tsx';
import { preferencesOf, seedPreferences } from '../../panel/preferences.ts';
import type { Job } from '../../src/api/jobs.ts';
import type { ParameterField } from '../../src/api/strategies.ts';
import '../../panel/style/app.css';

interface Row {
  readonly id: number;
  readonly name: string;
}

const ALL: readonly Row[] = Array.from({ length: 5000 }, (_, id) => ({ id, name: `${id % 2 === 0 ? 'even' : 'odd'} ${id}` }));
const PAGE = 200;
const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', phone: 'title', cell: (row) => row.name },
  { key: 'id', title: 'Number', numeric: true, phone: 'figure', sortable: true, cell: (row) => row.id },
];

/** As a server would: search and order over all of it, then a page. */
function Rows() {
  const [sort, setSort] = useState<Sort>({ key: 'id', isDescending: false });
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(1);
  const [opened, setOpened] = useState('');
  const found = ALL.filter((row) => row.name.includes(search));
  const ordered = sort.isDescending ? found.toReversed() : found;
  return (
    <Card id="rows" title="Rows" sub={<output id="opened">{opened}</output>}>
      <DataTable
        caption="Rows"
        columns={COLUMNS}
        rows={ordered.slice(0, pages * PAGE)}
        keyOf={(row) => String(row.id)}
        state="ready"
        empty={<EmptyState title="No row" text="Nothing has that name." />}
        sort={sort}
        onSort={setSort}
        search={search}
        onSearch={setSearch}
        more={{ isThere: ordered.length > pages * PAGE, isLoading: false, load: () => setPages(pages + 1) }}
        onExport={() => setOpened('exported')}
        onOpen={(row) => setOpened(row.name)}
      />
    </Card>
  );
}

const FIELDS: readonly ParameterField[] = [
  {
    ...{ label: { en: 'Fast average', es: 'Media rápida' } },
    ...{ name: 'fast', kind: 'integer', help: { en: 'Fast average', es: 'Media rápida' }, default: 9, min: 2, max: 50 },
    ...{ step: 1, choices: [], unit: 'candles' },
  },
  {
    ...{ label: { en: 'Stop', es: 'Stop' } },
    ...{ name: 'stop', kind: 'decimal', help: { en: 'Stop below the entry', es: 'Stop bajo la entrada' }, default: 0.02, min: 0.001 },
    ...{ max: 0.5, step: 0.001, choices: [], unit: 'ratio' },
  },
  {
    ...{ label: { en: 'Direction', es: 'Sentido' } },
    ...{ name: 'direction', kind: 'choice', help: { en: 'Which side', es: 'Qué lado' }, default: 'long-only', min: null, max: null },
    ...{ step: null, choices: ['long-only', 'long-short'], unit: null },
  },
  {
    ...{ label: { en: 'Trend filter', es: 'Filtro de tendencia' } },
    ...{ name: 'filter', kind: 'boolean', help: { en: 'Only with the trend', es: 'Solo con la tendencia' }, default: true, min: null },
    ...{ max: null, step: null, choices: [], unit: null },
  },
];

const JOB: Job = {
  ...{ id: '00000000-0000-4000-8000-000000000000', kind: 'backtest', title: 'Backtest sma-cross', requestedBy: 'panel', state: 'running' },
  ...{ attempt: 1, createdAt: 0, startedAt: 0, finishedAt: null, cancelRequested: false, rate: 52_000, remainingMs: 8000 },
  progress: { done: 120_000, total: 500_000, unit: 'candles', text: 'playing' },
  ...{ input: null, result: null, error: null, logLines: 3, revision: 1 },
};
const LINES = [
  { line: 1, at: 0, level: 'info', text: 'read 500000 candles' },
  { line: 2, at: 1000, level: 'warning', text: 'no fee was given: 0.1 % is assumed' },
  { line: 3, at: 2000, level: 'error', text: 'one candle has no volume' },
] as const;

const REFUSED = new RequestProblem(409, {
  ...{ type: 'about:blank', title: 'Refused', status: 409, detail: 'The journal is closed.', code: 'JOURNAL_CLOSED' },
  correlationId: '7d1f3d1c-8a4f-4a44-9d3f-0123456789ab',
});

function Gallery() {
  const [submitted, setSubmitted] = useState('');
  const [state, setState] = useState('');
  return (
    <main className="grid gap-4 p-4">
      <h1>Parts</h1>
      <output id="state">{state}</output>
      <Rows />
      <Card id="form" title="Form" sub={<output id="submitted">{submitted}</output>}>
        <div className="p-4">
          <SchemaForm fields={FIELDS} submit="Run" onSubmit={(values) => setSubmitted(JSON.stringify(values))} />
        </div>
      </Card>
      <Card id="job" title="Job">
        <JobProgress job={JOB} onCancel={() => setState('cancelled')}>
          <LogView lines={LINES} label="Log" />
        </JobProgress>
      </Card>
      <Card id="failed" title="Failed">
        <ErrorState error={REFUSED} onRetry={() => setState('asked again')} />
      </Card>
      <Card id="spread" title="Spread">
        <SeriesChart
          version={1}
          xTitle="Return"
          summary="Twelve trades lost, twenty-one won."
          drawing={{
            x: [-2, -1, 0, 1, 2],
            isTime: false,
            formatX: (x) => `${x} %`,
            panes: [
              {
                height: 140,
                format: (value) => value.toFixed(0),
                bound: 'from-zero',
                series: [{ label: 'Trades', values: [4, 8, null, 15, 6], role: 'line2', shape: 'bars' }],
              },
            ],
          }}
        />
      </Card>
    </main>
  );
}

seedPreferences(preferencesOf(document.cookie, navigator.language));
await loadWords(navigator.language.startsWith('es') ? 'es' : 'en');
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <BrowserRouter>
      <Gallery />
    </BrowserRouter>
  </StrictMode>,
);
