/** One run in full: whether to believe it, its figures, its curve, what it was made with, and what the owner notes on it. */

import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { RunDetail } from '../../../src/api/research.ts';
import { Findings } from '../../blocks/findings.tsx';
import { SeriesChart } from '../../charts/series-chart.tsx';
import type { Drawing } from '../../charts/series-drawing.ts';
import { clock, dayAndYear, decimal, duration, plain } from '../../i18n/format.ts';
import { withTimes } from '../../i18n/told-times.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, isNotThere, NotThere, Skeleton } from '../../parts/states.tsx';
import { withFields } from './field-names.ts';
import { RunFacts } from './run-facts.tsx';
import { RunFigures } from './run-figures.tsx';
import { RunNotes } from './run-notes.tsx';
import { runName, usePinning, useRemoval, useRun } from './runs.ts';
import { type ResearchWords, useResearchWords } from './words.ts';

const CURVE_HEIGHT = 220;

export function RunView() {
  const { words } = useSpeech();
  const own = useResearchWords();
  const { id = '' } = useParams();
  const question = useRun(id);
  if (question.data) return <Run run={question.data} />;
  return (
    <>
      <PageHead title={own.run.title} back={{ to: '/research', text: own.start.back }} />
      {isNotThere(question.error) ? (
        <NotThere {...own.run.unknown} asked={id} back={{ to: '/research', text: own.start.back }} />
      ) : question.isError ? (
        <ErrorState error={question.error} onRetry={() => void question.refetch()} />
      ) : (
        <Skeleton heights={[96, 260, 160]} label={words.loading} />
      )}
    </>
  );
}

function Run({ run }: { run: RunDetail }) {
  const speech = useSpeech();
  const own = useResearchWords();
  const { language, zone } = speech;
  const made = `${dayAndYear(language, run.createdAt, zone)} ${clock(language, run.createdAt, zone, false)}`;
  const { warnings, findings } = run.told;
  const faults = findings.filter(({ severity }) => severity === 'fault');
  const drawing = run.curve.time.length > 1 ? drawingOf(run, own, speech) : null;
  return (
    <>
      <PageHead
        title={runName(run)}
        told={own.run.made(
          made,
          run.requestedBy,
          run.durationMs < 1000 ? `${plain(language, run.durationMs, 0)} ms` : duration(language, run.durationMs),
        )}
        back={{ to: '/research', text: own.start.back }}
      >
        <Acts run={run} />
      </PageHead>
      {faults.length > 0 && (
        <Notice tone="danger" title={own.run.faults}>
          <p className="text-text-2">{own.run.faultsText}</p>
          <ul className="list-disc pl-5">
            {faults.map(({ id, title, detail }) => (
              <li key={id}>
                {title[language]}: {withTimes(detail[language], speech)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid gap-4">
        <section className="overflow-hidden rounded-l border border-line bg-surface">
          <RunFigures run={run} />
        </section>
        <Card id="curve" title={own.run.curve} sub={run.input.currency}>
          {drawing ? (
            <SeriesChart
              drawing={drawing}
              version={0}
              xTitle={speech.words.chart.time}
              summary={own.run.curveTold(decimal(language, run.curve.equity[0], 2), decimal(language, run.curve.equity.at(-1), 2))}
            />
          ) : (
            <EmptyState icon="candles" title={own.run.curve} text={own.run.noCurve} />
          )}
        </Card>
        <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1">
          <div className="grid gap-4">
            {warnings.length > 0 && (
              <Card id="warnings" title={own.run.warnings}>
                <ul className="list-disc py-3 pr-4 pl-9 text-text-2">
                  {warnings.map((warning) => (
                    <li key={warning.en}>{withFields(withTimes(warning[language], speech), own)}</li>
                  ))}
                </ul>
              </Card>
            )}
            {findings.length > 0 && (
              <Card id="checks" title={own.run.checks}>
                <Findings findings={findings} names={own.run.severities} />
              </Card>
            )}
          </div>
          <div className="grid gap-4">
            <RunFacts run={run} />
            <RunNotes key={run.id} run={run} />
          </div>
        </div>
      </div>
    </>
  );
}

/** Report, trades, again, pin, delete. */
function Acts({ run }: { run: RunDetail }) {
  const own = useResearchWords();
  const navigate = useNavigate();
  const mayRun = useRights().includes('research.run');
  const [isAsking, ask] = useState(false);
  const pinning = usePinning(run.id);
  const removal = useRemoval(run.id, () => void navigate('/research'));
  const file = (name: string) => `/api/v1/research/runs/${run.id}/files/${name}`;
  return (
    <>
      {run.files.includes('report.html') ? (
        <a className={buttonClass('primary')} href={file('report.html')} target="_blank" rel="noreferrer">
          {own.run.report}
        </a>
      ) : (
        <span className="text-12 text-muted">{own.run.notHere}</span>
      )}
      {run.files.includes('trades.csv') && (
        <a className={buttonClass()} href={file('trades.csv')} download>
          <Icon name="download" />
          {own.run.trades}
        </a>
      )}
      {mayRun && (
        <>
          <Link className={buttonClass()} to={`/research/new?like=${run.id}`}>
            {own.run.again}
          </Link>
          <Button aria-pressed={run.pinned} disabled={pinning.isPending} onClick={() => pinning.mutate(!run.pinned)}>
            <Icon name="pin" />
            {run.pinned ? own.run.unpin : own.run.pin}
          </Button>
          <Button onClick={() => ask(true)}>
            <Icon name="trash" />
            {own.run.remove}
          </Button>
        </>
      )}
      {isAsking && (
        <ConfirmDialog
          title={own.run.removeTitle}
          text={runName(run)}
          consequences={[own.run.removeText]}
          quiet={own.run.keep}
          go={own.run.remove}
          isDanger
          isDisabled={removal.isPending}
          onGo={() => removal.mutate()}
          onClose={() => ask(false)}
        />
      )}
    </>
  );
}

function drawingOf({ curve }: RunDetail, own: ResearchWords, { language }: Speech): Drawing {
  return {
    x: curve.time,
    isTime: true,
    formatX: (at) => dayAndYear(language, at, 'UTC'),
    panes: [
      {
        height: CURVE_HEIGHT,
        format: (value) => decimal(language, value, 0),
        series: [{ label: own.run.equity, values: curve.equity, role: 'line1', shape: 'line' }],
      },
    ],
  };
}
