/** Every version of the settings: who saved it, when, why, what changed and how it came out; any two side by side; an old one once more. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VersionHead } from '../../../src/api/settings.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { SelectField } from '../../parts/field.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { Outcome } from './outcome.tsx';
import { usePlaceName } from './place-name.tsx';
import { useSettings } from './questions.ts';
import { RestoreDialog } from './version-dialogs.tsx';
import { useSettingsWords } from './words.ts';

export default function HistoryView() {
  const own = useSettingsWords();
  const { words } = useSpeech();
  const { data: settings } = useSettings();
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', 'versions'],
    queryFn: () => call('settings.versions', { query: {} }),
  });
  const [restored, restore] = useState<VersionHead | null>(null);
  const [compared, compare] = useState<readonly [number, number] | null>(null);
  const mayWrite = useRights().includes('settings.write');
  const rows = data?.rows ?? [];
  const columns = useColumns({
    active: settings?.version ?? 0,
    restore: mayWrite ? restore : null,
    compare,
  });
  return (
    <>
      {settings && <Outcome settings={settings} />}
      <Card id="versions" title={own.views.history} sub={data && own.versions(rows.length)}>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[40, 40, 40]} label={words.loading} />}
        {data && rows.length === 0 && <EmptyState icon="list" title={own.noVersions} text={own.noVersionsText} />}
        {rows.length > 0 && <RowTable caption={own.views.history} columns={columns} rows={rows} keyOf={({ version }) => String(version)} />}
      </Card>
      {rows.length > 1 && <Comparison rows={rows} pair={compared ?? [rows[1]?.version ?? 1, rows[0]?.version ?? 1]} onPair={compare} />}
      {restored && <RestoreDialog version={restored.version} onClose={() => restore(null)} />}
    </>
  );
}

function useColumns({
  active,
  restore,
  compare,
}: {
  active: number;
  restore: ((version: VersionHead) => void) | null;
  compare: (pair: readonly [number, number]) => void;
}): readonly Column<VersionHead>[] {
  const own = useSettingsWords();
  return [
    {
      key: 'version',
      title: own.version,
      phone: 'title',
      cell: ({ version }) => <b className="font-semibold">{own.versionName(version)}</b>,
    },
    { key: 'at', title: own.when, phone: 'line', cell: ({ at }) => <TimeText at={at} withDay /> },
    { key: 'by', title: own.who, phone: 'line', cell: ({ by }) => by },
    {
      key: 'why',
      isProse: true,
      title: own.why,
      phone: 'line',
      cell: ({ why, restored }) => (
        <span className="[overflow-wrap:anywhere]">
          {restored !== null && <span className="block text-12 text-muted">{own.restoredFrom(restored)}</span>}
          {why || <span className="text-muted">{own.noReason}</span>}
        </span>
      ),
    },
    {
      key: 'changes',
      title: own.changes,
      phone: 'line',
      cell: ({ version, differences, overInForce }) => (
        <>
          {version > 1 ? (
            <Button size="small" aria-label={own.showChanges(version)} onClick={() => compare([version - 1, version])}>
              {own.places(differences.length)}
            </Button>
          ) : (
            own.places(differences.length)
          )}
          {overInForce && overInForce.version > 0 && (
            <Button size="small" className="mt-1" onClick={() => compare([overInForce.version, version])}>
              {own.overInForce(overInForce.version, overInForce.differences.length)}
            </Button>
          )}
        </>
      ),
    },
    {
      key: 'outcome',
      title: own.outcome,
      phone: 'figure',
      cell: ({ version, outcome }) =>
        version === active ? (
          <StatusDot state="ok">{own.inForce}</StatusDot>
        ) : outcome === null ? (
          <StatusDot state="off">{own.neverApplied}</StatusDot>
        ) : outcome.state === 'refused' ? (
          <StatusDot state="bad">{own.refused}</StatusDot>
        ) : (
          <StatusDot state="off">{own.wasInForce}</StatusDot>
        ),
    },
    ...(restore === null
      ? []
      : [
          {
            key: 'restore',
            title: '',
            phone: 'wide' as const,
            numeric: true,
            cell: (row: VersionHead) =>
              row.version === active ? null : (
                <Button size="small" aria-label={`${own.restore}: ${own.versionName(row.version)}`} onClick={() => restore(row)}>
                  {own.restore}
                </Button>
              ),
          },
        ]),
  ];
}

function Comparison({
  rows,
  pair: [from, to],
  onPair,
}: {
  rows: readonly VersionHead[];
  pair: readonly [number, number];
  onPair: (pair: readonly [number, number]) => void;
}) {
  const own = useSettingsWords();
  const { words } = useSpeech();
  const placeName = usePlaceName();
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', 'difference', from, to],
    queryFn: () => call('settings.difference', { query: { from, to } }),
  });
  const options = rows.map(({ version }) => (
    <option key={version} value={version}>
      {own.versionName(version)}
    </option>
  ));
  return (
    <Card id="comparison" title={own.compare} className="mt-4">
      <div className="grid gap-4 p-4">
        <div className="grid max-w-110 grid-cols-2 gap-3">
          <SelectField label={own.from} value={from} onChange={(event) => onPair([Number(event.target.value), to])}>
            {options}
          </SelectField>
          <SelectField label={own.to} value={to} onChange={(event) => onPair([from, Number(event.target.value)])}>
            {options}
          </SelectField>
        </div>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[80]} label={words.loading} />}
        {data && <DiffView caption={own.compare} changes={data.differences} nameOf={placeName} />}
      </div>
    </Card>
  );
}
