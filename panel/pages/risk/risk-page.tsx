/** Risk: what a bad day could cost and what stands in its way, in one sentence and one row of figures; then exposures, limits, ladder, estimates, correlations, and what if. */

import { useEffect } from 'react';
import type { RiskReport } from '../../../src/api/risk.ts';
import { clock, duration } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useNamedSection } from '../../live/folded.ts';
import { tellWorld, useNow } from '../../live/session.ts';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { CorrelationsCard } from './correlations-card.tsx';
import { EntryCard } from './entry-card.tsx';
import { EstimatesCard } from './estimates-card.tsx';
import { ExposuresCard } from './exposures-card.tsx';
import { LadderCard } from './ladder-card.tsx';
import { LimitsCard } from './limits-card.tsx';
import { useRisk } from './questions.ts';
import { RiskFigures } from './risk-figures.tsx';
import { useRiskSentence } from './sentence.ts';
import { StressCard } from './stress-card.tsx';
import { WhatIfCard } from './what-if-card.tsx';
import { useRiskWords } from './words.ts';

/** The report is asked for every two seconds: so old it is told. */
const OLD_AFTER_MS = 10_000;

export default function RiskPage() {
  const { words } = useSpeech();
  const { data, error, isPending, refetch, dataUpdatedAt } = useRisk();
  useNamedSection(data !== undefined);
  useEffect(() => {
    if (data) tellWorld(data.world);
  }, [data]);
  if (data === undefined)
    return (
      <>
        <PageHead title={words.pages.risk.name} told={words.pages.risk.told} />
        {isPending ? (
          <Skeleton heights={[84, 220, 320, 200]} label={words.loading} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  return (
    <>
      <Head report={data} />
      <Age error={error} at={dataUpdatedAt} onRetry={() => void refetch()} />
      <RiskFigures report={data} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,400px)] items-start gap-4 narrow:grid-cols-1 phone:gap-3">
        <div className="contents wide:grid wide:gap-4">
          <ExposuresCard report={data} />
          <LimitsCard report={data} />
          <EstimatesCard report={data} />
          <EntryCard report={data} />
          <CorrelationsCard report={data} />
        </div>
        <div className="contents wide:grid wide:gap-4">
          <LadderCard report={data} />
          <StressCard report={data} />
          <WhatIfCard report={data} />
        </div>
      </div>
    </>
  );
}

function Head({ report }: { report: RiskReport }) {
  const { language, zone } = useSpeech();
  const own = useRiskWords();
  const { title, details, isAlarm } = useRiskSentence(report);
  const time = report.at === null ? [] : [own.told.of(clock(language, report.at, zone))];
  return (
    <div id="risk-now">
      <PageHead title={title} told={[...details, ...time].join(' ')} />
      {/* Only what needs somebody is read out, not its running figures. */}
      {isAlarm && (
        <span className="sr-only" role="alert">
          {title}
        </span>
      )}
    </div>
  );
}

/** Nothing lies: figures that are no longer told say so. */
function Age({ error, at, onRetry }: { error: unknown; at: number; onRetry: () => void }) {
  const { language } = useSpeech();
  const own = useRiskWords();
  const age = useNow() - at;
  if (error === null || age < OLD_AFTER_MS) return null;
  return (
    <Notice tone="warn" title={own.told.old(duration(language, age))}>
      <ErrorState error={error} onRetry={onRetry} />
    </Notice>
  );
}
