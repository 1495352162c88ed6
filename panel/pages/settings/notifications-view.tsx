/** The notifications: each way to the owner with its state and a test of it, and what became of the last notices. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ChannelName, NoticesView, NoticeTest } from '../../../src/api/notices.ts';
import { useActing } from '../../accounts/acting.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { saveOver } from '../../live/save-over.ts';
import { useNow, useRights } from '../../live/session.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { EmailDialog, WebhookDialog } from './channel-dialogs.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { useNoticeWords } from './notice-words.ts';

type Channel = NoticesView['channels'][number];
type Tested = { readonly channel: ChannelName; readonly test: NoticeTest };

const LOOK_MS = 10_000;
const HOUR_MS = 3_600_000;
const DOTS: Readonly<Record<Channel['state'], DotState>> = { off: 'off', incomplete: 'warn', on: 'ok' };
const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;

export default function NotificationsView() {
  const own = useNoticeWords();
  const { words } = useSpeech();
  const { data, error, refetch } = useQuery({ queryKey: ['notices'], queryFn: () => call('notifications.read'), refetchInterval: LOOK_MS });
  const [tested, setTested] = useState<Tested | null>(null);
  const [opened, open] = useState<ChannelName | null>(null);
  const testing = useAttempt();
  const test = (channel: ChannelName) =>
    void testing.attempt(async () => {
      setTested(null);
      setTested({ channel, test: await call('notifications.test', { params: { channel } }) });
      await refetch();
    });
  const columns = useColumns({ data, isTesting: testing.isBusy, onTest: test, onOpen: open });
  const close = () => open(null);
  return (
    <>
      <div role="status">{tested && <TestTold {...tested} />}</div>
      {testing.error !== null && (
        <div className="mb-4">
          <Fault error={testing.error} />
        </div>
      )}
      <Card id="channels" title={own.channels} sub={own.channelsSub}>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[44, 44, 44]} label={words.loading} />}
        {data && <RowTable caption={own.channels} columns={columns} rows={data.channels} keyOf={({ name }) => name} />}
      </Card>
      {data && (
        <Card
          id="deliveries"
          title={own.deliveries}
          sub={own.deliveriesSub}
          end={data.openAlerts > 0 && <b className="font-medium text-warn">{own.openAlerts(data.openAlerts)}</b>}
          className="mt-4"
        >
          {data.deliveries.length === 0 ? (
            <EmptyState icon="bell" title={own.noDeliveries} text={own.noDeliveriesText} />
          ) : (
            <DeliveriesTable deliveries={data.deliveries} />
          )}
        </Card>
      )}
      {opened === 'email' && data && <EmailDialog settings={data.settings} onClose={close} />}
      {opened === 'webhook' && data && <WebhookDialog settings={data.settings} onClose={close} />}
    </>
  );
}

/** The channel's own word. */
function TestTold({ channel, test }: Tested) {
  const own = useNoticeWords();
  const name = own.names[channel];
  if (test.outcome === 'taken')
    return (
      <Notice tone="good" title={own.taken(name)}>
        <p className="[overflow-wrap:anywhere]">
          {own.takenText(channel === 'telegram' ? own.chat(test.target) : test.target, test.messageId)} · <TimeText at={test.at} />
        </p>
      </Notice>
    );
  const remedy = own.remedies[test.code];
  return (
    <Notice tone="danger" title={own.outcomes[test.outcome](name)}>
      {remedy !== undefined && <p>{remedy}</p>}
      <p className="text-12 text-muted [overflow-wrap:anywhere]">
        {test.message} <IdText id={test.code} />
      </p>
    </Notice>
  );
}

interface Acts {
  readonly data: NoticesView | undefined;
  readonly isTesting: boolean;
  readonly onTest: (channel: ChannelName) => void;
  readonly onOpen: (channel: ChannelName) => void;
}

function useColumns({ data, isTesting, onTest, onOpen }: Acts): readonly Column<Channel>[] {
  const own = useNoticeWords();
  const rights = useRights();
  const setting = useActing(
    ['notices'],
    ({ name, from, to }: { name: ChannelName; from: Channel['least']; to: Channel['least'] }) =>
      saveOver(
        'notifications.read',
        'notifications.set',
        {},
        ({ settings }) => settings.least[name] === from,
        ({ settings }) => ({ ...settings, least: { ...settings.least, [name]: to } }),
      ),
    () => own.saved(own.least),
  );
  return [
    {
      key: 'name',
      title: own.channel,
      phone: 'title',
      cell: ({ name, target }) => (
        <>
          <b className="font-semibold">{own.names[name]}</b>
          <span className="block text-12 text-muted [overflow-wrap:anywhere]">
            {target === null ? own.offTold[name] : name === 'telegram' ? own.chat(target) : target}
          </span>
        </>
      ),
    },
    { key: 'state', isProse: true, title: own.state, phone: 'figure', cell: (channel) => <State channel={channel} /> },
    {
      key: 'least',
      title: own.least,
      phone: 'line',
      cell: ({ name, least }) =>
        rights.includes('settings.write') && data ? (
          <select
            className="h-7 rounded-m border border-field bg-surface px-1.5 phone:h-9"
            aria-label={own.leastOf(own.names[name])}
            title={own.severityTold[least]}
            value={least}
            disabled={setting.isPending}
            onChange={(event) => setting.mutate({ name, from: least, to: event.target.value as Channel['least'] })}
          >
            {SEVERITIES.map((one) => (
              <option key={one} value={one}>
                {own.severities[one]}
              </option>
            ))}
          </select>
        ) : (
          <span title={own.severityTold[least]}>{own.severities[least]}</span>
        ),
    },
    {
      key: 'receipt',
      title: own.lastReceipt,
      phone: 'line',
      secondary: true,
      cell: ({ lastReceipt, lastTest }) => (
        <>
          {lastReceipt === null ? <span className="text-muted">{own.none}</span> : <TimeText at={lastReceipt.at} withDay />}
          {lastTest && (
            <span className={`block text-12 ${lastTest.outcome === 'taken' ? 'text-muted' : 'text-warn'}`}>
              {own.tests[lastTest.outcome]}
              {lastTest.at !== lastReceipt?.at && (
                <>
                  {' '}
                  <TimeText at={lastTest.at} withDay />
                </>
              )}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'acts',
      title: '',
      phone: 'wide',
      numeric: true,
      cell: (channel) => <ChannelActs channel={channel} isTesting={isTesting} onTest={onTest} onOpen={onOpen} />,
    },
  ];
}

function State({ channel: { state, why, source, waiting, setAside, failure, mutedUntil } }: { channel: Channel }) {
  const own = useNoticeWords();
  const now = useNow(60_000);
  const remedy = why ? (own.remedies[why.code] ?? why.message) : null;
  const isMuted = mutedUntil !== null && mutedUntil > now;
  const told = [
    remedy,
    source === 'environment' ? own.environment : null,
    waiting > 0 ? `${own.waiting(waiting)}${failure === null ? '' : ` (${failure})`}` : null,
    setAside > 0 ? own.setAside(setAside) : null,
  ].filter((one) => one !== null);
  return (
    <>
      <StatusDot state={failure !== null || setAside > 0 ? 'warn' : DOTS[state]}>{own.states[state]}</StatusDot>
      <span className="block max-w-[36ch] text-12 text-muted empty:hidden">{told.join(' · ')}</span>
      {isMuted && (
        <span className="block text-12 text-muted" title={own.more}>
          {own.muted} <TimeText at={mutedUntil} seconds={false} />
        </span>
      )}
    </>
  );
}

function ChannelActs({
  channel: { name, state, mutedUntil },
  isTesting,
  onTest,
  onOpen,
}: { channel: Channel } & Pick<Acts, 'isTesting' | 'onTest' | 'onOpen'>) {
  const own = useNoticeWords();
  const rights = useRights();
  const now = useNow(60_000);
  const isMuted = mutedUntil !== null && mutedUntil > now;
  const muting = useActing(['notices'], (until: number) => call('notifications.mute', { params: { channel: name }, body: { until } }));
  const shown = own.names[name];
  return (
    <span className="inline-flex flex-wrap justify-end gap-1.5">
      {rights.includes('settings.write') && name !== 'telegram' && (
        <Button size="small" aria-label={`${state === 'off' ? own.setUp : own.change}: ${shown}`} onClick={() => onOpen(name)}>
          {state === 'off' ? own.setUp : own.change}
        </Button>
      )}
      {(name === 'telegram' ? state === 'off' : state === 'incomplete') && (
        <Link className={buttonClass('plain', 'small')} aria-label={`${own.toSecrets}: ${shown}`} to="/settings/secrets">
          {own.toSecrets}
        </Link>
      )}
      {rights.includes('system.execute') && state !== 'off' && (
        <Button size="small" aria-label={`${own.test}: ${shown}`} disabled={isTesting} onClick={() => onTest(name)}>
          {isTesting ? own.testing : own.test}
        </Button>
      )}
      {rights.includes('system.execute') && state === 'on' && (
        <Button
          size="small"
          aria-label={`${isMuted ? own.unmute : own.mute}: ${shown}`}
          title={own.more}
          disabled={muting.isPending}
          onClick={() => muting.mutate(isMuted ? 0 : Date.now() + HOUR_MS)}
        >
          {isMuted ? own.unmute : own.mute}
        </Button>
      )}
    </span>
  );
}
