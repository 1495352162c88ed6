/** Every process and the parts inside them: state, since when, what it uses, and the way to start it again. */

import { useState } from 'react';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import type { ProcessExit, Service, ServiceOverview } from '../../../src/api/system.ts';
import { duration, moment, percent, size, UNKNOWN } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useNow, useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { RestartDialog } from './restart-dialog.tsx';
import { type SystemWords, useSystemWords } from './words.ts';

const DOTS: Readonly<Record<Service['state'], DotState>> = {
  ok: 'ok',
  starting: 'stale',
  stopping: 'stale',
  degraded: 'warn',
  silent: 'bad',
  failed: 'bad',
  off: 'off',
};

export function ServicesCard({ overview, isOld }: { overview: ServiceOverview; isOld: boolean }) {
  const own = useSystemWords();
  const { words } = useSpeech();
  const mayRestart = useRights().includes('system.restart');
  const [chosen, choose] = useState<Service | null>(null);
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('system.restart')).map((role) => words.roles[role]);
  const columns = useColumns(overview, mayRestart, choose);
  return (
    <Card
      id="services"
      title={own.services}
      sub={isOld ? undefined : own.servicesTold}
      end={isOld ? <TimeText at={overview.at} /> : undefined}
    >
      <div className={isOld ? 'text-stale' : undefined}>
        <RowTable caption={own.services} columns={columns} rows={overview.services} keyOf={({ name }) => name} />
      </div>
      {!mayRestart && overview.isSupervised && (
        <p className="border-t border-line px-4 py-2 text-12 text-muted">{own.mayNotRestart(able.join(', '))}</p>
      )}
      {chosen && <RestartDialog service={chosen} onClose={() => choose(null)} />}
    </Card>
  );
}

function useColumns(overview: ServiceOverview, mayRestart: boolean, onRestart: (service: Service) => void): readonly Column<Service>[] {
  const own = useSystemWords();
  const { language } = useSpeech();
  const now = useNow();
  const columns: readonly Column<Service>[] = [
    { key: 'name', title: own.name, phone: 'title', cell: (service) => <Name service={service} overview={overview} /> },
    { key: 'state', isProse: true, title: own.state, phone: 'figure', cell: (service) => <State service={service} /> },
    {
      key: 'since',
      title: own.since,
      numeric: true,
      phone: 'line',
      cell: ({ process }) => (process === null ? null : duration(language, Math.max(0, now - (process.startedAt ?? process.since)))),
    },
    {
      key: 'cpu',
      title: own.cpu,
      numeric: true,
      phone: 'line',
      cell: ({ figures }) => figures && percent(language, figures.cpuRatio, 1),
    },
    {
      key: 'memory',
      title: own.memory,
      numeric: true,
      phone: 'line',
      cell: ({ figures }) => figures && size(language, figures.residentBytes),
    },
    {
      key: 'lag',
      title: own.lag,
      numeric: true,
      phone: 'line',
      secondary: true,
      // Only what is JavaScript has a loop.
      cell: ({ figures }) => figures && figures.loopLagSeconds !== null && moment(language, figures.loopLagSeconds),
    },
    {
      key: 'restarts',
      isProse: true,
      title: own.restarts,
      phone: 'line',
      cell: ({ process }) => process && <Restarts restarts={process.restarts} lastExit={process.lastExit} />,
    },
    {
      key: 'process',
      title: own.process,
      numeric: true,
      phone: 'line',
      secondary: true,
      cell: ({ process }) => process && (process.processId ?? UNKNOWN),
    },
  ];
  if (!mayRestart || !overview.isSupervised) return columns;
  return [
    ...columns,
    {
      key: 'acts',
      title: '',
      phone: 'wide',
      numeric: true,
      cell: (service) =>
        service.canRestart && (
          <Button
            size="small"
            aria-label={`${own.restart}: ${own.names[service.name]}`}
            disabled={service.process?.state === 'stopping'}
            onClick={() => onRestart(service)}
          >
            {own.restart}
          </Button>
        ),
    },
  ];
}

function Name({ service: { name, within, release }, overview }: { service: Service; overview: ServiceOverview }) {
  const own = useSystemWords();
  const isOther = release !== null && release !== overview.release;
  return (
    <span className={within === null ? undefined : 'pl-4'}>
      <b className={within === null ? 'font-semibold' : 'font-normal'}>{own.names[name]}</b>{' '}
      <span className="text-12 text-muted phone:hidden">{own.does[name]}</span>
      {isOther && <span className="ml-2 text-12 text-warn">{own.otherRelease(release)}</span>}
    </span>
  );
}

function State({ service: { name, state, detail } }: { service: Service }) {
  const own = useSystemWords();
  return (
    <span data-service={name}>
      <StatusDot state={DOTS[state]}>{own.states[state]}</StatusDot>
      {state !== 'ok' && detail !== '' && <span className="block max-w-[44ch] text-12 text-muted">{detail}</span>}
    </span>
  );
}

function Restarts({ restarts, lastExit }: { restarts: number; lastExit: ProcessExit | null }) {
  const own = useSystemWords();
  const { language } = useSpeech();
  const now = useNow(10_000);
  return (
    <>
      {restarts === 0 ? <span className="text-muted">{own.neverRestarted}</span> : restarts}
      {lastExit && (
        <span className="block max-w-[36ch] text-12 text-muted">
          {own.ended(exitText(lastExit, own), duration(language, Math.max(0, now - lastExit.at)))}
        </span>
      )}
    </>
  );
}

function exitText({ wasAsked, refusal, signal, code }: ProcessExit, own: SystemWords): string {
  if (wasAsked) return own.exits.asked;
  if (refusal !== null) return own.exits.refused(refusal.message);
  if (signal !== null) return own.exits.signal(signal);
  return code === null ? own.exits.unknown : own.exits.code(code);
}
