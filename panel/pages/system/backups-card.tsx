/** The backups that there are, and making one beside whatever trades. Putting one back is not for a page. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import type { Backup } from '../../../src/api/storage.ts';
import { call } from '../../api/client.ts';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { duration, plain, size } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { isOver, useJob } from '../../live/jobs.ts';
import { useNow, useRights } from '../../live/session.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { useSystemWords } from './words.ts';

const TICK_MS = 5_000;
const RESTORE = 'npx atalaya backup restore FOLDER --data-dir DIR';

export function BackupsCard() {
  const own = useSystemWords();
  const { words, language } = useSpeech();
  const rights = useRights();
  const now = useNow(TICK_MS);
  const { data, error, refetch } = useQuery({ queryKey: ['backups'], queryFn: () => call('system.backups') });
  const { job, start, isBusy } = useBackingUp();
  const mayBackUp = rights.includes('system.execute');
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('system.execute')).map((role) => words.roles[role]);
  const newest = data?.backups[0];
  const columns: readonly Column<Backup>[] = [
    {
      key: 'made',
      title: own.made,
      phone: 'title',
      cell: ({ madeAt, name }) => (
        <span title={name}>
          <TimeText at={madeAt} withDay seconds={false} />
        </span>
      ),
    },
    { key: 'age', title: own.age, numeric: true, phone: 'figure', cell: ({ madeAt }) => duration(language, Math.max(0, now - madeAt)) },
    { key: 'account', title: own.account, phone: 'line', cell: ({ account }) => account },
    { key: 'bytes', title: own.bytes, numeric: true, phone: 'line', cell: ({ bytes }) => size(language, bytes) },
    {
      key: 'entries',
      title: own.entries,
      numeric: true,
      phone: 'line',
      secondary: true,
      cell: ({ entries }) => plain(language, entries, 0),
    },
    {
      key: 'checked',
      title: own.checked,
      phone: 'line',
      cell: ({ verifiedAt }) => (
        <StatusDot state={verifiedAt === null ? 'off' : 'ok'}>{verifiedAt === null ? own.checkedOnce : own.checkedAt}</StatusDot>
      ),
    },
  ];
  return (
    <Card
      id="backups"
      title={own.backups}
      sub={data && own.backupsTold(data.place)}
      fold={useFold('backups')}
      summary={newest ? duration(language, Math.max(0, now - newest.madeAt)) : data && own.backupNone}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton heights={[40, 40]} label={words.loading} />}
      {data && (
        <>
          <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
            <p className="min-w-0 flex-1 basis-60 text-text-2">
              {newest
                ? `${own.backupAge(duration(language, Math.max(0, now - newest.madeAt)))} ${own.backupOld}`
                : data.accounts.length === 0
                  ? own.backupNoJournal
                  : own.backupOld}
              {!mayBackUp && ` ${own.mayNotBackUp(able.join(', '))}`}
            </p>
            {mayBackUp &&
              data.accounts.map((account) => (
                <Button key={account} manner="primary" disabled={isBusy} onClick={() => start(account)}>
                  {data.accounts.length === 1 ? own.backUp : own.backUpAccount(account)}
                </Button>
              ))}
          </div>
          {job && <JobPanel job={job} />}
          {data.backups.length === 0 ? (
            <EmptyState icon="layers" title={own.backupNone} text={own.backupNoneText} />
          ) : (
            <RowTable caption={own.backups} columns={columns} rows={data.backups} keyOf={({ name }) => name} />
          )}
          <p className="border-t border-line px-4 py-2.5 text-12 text-muted">
            {own.sameDisk} {own.restoreHow} <code className="break-all">{RESTORE}</code>
          </p>
        </>
      )}
    </Card>
  );
}

/** The job that was started here, followed to its end; then the list is asked for again. */
function useBackingUp() {
  const { words } = useSpeech();
  const questions = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const { job } = useJob(id);
  const starting = useMutation({
    mutationFn: (account: string) => call('system.backUp', { body: { account } }),
    onSuccess: (started) => setId(started.id),
    onError: (error) => tellProblem(words.acts.refused, words.acts.unknown, error),
  });
  const isDone = job !== undefined && isOver(job);
  useEffect(() => {
    if (isDone) void Promise.all(['backups', 'storage'].map((key) => questions.invalidateQueries({ queryKey: [key] })));
  }, [isDone, questions]);
  return { job, start: starting.mutate, isBusy: starting.isPending || (id !== null && !isDone) };
}
