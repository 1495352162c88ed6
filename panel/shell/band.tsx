/** The band on top of every page: which world this is. Hue and brightness differ; only real money is bright. */

import { dayAndYear } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useSnapshot } from '../live/session.ts';

const WORLDS = {
  demo: 'bg-band-demo text-on-band-demo',
  paper: 'bg-band-paper text-on-band-paper',
  real: 'bg-band-real text-on-band-real',
} as const;

export function Band() {
  const { words, language } = useSpeech();
  const { world, environment, release, status } = useSnapshot();
  const { replayDate } = status.feed;
  const text = { demo: words.band.demoText, paper: words.band.paperText, real: words.band.realText }[world];
  return (
    <div
      id="band"
      className={`sticky top-0 z-60 flex h-band items-center gap-2.5 overflow-hidden px-gutter text-12 whitespace-nowrap phone:gap-2 phone:px-3 ${WORLDS[world]}`}
    >
      <b className="font-bold tracking-[0.08em]">{words.band[world]}</b>
      {replayDate && (
        <span className="min-w-0 truncate">{words.band.replayed(dayAndYear(language, Date.parse(`${replayDate}T00:00:00Z`), 'UTC'))}</span>
      )}
      <span className="min-w-0 truncate phone:hidden">{text}</span>
      {world !== 'real' && <span className="truncate">{words.band.noMoney}</span>}
      <span className="ml-auto phone:hidden">
        {words.band.environment} <b>{environment}</b> · {words.band.version} {release}
      </span>
    </div>
  );
}
