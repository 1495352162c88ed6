/** The first backtest: a strategy, its parameters, a sample; how far it is; what came of it. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ParameterField, Strategy } from '../../../src/api/strategies.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { type FieldValues, SchemaForm } from '../../parts/schema-form.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { FIELD } from '../../parts/text-field.tsx';
import { useSamples } from './data-step.tsx';
import { FirstBacktest } from './first-backtest.tsx';
import { Choice, Next, StepCard, Ways } from './parts.tsx';
import { useSetupWords } from './words.ts';

export function StrategyStep({
  jobId,
  onJob,
  back,
  next,
}: {
  jobId: string | null;
  onJob: (jobId: string | null) => void;
  back: () => void;
  next: () => void;
}) {
  const { strategy: words } = useSetupWords();
  return (
    <StepCard step="strategy" title={words.title}>
      {jobId === null ? <Wish onJob={onJob} /> : <FirstBacktest jobId={jobId} onOther={() => onJob(null)} />}
      <Ways back={back}>
        <Next onClick={next} isQuiet={jobId === null} />
      </Ways>
    </StepCard>
  );
}

/** The simplest one to understand stands first. */
const FIRST = 'sma-cross';

/** Who sees a strategy for the first time reads what a parameter is for, not what it is called in the file. */
const inWords = ({ label, help, ...field }: ParameterField) =>
  label ? { ...field, label, help } : { ...field, label: help, help: { en: '', es: '' } };

type Loaded = Strategy & { readonly loaded: NonNullable<Strategy['loaded']> };

function Wish({ onJob }: { onJob: (jobId: string) => void }) {
  const { strategy: words } = useSetupWords();
  const { data, error, refetch } = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="w-full">
        <Skeleton heights={[60, 60, 60]} label={words.choose} />
      </div>
    );
  const rows = data.rows
    .filter((row): row is Loaded => row.loaded !== null && !row.loaded.testOnly)
    .sort((a, b) => Number(b.id === FIRST) - Number(a.id === FIRST));
  if (rows.length === 0) return <EmptyState title={words.empty} text={words.emptyText} />;
  return <Chosen rows={rows} onJob={onJob} />;
}

function Chosen({ rows, onJob }: { rows: readonly Loaded[]; onJob: (jobId: string) => void }) {
  const { strategy: words } = useSetupWords();
  const { language } = useSpeech();
  const { isBusy, error, attempt } = useAttempt();
  const samples = useSamples().data ?? [];
  const [id, setId] = useState(rows[0]?.id ?? '');
  const [sample, setSample] = useState<string | null>(null);
  const chosen = rows.find((row) => row.id === id) ?? rows[0];
  const name = sample ?? samples.find((each) => each.timeframe === chosen?.loaded.timeframe)?.sample ?? samples[0]?.sample ?? null;
  const run = (parameters: FieldValues) =>
    void attempt(async () => {
      const body = { strategy: id, data: { kind: 'sample', name: name ?? '' }, parameters: { ...parameters }, lang: language } as const;
      onJob((await call('research.backtest', { body })).id);
    });
  return (
    <>
      <fieldset className="grid max-h-90 w-full gap-2 overflow-auto p-0.5">
        <legend className="pb-1.5 font-medium">{words.choose}</legend>
        {rows.map((row) => (
          <Choice key={row.id} name="strategy" isChosen={row.id === id} onChoose={() => setId(row.id)} title={row.loaded.title[language]}>
            {row.loaded.description[language]}
          </Choice>
        ))}
      </fieldset>
      <label className="grid gap-1">
        <span className="font-medium">{words.sample}</span>
        <select className={`${FIELD} border-field`} value={name ?? ''} onChange={(event) => setSample(event.target.value)}>
          {samples.map(({ sample: each, symbol, timeframe }) => (
            <option key={each} value={each ?? ''}>
              {symbol} {timeframe} · {each}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <section className="w-full">
          <h2 className="font-medium">{words.parameters}</h2>
          <p className="pb-3 text-text-2">{words.parametersText}</p>
          <SchemaForm
            key={id}
            fields={chosen.loaded.parameters.map(inWords)}
            submit={words.go}
            isBusy={isBusy || name === null}
            onSubmit={run}
          >
            <div className="pt-3">
              <Fault error={error} />
            </div>
          </SchemaForm>
        </section>
      )}
    </>
  );
}
