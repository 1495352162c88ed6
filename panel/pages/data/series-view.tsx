/** One data set: its span and oddities, a picture of its holes, the gaps and imports one by one, and the way out. */

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DataSet, SeriesDetail } from '../../../src/api/data.ts';
import { call } from '../../api/client.ts';
import { dayAndYear, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { downloadIfRoom } from '../../live/download.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ErrorState, NotThere, Skeleton } from '../../parts/states.tsx';
import { CoverageMap } from './coverage-map.tsx';
import { addressOf, keyIn, keyOf, type SetKey, useDataSets } from './data-sets.ts';
import { Gaps, Imports } from './series-history.tsx';
import { completeText, Flags } from './sets-view.tsx';
import { useDataWords } from './words.ts';

export function SeriesView() {
  const { words } = useSpeech();
  const own = useDataWords();
  const [search] = useSearchParams();
  const key = keyIn(search);
  const sets = useDataSets();
  const set = key ? sets.data?.rows.find((each) => addressOf(keyOf(each)) === addressOf(key)) : undefined;
  const isStored = key !== null && !('sample' in key);
  const detail = useQuery({
    queryKey: ['series', key],
    queryFn: () => call('data.series', { query: key as Exclude<SetKey, { sample: string }> }),
    enabled: isStored && set?.problem === null,
  });
  if (!set) {
    return (
      <>
        <PageHead title={own.title} back={{ to: '/research/data', text: own.back }} />
        {sets.isError ? (
          <ErrorState error={sets.error} onRetry={() => void sets.refetch()} />
        ) : sets.data ? (
          <NotThere {...own.unknown} asked={[...search.values()].join(' · ')} back={{ to: '/research/data', text: own.back }} />
        ) : (
          <Skeleton heights={[80, 240]} label={words.loading} />
        )}
      </>
    );
  }
  return (
    <>
      <SetHead set={set} />
      {set.problem !== null && (
        <Notice tone="danger" title={own.flags[set.flags[0] ?? 'damaged'] ?? ''}>
          <p>{set.problem}</p>
        </Notice>
      )}
      <div className="grid gap-4">
        <About set={set} />
        {set.problem === null && key !== null && <CoverageMap setKey={key} set={set} />}
        {isStored && detail.isError && <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />}
        {detail.data && <Detail detail={detail.data} />}
        {!isStored && <p className="text-muted">{own.series.sampleNote}</p>}
      </div>
    </>
  );
}

function Detail({ detail }: { detail: SeriesDetail }) {
  return (
    <>
      <Gaps gaps={detail.gaps} />
      <Imports imports={detail.imports} />
    </>
  );
}

function SetHead({ set }: { set: DataSet }) {
  const { language } = useSpeech();
  const own = useDataWords();
  const data = set.sample === null ? `lake ${set.venue} ${set.symbol} ${set.timeframe}` : `sample ${set.sample}`;
  const span = [set.from, set.to].map((at) => (at === null ? '–' : dayAndYear(language, at, 'UTC'))).join(' – ');
  return (
    <PageHead
      title={`${set.symbol} ${set.timeframe}`}
      told={`${set.venue} · ${plain(language, set.bars, 0)} ${own.candles.toLowerCase()} · ${span}`}
      back={{ to: '/research/data', text: own.back }}
    >
      {set.problem === null && (set.source === 'sample' || set.kind === 'trades') && (
        <Link className={buttonClass('primary')} to={`/research/new?${new URLSearchParams({ data })}`}>
          <Icon name="flask" />
          {own.backtest}
        </Link>
      )}
    </PageHead>
  );
}

function About({ set }: { set: DataSet }) {
  const { language } = useSpeech();
  const own = useDataWords();
  const [isAdjusted, setAdjusted] = useState(false);
  const { venue, symbol, timeframe, kind } = set;
  const file = (format: string) =>
    `/api/v1/data/export?${new URLSearchParams({ venue, symbol, timeframe, kind, format, ...(isAdjusted && { adjusted: 'true' }) })}`;
  const facts: readonly (readonly [string, ReactNode])[] = [
    // Of a sample nothing is kept: the coverage below counts it.
    ...(set.completeRatio === null ? [] : [[own.complete, completeText(language, set.completeRatio)] as const]),
    [own.series.calendar, set.calendar ?? '–'],
    ...(set.checksum === null ? [] : [[own.series.checksum, <IdText key="checksum" id={set.checksum} short />] as const]),
    ...(set.flags.length === 0 ? [] : [[own.flagsTitle, <Flags key="flags" set={set} own={own} />] as const]),
  ];
  return (
    <Card
      id="facts"
      title={own.flagsTitle}
      end={
        set.source === 'lake' &&
        set.problem === null && (
          <span className="flex flex-wrap items-center justify-end gap-2">
            {set.flags.includes('factors') && (
              <label className="inline-flex items-center gap-1.5">
                <input
                  type="checkbox"
                  className="size-4 accent-accent-solid"
                  checked={isAdjusted}
                  onChange={(event) => setAdjusted(event.target.checked)}
                />
                {own.series.adjusted}
              </label>
            )}
            {['csv', 'parquet'].map((format) => (
              <a key={format} className={buttonClass('plain', 'small')} href={file(format)} download onClick={downloadIfRoom}>
                <Icon name="download" />
                {own.series.download} {format === 'csv' ? 'CSV' : 'Parquet'}
              </a>
            ))}
          </span>
        )
      }
    >
      <Facts facts={facts} />
    </Card>
  );
}
