/** The band on top of every page: which world this is. Hue and brightness differ; only real money is bright. */

import { dayAndYear } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useSnapshot } from '../live/session.ts';
import { Icon } from '../parts/icon.tsx';
import { showDialog } from './open-dialog.ts';

export function Band() {
  const { words, language } = useSpeech();
  const { world, environment, release, status } = useSnapshot();
  const { replayDate } = status.feed;
  const text = { demo: words.band.demoText, paper: words.band.paperText, real: words.band.realText }[world];
  return (
    <div className={`band band--${world}`}>
      <b>{words.band[world]}</b>
      {replayDate && <span>{words.band.replayed(dayAndYear(language, Date.parse(`${replayDate}T00:00:00Z`), 'UTC'))}</span>}
      <span className="only-desktop">{text}</span>
      {world !== 'real' && <span className="no-money">{words.band.noMoney}</span>}
      <button type="button" className="band-settings only-phone" aria-label={words.settings.title} onClick={() => showDialog('display')}>
        <Icon name="gear" />
      </button>
      <span className="band-end">
        {words.band.environment} <b>{environment}</b> · {words.band.version} {release}
      </span>
    </div>
  );
}
