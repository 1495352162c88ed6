/** The replayed day: where it is, how fast it goes, and the two controls. */

import { useState } from 'react';
import { clock, duration, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { send } from '../../live/commands.ts';
import { mayAct } from '../../live/may-act.ts';
import { useRights, useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { SPEEDS } from '../../shell/acts.ts';
import { useTradingPageWords } from './page-words.ts';

const DAY_MS = 86_400_000;

export function ReplayControls() {
  const speech = useSpeech();
  const { words, language, zone } = speech;
  const { replay } = useTradingPageWords();
  const { feed } = useStatus();
  const [asked, setAsked] = useState<number | null>(null);
  const maySteer = mayAct(useRights(), 'feed');
  if (!feed.replayed) return null;
  const isPaused = feed.state === 'paused';
  const choose = (speed: number) => {
    setAsked(speed);
    void send({ kind: 'feed-speed', speed }, speech).then(() => setAsked(null));
  };
  const start = feed.replayDate === null ? null : Date.parse(`${feed.replayDate}T00:00:00Z`);
  const end = feed.endsAt ?? (start === null ? null : start + DAY_MS);
  const share = feed.at === null || start === null || end === null ? 0 : Math.max(0, Math.min(1, (feed.at - start) / (end - start)));
  const leftMs = feed.at === null || end === null || !feed.speed ? null : (end - feed.at) / feed.speed;
  return (
    <section
      className="flex flex-wrap items-center gap-x-3.5 gap-y-2.5 border-b border-line px-4 py-2 text-12 phone:px-3.5 phone:py-2.5 phone:[&_fieldset]:flex phone:[&_fieldset]:basis-full phone:[&_fieldset_button]:flex-1 phone:[&_fieldset_button]:px-1.75"
      aria-label={replay.title}
    >
      {feed.state === 'finished' ? (
        <span className="text-muted">{words.events.FEED_FINISHED?.({})}</span>
      ) : (
        maySteer && (
          <>
            <Button size="small" onClick={() => void send({ kind: isPaused ? 'feed-resume' : 'feed-pause' }, speech)}>
              <Icon name={isPaused ? 'play' : 'pause'} />
              {isPaused ? replay.go : replay.pause}
            </Button>
            <Segmented
              label={replay.speed}
              options={SPEEDS.map((speed) => ({ value: speed, text: replay.times(plain(language, speed, 0)) }))}
              value={asked ?? feed.speed}
              onChoose={choose}
            />
          </>
        )
      )}
      <div className="flex min-w-fit flex-1 items-center gap-3 whitespace-nowrap phone:min-w-0 phone:basis-full">
        <div
          className="h-1 min-w-12 flex-1 overflow-hidden rounded-[2px] bg-sunken shadow-[inset_0_0_0_1px_var(--border)]"
          role="progressbar"
          aria-label={replay.progress}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
        >
          <svg aria-hidden="true" className="block size-full">
            <rect width={`${share * 100}%`} height="100%" className="fill-accent" />
          </svg>
        </div>
        <span>
          <b>{clock(language, feed.at, zone, false)}</b>
          {leftMs !== null && feed.state === 'running' && (
            <span className="text-muted">
              {' '}
              · {replay.left(duration(language, leftMs < 10_000 ? Math.round(leftMs / 1000) * 1000 : leftMs))}
            </span>
          )}
        </span>
      </div>
    </section>
  );
}
