/** The audit: what was done and refused, newest first, found by act and actor; and whether it is whole. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditPage as AuditAnswer } from '../../../src/api/accounts.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { Verify } from './verify.tsx';
import { useAuditWords } from './words.ts';

export type Entry = AuditAnswer['entries'][number];

const PAGE = 100;
const DOTS: Readonly<Record<Entry['outcome'], DotState>> = { done: 'ok', refused: 'warn', failed: 'bad' };

export default function AuditPage() {
  const own = useAuditWords();
  const { words } = useSpeech();
  const [act, setAct] = useState('');
  const [actor, setActor] = useState('');
  const [open, setOpen] = useState<Entry | null>(null);
  const { data, error, refetch, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['audit', act, actor],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) =>
      call('accounts.audit', {
        query: {
          limit: PAGE,
          ...(pageParam !== null && { before: pageParam }),
          ...(act !== '' && { act }),
          ...(actor !== '' && { actor }),
        },
      }),
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? null : (entries.at(-1)?.sequence ?? null)),
  });
  const rows = data?.pages.flatMap(({ entries }) => entries) ?? [];
  const isFiltered = act !== '' || actor !== '';
  const clear = () => {
    setAct('');
    setActor('');
  };
  return (
    <>
      <PageHead title={words.pages.audit.name} told={own.told} />
      <Verify />
      <Card id="audit" title={own.caption}>
        <DataTable
          caption={words.pages.audit.name}
          columns={useColumns()}
          rows={rows}
          keyOf={({ sequence }) => String(sequence)}
          state={error ? 'failed' : isPending ? 'loading' : 'ready'}
          error={error}
          onRetry={() => void refetch()}
          filters={
            <>
              <ActFilter act={act} onChange={setAct} />
              <SearchField label={own.actorField} text={actor} onSearch={setActor} isWhole />
            </>
          }
          empty={
            <EmptyState icon="list" title={own.emptyTitle} text={own.emptyText}>
              {isFiltered && <Button onClick={clear}>{own.clear}</Button>}
            </EmptyState>
          }
          more={{ isThere: hasNextPage, isLoading: isFetchingNextPage, load: () => void fetchNextPage() }}
          onOpen={setOpen}
        />
      </Card>
      {open && <EntryDialog entry={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function ActFilter({ act, onChange }: { act: string; onChange: (act: string) => void }) {
  const own = useAuditWords();
  return (
    <select
      aria-label={own.actField}
      className="h-7 rounded-m border border-field bg-surface px-2 text-12 phone:h-9"
      value={act}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{own.anyAct}</option>
      {Object.entries(own.groups).map(([group, text]) => (
        <option key={group} value={group}>
          {text}
        </option>
      ))}
    </select>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const own = useAuditWords();
  return [
    { key: 'at', title: own.at, phone: 'line', cell: ({ at }) => <TimeText at={at} withDay /> },
    { key: 'actor', title: own.actor, phone: 'line', cell: ({ actor }) => actor },
    {
      key: 'act',
      title: own.act,
      phone: 'title',
      cell: ({ act }) => (
        // What is pressed is the row; who can't see that it opens is told of a button.
        <button type="button" tabIndex={-1} aria-haspopup="dialog" className="cursor-pointer text-left">
          {own.acts[act] ?? act} <code className="text-muted phone:hidden">{act}</code>
        </button>
      ),
    },
    { key: 'target', title: own.target, phone: 'line', cell: ({ target }) => target },
    {
      key: 'outcome',
      title: own.outcome,
      phone: 'figure',
      cell: ({ outcome }) => <StatusDot state={DOTS[outcome]}>{own.outcomes[outcome]}</StatusDot>,
    },
    { key: 'address', title: own.address, phone: 'hide', secondary: true, cell: ({ address }) => address },
    { key: 'number', title: own.number, phone: 'hide', numeric: true, secondary: true, cell: ({ sequence }) => sequence },
  ];
}
