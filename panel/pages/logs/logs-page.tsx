/** What the processes say: found by process, level, words and time, followed live, held still, copied, downloaded. */

import { useMemo, useState } from 'react';
import type { LogLine, LogProcess } from '../../../src/api/logs.ts';
import { OPERATIONS } from '../../api/operations.ts';
import { useSpeech } from '../../i18n/words.ts';
import { downloadIfRoom } from '../../live/download.ts';
import { tell } from '../../live/toasts.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LogLines } from '../../parts/log-view.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type Chosen, LogFilters, NOTHING_CHOSEN, searchOf } from './log-filters.tsx';
import { type LogSearch, useLogs } from './log-tail.ts';
import { useLogWords } from './words.ts';

export default function LogsPage() {
  const own = useLogWords();
  const { words } = useSpeech();
  const [chosen, choose] = useState<Chosen>(NOTHING_CHOSEN);
  const [isFollowing, follow] = useState(true);
  /** Number of the last line that was in sight when it was held still. */
  const [heldAt, holdAt] = useState<number | null>(null);
  const search = useMemo(() => searchOf(chosen), [chosen]);
  const isLive = search.order === 'newest' && search.to === undefined;
  const logs = useLogs(search, isLive);
  const shown = heldAt === null ? logs.lines : logs.lines.filter(({ n }) => n <= heldAt);
  const waiting = logs.lines.length - shown.length;
  const hold = () => {
    follow(false);
    holdAt(logs.lines.at(-1)?.n ?? 0);
  };
  const goOn = () => {
    follow(true);
    holdAt(null);
  };
  return (
    <>
      <PageHead title={own.title} told={own.told} back={{ to: '/system', text: own.back }} />
      {!logs.isKept && <Notice tone="warn" title={own.notKept} />}
      <Card
        id="logs"
        title={own.caption}
        end={
          <span className="text-muted" role="status">
            {logs.isAway ? own.away : !isLive ? own.lines(shown.length) : isFollowing ? own.live : own.held(waiting)}
          </span>
        }
      >
        <LogFilters
          chosen={chosen}
          onChoose={(changed) => {
            choose((before) => ({ ...before, ...changed }));
            goOn();
          }}
        />
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 phone:px-3.5">
          {search.order === 'newest' && <More logs={logs} text={own.earlier} />}
          <span className="ml-auto flex flex-wrap gap-2">
            {isLive && (
              <Button size="small" aria-pressed={isFollowing} disabled={logs.state !== 'ready'} onClick={isFollowing ? hold : goOn}>
                <Icon name={isFollowing ? 'pause' : 'play'} />
                {isFollowing ? own.hold : own.follow}
              </Button>
            )}
            <Button size="small" onClick={() => void copy(shown, own.copied, own.lines(shown.length))}>
              <Icon name="copy" />
              {own.copy}
            </Button>
            <a className={buttonClass('plain', 'small')} href={fileAddress(search)} download onClick={downloadIfRoom}>
              <Icon name="download" />
              {own.download}
            </a>
          </span>
        </div>
        {logs.state === 'failed' && <ErrorState error={logs.error} onRetry={logs.askAgain} />}
        {logs.state === 'loading' && <Skeleton heights={[18, 18, 18, 18, 18, 18]} label={words.loading} />}
        {logs.state === 'ready' && logs.lines.length === 0 && <EmptyState icon="lines" title={own.noneTitle} text={own.noneText} />}
        {logs.state === 'ready' && logs.lines.length > 0 && (
          <LogLines
            lines={shown.map(({ n, at, level, text, process }) => ({
              line: n,
              at,
              level,
              text,
              from: own.processes[process as LogProcess],
            }))}
            label={own.caption}
            isFollowing={isLive && isFollowing}
            onLeave={hold}
            isTall
            withDay
          />
        )}
        {search.order === 'oldest' && logs.more.isThere && (
          <p className="border-t border-line px-4 py-2">
            <More logs={logs} text={own.later} />
          </p>
        )}
      </Card>
    </>
  );
}

function More({ logs: { more }, text }: { logs: ReturnType<typeof useLogs>; text: string }) {
  if (!more.isThere) return null;
  return (
    <Button size="small" disabled={more.isLoading} onClick={more.load}>
      {text}
    </Button>
  );
}

async function copy(lines: readonly LogLine[], title: string, detail: string): Promise<void> {
  const whole = lines.map(({ at, process, level, text }) => `${new Date(at).toISOString()} ${process} ${level} ${text}`).join('\n');
  const isCopied = await navigator.clipboard.writeText(whole).then(
    () => true,
    () => false,
  );
  if (isCopied) tell({ tone: 'done', title, detail, code: null });
}

function fileAddress(search: LogSearch): string {
  const given = Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${OPERATIONS['system.logFile'][1]}?${new URLSearchParams(given)}`;
}
