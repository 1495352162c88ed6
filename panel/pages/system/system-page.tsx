/** The machinery: is it well, what it uses, what lies on the disk, and the backups. */

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Service, ServiceOverview } from '../../../src/api/system.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { BackupsCard } from './backups-card.tsx';
import { FiguresCard } from './figures-card.tsx';
import { ServicesCard } from './services-card.tsx';
import { StorageCard } from './storage-card.tsx';
import { type SystemWords, useSystemWords } from './words.ts';

/** What has died shows within one of these. */
const ASK_MS = 5_000;

export default function SystemPage() {
  const own = useSystemWords();
  const { words } = useSpeech();
  const { data, error, refetch } = useQuery({
    queryKey: ['services'],
    queryFn: () => call('system.overview'),
    refetchInterval: ASK_MS,
    // A web that is being restarted is away for a moment: what was known stays.
    retry: 1,
  });
  return (
    <>
      <div aria-live="polite">
        <PageHead title={data ? sentenceOf(data, own) : words.pages.system.name} told={data ? <Told overview={data} /> : undefined}>
          <Link to="/system/logs" className={buttonClass()}>
            {own.logs}
          </Link>
        </PageHead>
      </div>
      {data?.isSupervised === false && (
        <Notice tone="warn" title={own.aloneTitle}>
          <p>{own.aloneText}</p>
        </Notice>
      )}
      <div className="grid min-w-0 gap-4 phone:gap-3">
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[40, 40, 40, 40, 40]} label={words.loading} />}
        {data && <ServicesCard overview={data} isOld={error !== null} />}
        <FiguresCard />
        <div className="grid min-w-0 items-start gap-4 wide:grid-cols-2 phone:gap-3">
          <StorageCard />
          <BackupsCard />
        </div>
      </div>
    </>
  );
}

const withState = ({ services }: ServiceOverview, ...states: readonly Service['state'][]) =>
  services.filter(({ state }) => states.includes(state));
const named = (services: readonly Service[], own: SystemWords) => services.map(({ name }) => own.names[name]).join(', ');

function sentenceOf(overview: ServiceOverview, own: SystemWords): string {
  const failed = withState(overview, 'failed', 'off');
  if (failed.length > 0) return own.failed(named(failed, own));
  const silent = withState(overview, 'silent');
  if (silent.length > 0) return own.silent(named(silent, own));
  const moving = withState(overview, 'starting', 'stopping');
  if (moving.length > 0) return own.moving(named(moving, own));
  const degraded = withState(overview, 'degraded');
  return degraded.length > 0 ? own.degraded(named(degraded, own)) : own.well;
}

function Told({ overview }: { overview: ServiceOverview }) {
  const own = useSystemWords();
  const { release, node, database, services } = overview;
  const isFailed = withState(overview, 'failed', 'off').length > 0;
  const isMoving = withState(overview, 'starting', 'stopping').length > 0;
  const first = isFailed ? own.failedTold : isMoving ? own.movingTold : own.wellTold(withState(overview, 'ok').length);
  const versions = own.versions(
    release,
    node.replace(/^v/, ''),
    database === null ? own.databaseAway : own.databaseVersion(database.version, database.migration),
  );
  return (
    <>
      {first} <span data-versions={services.length}>{versions}</span>
    </>
  );
}
