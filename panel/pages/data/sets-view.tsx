/** Every data set with its span, how complete it is and what is odd about it; and the place where files come in. */

import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { DataSet } from '../../../src/api/data.ts';
import { dayAndYear, percent, plain } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { Tag } from '../../parts/tag.tsx';
import { addressOf, keyOf, useDataSets } from './data-sets.ts';
import { FileImports } from './file-imports.tsx';
import { type DataWords, useDataWords } from './words.ts';

export function SetsView() {
  const speech = useSpeech();
  const own = useDataWords();
  const navigate = useNavigate();
  const mayWrite = useRights().includes('data.write');
  const question = useDataSets();
  const [text, setText] = useState('');
  const rows = (question.data?.rows ?? []).filter((set) =>
    `${set.symbol} ${set.timeframe} ${set.venue} ${set.sample ?? ''} ${set.kind}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <>
      <PageHead title={own.title} told={own.told} />
      <div className="grid gap-4">
        {mayWrite ? <FileImports /> : <p className="text-muted">{own.import.mayNot}</p>}
        <Card id="sets" title={own.sets} sub={rows.length > 0 ? rows.length : undefined}>
          <DataTable
            caption={own.sets}
            columns={columnsOf(own, speech)}
            rows={rows}
            keyOf={(set) => addressOf(keyOf(set))}
            state={question.isError ? 'failed' : question.isPending ? 'loading' : 'ready'}
            error={question.error}
            onRetry={() => void question.refetch()}
            search={text}
            onSearch={setText}
            onOpen={(set) => void navigate(addressOf(keyOf(set)))}
            empty={
              text === '' ? (
                <EmptyState icon="layers" title={own.emptyTitle} text={own.emptyText} />
              ) : (
                <EmptyState icon="search" title={own.noneTitle} text={own.noneText} />
              )
            }
          />
        </Card>
      </div>
    </>
  );
}

/** Complete is rounded down: what is not whole never looks whole. */
export const completeText = (language: Speech['language'], ratio: number) => percent(language, Math.floor(ratio * 10_000) / 10_000, 2);

function columnsOf(own: DataWords, { language }: Speech): readonly Column<DataSet>[] {
  const day = (at: number | null) => (at === null ? '–' : dayAndYear(language, at, 'UTC'));
  return [
    {
      key: 'symbol',
      title: own.symbol,
      phone: 'title',
      cell: (set) => (
        <>
          <Link to={addressOf(keyOf(set))} onClick={(event) => event.stopPropagation()}>
            {set.symbol}
          </Link>
          <small>{set.sample ?? own.stored}</small>
        </>
      ),
    },
    { key: 'timeframe', title: own.timeframe, phone: 'figure', cell: (set) => set.timeframe },
    { key: 'venue', title: own.venue, phone: 'line', secondary: true, cell: (set) => set.venue },
    { key: 'candles', title: own.candles, numeric: true, phone: 'line', cell: (set) => plain(language, set.bars, 0) },
    {
      key: 'span',
      title: own.span,
      phone: 'line',
      cell: (set) => (
        <>
          {day(set.from)} – {day(set.to)}
        </>
      ),
    },
    {
      key: 'complete',
      title: own.complete,
      numeric: true,
      phone: 'line',
      cell: (set) =>
        set.completeRatio === null ? (
          <span className="text-muted">{own.notCounted}</span>
        ) : (
          <span className={set.completeRatio < 1 ? 'text-warn' : ''}>{completeText(language, set.completeRatio)}</span>
        ),
    },
    {
      key: 'flags',
      title: own.flagsTitle,
      phone: 'wide',
      cell: (set) => <Flags set={set} own={own} />,
    },
  ];
}

const isBad = (flag: string) => flag === 'damaged' || flag === 'denied';

export function Flags({ set, own }: { set: DataSet; own: DataWords }) {
  return set.flags.map((flag) => (
    <Tag key={flag} text={own.flags[flag] ?? flag} tone={isBad(flag) ? 'bad' : 'plain'} told={isBad(flag) ? set.problem : null} />
  ));
}
