/** The page as a whole: what is shown before there is a session, and the shell around it afterwards. */

import { useEffect } from 'react';
import { useSpeech, ZoneContext } from './i18n/words.ts';
import { connectNow, usePanelState, useSnapshot } from './live/session.ts';
import { TradingPage } from './pages/trading/trading-page.tsx';
import { Icon } from './parts/icon.tsx';
import { Skeleton } from './parts/states.tsx';
import { Toasts } from './parts/toasts.tsx';
import { Band } from './shell/band.tsx';
import { BottomBar, Rail } from './shell/navigation.tsx';
import { OpenDialog } from './shell/page-dialogs.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { TopBar } from './shell/top-bar.tsx';

export function App() {
  const { link, snapshot } = usePanelState();
  if (link === 'entering') return <Entrance />;
  if (!snapshot) return link === 'failed' ? <NoAnswer /> : <Loading />;
  return (
    <ZoneContext value={snapshot.zone}>
      <Shell />
    </ZoneContext>
  );
}

function Shell() {
  const speech = useSpeech();
  const snapshot = useSnapshot();
  const { link } = usePanelState();
  const { words } = speech;
  const { mode } = snapshot.status;
  useShortcuts(snapshot.status, speech);
  useEffect(() => {
    document.title = `${words.modes[mode.name]} · ${words.app.page} · Atalaya (${words.band[snapshot.world]})`;
  }, [words, mode.name, snapshot.world]);
  return (
    <>
      <a className="skip" href="#main">
        {words.app.skip}
      </a>
      <Band />
      <TopBar />
      <div id="content" className={`shell${link === 'live' ? '' : ' shell--lost'}`}>
        <Rail />
        <TradingPage />
        <BottomBar />
      </div>
      <OpenDialog />
      <Toasts />
    </>
  );
}

/** Before anything has arrived. */
function Loading() {
  const { words } = useSpeech();
  return (
    <main className="alone">
      <Skeleton heights={[32, 112, 360]} label={words.loading} />
    </main>
  );
}

function NoAnswer() {
  const { words } = useSpeech();
  return (
    <main className="alone">
      <div className="notice" role="alert">
        <Icon name="unplugged" />
        <h1>{words.failed.title}</h1>
        <p>{words.failed.text}</p>
        <button type="button" className="button" onClick={connectNow}>
          {words.failed.retry}
        </button>
      </div>
    </main>
  );
}

function Entrance() {
  const { words } = useSpeech();
  const isUsed = new URLSearchParams(location.search).get('link') === 'used';
  return (
    <main className="alone">
      <div className="notice">
        <Icon name="tower" />
        <h1>{words.entrance.title}</h1>
        {isUsed && (
          <p className="warn" role="alert">
            {words.entrance.used}
          </p>
        )}
        <p>{words.entrance.text}</p>
        <h2>{words.entrance.where}</h2>
        <p>{words.entrance.whereText}</p>
        <pre>npm start</pre>
      </div>
    </main>
  );
}
