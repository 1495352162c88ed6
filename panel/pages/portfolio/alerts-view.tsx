/** Alerts: what is watched and how it stands, what was told and whether it arrived, and a form for another one. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { AlertEvent, AlertTold } from '../../../src/api/portfolio/alerts.ts';
import { call } from '../../api/client.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useAlertStream } from '../../live/alert-stream.ts';
import { useRights } from '../../live/session.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useAlertsWords } from './alerts-words.ts';
import { NewAlertCard } from './new-alert-card.tsx';

const EVERY_MS = 30_000;

export function AlertsView() {
  const { words } = useSpeech();
  const own = useAlertsWords();
  const mayWrite = useRights().includes('portfolio.write');
  useTold();
  const alerts = useQuery({ queryKey: ['portfolio', 'alerts'], queryFn: () => call('portfolio.alerts'), refetchInterval: EVERY_MS });
  const events = useQuery({
    queryKey: ['portfolio', 'alert-events'],
    queryFn: () => call('portfolio.alertEvents', { query: { limit: '100' } }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <PageHead title={own.title} told={own.told} />
      {alerts.data === undefined || events.data === undefined ? (
        alerts.isError || events.isError ? (
          <ErrorState error={alerts.error ?? events.error} onRetry={() => void alerts.refetch()} />
        ) : (
          <Skeleton heights={[160, 200]} label={words.loading} />
        )
      ) : (
        <div className="grid gap-4 phone:gap-3">
          <Watched rows={alerts.data.rows} mayWrite={mayWrite} />
          {mayWrite && <NewAlertCard />}
          <Sent rows={events.data.rows} />
        </div>
      )}
    </>
  );
}

/** What is told meanwhile is in the list at once. */
function useTold(): void {
  const client = useQueryClient();
  const hear = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['portfolio', 'alerts'] });
    void client.invalidateQueries({ queryKey: ['portfolio', 'alert-events'] });
  }, [client]);
  useAlertStream(hear);
}

function Watched({ rows, mayWrite }: { rows: readonly AlertTold[]; mayWrite: boolean }) {
  const { language } = useSpeech();
  const own = useAlertsWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: number) => call('portfolio.removeAlert', { params: { id: String(id) } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['portfolio', 'alerts'] }),
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  const figure = (value: number | null, { input: { condition } }: AlertTold) => {
    if (value === null || condition.kind === 'date' || condition.kind === 'stale-quote') return '–';
    const isRatio = condition.kind === 'move' || condition.kind === 'drift';
    return isRatio ? `${plain(language, value * 100, 2)} %` : plain(language, value, 6);
  };
  const columns: readonly Column<AlertTold>[] = [
    { key: 'what', title: own.what, phone: 'title', cell: ({ title }) => title[language] },
    {
      ...{ key: 'state', title: own.state, phone: 'wide', isProse: true },
      cell: ({ state, refused }) =>
        refused === null ? (own.states[state] ?? state) : <span className="text-warn">{refused[language]}</span>,
    },
    { key: 'now', title: own.now, phone: 'line', numeric: true, cell: (row) => figure(row.lastValue, row) },
    { key: 'level', title: own.level, phone: 'line', numeric: true, cell: (row) => figure(row.level, row) },
    {
      ...{ key: 'fired', title: own.lastFired, phone: 'line' },
      cell: ({ firedAt }) => (firedAt === null ? own.never : <TimeText at={firedAt} withDay seconds={false} />),
    },
    {
      ...{ key: 'acts', title: '', phone: 'wide' },
      cell: ({ id, title }) =>
        mayWrite && (
          <Button
            size="small"
            aria-label={`${own.remove}: ${title[language]}`}
            disabled={remove.isPending}
            onClick={() => remove.mutate(id)}
          >
            {own.remove}
          </Button>
        ),
    },
  ];
  return (
    <Card id="portfolio-alerts" title={own.list}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.none}</p>
      ) : (
        <RowTable caption={own.list} columns={columns} rows={rows} keyOf={({ id }) => String(id)} />
      )}
    </Card>
  );
}

function Sent({ rows }: { rows: readonly AlertEvent[] }) {
  const { language } = useSpeech();
  const own = useAlertsWords();
  const names: Readonly<Record<string, string>> = own.channelNames;
  const columns: readonly Column<AlertEvent>[] = [
    { key: 'when', title: own.when, phone: 'line', cell: ({ at }) => <TimeText at={at} withDay seconds={false} /> },
    { key: 'text', title: own.text, phone: 'title', isProse: true, cell: ({ text }) => text[language] },
    {
      ...{ key: 'arrived', title: own.arrived, phone: 'wide', isProse: true },
      cell: ({ receipts }) =>
        receipts
          .map(({ channel, state, trouble }) => {
            const told = trouble === 'CHANNEL_OFF' ? own.channelOff : (own.receipts[state] ?? state);
            return `${names[channel] ?? channel}: ${told}`;
          })
          .join(', '),
    },
  ];
  return (
    <Card id="portfolio-alert-events" title={own.sent}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.noneSent}</p>
      ) : (
        <RowTable caption={own.sent} columns={columns} rows={rows.toReversed()} keyOf={({ sequence }) => String(sequence)} />
      )}
    </Card>
  );
}
