/** The first thing on the page: is it well, since when, and does it need me. */

import { Link } from 'react-router';
import type { SessionSnapshot } from '../../src/api/session.ts';
import { clock, duration } from '../i18n/format.ts';
import { type Speech, useSpeech } from '../i18n/words.ts';
import { failedStrategies } from '../live/failures.ts';
import { useFeedAge, useNow, usePanelState, useRights, useSnapshot } from '../live/session.ts';
import type { PanelState } from '../live/state.ts';
import { buttonClass } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';

const BOX = 'rounded-l border px-4 py-2.5';
const TONES = {
  calm: '',
  info: `${BOX} border-line-strong bg-surface [&>svg]:text-info`,
  warn: `${BOX} border-warn-line bg-warn-soft [&>svg]:text-warn`,
  danger: `${BOX} border-danger-line bg-danger-soft [&>svg]:text-danger`,
} as const;

interface Sentence {
  readonly tone: 'calm' | 'info' | 'warn' | 'danger';
  readonly icon: IconName;
  readonly title: string;
  readonly details: readonly string[];
  /** Nothing more happens here: the way on is another session. */
  readonly isOver?: true;
}

export function StateSentence() {
  const speech = useSpeech();
  const state = usePanelState();
  const snapshot = useSnapshot();
  const feed = useFeedAge();
  const now = useNow();
  const sentence = sentenceOf(speech, state, snapshot, feed, now);
  return (
    <div className={`mb-4 flex items-start gap-3 phone:mb-3 ${TONES[sentence.tone]}`} id="now" data-tone={sentence.tone}>
      {sentence.tone !== 'calm' && <Icon name={sentence.icon} className="mt-px size-4.5" />}
      <div className="min-w-0">
        <h1
          className={
            sentence.tone === 'calm'
              ? 'text-20 leading-[1.3] font-semibold tracking-tight text-balance phone:text-16'
              : 'text-14 leading-[1.4] font-semibold'
          }
        >
          {sentence.title}
        </h1>
        <p className={`mt-0.5 text-pretty ${sentence.tone === 'calm' ? 'text-muted' : 'text-text-2'}`}>{sentence.details.join(' ')}</p>
        {sentence.isOver && <WayOn />}
      </div>
    </div>
  );
}

/** For who may begin a session, the way there; for others, who may. */
function WayOn() {
  const { words } = useSpeech();
  if (!useRights().includes('settings.write')) return <p className="mt-1 text-text-2">{words.state.anotherAsked}</p>;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-text-2">
      <Link className={buttonClass('primary')} to="/settings/new">
        {words.state.newSession}
      </Link>
      {words.state.newSessionTold}
    </p>
  );
}

type FeedAge = ReturnType<typeof useFeedAge>;

/** The gravest thing first; what is only worth knowing goes into the details. */
export function sentenceOf(speech: Speech, state: PanelState, snapshot: SessionSnapshot, feedAge: FeedAge, now: number): Sentence {
  const { words, language, zone } = speech;
  const { status } = snapshot;
  const { mode, positions, journal, feed } = status;
  const at = (time: number) => clock(language, time, zone, false);
  const bare = positions.filter((position) => position.stopPrice === null).length;
  const held = words.state.positions(positions.length, bare);
  const cause = mode.reason === null ? [] : [words.state.cause(speech.reason(mode.reason))];
  const failed = failedStrategies(snapshot);
  const failedDetail = words.state.failedDetail(failed.join(', '));
  const notes = [...notesOf(speech, status, now), ...(failed.length > 0 ? [failedDetail] : [])];

  if (state.link === 'lost' || state.link === 'failed') {
    const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return {
      tone: 'danger',
      icon: 'unplugged',
      title: words.link.lost(clock(language, state.heardAt, browserZone)),
      details: [words.link.lostDetail],
    };
  }
  if (state.trader?.state === 'stopped')
    return {
      tone: 'danger',
      icon: 'unplugged',
      title: words.trader.sentence(at(state.trader.since)),
      details: [words.trader.stoppedText, held],
    };
  if (state.trader?.state === 'silent')
    return {
      tone: 'danger',
      icon: 'unplugged',
      title: words.trader.silentSentence(at(state.trader.since)),
      details: [words.trader.silentText],
    };
  if (journal.state === 'failed')
    return { tone: 'danger', icon: 'alert', title: words.state.journalFailed, details: [words.state.journalFailedDetail, held] };
  if (mode.name === 'EMERGENCY') {
    const isFlat = positions.length === 0;
    return {
      tone: 'danger',
      icon: 'kill',
      title: isFlat ? words.state.closed(at(mode.since)) : words.state.closing,
      details: [...cause, isFlat ? words.state.closedDetail : held, ...notes],
    };
  }
  if (mode.name === 'PAUSE')
    return {
      tone: 'warn',
      icon: 'pause',
      title: words.state.paused(at(mode.since)),
      details: [...cause, words.state.pausedDetail, held, ...notes],
    };
  if (feed.state === 'down')
    return {
      tone: 'warn',
      icon: 'unplugged',
      title: words.state.feedDown(duration(language, feedAge.ageMs)),
      details: [words.state.feedDownDetail(at(feed.down?.since ?? now)), held, ...notes],
    };
  if (feedAge.isStale)
    return {
      tone: 'warn',
      icon: 'clock',
      title: words.state.stale(duration(language, feedAge.ageMs)),
      details: [words.state.staleDetail, held, ...notes],
    };
  if (feed.state === 'starting' || feed.at === null)
    return { tone: 'info', icon: 'clock', title: words.state.starting, details: [...notes] };
  if (feed.state === 'finished')
    return {
      tone: 'info',
      icon: 'check',
      title: words.state.feedFinished,
      details: [words.state.feedFinishedDetail(at(feed.at)), held, ...notes],
      isOver: true,
    };
  if (feed.state === 'paused')
    return { tone: 'info', icon: 'pause', title: words.state.feedPaused, details: [words.state.feedPausedDetail, held, ...notes] };
  if (failed.length > 0)
    return {
      tone: 'warn',
      icon: 'alert',
      title: words.state.failed(failed.length),
      details: [failedDetail, held, ...notesOf(speech, status, now)],
    };
  if (mode.closesOnly) return { tone: 'warn', icon: 'shield', title: words.state.closesOnly, details: [held, ...notes] };
  if (mode.name === 'DEFENSIVE')
    return {
      tone: 'warn',
      icon: 'shield',
      title: words.state.defensive(at(mode.since)),
      details: [...cause, words.modeTold.DEFENSIVE, held, ...notes],
    };
  if (mode.name === 'OBSERVATION')
    return { tone: 'info', icon: 'eye', title: words.state.observation(at(mode.since)), details: [held, ...notes] };
  if (bare > 0) return { tone: 'info', icon: 'alert', title: words.state.bare(bare), details: [words.state.bareDetail, ...notes] };
  return calm(speech, snapshot, held, notes);
}

function calm(speech: Speech, { status }: SessionSnapshot, held: string, notes: readonly string[]): Sentence {
  const { words } = speech;
  // What decides nothing by itself waits for no candles.
  const deciding = status.strategies.flatMap(({ strategyId, state, warmup }) =>
    warmup === null ? [] : [{ strategyId, state, ...warmup }],
  );
  const warming = deciding.length > 0 && deciding.every(({ state }) => state === 'warming-up');
  if (warming) {
    const seen = deciding.map(({ strategyId, have, need }) => `${strategyId} ${words.strategies.candles(have, need)}`).join(', ');
    return {
      tone: 'calm',
      icon: 'clock',
      title: words.state.warming,
      details: [words.state.warmingDetail(seen), ...notes],
    };
  }
  const refused = status.totals.decisions.filter((row) => row.outcome === 'refused').reduce((sum, row) => sum + row.count, 0);
  return {
    tone: 'calm',
    icon: 'check',
    title: `${words.state.normal} ${held}`,
    details: [`${words.state.trades(status.totals.fills, refused)}.`, ...notes],
  };
}

/** What is not well and stops nothing. */
function notesOf({ words, language }: Speech, { database }: SessionSnapshot['status'], now: number): string[] {
  return database.state === 'down' ? [words.state.databaseDown(duration(language, Math.max(0, now - database.since)))] : [];
}
