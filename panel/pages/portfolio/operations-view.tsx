/** The book of operations with the owner's own columns: target price, gain, net gain now, and where each row comes from. */

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import type { Operation } from '../../../src/api/portfolio/book.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField } from '../../parts/field.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Amount, Count, PrivacySwitch } from './amounts.tsx';
import { ExportLinks } from './export-links.tsx';
import { OperationFilters, useOperationFilters } from './operation-filters.tsx';
import { placeOfAsset } from './places.ts';
import { usePortfolioWords } from './words.ts';

const AT_ONCE = '100';

export function OperationsView() {
  const { words } = useSpeech();
  const own = usePortfolioWords().operations;
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const [filtered, choose, clear] = useOperationFilters();
  const found = useInfiniteQuery({
    queryKey: ['portfolio', 'operations', asked, filtered],
    queryFn: ({ pageParam }) =>
      call('portfolio.operations', {
        query: { limit: AT_ONCE, ...filtered, ...(asked !== '' && { text: asked }), ...(pageParam !== '' && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead title={own.title} told={own.told}>
        <PrivacySwitch />
      </PageHead>
      <Card
        id="portfolio-operations"
        title={own.title}
        end={
          data && (
            <span className="inline-flex flex-wrap items-center gap-3">
              <span className="text-muted">{own.shown(rows.length, data.pages[0]?.total ?? 0)}</span>
              <ExportLinks
                operation="portfolio.exportOperations"
                query={{ ...filtered, ...(asked !== '' && { text: asked }) }}
                name={own.title}
              />
            </span>
          )
        }
      >
        <div className="px-4 py-3">
          <InputField label={own.search} value={text} onChange={(event) => setText(event.target.value)} />
        </div>
        <OperationFilters {...{ filtered, choose, clear }} />
        {data === undefined ? (
          isPending ? (
            <Skeleton heights={[320]} label={words.loading} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : rows.length === 0 ? (
          <p className="px-4 pb-4 text-text-2">{own.none}</p>
        ) : (
          <Rows rows={rows} />
        )}
        {hasNextPage && (
          <div className="px-4 py-3">
            <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {own.more}
            </Button>
          </div>
        )}
      </Card>
    </>
  );
}

function Rows({ rows }: { rows: readonly Operation[] }) {
  const own = usePortfolioWords().operations;
  const columns: readonly Column<Operation>[] = [
    { key: 'day', title: own.day, phone: 'line', cell: ({ entry }) => entry.at.slice(0, 10) },
    { key: 'kind', title: own.kind, phone: 'line', cell: ({ entry }) => own.kinds[entry.kind] ?? entry.kind },
    {
      key: 'asset',
      title: own.asset,
      phone: 'title',
      cell: ({ instrument, entry }) =>
        instrument === null ? (entry.cash?.currency ?? '') : <Link to={placeOfAsset(instrument.id)}>{instrument.symbol}</Link>,
    },
    { key: 'account', title: own.account, phone: 'line', secondary: true, cell: ({ entry }) => entry.account },
    { key: 'quantity', title: own.quantity, phone: 'line', numeric: true, cell: ({ entry }) => <Count value={entry.quantity ?? null} /> },
    {
      ...{ key: 'amount', title: own.amount, phone: 'figure', numeric: true },
      cell: ({ entry: { cash } }) => (cash === undefined ? null : <Amount value={cash.amount} currency={cash.currency} />),
    },
    {
      key: 'target',
      title: own.target,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: (row) => <Count value={row.own?.targetPrice ?? null} />,
    },
    { key: 'gain', title: own.gain, phone: 'line', numeric: true, cell: (row) => <RatioText value={row.own?.gainRatio} manner="result" /> },
    {
      ...{ key: 'net', title: own.net, phone: 'line', numeric: true },
      cell: ({ own: figures, entry }) =>
        figures === null ? null : <Amount value={figures.netGain?.amount ?? null} currency={entry.cash?.currency ?? ''} manner="result" />,
    },
    {
      key: 'toTarget',
      title: own.toTarget,
      phone: 'line',
      numeric: true,
      secondary: true,
      cell: (row) => <RatioText value={row.own?.toTargetRatio} manner="signed" />,
    },
    {
      ...{ key: 'origin', title: own.origin, phone: 'wide', secondary: true },
      cell: ({ origin }) =>
        origin === null ? own.byHand : `${origin.file}${origin.sheet === null ? `:${origin.row}` : ` ${origin.sheet}!${origin.row}`}`,
    },
  ];
  return <RowTable caption={own.title} columns={columns} rows={rows} keyOf={({ id }) => String(id)} />;
}
