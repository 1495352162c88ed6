/** Always in sight: connection, market time, mode, and the acts that stop. The acts never move and never wait. */

import { clock, day } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { usePanelState, useSnapshot } from '../live/session.ts';
import { Icon } from '../parts/icon.tsx';
import { ModeChip } from '../parts/mode-chip.tsx';
import { showDialog } from './open-dialog.ts';

export function TopBar() {
  const { words, language, zone } = useSpeech();
  const { status } = useSnapshot();
  const { account, mode, feed } = status;
  return (
    <header className="top-bar">
      <span className="brand">
        <Icon name="tower" />
        <span className="word">{words.app.name}</span>
      </span>
      <span className="account">
        {account.accountId} <span className="muted">{account.currency}</span>
      </span>
      <span className="spring" />
      <Connection />
      {feed.at !== null && (
        <span className="clock" title={new Date(feed.at).toISOString()}>
          {day(language, feed.at, zone)} <b>{clock(language, feed.at, zone)}</b> {zone}
        </span>
      )}
      <ModeChip mode={mode.name} />
      <Restart />
      <button type="button" className="button button--kill" title={words.acts.killTitle} onClick={() => showDialog('kill')}>
        <Icon name="kill" />
        {words.acts.kill}
        <kbd>⇧K</kbd>
      </button>
    </header>
  );
}

function Connection() {
  const { words } = useSpeech();
  const { link } = usePanelState();
  const isLive = link === 'live';
  return (
    <span className="connection">
      <i className={isLive ? 'dot' : 'dot dot--bad'} />
      <span className="word">{isLive ? words.link.live : words.link.reconnecting}</span>
    </span>
  );
}

/** Pause while trading; resume or reset while stopped. */
function Restart() {
  const { words } = useSpeech();
  const { name } = useSnapshot().status.mode;
  if (name === 'EMERGENCY') {
    return (
      <button type="button" className="button" onClick={() => showDialog('reset')}>
        <Icon name="play" />
        {words.acts.reset}
      </button>
    );
  }
  const isPaused = name === 'PAUSE';
  return (
    <button type="button" className="button" onClick={() => showDialog(isPaused ? 'resume' : 'pause')}>
      <Icon name={isPaused ? 'play' : 'pause'} />
      {isPaused ? words.acts.resume : words.acts.pause}
      <kbd>⇧P</kbd>
    </button>
  );
}
