/** What lies on the disk, how long that lasts, and the largest tables. */

import { useQuery } from '@tanstack/react-query';
import type { Storage } from '../../../src/api/storage.ts';
import { call } from '../../api/client.ts';
import { percent, plain, size } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { Meter } from '../../parts/meter.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { useSystemWords } from './words.ts';

const ASK_MS = 60_000;
const LONG_DAYS = 3_650;
const DOTS: Readonly<Record<Storage['forecast']['level'], DotState>> = { ok: 'ok', warning: 'warn', critical: 'bad' };

type Folder = Storage['folders'][number];
type Table = NonNullable<Storage['tables']>[number];

export function StorageCard() {
  const own = useSystemWords();
  const { words, language } = useSpeech();
  const { data, error, refetch } = useQuery({
    queryKey: ['storage'],
    queryFn: () => call('system.storage'),
    refetchInterval: ASK_MS,
  });
  const folders: readonly Column<Folder>[] = [
    { key: 'name', title: own.folder, phone: 'title', cell: ({ name }) => own.folders[name] ?? name },
    { key: 'bytes', title: own.bytes, numeric: true, phone: 'figure', cell: ({ bytes }) => size(language, bytes) },
    {
      key: 'share',
      title: own.share,
      numeric: true,
      phone: 'line',
      cell: ({ bytes }) => percent(language, data && data.bytes > 0 ? bytes / data.bytes : null, 1),
    },
    { key: 'files', title: own.files, numeric: true, phone: 'line', cell: ({ files }) => plain(language, files, 0) },
  ];
  const tables: readonly Column<Table>[] = [
    { key: 'name', title: own.table, phone: 'title', cell: ({ name }) => <code>{name}</code> },
    { key: 'rows', title: own.rows, numeric: true, phone: 'line', cell: ({ rows }) => plain(language, rows, 0) },
    { key: 'bytes', title: own.bytes, numeric: true, phone: 'figure', cell: ({ bytes }) => size(language, bytes) },
  ];
  return (
    <Card
      id="storage"
      title={own.storage}
      sub={data?.folder}
      fold={useFold('storage')}
      summary={data && <StatusDot state={DOTS[data.forecast.level]}>{size(language, data.bytes)}</StatusDot>}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton heights={[24, 32, 32, 32]} label={words.loading} />}
      {data && (
        <>
          <Disk storage={data} />
          <RowTable
            caption={own.storage}
            columns={folders}
            rows={data.folders.filter(({ bytes }) => bytes > 0)}
            keyOf={({ name }) => name}
          />
          <h3 className="border-t border-line px-4 pt-3 pb-1 font-semibold">{own.tables}</h3>
          {data.tables === null ? (
            <p className="px-4 pb-3 text-muted">{own.tablesAway}</p>
          ) : (
            <RowTable caption={own.tables} columns={tables} rows={data.tables} keyOf={({ name }) => name} />
          )}
        </>
      )}
    </Card>
  );
}

function Disk({ storage: { disk, bytes, forecast } }: { storage: Storage }) {
  const own = useSystemWords();
  const { language } = useSpeech();
  const used = disk.sizeBytes - disk.freeBytes;
  const room = own.diskTold(size(language, disk.freeBytes), size(language, disk.sizeBytes));
  return (
    <div className="grid gap-2 border-b border-line px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <b className="text-16 font-semibold">{room}</b>
        <StatusDot state={DOTS[forecast.level]}>{own.levels[forecast.level]}</StatusDot>
      </p>
      <Meter value={used} full={disk.sizeBytes} label={room} tone={forecast.level === 'ok' ? 'plain' : 'warn'} />
      <p className="text-text-2">
        {own.total}: {size(language, bytes)}; <Growth forecast={forecast} />.
      </p>
    </div>
  );
}

function Growth({ forecast: { bytesPerDay, daysLeft } }: { forecast: Storage['forecast'] }) {
  const own = useSystemWords();
  const { language } = useSpeech();
  if (bytesPerDay === null) return own.noRate;
  if (daysLeft === null || bytesPerDay <= 0) return own.noGrowth;
  const lasts = daysLeft > LONG_DAYS ? own.lastsLong : own.lasts(plain(language, daysLeft, 0));
  return `${own.growth(size(language, bytesPerDay))}, ${lasts}`;
}
