/** One decision in full: in words, its checks in order, its order with its whole life, its executions and where the journal has it. */

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import type { DecisionInFull } from '../../../src/api/archive.ts';
import { call } from '../../api/client.ts';
import { Checks } from '../../blocks/checks.tsx';
import { DecisionTold, Fact, headlineOf } from '../../blocks/decision-told.tsx';
import { OrderLife } from '../../blocks/order-life/order-life.tsx';
import { useLifeWords } from '../../blocks/order-life/words.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { RequestProblem } from '../../live/requests.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { ModeChip } from '../../parts/mode-chip.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { NoHistory } from './list-view.tsx';
import { DECISIONS } from './lists.ts';
import { useJournalWords } from './words.ts';

/** Where one came from, so that the list is as it was, and the going there: a step back where there is one, which leaves none of its own behind. */
function useWayBack(): { readonly path: string; readonly go: () => void } {
  const state = useLocation().state as { from?: unknown } | null;
  const navigate = useNavigate();
  const from = typeof state?.from === 'string' && state.from.startsWith('/') ? state.from : null;
  const path = from ?? DECISIONS.path;
  return { path, go: () => void (from === null ? navigate(path, { replace: true }) : navigate(-1)) };
}

export function DecisionView({ decisionId }: { decisionId: string }) {
  const own = useJournalWords();
  const { words } = useSpeech();
  const back = useWayBack();
  const question = useQuery({
    queryKey: ['journal', 'decision', decisionId],
    queryFn: () => call('archive.decision', { params: { id: decisionId } }),
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.defaultPrevented || document.querySelector('[role=dialog], [role=menu]') !== null;
      if (event.key === 'Escape' && !isElsewhere) back.go();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [back]);
  return (
    <div className="grid gap-4 phone:gap-3" data-decision={decisionId}>
      <p>
        <Link to={back.path} className={buttonClass('plain', 'small')} aria-keyshortcuts="Escape">
          <Icon name="undo" />
          {own.one.back}
        </Link>
      </p>
      {question.data ? (
        <InFull full={question.data} />
      ) : (
        <>
          <h1 className="sr-only">{own.one.title}</h1>
          {question.isError ? (
            <Failed error={question.error} onRetry={() => void question.refetch()} />
          ) : (
            <Skeleton heights={[28, 240, 160]} label={words.loading} />
          )}
        </>
      )}
    </div>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const own = useJournalWords();
  if (error instanceof RequestProblem && (error.problem?.code === 'DECISION_UNKNOWN' || error.problem?.unclear?.field === 'id'))
    return <EmptyState icon="search" {...own.one.unknown} />;
  if (error instanceof RequestProblem && (error.status === 404 || error.problem?.code === 'HISTORY_UNKNOWN'))
    return <NoHistory error={error} />;
  return <ErrorState error={error} onRetry={onRetry} />;
}

function InFull({ full }: { full: DecisionInFull }) {
  const { decision, mode, order, fills } = full;
  const own = useJournalWords();
  const { life } = useLifeWords();
  const speech = useSpeech();
  const instrument = useInstrument()(decision.instrumentId);
  const { cuts } = speech.words.decisions;
  const of = new URLSearchParams({ strategyId: decision.strategyId, instrumentId: decision.instrumentId });
  return (
    <>
      <header>
        <h1 className="text-20 font-semibold tracking-tight phone:text-16">
          {headlineOf(decision, instrument.label, instrument.quantityDecimals, speech)}
        </h1>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
          <TimeText at={decision.at} withYear />
          <Link to={`${DECISIONS.path}?${of}`}>{own.one.older}</Link>
        </p>
      </header>
      <Card
        title={own.one.judged}
        end={
          <>
            <span className="text-muted">{own.one.mode}</span>
            <ModeChip mode={mode} />
          </>
        }
      >
        <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] max-[900px]:grid-cols-1">
          <DecisionTold
            decision={decision}
            isHeaded={false}
            more={
              <>
                {decision.cuts.length > 0 && (
                  <Fact name={own.one.cuts}>
                    <ul>
                      {decision.cuts.map((code) => (
                        <li key={code}>
                          {cuts[code as keyof typeof cuts] ?? code} <IdText id={code} />
                        </li>
                      ))}
                    </ul>
                  </Fact>
                )}
                {order && (
                  <Fact name={own.one.clientOrderId}>
                    <IdText id={order.clientOrderId} short />
                  </Fact>
                )}
              </>
            }
          />
          <Checks decision={decision} isWhole />
        </div>
      </Card>
      <Card
        id="life"
        title={life}
        end={
          fills.length > 0 &&
          order && <Link to={`/journal/executions?orderId=${encodeURIComponent(order.orderId)}`}>{own.one.executions}</Link>
        }
      >
        <div className="px-4 py-4 phone:px-3.5">
          <OrderLife life={full} />
        </div>
      </Card>
    </>
  );
}
