/** What the processes use and how fast is answered, over the last hours: a chart each, with the same as a table. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FigureName, FigureSeries } from '../../../src/api/figures.ts';
import { call } from '../../api/client.ts';
import { SeriesChart } from '../../charts/series-chart.tsx';
import type { Drawing, Series } from '../../charts/series-drawing.ts';
import { clock, decimal, moment, percent, plain, size, UNKNOWN } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type SystemWords, useSystemWords } from './words.ts';

const SPANS = [1, 6, 24] as const;
type Span = (typeof SPANS)[number];
const ASK_MS = 10_000;
const HEIGHT = 120;

interface Line {
  readonly name: FigureName;
  readonly label: (own: SystemWords) => string;
  readonly role: Series['role'];
}
interface Chart {
  readonly key: keyof SystemWords['charts'];
  readonly lines: readonly Line[];
  readonly format: (speech: Speech, value: number) => string;
}

const PROCESSES = { trader: 'run1', web: 'run2', database: 'run3', supervisor: 'run4' } as const;
const ofProcesses = (what: 'cpu' | 'memory' | 'lag'): Line[] =>
  (Object.keys(PROCESSES) as (keyof typeof PROCESSES)[])
    .filter((process) => what !== 'lag' || process !== 'database')
    .map((process) => ({ name: `${process}.${what}` as FigureName, label: (own) => own.names[process], role: PROCESSES[process] }));

const CHARTS: readonly Chart[] = [
  { key: 'cpu', lines: ofProcesses('cpu'), format: ({ language }, value) => percent(language, value, value < 0.1 ? 1 : 0) },
  { key: 'memory', lines: ofProcesses('memory'), format: ({ language }, value) => size(language, value) },
  { key: 'lag', lines: ofProcesses('lag'), format: ({ language }, value) => moment(language, value) },
  {
    key: 'requests',
    lines: [
      { name: 'http.rate', label: (own) => own.all, role: 'run1' },
      { name: 'http.errors', label: (own) => own.errors, role: 'loss' },
    ],
    format: ({ language }, value) => decimal(language, value, 1),
  },
  {
    key: 'times',
    lines: [
      { name: 'http.p50', label: (own) => own.middle, role: 'run1' },
      { name: 'http.p95', label: (own) => own.most, role: 'run2' },
      { name: 'http.p99', label: (own) => own.nearlyAll, role: 'run3' },
    ],
    format: ({ language }, value) => moment(language, value),
  },
  {
    key: 'clients',
    lines: [{ name: 'live.clients', label: (own) => own.clients, role: 'run1' }],
    format: ({ language }, value) => plain(language, value, 1),
  },
  {
    key: 'orders',
    lines: [
      { name: 'orders.p50', label: (own) => own.middle, role: 'run1' },
      { name: 'orders.p95', label: (own) => own.most, role: 'run2' },
    ],
    format: ({ language }, value) => moment(language, value),
  },
];

export function FiguresCard() {
  const own = useSystemWords();
  const fold = useFold('figures');
  const { words } = useSpeech();
  const [hours, setHours] = useState<Span>(1);
  const { data, error, refetch } = useQuery({
    queryKey: ['figures', hours],
    enabled: fold.isOpen,
    queryFn: () => call('system.figures', { query: { hours } }),
    refetchInterval: ASK_MS,
    placeholderData: (before) => before,
    select: fromFirst,
  });
  const hasAny = data !== undefined && Object.values(data.series).some((values) => values.some((value) => value !== null));
  return (
    <Card
      id="figures"
      title={own.figures}
      sub={own.figuresTold}
      fold={fold}
      end={
        <Segmented
          label={own.span}
          options={SPANS.map((value) => ({ value, text: own.spans[value] as string }))}
          value={hours}
          onChoose={setHours}
        />
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton heights={[HEIGHT, HEIGHT]} label={words.loading} />}
      {data && !hasAny && <EmptyState icon="clock" title={own.noFigures} text={own.noFiguresText} />}
      {data && hasAny && (
        <div className="grid min-w-0 gap-px overflow-hidden rounded-b-l bg-line wide:grid-cols-2">
          {CHARTS.map((chart) => (
            <OneChart key={chart.key} chart={chart} figures={data} span={own.spans[hours] as string} />
          ))}
        </div>
      )}
    </Card>
  );
}

/** Begins where the first figure of any is: of a young system the hour before says nothing. */
function fromFirst({ from, stepMs, series }: FigureSeries): FigureSeries {
  const all = Object.values(series);
  const first = Math.max(
    0,
    (all[0] ?? []).findIndex((_, point) => all.some((values) => values[point] !== null)),
  );
  const cut = Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values.slice(first)]));
  return { from: from + first * stepMs, stepMs, series: cut as FigureSeries['series'] };
}

function OneChart({ chart, figures, span }: { chart: Chart; figures: FigureSeries; span: string }) {
  const own = useSystemWords();
  const speech = useSpeech();
  const drawing = useMemo(() => drawingOf(chart, figures, own, speech), [chart, figures, own, speech]);
  const last = chart.lines
    .map(({ name, label }) => {
      const value = figures.series[name]?.findLast((one) => one !== null) ?? null;
      return `${label(own)} ${value === null ? UNKNOWN : chart.format(speech, value)}`;
    })
    .join(', ');
  const isEmpty = chart.lines.every(({ name }) => figures.series[name]?.every((value) => value === null) ?? true);
  return (
    <section className="min-w-0 bg-surface pt-2.5 last:odd:wide:col-span-2" aria-labelledby={`chart-${chart.key}`} data-chart={chart.key}>
      <h3 id={`chart-${chart.key}`} className="px-4 font-semibold">
        {own.charts[chart.key]}
      </h3>
      {isEmpty ? (
        <p className="px-4 py-3 text-muted">{chart.key === 'orders' ? own.noOrders : own.noFigures}</p>
      ) : (
        <SeriesChart
          drawing={drawing}
          version={figures.from + figures.stepMs}
          xTitle={speech.words.chart.time}
          summary={own.summary(own.charts[chart.key], span, last)}
        />
      )}
    </section>
  );
}

function drawingOf({ lines, format }: Chart, { from, stepMs, series }: FigureSeries, own: SystemWords, speech: Speech): Drawing {
  const columns = lines.map(({ name }) => series[name] ?? []);
  const { language, zone } = speech;
  return {
    x: (columns[0] ?? []).map((_, point) => from + point * stepMs),
    panes: [
      {
        height: HEIGHT,
        bound: 'from-zero',
        format: (value) => format(speech, value),
        series: lines.map(({ label, role }, index) => ({ label: label(own), role, shape: 'line', values: columns[index] ?? [] })),
      },
    ],
    formatX: (at) => clock(language, at, zone, false),
    isTime: true,
  };
}
