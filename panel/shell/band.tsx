/** The band on top of every page: which world this is. Hue and brightness differ; only real money is bright. */

import { dayAndYear } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { usePanelState } from '../live/session.ts';

const WORLDS = {
  demo: 'bg-band-demo text-on-band-demo',
  paper: 'bg-band-paper text-on-band-paper',
  real: 'bg-band-real text-on-band-real',
} as const;

export function Band() {
  const { words, language } = useSpeech();
  const { snapshot, world: told, release: server } = usePanelState();
  const world = snapshot?.world ?? told;
  if (world === null) return null;
  const release = snapshot?.release ?? server;
  const replayDate = snapshot?.status.feed.replayDate;
  const text = { demo: words.band.demoText, paper: words.band.paperText, real: words.band.realText }[world];
  const [before, after] = words.band.replayed('\u0000').split('\u0000');
  return (
    <section
      id="band"
      aria-label={words.band.name}
      className={`sticky top-0 z-60 flex h-band items-center gap-2.5 overflow-hidden px-gutter text-12 whitespace-nowrap phone:gap-2 phone:px-3 ${WORLDS[world]}`}
    >
      <b className="font-bold tracking-[0.08em]">{words.band[world]}</b>
      {replayDate && (
        <span className="min-w-0 truncate">
          {/* A phone has room for the date alone, also where letters are set further apart. */}
          <span className="phone:sr-only">{before}</span>
          {dayAndYear(language, Date.parse(`${replayDate}T00:00:00Z`), 'UTC')}
          <span className="phone:sr-only">{after}</span>
        </span>
      )}
      <span className="min-w-0 truncate phone:hidden">{text}</span>
      {world !== 'real' && <span className="truncate">{words.band.noMoney}</span>}
      <span className="ml-auto phone:hidden">
        {snapshot && (
          <>
            {words.band.environment} <b>{snapshot.environment}</b> ·{' '}
          </>
        )}
        {words.band.version} {release}
      </span>
    </section>
  );
}
