/** Runs side by side: first what makes it unfair, then the figures with the best marked, the curves, and the settings that differ. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Comparison } from '../../../src/api/research.ts';
import { call } from '../../api/client.ts';
import { SeriesChart } from '../../charts/series-chart.tsx';
import type { Drawing, Series } from '../../charts/series-drawing.ts';
import { dayAndYear, decimal } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ScrollPlace } from '../../parts/scroll-place.tsx';
import { EmptyState, ErrorState, isNotThere, NotThere, Skeleton } from '../../parts/states.tsx';
import { bestPlaces, FIGURE_NAMES, FigureText } from './figures.tsx';
import { runName } from './runs.ts';
import { settingText } from './settings.ts';
import { useResearchWords } from './words.ts';

const ROLES = ['run1', 'run2', 'run3', 'run4', 'run5', 'run6'] as const;
const CURVES_HEIGHT = 260;

/** A, B, C: how a run is called in every part of the comparison. */
const letter = (place: number) => String.fromCharCode(65 + place);

export function CompareView() {
  const { words } = useSpeech();
  const own = useResearchWords();
  const [search] = useSearchParams();
  const ids = (search.get('ids') ?? '').split(',').filter((id) => id !== '');
  const question = useQuery({
    queryKey: ['comparison', ids],
    queryFn: () => call('research.compare', { query: { ids: ids.join(',') } }),
    enabled: ids.length > 1,
  });
  return (
    <>
      <PageHead title={own.compare.title} back={{ to: '/research', text: own.start.back }} />
      {ids.length < 2 ? (
        <EmptyState icon="flask" title={own.compare.few} text={own.compare.fewText}>
          <Link className={buttonClass()} to="/research">
            {own.start.back}
          </Link>
        </EmptyState>
      ) : isNotThere(question.error) ? (
        <NotThere {...own.compare.unknown} asked={ids.join(', ')} back={{ to: '/research', text: own.start.back }} />
      ) : question.isError ? (
        <ErrorState error={question.error} onRetry={() => void question.refetch()} />
      ) : question.data ? (
        <Compared comparison={question.data} />
      ) : (
        <Skeleton heights={[72, 320, 280]} label={words.loading} />
      )}
    </>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const own = useResearchWords();
  const { runs, settings, unfair } = comparison;
  const isSameMoney = !unfair.some(({ code }) => code === 'CASH_DIFFERS' || code === 'CURRENCY_DIFFERS');
  const namesOf = (ids: readonly string[]) => ids.map((id) => letter(runs.findIndex((run) => run.id === id))).join(', ');
  return (
    <>
      {unfair.length > 0 ? (
        <Notice tone="warn" title={own.compare.unfair}>
          <ul className="list-disc pl-5">
            {unfair.map((one) => (
              <li key={one.code}>
                {own.compare.reasons[one.code] ?? one.message}{' '}
                <span className="text-text-2">{own.compare.concerns(namesOf(one.runs))}</span>{' '}
                <code className="text-12 text-muted">{one.code}</code>
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <Notice tone="good" title={own.compare.fair} />
      )}
      <div className="grid gap-4">
        <Card id="figures" title={own.compare.figures}>
          <SideBySide
            comparison={comparison}
            caption={own.compare.figures}
            head={own.compare.figure}
            rows={FIGURE_NAMES.map((name) => {
              const best = bestPlaces(name, runs, isSameMoney);
              return {
                name: own.figures[name],
                cells: runs.map((run, place) => (
                  <span key={run.id} className={best.has(place) ? 'font-semibold' : ''}>
                    {best.has(place) && (
                      <>
                        <span aria-hidden="true" className="text-accent">
                          ★{' '}
                        </span>
                        <span className="sr-only">{own.compare.best} </span>
                      </>
                    )}
                    <FigureText run={run} name={name} />
                  </span>
                )),
              };
            })}
          />
          <p className="border-t border-line px-4 py-2 text-12 text-muted">
            {own.compare.bestNote} {runs.some(({ insufficient }) => insufficient.length > 0) && own.fewNote}
          </p>
        </Card>
        <Curves comparison={comparison} />
        <Settings comparison={comparison} rows={settings} />
      </div>
    </>
  );
}

function Settings({ comparison, rows }: { comparison: Comparison; rows: Comparison['settings'] }) {
  const { language } = useSpeech();
  const own = useResearchWords();
  return (
    <Card id="settings" title={own.compare.settings}>
      {rows.length === 0 ? (
        <p className="px-4 py-4 text-text-2">{own.compare.same}</p>
      ) : (
        <SideBySide
          comparison={comparison}
          caption={own.compare.settings}
          head={own.compare.setting}
          rows={rows.map(({ name, values }) => ({
            name: own.compare.names[name] ?? name.replace(/^parameter /, ''),
            cells: values.map((value) => settingText(name, value, language)),
          }))}
        />
      )}
    </Card>
  );
}

function SideBySide({
  comparison,
  caption,
  head,
  rows,
}: {
  comparison: Comparison;
  caption: string;
  head: string;
  rows: readonly { readonly name: string; readonly cells: readonly React.ReactNode[] }[];
}) {
  const { language } = useSpeech();
  return (
    <ScrollPlace label={caption}>
      <table>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {comparison.runs.map((run, place) => (
              <th key={run.id} scope="col" className="num py-1.5!">
                <b className="text-text">{letter(place)}</b> <Link to={`/research/runs/${run.id}`}>{runName(run)}</Link>
                <small className="block font-normal">{dayAndYear(language, run.createdAt, 'UTC')}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, place) => (
                <td key={comparison.runs[place]?.id} className="num whitespace-nowrap">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

function Curves({ comparison }: { comparison: Comparison }) {
  const { language, words } = useSpeech();
  const own = useResearchWords();
  const drawing = useMemo((): Drawing => {
    const { runs, curves } = comparison;
    const series = runs.map((run, place): Series => {
      const role = ROLES[place % ROLES.length] as Series['role'];
      return {
        label: `${letter(place)} ${run.strategy}`,
        values: curves.ratio[place] ?? [],
        role,
        isOver: true,
        shape: place < ROLES.length ? 'line' : 'dotted',
      };
    });
    return {
      x: curves.time,
      isTime: true,
      formatX: (at) => dayAndYear(language, at, 'UTC'),
      panes: [{ height: CURVES_HEIGHT, format: (value) => `${decimal(language, value, 2)}×`, series }],
    };
  }, [comparison, language]);
  return (
    <Card id="curves" title={own.compare.curves}>
      <SeriesChart drawing={drawing} version={0} xTitle={words.chart.time} summary={own.compare.curvesTold(comparison.runs.length)} />
    </Card>
  );
}
