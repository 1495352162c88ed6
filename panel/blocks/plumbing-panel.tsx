/** What is behind the page: prices, journal, database, the trader and the line to it. */

import type { TraderState } from '../../src/api/live.ts';
import type { SessionStatus } from '../../src/api/session.ts';
import { duration, plain } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useFold } from '../live/folded.ts';
import { useFeedAge, usePanelState, useStatus } from '../live/session.ts';
import { Card } from '../parts/card.tsx';
import { type DotState, StatusDot } from '../parts/status-dot.tsx';

const DATABASE_DOTS: Readonly<Record<SessionStatus['database']['state'], DotState>> = {
  ready: 'ok',
  starting: 'warn',
  'catching-up': 'warn',
  down: 'bad',
  none: 'off',
};

const TRADER_DOTS: Readonly<Record<TraderState['state'], DotState>> = { running: 'ok', starting: 'warn', silent: 'bad', stopped: 'bad' };

export function PlumbingPanel({ mayFold = false }: { mayFold?: boolean }) {
  const fold = useFold('plumbing', { mayFold });
  const { words, language } = useSpeech();
  const { feed, journal, database } = useStatus();
  const { link, trader } = usePanelState();
  const isLost = link === 'lost' || link === 'failed';
  const { ageMs, isStale } = useFeedAge();
  const waiting = journal.lastSequence - journal.durableSequence;
  const behind = database.projectedSequence === null ? null : journal.durableSequence - database.projectedSequence;
  const feedState = feed.state === 'down' ? 'down' : isStale ? 'stale' : feed.state;
  const journalTold =
    journal.state === 'failed'
      ? words.plumbing.journalFailed
      : journal.state === 'closed'
        ? words.plumbing.journalClosed
        : waiting > 0
          ? words.plumbing.journalWriting(waiting)
          : words.plumbing.journalOpen;
  const feedDot = feedState === 'down' ? 'bad' : feedState === 'stale' ? 'stale' : feedState === 'running' ? 'ok' : 'off';
  const rows: readonly BehindRow[] = [
    {
      dot: feedDot,
      name: words.plumbing.feed,
      detail: feed.source,
      state: words.plumbing.feedStates[feedState],
      extra: ageMs === null ? '' : words.plumbing.age(duration(language, ageMs)),
    },
    {
      dot: journal.state === 'open' ? 'ok' : 'bad',
      name: words.plumbing.journal,
      detail: journal.failure?.message ?? '',
      state: journalTold,
      extra: words.plumbing.entries(plain(language, journal.durableSequence, 0)),
    },
    {
      dot: DATABASE_DOTS[database.state],
      name: words.plumbing.database,
      detail: database.lastError ?? '',
      state: words.plumbing.databaseStates[database.state],
      extra: behind !== null && behind > 0 ? words.plumbing.behind(behind) : '',
    },
    ...(trader
      ? [
          {
            dot: TRADER_DOTS[trader.state],
            name: words.plumbing.trader,
            detail: trader.detail ?? '',
            state: words.plumbing.traderStates[trader.state],
            extra: '',
          },
        ]
      : []),
    {
      dot: isLost ? 'bad' : 'ok',
      name: words.plumbing.page,
      detail: '',
      state: isLost ? words.link.reconnecting : words.link.live,
      extra: '',
    },
  ];
  const worst =
    rows.find(({ dot }) => dot === 'bad') ?? rows.find(({ dot }) => dot === 'warn' || dot === 'stale') ?? (rows[0] as BehindRow);
  return (
    <Card
      id="plumbing"
      title={words.plumbing.title}
      fold={fold}
      summary={
        <StatusDot state={worst.dot}>
          {worst.name}: {worst.state}
        </StatusDot>
      }
    >
      <ul>
        {rows.map((row) => (
          <Behind key={row.name} {...row} />
        ))}
      </ul>
    </Card>
  );
}

interface BehindRow {
  readonly dot: DotState;
  readonly name: string;
  readonly detail: string;
  readonly state: string;
  readonly extra: string;
}

function Behind({ dot, name, detail, state, extra }: BehindRow) {
  return (
    <li className="flex min-h-10 items-center gap-2.5 border-b border-line px-4 py-1.25 last:border-0">
      <StatusDot state={dot} />
      <div>
        {name}
        {detail !== '' && <small className="block leading-[1.3] text-muted">{detail}</small>}
      </div>
      <span className="ml-auto text-right whitespace-nowrap text-text-2">
        {state}
        {extra !== '' && <small className="block leading-[1.3] text-muted">{extra}</small>}
      </span>
    </li>
  );
}
